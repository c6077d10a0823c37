/* Saves the event log; see export.h. Called by run.c. Thread: main. */
#include "protocol/ctl/export.h"

#include "common/file.h"
#include "common/record_check.h"
#include "common/record_text.h"

#include "protocol/ctl/sure.h"

bool export_wanted(const struct sv *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_starts(words[i], SV("file=")))
			return true;
	return false;
}

static enum status read_words(struct arena *a, const struct sv *words, size_t n, struct event_export *q,
			      const char **ret_path)
{
	*ret_path = "";
	for (size_t i = 0; i < n; i++) {
		if (sv_starts(words[i], SV("file=")))
			*ret_path = sv_z(a, sv_from_to(words[i], 5, words[i].n));
		else
			TRY(record_from_words(&event_export_record, q, a, &words[i], 1));
	}
	if (!**ret_path)
		return fail_field(ST_INVALID, "file", "is missing: file=PATH");
	return record_check(&event_export_record, q);
}

/* Page by page until the last; where the next begins outlives the page that told it. */
static enum status save(struct sure *sure, struct event_export *q, int fd, const char *path, int64_t *ret_rows)
{
	struct arena pages[2] = { ARENA_INIT, ARENA_INIT };
	struct event_export_page page;
	enum status st;
	size_t turn = 0;

	*ret_rows = 0;
	do {
		turn = !turn;
		arena_reset(&pages[turn]);
		st = sure_call(sure, M_event_export, q, &pages[turn], &page);
		if (st == ST_OK)
			st = file_append(fd, path, page.text);
		if (st != ST_OK)
			break;
		*ret_rows += page.rows;
		q->after = page.next;
	} while (page.next.n);
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	return st;
}

enum status export_run(struct client *c, const struct sv *words, size_t n, const struct call_options *how,
		       struct arena *a, struct event_export_page *ret)
{
	struct event_export q = { .limit = 0 };
	struct sure sure;
	const char *path;
	enum status st;
	int fd;

	*ret = (struct event_export_page){ .rows = 0 };
	TRY(read_words(a, words, n, &q, &path));
	if (file_create(path, &fd) != ST_OK)
		return fail_field(ST_INVALID, "file", "%s", arena_print(a, "%s", fault_last()->text));
	sure_begin(&sure, c, how);
	st = save(&sure, &q, fd, path, &ret->rows);
	file_close(fd);
	if (st == ST_OK)
		st = file_sync(path);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		file_remove(path);
		return fault_carry(&f);
	}
	return ST_OK;
}
