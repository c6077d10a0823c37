/* Answers and faults as quitsctl shows them. For people: fields as aligned "name  value" lines, lists as
 * tables with a column per field that has a value somewhere; everything that came from outside is made
 * safe for a terminal. For programs: one JSON document. Any thread; nothing is kept. */
#ifndef QUITS_PROTOCOL_CTL_OUTPUT_H
#define QUITS_PROTOCOL_CTL_OUTPUT_H

#include "common/record.h"

enum { OUTPUT_MAX = 8 * 1024 * 1024 };

void output_record(struct buf *b, const struct record *r, const void *rec);
/* A list alone, as a table; nothing if it is empty. */
void output_table(struct buf *b, const struct record *r, const struct list *l);
void output_json(struct buf *b, const struct record *r, const void *rec); /* and a line end */

/* One event on one line, without its line end: "seq  time  kind  account  who  body". */
void output_event(struct buf *b, const struct record *r, const void *rec);

/* This thread's fault: "quitsctl: WHAT: field: text" and a line end, or {"status","call","field","text"}.
 * what may be empty, as a field may be: nothing is said of it then. */
void output_fault(struct buf *b, bool json, const char *what);

/* All of s, even if the reader is slow. UNAVAILABLE if it is gone. */
MUST_USE enum status output_write(int fd, struct sv s);

#endif
