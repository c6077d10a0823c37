/* book: imports, their staging, what is planned from it and how that is applied. Everything but
 * store_import_apply is bounded by the caller's range or count, so that other writes come between. */
#ifndef QUITS_SERVER_STORE_BOOK_H
#define QUITS_SERVER_STORE_BOOK_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct import_core {
	int64_t id, made_at, touched_at, bytes, position, line, rows, bad;
	struct sv file, actor, step, cursor, map, reason, report, spread;
	enum import_state state;
	bool dry_run;
};

MUST_USE enum status store_import_add(struct tx *tx, const struct import_core *i);
MUST_USE enum status store_import_core(struct snap *s, int64_t id, struct import_core *ret, struct arena *a);
/* The import that has not ended; *ret_found false: none. */
MUST_USE enum status store_import_live(struct snap *s, struct import_core *ret, bool *ret_found, struct arena *a);
/* The one that needs the engine: to be checked or applied; else the oldest to be cleaned up. */
MUST_USE enum status store_import_next(struct snap *s, struct import_core *ret, bool *ret_found, struct arena *a);
MUST_USE enum status store_import_took(struct tx *tx, int64_t id, int64_t bytes);
/* An open import that waits for a second person counts as touched at `until`; a new piece ends that. */
MUST_USE enum status store_import_hold(struct tx *tx, int64_t id, int64_t until);
MUST_USE enum status store_import_state(struct tx *tx, int64_t id, enum import_state state);
/* The engine's place: step, cursor, position, line, rows and bad of *i. */
MUST_USE enum status store_import_step(struct tx *tx, const struct import_core *i);
/* It is over; the next step is cleaning up. report: JSON, or empty. */
MUST_USE enum status store_import_end(struct tx *tx, int64_t id, enum import_state state, struct sv reason,
				      struct sv report);
MUST_USE enum status store_import_report(struct tx *tx, int64_t id, struct sv report); /* replaces it */

/* The columns of `staged` in the order of its CREATE TABLE. */
enum { STAGED_COLUMNS = 39 };
MUST_USE enum status store_staged_add(struct tx *tx, const struct value v[STAGED_COLUMNS]);
/* Has a row of this contact, or account, been staged before? */
MUST_USE enum status store_staged_known(struct snap *s, int64_t import, bool account, struct sv key, bool *ret);
/* How the digits seen so far are spread (rule/spread.h). */
MUST_USE enum status store_import_spread(struct tx *tx, int64_t id, struct sv spread);
/* column: canonical name or empty. n numbers the problems of a line. */
MUST_USE enum status store_problem_add(struct tx *tx, int64_t import, int64_t line, int64_t n, struct sv column,
				       struct sv reason, bool warning);

/* A range of keys in the order of the index: after `after`, up to and with `upto`. */
struct key_range {
	int64_t import;
	struct sv after, upto;
};
/* The next range of about `rows` staged rows, whole accounts or contacts; upto is empty when there is none. */
MUST_USE enum status store_staged_accounts(struct snap *s, size_t rows, struct key_range *range, struct arena *a);
MUST_USE enum status store_staged_contacts(struct snap *s, size_t rows, struct key_range *range, struct arena *a);
/* Cross checks. Rows that contradict each other, or what is on file, become problems and leave staging. */
MUST_USE enum status store_staged_check_accounts(struct tx *tx, const struct key_range *r);
/* The same for contacts; those left are planned. */
/* *last_id: in, the highest id this import gave out; out, the same. 0 at first. */
MUST_USE enum status store_plan_contacts(struct tx *tx, const struct key_range *r, int64_t *last_id);
MUST_USE enum status store_plan_accounts(struct tx *tx, const struct key_range *r, int64_t *last_id);
/* The book becomes what is planned: contacts, ledger, accounts, payments, invoices. */
MUST_USE enum status store_import_apply(struct tx *tx, const struct import_core *i);
/* Removes about so many rows of what is staged, planned and noted; *ret_gone true: there was nothing left. */
MUST_USE enum status store_import_clean(struct tx *tx, int64_t import, size_t rows, bool *ret_gone);

/* The figures, totals and first `problems` problems of what is staged and planned. */
MUST_USE enum status store_import_figures(struct snap *s, const struct import_core *i, size_t problems,
					  struct book_report *ret, struct arena *a);

#endif
