/* application/x-www-form-urlencoded, read strictly, into records. Any thread. */
#ifndef QUITS_SERVER_HTTP_FORM_H
#define QUITS_SERVER_HTTP_FORM_H

#include "common/record.h"

#include "server/http/request.h"

enum { FORM_FIELDS_MAX = 64 };

struct form_pair {
	struct sv name, value; /* decoded bytes, not yet cleaned */
};

struct form_pairs {
	struct form_pair at[FORM_FIELDS_MAX];
	size_t n;
};

/* True for the one media type that forms have; a charset other than UTF-8 is another type. */
bool form_type_good(struct sv content_type);
/* Splits and decodes. INVALID: a broken escape, a NUL, a nameless field, more than
 * FORM_FIELDS_MAX. */
MUST_USE enum status form_split(struct arena *a, struct sv body, struct form_pairs *ret);
/* The value of the only pair of this name; empty if it is not there or there twice. */
struct sv form_pair_value(const struct form_pairs *pairs, const char *name);
/* Fills the record, then record_check. INVALID names the field: unknown, given twice (unless it may
 * be there MANY times: then a line each), or not what it should be; what could be read is in `rec` also then, so that a page can show it again. `r`
 * NULL: only form_token may be there. Texts are cleaned copies in `a`; an empty value leaves its
 * field absent. */
MUST_USE enum status form_fill(struct arena *a, const struct form_pairs *pairs,
                               const struct record *r, void *rec);
/* One value of a query string, cleaned and at most `max` bytes; empty when absent, repeated or
 * broken. */
struct sv form_query(struct arena *a, struct sv query, const char *name, size_t max);

#endif
