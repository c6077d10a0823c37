/* book: what operators ask of an import; see book.h. Commands run on the writer's thread: a piece costs it one
 * small write(2) into the page cache, never an fsync, since a crash refuses the import as a whole. */
#include "server/service/book.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/id.h"
#include "common/record_json.h"

#include "server/exchange/mapping.h"
#include "server/service/book_inside.h"
#include "server/service/event.h"

enum { SILENT_MS = 60000 };
#define FILE_MAX INT64_C(4294967296)

const char *book_scratch(struct unit *u, int64_t import)
{
	return arena_print(&u->arena, "%s/scratch/import-%lld.csv", u->shared->dir, (long long)import);
}

static enum status report_of(struct arena *a, const struct import_core *i, struct book_report *ret)
{
	if (i->report.n)
		return record_from_json(&book_report_record, ret, a, i->report, true);
	*ret = (struct book_report){ .import = i->id, .file = i->file, .state = i->state, .reason = i->reason,
				     .bytes = i->bytes, .rows = i->rows, .good = i->rows - i->bad, .bad = i->bad };
	return ST_OK;
}

enum status book_refuse(struct tx *tx, const struct import_core *i, struct sv code, struct sv reason)
{
	struct event_body b = { .import = i->id, .name = i->file, .reason = code, .rows = i->rows };

	TRY(store_import_end(tx, i->id, IMPORT_FAILED, reason, SV_NONE));
	return tx_tell(tx, E_book_failed, 0, 0, i->actor, &b);
}

static enum status nobody_else(struct tx *tx)
{
	struct import_core live;
	bool found;

	TRY(store_import_live(tx_look(tx), &live, &found, tx->arena));
	if (!found)
		return ST_OK;
	if (live.state != IMPORT_OPEN || tx->now - live.touched_at < SILENT_MS)
		return fail(ST_CONFLICT, "an import of " SV_FMT " by " SV_FMT " is under way", SV_ARG(live.file),
			    SV_ARG(live.actor));
	return book_refuse(tx, &live, SV("silent"), SV("its sender went silent"));
}

static enum status make_file(struct unit *u, int64_t import)
{
	int fd;

	TRY(folder_make(arena_print(&u->arena, "%s/scratch", u->shared->dir), 0700));
	fd = open(book_scratch(u, import), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail(ST_UNAVAILABLE, "the scratch file: %s", strerror(errno));
	close(fd);
	return ST_OK;
}

enum status service_book_import(struct unit *u, struct tx *tx, const struct book_new *q, struct book_report *ret)
{
	struct import_core i = { .id = id_new(), .file = q->file, .actor = u->actor, .dry_run = q->dry_run,
				 .state = IMPORT_OPEN, .map = q->map };
	struct mapping *m;

	TRY(mapping_read(tx->arena, q->map, &m));
	TRY(nobody_else(tx));
	TRY(store_import_add(tx, &i));
	TRY(make_file(u, i.id));
	return report_of(tx->arena, &i, ret);
}

/* Reads or writes all of it. */
static enum status move_bytes(int fd, char *p, struct sv from, size_t n, int64_t at)
{
	for (size_t done = 0; done < n;) {
		ssize_t got = p ? pread(fd, p + done, n - done, (off_t)at + (off_t)done)
				: pwrite(fd, from.p + done, n - done, (off_t)at + (off_t)done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return fail(ST_UNAVAILABLE, "the scratch file: %s", got ? strerror(errno) : "is cut off");
		done += (size_t)got;
	}
	return ST_OK;
}

static enum status take_piece(struct tx *tx, int fd, const struct import_core *i, const struct book_chunk *q)
{
	int64_t end = q->offset + (int64_t)q->data.n;
	char *there;

	if (q->offset == i->bytes) {
		TRY(move_bytes(fd, NULL, q->data, q->data.n, q->offset));
		return store_import_took(tx, i->id, end);
	}
	if (end > i->bytes)
		return fail_field(ST_CONFLICT, "offset", "the next piece begins at %lld", (long long)i->bytes);
	there = arena_alloc(tx->arena, q->data.n);
	TRY(move_bytes(fd, there, SV_NONE, q->data.n, q->offset));
	if (memcmp(there, q->data.p, q->data.n) != 0)
		return fail_field(ST_CONFLICT, "data", "differs from the piece that is there already");
	return ST_OK;
}

/* An import is its starter's: nobody else adds to it or ends it. A second person gives it in the starter's name. */
static enum status own_import(const struct unit *u, const struct import_core *i)
{
	if (sv_eq(i->actor, u->actor))
		return ST_OK;
	return fail_field(ST_FORBIDDEN, "import", "is somebody else's");
}

enum status service_book_chunk(struct unit *u, struct tx *tx, const struct book_chunk *q, struct book_report *ret)
{
	struct import_core i;
	enum status st;
	int fd;

	TRY(store_import_core(tx_look(tx), q->import, &i, tx->arena));
	TRY(own_import(u, &i));
	if (i.state != IMPORT_OPEN)
		return fail_field(ST_CONFLICT, "import", "takes no more pieces: it is %s",
				  choice_text(&import_state_choice, (int)i.state));
	if (q->offset + (int64_t)q->data.n > FILE_MAX)
		return fail_field(ST_LIMIT, "data", "the file is larger than 4 GiB");
	fd = open(book_scratch(u, i.id), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return fail(ST_UNAVAILABLE, "the scratch file: %s", strerror(errno));
	st = take_piece(tx, fd, &i, q);
	close(fd);
	TRY(st);
	TRY(store_import_core(tx_look(tx), q->import, &i, tx->arena));
	return report_of(tx->arena, &i, ret);
}

enum status service_book_finish(struct unit *u, struct tx *tx, int64_t import, struct book_report *ret)
{
	struct import_core i;

	TRY(store_import_core(tx_look(tx), import, &i, tx->arena));
	TRY(own_import(u, &i));
	if (i.state == IMPORT_OPEN) {
		i.state = IMPORT_CHECKING;
		TRY(store_import_state(tx, import, IMPORT_CHECKING));
	}
	return report_of(tx->arena, &i, ret);
}

enum status service_book_show(struct unit *u, struct snap *s, int64_t import, struct book_report *ret)
{
	struct import_core i;

	TRY(store_import_core(s, import, &i, &u->arena));
	return report_of(&u->arena, &i, ret);
}

enum status service_book_recover(struct tx *tx, void *arg)
{
	struct import_core i;
	bool found;

	(void)arg;
	for (;;) {
		TRY(store_import_live(tx_look(tx), &i, &found, tx->arena));
		if (!found || (i.state == IMPORT_OPEN && i.touched_at > tx->now))
			return ST_OK; /* nothing, or whole and waiting for a second person */
		TRY(book_refuse(tx, &i, SV("stopped"), SV("the server stopped before it was applied")));
	}
}
