/* What a role without DETAILS gets of a person: the first letter of a name, an address with its domain, the last two
 * digits of a number. Done once, in dispatch, on every answer, so that no method can forget it. */
#ifndef QUITS_PROTOCOL_MASK_H
#define QUITS_PROTOCOL_MASK_H

#include "common/record.h"

struct arena;

/* One such text, for a name that stands inside a sentence. */
struct sv mask_text(struct arena *a, struct sv s);
/* Masks every PERSONAL text of a record and of the records and lists in it. */
void mask_record(struct arena *a, const struct record *r, void *rec);
/* Only its REACHES texts: what lists keep from everybody. */
void mask_addresses(struct arena *a, const struct record *r, void *rec);

#endif
