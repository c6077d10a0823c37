/* attachment: keeping, reading, sweeping; see attachment.h. */
#include "server/service/attachment.h"

#include <inttypes.h>

#include "common/catalogue.h"
#include "common/file.h"
#include "common/id.h"
#include "common/log.h"

#include "server/rule/pan.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/service/section.h"
#include "server/store/attachment.h"
#include "server/store/store.h"

enum { TOLD_FOR_MS = 10 * 60 * 1000 };

static const char *path_of(const struct unit *u, struct arena *a, int64_t id)
{
	return arena_print(a, "%s/attachments/%" PRId64, u->shared->dir, id);
}

enum status service_attachment_room(struct snap *s, int64_t contact, size_t *ret_files, int64_t *ret_bytes)
{
	int64_t count, bytes;

	TRY(store_attachment_sums(s, contact, &count, &bytes));
	*ret_files = count < CONTACT_FILES ? (size_t)(CONTACT_FILES - count) : 0;
	*ret_bytes = bytes < CONTACT_BYTES ? CONTACT_BYTES - bytes : 0;
	return ST_OK;
}

/* Asked at the door too; but two uploads may have passed it together. */
static enum status check_room(struct tx *tx, const struct attachment_ask *q, const struct scratch_file *files,
			      size_t n)
{
	size_t left;
	int64_t bytes, sum = 0;

	if (!q->session)
		return ST_OK;
	TRY(service_attachment_room(tx_look(tx), q->contact, &left, &bytes));
	for (size_t i = 0; i < n; i++)
		sum += files[i].bytes;
	if (n <= left && sum <= bytes)
		return ST_OK;
	return fail_field(ST_LIMIT, "files",
			  N_("You have sent as many files as we can take here. Please send us a message."));
}

static enum status add_one(struct unit *u, struct tx *tx, const struct attachment_ask *q,
			   const struct scratch_file *f, bool *ret_added)
{
	struct attachment_new row = { .id = id_new(),
				      .contact = q->contact,
				      .session = q->session,
				      .kind = q->kind,
				      .owner = q->owner,
				      .bytes = f->bytes,
				      .type = f->type,
				      .name = pan_mask(tx->arena, f->name),
				      .sha256 = sv_of(f->sha256, sizeof(f->sha256)) };
	const char *to = path_of(u, tx->arena, row.id);
	bool same;

	TRY(store_attachment_same(tx_look(tx), q->kind, q->owner, row.sha256, &same));
	*ret_added = !same;
	if (same)
		return ST_OK;
	TRY(file_move(sv_z(tx->arena, f->path), to));
	if (store_attachment_add(tx, &row) == ST_OK)
		return ST_OK;
	file_remove(to);
	return fault_last()->status;
}

enum status service_attachment_add(struct unit *u, struct tx *tx, const struct attachment_ask *q,
				   const struct scratch_file *files, size_t n, size_t *ret_added)
{
	TRY(check_room(tx, q, files, n));
	*ret_added = 0;
	for (size_t i = 0; i < n; i++) {
		bool added;

		TRY(add_one(u, tx, q, &files[i], &added));
		*ret_added += added;
	}
	/* Their bytes are on the disk already; their new names must be before the rows are. */
	return *ret_added ? file_sync(arena_print(tx->arena, "%s/attachments", u->shared->dir)) : ST_OK;
}

enum status service_attachment_list(struct unit *u, struct snap *s, enum attachment_owner kind, int64_t owner,
				    struct attachment_row_list *ret)
{
	return store_attachment_of_owner(s, kind, owner, ret, &u->arena);
}

struct telling {
	struct unit *u;
	const struct attachment_core *c;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	const struct telling *t = arg;
	struct event_body b = { .attachment = t->c->id,
				.reason = sv_from(choice_text(&attachment_owner_choice, (int)t->c->kind)),
				.operator = t->u->operator };

	TRY(store_attachment_see(tx, t->c->id, t->u->operator));
	return tx_tell(tx, E_attachment_opened, 0, t->c->contact, t->u->actor, &b);
}

static enum status tell_of_reading(struct unit *u, struct snap *s, const struct attachment_core *c,
				   int64_t offset)
{
	struct telling t = { u, c };
	int64_t at;

	TRY(store_attachment_seen(s, c->id, u->operator, &at));
	if (at && u->now < at + TOLD_FOR_MS)
		return ST_OK;
	if (offset > 0 && !at)
		return fail_field(ST_CONFLICT, "offset", "reading begins at 0");
	return writer_do(u->shared->writer, "attachment.read", &u->arena, run_tell, &t);
}

enum status service_attachment_read(struct unit *u, struct snap *s, const struct attachment_query *q,
				    struct attachment_piece *ret)
{
	struct attachment_core c;
	bool found;

	TRY(store_attachment_by_id(s, q->attachment, &c, &found, &u->arena));
	if (!found)
		return fail_field(ST_NOT_FOUND, "attachment", "there is no such attachment");
	TRY(tell_of_reading(u, s, &c, q->offset));
	*ret = (struct attachment_piece){ .attachment = c.id,
					  .name = c.name,
					  .type = c.type,
					  .bytes = c.bytes,
					  .sha256 = c.sha256,
					  .offset = q->offset };
	return file_read_at(&u->arena, path_of(u, &u->arena, c.id), q->offset, ATTACHMENT_PIECE, &ret->data);
}

/* Where the page is that the file hangs on. */
static enum section section_of(enum attachment_owner kind)
{
	switch (kind) {
	case OWNER_DISPUTE:
		return SECTION_DISPUTES;
	case OWNER_MESSAGE:
		return SECTION_MESSAGES;
	case attachment_owner__none:
	case attachment_owner__end:
		break;
	}
	return SECTION_NONE;
}

enum status service_attachment_open(struct unit *u, struct snap *s, int64_t contact, int64_t id,
				    struct attachment_file *ret)
{
	struct attachment_core c;
	bool found;

	TRY(store_attachment_by_id(s, id, &c, &found, &u->arena));
	if (!found || c.contact != contact)
		return fail(ST_NOT_FOUND, "no such file");
	TRY(service_section(s, &u->arena, section_of(c.kind)));
	*ret = (struct attachment_file){ .name = c.name, .mime = file_mime(c.type) };
	return file_open(path_of(u, &u->arena, id), &ret->fd, &ret->bytes);
}

struct sweep {
	struct unit *u;
	struct snap *snap;
	size_t removed;
	enum status st;
};

static void sweep_one(void *arg, const char *name)
{
	struct sweep *w = arg;
	struct attachment_core c;
	bool found = false;
	int64_t id;

	if (w->st != ST_OK)
		return;
	if (sv_int(sv_from(name), &id))
		w->st = store_attachment_by_id(w->snap, id, &c, &found, &w->u->arena);
	if (w->st != ST_OK || found)
		return;
	file_remove(arena_print(&w->u->arena, "%s/attachments/%s", w->u->shared->dir, name));
	w->removed++;
}

enum status service_attachment_sweep(struct unit *u, struct snap *s)
{
	struct sweep w = { u, s, 0, ST_OK };

	folder_each(arena_print(&u->arena, "%s/attachments", u->shared->dir), sweep_one, &w);
	if (w.removed)
		say(L_INFO, "attachment.sweep", "removed=%zu", w.removed);
	return w.st;
}
