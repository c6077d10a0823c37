/* Multipart forms; see upload.h. Driven by receive.c. */
#include "server/http/upload.h"

#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/file.h"
#include "common/phrase.h"
#include "common/utf8.h"

enum {
	FLOOR_DEFAULT = 256 * 1024 * 1024,
	LOOK_AT_DISK = 1024 * 1024,
	PARTS_MAX = FORM_FIELDS_MAX + 4 * UPLOAD_FILES
};
#define NOT_A_FORM N_("This form did not arrive as a browser sends it. Please load the page again.")
static const char scratch_prefix[] = "upload-";

void upload_begin(struct upload *u, struct arena *a, const char *dir)
{
	*u = (struct upload){ .arena = a,
		              .dir = dir,
		              .files_left = UPLOAD_FILES,
		              .bytes_left = INT64_MAX,
		              .floor = FLOOR_DEFAULT,
		              .fd = -1 };
}

void upload_fail(struct upload *u, const struct fault *f)
{
	if (u->fault.status == ST_OK)
		u->fault = *f;
}

static void note(struct upload *u, enum status st)
{
	if (st != ST_OK)
		upload_fail(u, fault_last());
}

static void too_large(struct upload *u, enum status st)
{
	u->too_large |= u->fault.status == ST_OK;
	note(u, st);
}

/* For people: cleaned and short. */
static struct sv shown(struct upload *u, struct sv file)
{
	return file_name_clean(u->arena, file, file_type__none);
}

static void begin_field(struct upload *u)
{
	u->part = PART_FIELD;
	u->value = buf_new(u->arena, WEB_BODY_MAX - u->form_bytes);
}

static void open_scratch(struct upload *u)
{
	struct scratch_file *f = &u->files[u->n];
	int64_t room;

	if (disk_free(u->dir, &room) != ST_OK || room - UPLOAD_FILE_MAX < u->floor) {
		note(u, fail(ST_UNAVAILABLE, "there is no room for files on the disk"));
		return;
	}
	f->path = sv_print(u->arena, "%s/scratch/%s" SV_FMT, u->dir, scratch_prefix,
	                   SV_ARG(crypt_token(u->arena)));
	if (file_create(f->path.p, &u->fd) != ST_OK) {
		note(u, fault_last()->status);
		return;
	}
	file_look_begin(&u->look);
	sha256_begin(&u->sum);
	u->n++;
}

static void begin_file(struct upload *u)
{
	if (!u->gated && u->gate)
		note(u, u->gate(u->gate_arg, &u->pairs));
	u->gated = true;
	if (u->fault.status != ST_OK)
		return;
	if (!sv_is(u->part_name, UPLOAD_FIELD))
		note(u, fail_field(ST_INVALID, UPLOAD_FIELD,
		                   N_("This form has one place for files.")));
	else if (u->n == UPLOAD_FILES)
		too_large(
		    u,
		    fail_phrase(
			ST_LIMIT, UPLOAD_FIELD,
			N_("You can send {n} files at a time. Please send the others afterwards."),
			P_NUMBER("n", UPLOAD_FILES)));
	else if (u->n >= u->files_left || u->bytes_left <= 0)
		too_large(u, fail_field(ST_LIMIT, UPLOAD_FIELD,
		                        N_("You have sent as many files as we can take here. "
		                           "Please send us a message.")));
	else
		open_scratch(u);
	if (u->fd >= 0)
		u->part = PART_FILE;
}

static void end_field(struct upload *u)
{
	struct form_pair *pair;

	u->form_bytes += u->part_name.n + u->value.n;
	if (u->value.over || u->form_bytes > WEB_BODY_MAX) {
		too_large(u, fail(ST_LIMIT, N_("This form is too large.")));
		return;
	}
	if (u->pairs.n == FORM_FIELDS_MAX) {
		note(u, fail(ST_INVALID, NOT_A_FORM));
		return;
	}
	if (memchr(u->value.p ? u->value.p : "", '\0', u->value.n)) {
		note(u, fail(ST_INVALID, NOT_A_FORM));
		return;
	}
	pair = &u->pairs.at[u->pairs.n++];
	*pair = (struct form_pair){ u->part_name, buf_sv(&u->value) };
}

/* The newest file as it is: no file at all if none was chosen. */
static void end_file(struct upload *u)
{
	struct scratch_file *f = &u->files[u->n - 1];

	file_close(u->fd);
	u->fd = -1;
	f->bytes = u->look.bytes;
	f->type = file_look_end(&u->look);
	f->name = file_name_clean(u->arena, u->part_file, f->type);
	sha256_end(&u->sum, f->sha256);
	u->bytes_left -= f->bytes;
	if (f->bytes > 0 && f->type)
		return;
	if (f->bytes > 0)
		note(u, fail_phrase(ST_INVALID, UPLOAD_FIELD,
		                    N_("We can not take the file {name}. Please send PDF, PNG, "
		                       "JPEG or plain text."),
		                    P_TEXT("name", shown(u, u->part_file))));
	else if (u->part_file.n)
		note(u, fail_phrase(ST_INVALID, UPLOAD_FIELD, N_("The file {name} is empty."),
		                    P_TEXT("name", shown(u, u->part_file))));
	scratch_drop(f, 1);
	u->n--;
}

