/* book: bringing accounts in from a CSV file. An operator sends the file in pieces, says that it is complete,
 * and asks how it goes; the engine checks it in small writes beside everybody else's and applies it in one.
 * quitsd never opens a path that a caller names: pieces go to DIR/scratch/import-ID.csv (0600 in 0700).
 *
 * What is wrong with a row is told with its line, its column and a reason. A bad row alone is left out; rows that
 * contradict each other are bad together (store/book_plan.c). A header or mapping that does not fit, more than
 * 100,000 bad rows, or a server that stops before the end refuse the whole import, and nothing is changed. */
#ifndef QUITS_SERVER_SERVICE_BOOK_H
#define QUITS_SERVER_SERVICE_BOOK_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* CONFLICT while another import is under way (one whose sender has been silent for a minute is given up). */
MUST_USE enum status service_book_import(struct unit *u, struct tx *tx, const struct book_new *q,
					 struct book_report *ret);
/* The next piece, or one that is there already, byte for byte; anything else is a CONFLICT. At most 4 GiB. */
MUST_USE enum status service_book_chunk(struct unit *u, struct tx *tx, const struct book_chunk *q,
					struct book_report *ret);
/* Said twice it only tells how the import stands. */
MUST_USE enum status service_book_finish(struct unit *u, struct tx *tx, int64_t import, struct book_report *ret);
MUST_USE enum status service_book_show(struct unit *u, struct snap *s, int64_t import, struct book_report *ret);
/* At start, on the writer, `arg` a unit: what a stop left half done is refused; the engine clears it away. */
MUST_USE enum status service_book_recover(struct tx *tx, void *arg);

/* Engine: one bounded step of checking, applying or clearing away. *ret_did false: there is nothing to do. */
MUST_USE enum status service_book_work(struct unit *u, bool *ret_did);

#endif
