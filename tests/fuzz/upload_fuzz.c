/* Uploads from strangers. The first byte chooses: the type of a file fed in pieces, or a multipart body sent through
 * libmicrohttpd's post processor and upload.c, without a port: a socket pair and no thread. */
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/crypt.h"
#include "common/file.h"
#include "common/utf8.h"

#include "server/http/upload.h"

static char dir[] = "/tmp/quits-upload-fuzz-XXXXXX";
static struct arena a = ARENA_INIT;

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void one_file(struct sv s)
{
	struct file_look whole, parts;
	size_t step = s.n ? (unsigned char)s.p[0] % 7 + 1u : 1;
	struct sv name;

	file_look_begin(&whole);
	file_look_add(&whole, s);
	file_look_begin(&parts);
	for (size_t i = 0; i < s.n; i += step)
		file_look_add(&parts, sv_from_to(s, i, i + step));
	must(file_look_end(&whole) == file_look_end(&parts));
	if (file_look_end(&whole) == FILE_TEXT)
		must(utf8_valid(s) && !memchr(s.p, '\0', s.n));
	name = file_name_clean(&a, s, file_look_end(&whole));
	must(name.n > 0 && name.n <= FILE_NAME_MAX && utf8_is_clean(name, false) &&
	     sv_find(name, '/') == name.n && name.p[0] != '.');
}

struct one {
	struct upload upload;
	struct MHD_PostProcessor *processor;
	bool begun, over;
};

static enum MHD_Result part(void *cls, enum MHD_ValueKind kind, const char *key, const char *filename,
			    const char *type, const char *encoding, const char *data, uint64_t off, size_t n)
{
	struct one *o = cls;

	(void)kind;
	(void)type;
	upload_piece(&o->upload, sv_from(key), filename, encoding != NULL, sv_of(data, n), off);
	return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
				  const char *version, const char *data, size_t *n, void **ctx)
{
	struct one *o = cls;
	struct MHD_Response *r;
	enum MHD_Result done;

	(void)url;
	(void)method;
	(void)version;
	*ctx = o;
	if (!o->begun) {
		o->begun = true;
		o->processor = MHD_create_post_processor(c, 1024, part, o);
		return MHD_YES;
	}
	if (*n) {
		if (o->processor)
			(void)MHD_post_process(o->processor, data, *n);
		*n = 0;
		return MHD_YES;
	}
	if (o->processor)
		(void)MHD_destroy_post_processor(o->processor);
	o->processor = NULL;
	upload_end(&o->upload);
	o->over = true;
	r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	done = MHD_queue_response(c, 200, r);
	MHD_destroy_response(r);
	return done;
}

static void check(const struct upload *u)
{
	must(u->n <= UPLOAD_FILES && u->pairs.n <= FORM_FIELDS_MAX);
	for (size_t i = 0; i < u->n; i++) {
		struct file_look look;
		struct sv bytes;

		must(file_read(&a, u->files[i].path.p, 1 << 20, &bytes) == ST_OK);
		must((int64_t)bytes.n == u->files[i].bytes);
		file_look_begin(&look);
		file_look_add(&look, bytes);
		must(file_look_end(&look) == u->files[i].type);
	}
	for (size_t i = 0; i < u->pairs.n; i++)
		must(u->pairs.at[i].name.n > 0);
}

static void one_body(struct sv s)
{
	static struct one o;
	int pair[2];
	struct sockaddr at = { .sa_family = AF_UNIX };
	struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, on_request, &o,
						MHD_OPTION_END);
	struct sv head = sv_print(&a, "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; "
				      "boundary=X\r\nContent-Length: %zu\r\n\r\n",
				  s.n);

	must(d && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	o = (struct one){ .begun = false };
	upload_begin(&o.upload, &a, dir);
	must(send(pair[1], head.p, head.n, 0) == (ssize_t)head.n);
	must(s.n == 0 || send(pair[1], s.p, s.n, 0) == (ssize_t)s.n);
	must(MHD_add_connection(d, pair[0], &at, sizeof(at)) == MHD_YES);
	for (int i = 0; i < 200 && !o.over; i++)
		MHD_run(d);
	close(pair[1]);
	MHD_stop_daemon(d);
	if (o.over)
		check(&o.upload);
	if (o.processor)
		(void)MHD_destroy_post_processor(o.processor);
	upload_drop(&o.upload);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(crypt_start() == ST_OK && mkdtemp(dir) != NULL);
	must(mkdir(arena_print(&a, "%s/scratch", dir), 0700) == 0);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct sv s = sv_of(data, n);

	if (n == 0 || n > 64 * 1024)
		return 0;
	if (data[0] & 1)
		one_file(sv_from_to(s, 1, n));
	else
		one_body(sv_from_to(s, 1, n));
	arena_reset(&a);
	return 0;
}
