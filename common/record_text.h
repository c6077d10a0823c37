/* Records as name=value words: quitsctl's arguments, settings, the `:` line; and fields as plain text. */
#ifndef QUITS_COMMON_RECORD_TEXT_H
#define QUITS_COMMON_RECORD_TEXT_H

#include "common/record.h"

struct arena;

/* Sets one field from what a person typed. INVALID names the field, what was wrong and what is accepted;
 * MONEY needs the record's CURRENCY to be set before it, or reads integers of minor units when none is. */
MUST_USE enum status record_set(const struct record *r, void *rec, struct arena *a, struct sv name,
				struct sv value);
/* "name=value" words in any order; unknown names offer the nearest known one; a name given twice fails. */
MUST_USE enum status record_from_words(const struct record *r, void *rec, struct arena *a,
				       const struct sv *words, size_t n);
/* One field for people: money with its currency "1234.50 EUR", times ISO 8601 UTC, yes/no, choices as words;
 * lists and records as nothing. */
void record_print_field(struct buf *b, const struct record *r, const struct field *f, const void *rec);
/* For the log: name=value for every field that is not SECRET, PERSONAL, a list or absent. */
void record_print(struct buf *b, const struct record *r, const void *rec);

#endif
