/* What book.c and book_check.c share; nobody else includes this. */
#ifndef QUITS_SERVER_SERVICE_BOOK_INSIDE_H
#define QUITS_SERVER_SERVICE_BOOK_INSIDE_H

#include "server/service/book.h"
#include "server/store/book.h"

const char *book_scratch(struct unit *u, int64_t import); /* path of its file, in the unit's arena */
/* THREAD_WRITER. Ends an import as refused and tells so. The event, which is kept for ever, gets the code only: a
 * reason may quote the file. */
MUST_USE enum status book_refuse(struct tx *tx, const struct import_core *i, struct sv code, struct sv reason);

#endif