static void end_part(struct upload *u)
{
	if (u->part == PART_FIELD)
		end_field(u);
	else if (u->part == PART_FILE)
		end_file(u);
	u->part = PART_NONE;
}

/* What a file may not be is noticed while it comes; what has come of it goes. */
static bool file_goes_on(struct upload *u, struct sv data)
{
	int64_t before = u->look.bytes, after = before + (int64_t)data.n, room;

	if (after > UPLOAD_FILE_MAX)
		too_large(u, fail_phrase(ST_LIMIT, UPLOAD_FIELD,
		                         N_("The file {name} is larger than {n} MB."),
		                         P_TEXT("name", shown(u, u->part_file)),
		                         P_NUMBER("n", UPLOAD_FILE_MB)));
	else if (after > u->bytes_left)
		too_large(u, fail_field(ST_LIMIT, UPLOAD_FIELD,
		                        N_("You have sent as many files as we can take here. "
		                           "Please send us a message.")));
	else if (before / LOOK_AT_DISK != after / LOOK_AT_DISK &&
	         (disk_free(u->dir, &room) != ST_OK || room < u->floor))
		note(u, fail(ST_UNAVAILABLE, "there is no room for files on the disk"));
	return u->fault.status == ST_OK;
}

static void file_data(struct upload *u, struct sv data)
{
	const char *path = u->files[u->n - 1].path.p;

	if (file_goes_on(u, data)) {
		file_look_add(&u->look, data);
		sha256_add(&u->sum, data);
		note(u, file_append(u->fd, path, data));
	}
	if (u->fault.status == ST_OK)
		return;
	file_close(u->fd);
	u->fd = -1;
	file_remove(path);
	u->n--;
	u->part = PART_SKIPPED;
}

static void begin_part(struct upload *u, struct sv name, const char *filename, bool encoded)
{
	end_part(u);
	u->part_bytes = 0;
	u->part = PART_SKIPPED;
	if (++u->parts > PARTS_MAX) { /* not even their names are kept */
		note(u, fail(ST_INVALID, NOT_A_FORM));
		return;
	}
	u->part_name = sv_copy(u->arena, name);
	u->part_file = sv_copy(u->arena, sv_from(filename));
	if (encoded || name.n == 0)
		note(u, fail(ST_INVALID, NOT_A_FORM));
	else if (filename)
		begin_file(u);
	else if (u->form_bytes <= WEB_BODY_MAX)
		begin_field(u);
}

/* The library may announce a part with an empty piece before it has bytes of it. */
static bool is_same_part(const struct upload *u, struct sv name, const char *filename, uint64_t off)
{
	if (u->part == PART_NONE)
		return false;
	return off > 0 || (u->part_bytes == 0 && sv_eq(name, u->part_name) &&
	                   sv_eq(sv_from(filename), u->part_file));
}

void upload_piece(struct upload *u, struct sv name, const char *filename, bool encoded,
                  struct sv data, uint64_t off)
{
	if (!is_same_part(u, name, filename, off))
		begin_part(u, name, filename, encoded);
	u->part_bytes += (int64_t)data.n;
	if (u->part == PART_FIELD)
		buf_add(&u->value, data); /* bounded; end_field looks */
	else if (u->part == PART_FILE && data.n)
		file_data(u, data);
}

void upload_end(struct upload *u)
{
	end_part(u);
}

void upload_give(struct upload *u, struct arena *a, struct scratch_file **ret, size_t *ret_n)
{
	*ret = u->n ? NEW_N(a, struct scratch_file, u->n) : NULL;
	*ret_n = u->n;
	for (size_t i = 0; i < u->n; i++) {
		(*ret)[i] = u->files[i];
		(*ret)[i].name = sv_copy(a, u->files[i].name);
		(*ret)[i].path = sv_copy(a, u->files[i].path);
	}
	u->n = 0;
}

void upload_drop(struct upload *u)
{
	if (u->fd >= 0)
		file_close(u->fd);
	u->fd = -1;
	scratch_drop(u->files, u->n);
	u->n = 0;
	u->part = PART_SKIPPED;
}

void scratch_drop(const struct scratch_file *files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		file_remove(files[i].path.p);
}

static void sweep_one(void *arg, const char *name)
{
	char path[4096];

	if (strncmp(name, scratch_prefix, strlen(scratch_prefix)) != 0)
		return;
	snprintf(path, sizeof(path), "%s/scratch/%s", (const char *)arg, name);
	file_remove(path);
}

void upload_sweep(const char *dir)
{
	union {
		const char *in;
		void *out;
	} u = { dir };
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s/scratch", dir);
	folder_each(folder, sweep_one, u.out);
}
