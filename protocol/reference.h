/* The whole language as a document, printed from the descriptors: a Markdown page for people (kept equal to
 * tests/golden/reference.md by a test) and JSON for generators (`quitsctl schema --json`). Any thread. */
#ifndef QUITS_PROTOCOL_REFERENCE_H
#define QUITS_PROTOCOL_REFERENCE_H

#include "protocol/schema.h"

enum { REFERENCE_MAX = 1024 * 1024 }; /* room enough for either form */

void reference_markdown(struct buf *b);
void reference_json(struct buf *b); /* one object and a line end */

/* What a field takes, for the pages above and for `quitsctl help`. */
const char *reference_kind(enum kind kind); /* "whole number" */
/* "0 to 200", "1 to 64 bytes", or nothing if the field has no limit. */
void reference_range(struct buf *b, const struct record *r, const struct field *f);
void reference_roles(struct buf *b, enum permission p); /* "operator,supervisor" */

#endif
