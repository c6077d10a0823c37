/* book.import from a file: quitsctl opens it with its caller's rights and sends it in pieces. */
#ifndef QUITS_PROTOCOL_CTL_IMPORT_H
#define QUITS_PROTOCOL_CTL_IMPORT_H

#include "protocol/client.h"

enum { IMPORT_PIECE = 32 * 1024, IMPORT_MAP_MAX = 16 * 1024 };

/* words: file=PATH (- is standard input), map=PATH, dry_run=yes. Waits until the import is done, dry or
 * failed and gives the last report, in `a`; a failed import is OK here. how: as for client_call; with an
 * id the ids of the pieces follow from it, so that the whole may be repeated. tell: a terminal for a line
 * of progress, or -1. Thread: main. */
MUST_USE enum status import_run(struct client *c, const struct sv *words, size_t n,
                                const struct call_options *how, int tell, struct arena *a,
                                struct book_report *ret);

#endif
