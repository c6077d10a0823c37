/* Multipart bodies: libmicrohttpd's post processor takes them apart, upload.c keeps what is in them. Who may not
 * send the form is told at the head and nothing is read; whoever may, but sends too much, has it read and thrown
 * away, since a browser whose upload is cut off shows nothing of what we say.
 *
 * An upload has a deadline for each piece of its least size, renewed while the whole time lasts: so it must keep
 * 8 KiB/s and end in ten minutes (security.md T29). THREAD_HTTP. */
#include <string.h>

#include "common/arena.h"
#include "common/catalogue.h"
#include "common/log.h"

#include "server/http/dispatch.h"
#include "server/http/guard.h"
#include "server/http/listener.h"
#include "server/http/upload.h"

enum { PROCESSOR = 16 * 1024 };

struct receive {
	struct upload upload;
	struct MHD_PostProcessor *processor;
	struct door *door;
	int64_t began, since; /* since: bytes of this piece */
	unsigned slot;
	bool counted;
	bool broken; /* the library could not read on */
};

bool receive_wanted(const struct door *d)
{
	struct sv rest = d->head.type, type = sv_trim(sv_cut(&rest, ';'));

	return d->web.verb == VERB_POST && d->web.route->guards & (UPLOAD | MULTIPART) && d->head.length > 0 &&
	       sv_eq_fold(type, SV("multipart/form-data"));
}

static enum MHD_Result part(void *cls, enum MHD_ValueKind kind, const char *key,
                            const char *filename, const char *type, const char *encoding,
                            const char *data, uint64_t off, size_t n)
{
	struct receive *r = cls;

	(void)kind;
	(void)type; /* what its sender calls it */
	upload_piece(&r->upload, sv_from(key), filename, encoding != NULL, sv_of(data, n), off);
	return MHD_YES;
}

static enum status gate(void *arg, const struct form_pairs *pairs)
{
	const struct receive *r = arg;

	return guard_form(&r->door->web, pairs);
}

/* By visit; of those who have none, by network address. */
static unsigned upload_slot(const struct http *h, const struct web *w)
{
	uint32_t x = 2166136261u ^ h->seed;
	unsigned char of[NETWORK_BYTES] = { 0 };

	if (w->visitor.session)
		memcpy(of, &w->visitor.session, sizeof(of));
	else
		address_network(w->address, of);
	for (size_t i = 0; i < sizeof(of); i++)
		x = (x ^ of[i]) * 16777619u;
	return (x ^ x >> 15) % UPLOAD_SLOTS;
}

static void uncount_slot(struct http *h, const struct receive *r)
{
	atomic_fetch_sub(&h->uploading[r->slot], 1);
}

/* So many at a time, or the disk is one visit's. Who is refused takes nobody's place while his upload is read and thrown
 * away. */
static bool count(struct http *h, struct receive *r, const struct web *w)
{
	r->slot = upload_slot(h, w);
	if (atomic_fetch_add(&h->uploading[r->slot], 1) >= h->config.limits.uploads_each) {
		uncount_slot(h, r);
		return false;
	}
	r->counted = atomic_fetch_add(&h->uploads, 1) < h->config.limits.uploads;
	if (!r->counted) {
		atomic_fetch_sub(&h->uploads, 1);
		uncount_slot(h, r);
	}
	return r->counted;
}

static void uncount(struct http *h, struct receive *r)
{
	if (!r->counted)
		return;
	r->counted = false;
	atomic_fetch_sub(&h->uploads, 1);
	uncount_slot(h, r);
}

/* What this visitor has left; a fault is the upload's, said when its form is there. */
static void ask_for_room(struct listener *l, struct door *d, struct receive *r)
{
	const struct http_rooms *rooms = l->http->config.rooms;
	struct upload *u = &r->upload;

	if (!(d->web.route->guards & UPLOAD)) {
		u->files_left = 0;
		u->bytes_left = 0;
		return;
	}
	if (!count(l->http, r, &d->web)) {
		(void)fail(ST_UNAVAILABLE, "too many uploads at a time");
		upload_fail(u, fault_last());
	}
	if (rooms->upload_room &&
	    rooms->upload_room(&d->web, &u->files_left, &u->bytes_left) != ST_OK)
		upload_fail(u, fault_last());
	u->floor = l->http->config.limits.disk;
}

static bool may_send(struct listener *l, struct door *d)
{
	const struct http_rooms *rooms = l->http->config.rooms;
	struct web *w = &d->web;

	if (d->head.length > (w->route->guards & UPLOAD ? UPLOAD_READ_MAX : WEB_BODY_MAX)) {
		dispatch_error(rooms, w, ST_LIMIT, N_("These files are too large."), 413);
		return false;
	}
	if (!dispatch_visitor(rooms, w))
		return false;
	if (w->route->guards & (FORM | PRE_FORM) && !guard_same_origin(w)) {
		dispatch_error(rooms, w, ST_FORBIDDEN, N_("This form was sent from another site."),
		               0);
		return false;
	}
	return true;
}

bool receive_begin(struct listener *l, struct door *d)
{
	struct receive *r;

	if (!may_send(l, d))
		return false;
	r = NEW(&d->web.unit.arena, struct receive);
	r->door = d;
	r->began = l->now;
	upload_begin(&r->upload, &d->web.unit.arena, l->http->config.shared->dir);
	r->upload.gate = gate;
	r->upload.gate_arg = r;
	r->processor = MHD_create_post_processor(d->c, PROCESSOR, part, r);
	if (!r->processor) {
		dispatch_error(l->http->config.rooms, &d->web, ST_INVALID,
		               N_("This form did not arrive as a browser sends it. Please load the "
		                  "page again."),
		               0);
		return false;
	}
	ask_for_room(l, d, r);
	d->receive = r;
	return true;
}

static void broken(struct receive *r)
{
	r->broken = true;
	(void)fail(
	    ST_INVALID,
	    N_("This form did not arrive as a browser sends it. Please load the page again."));
	upload_fail(&r->upload, fault_last());
}

void receive_piece(struct listener *l, struct door *d, struct sv data)
{
	const struct http_limits *limits = &l->http->config.limits;
	struct receive *r = d->receive;

	r->since += (int64_t)data.n;
	if (r->since >= limits->pace_bytes && l->now - r->began < limits->upload) {
		r->since = 0;
		due_set(&l->deadlines, &d->conn->due, DUE_PACE, l->now);
	}
	if (!r->broken && MHD_post_process(r->processor, data.p, data.n) != MHD_YES)
		broken(r);
}

static void processor_end(struct receive *r)
{
	if (r->processor && MHD_destroy_post_processor(r->processor) != MHD_YES && !r->broken)
		broken(r);
	r->processor = NULL;
}

void receive_end(struct door *d)
{
	struct receive *r = d->receive;

	processor_end(r);
	upload_end(&r->upload);
	connection_doing(d->conn, DUE_REQUEST);
}

void receive_drop(struct door *d)
{
	struct receive *r = d->receive;

	if (!r)
		return;
	d->receive = NULL;
	processor_end(r);
	upload_drop(&r->upload);
	uncount(d->from->http, r);
}

bool receive_dispatch(struct door *d, struct post *p)
{
	return dispatch_upload(d->from->http->config.rooms, &d->web, &d->receive->upload, p);
}
