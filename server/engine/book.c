/* book engine: checks and applies imports, step by step, and clears away after them. */
#include "server/engine/engine.h"

#include "server/service/book.h"

enum { LOOK_MS = 200 };

static enum status book_turn(struct unit *u, struct turn *t)
{
	bool did = false;

	TRY(service_book_work(u, &did));
	t->did = did;
	t->wake_at = t->now + LOOK_MS;
	return ST_OK;
}

const struct engine_ops engine_book = { .name = "book", .turn = book_turn };
