/* helper: documents made by a process of its own (architecture 2.4).
 *
 * The server's own program, started again as `quitsd pdf-helper`, holds the fonts and draws one document after the other;
 * documents go to it and bytes come back over a socket pair, in frames of a length and a record of the wire. It confines
 * itself before it reads the first (confine.h). One that dies or takes too long is ended and another started; a document
 * that two have died of, or one was too slow for, is lost, the server never is.
 *
 * Both ends stand here: the maker is the server's, pdf_helper() is the whole life of the other process. */
#ifndef QUITS_SERVER_DOCUMENT_HELPER_H
#define QUITS_SERVER_DOCUMENT_HELPER_H

#include <sys/types.h>

#include "server/document/pdf.h"

struct pdf_maker;

struct pdf_config {
	const char *program; /* NULL: this very program (/proc/self/exe) */
	int64_t deadline_ms; /* for one document, and a millisecond for each of its rows; 0: 2,000 */
	int64_t start_ms;    /* for a helper until it is ready; 0: 3,000 */
};

/* Starts the helper and does not wait for it. Before any other thread, so that it inherits nothing. UNAVAILABLE where no
 * process can be started. */
MUST_USE enum status pdf_maker_start(const struct pdf_config *config, struct pdf_maker **ret);
/* Ends the helper; nobody may be making a document any more. */
void pdf_maker_stop(struct pdf_maker *m);
/* Any thread; one document at a time, others wait for their turn. UNAVAILABLE: the helper died of it, took too long, or
 * others did; LIMIT and INVALID as pdf_draw says. `out` should have the maximum PDF_BYTES_MAX. */
MUST_USE enum status pdf_make(struct pdf_maker *m, const struct pdf_doc *d, struct buf *out);
/* What the helper has given up, as confine() says, once it has made a document. */
unsigned pdf_maker_confined(const struct pdf_maker *m);
pid_t pdf_maker_pid(struct pdf_maker *m); /* of the helper; for tests. Waits until it is free */

/* The helper: its socket is descriptor 0. Returns the exit code when the server has closed its end. */
int pdf_helper(void);

#endif
