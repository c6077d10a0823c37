/* See book.h. */
#include "tests/support/book.h"

#include "server/service/book.h"

enum { PIECE = 30000 };

struct importing {
	struct world *w;
	struct book_chunk chunk;
	struct book_report report;
};

static enum status run_begin(struct tx *tx, void *arg)
{
	struct importing *k = arg;
	struct book_new q = { .file = SV("book.csv") };

	return service_book_import(&k->w->u, tx, &q, &k->report);
}

static enum status run_chunk(struct tx *tx, void *arg)
{
	struct importing *k = arg;

	return service_book_chunk(&k->w->u, tx, &k->chunk, &k->report);
}

static enum status run_finish(struct tx *tx, void *arg)
{
	struct importing *k = arg;

	return service_book_finish(&k->w->u, tx, k->chunk.import, &k->report);
}

struct book_report book_import(struct world *w, const char *text)
{
	struct importing k = { .w = w };
	struct sv rest = sv_from(text);
	bool did = true;

	CHECK_OK(world_write(w, run_begin, &k));
	k.chunk.import = k.report.import;
	while (rest.n) {
		k.chunk.data = sv_from_to(rest, 0, PIECE);
		CHECK_OK(world_write(w, run_chunk, &k));
		k.chunk.offset += (int64_t)k.chunk.data.n;
		rest = sv_from_to(rest, PIECE, rest.n);
	}
	CHECK_OK(world_write(w, run_finish, &k));
	while (did)
		CHECK_OK(service_book_work(world_look(w), &did));
	CHECK_OK(service_book_show(world_look(w), w->u.snap, k.chunk.import, &k.report));
	return k.report;
}
