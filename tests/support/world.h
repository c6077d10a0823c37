/* A whole server core in a scratch folder, without doors: real store, writer, feed, activity; a clock that
 * stands at 2026-03-10 12:00 UTC until the test moves it. Made per test, so tests share no state. */
#ifndef QUITS_TESTS_SUPPORT_WORLD_H
#define QUITS_TESTS_SUPPORT_WORLD_H

#include "tests/support/check.h"

#include "common/crypt.h"

#include "protocol/schema.h"

#include "server/runtime/unit.h"
#include "server/store/store.h"

#define WORLD_NOW INT64_C(1773144000000) /* 2026-03-10T12:00:00Z */

struct world {
	char dir[64];
	struct keys *keys;
	struct shared shared;
	struct figures figures;
	struct snap snap;
	struct unit u; /* of an operator with every role; snap is world's */
};

int world_setup(void **state);    /* cmocka: *state is the struct world */
int world_teardown(void **state); /* removes the folder */
#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

/* A fresh look: the unit's clock is read again, its snapshot begun anew. */
struct unit *world_look(struct world *w);
/* Runs `run` on the writer. */
MUST_USE enum status world_write(struct world *w, enum status (*run)(struct tx *tx, void *arg), void *arg);
/* Starts the process that draws documents: the real program's. */
void world_pdf(struct world *w);
/* Closes the store and opens it again, as after a crash: nothing in memory survives. */
void world_restart(struct world *w);
/* The kinds of all events so far, comma separated, oldest first. */
struct sv world_events(struct world *w);
#define CHECK_EVENTS(w, want) CHECK_SV(want, world_events(w))

/* Rows with sensible defaults: a test states only what it is about. */
struct make_account {
	const char *number, *contact, *name, *document, *reference, *creditor, *currency, *email, *phone,
		*whatsapp, *country, *zone;
	int64_t balance, due_date;
	bool fresh; /* the contact was never welcomed: its first visit leads to that page */
};
/* The account's id. Defaults: contact "C-NUMBER", EUR 100.00, document ...1234, reference ...5678. */
int64_t make_account_with(struct world *w, const struct make_account *m);
#define make_account(w, ...) make_account_with((w), &(const struct make_account){ __VA_ARGS__ })

#endif
