/* What filter.c and filter_value.c share; nobody else includes this. */
#ifndef QUITS_COMMON_FILTER_INSIDE_H
#define QUITS_COMMON_FILTER_INSIDE_H

#include "common/filter.h"

struct filter_span { /* what one written value covers, both ends included */
	int64_t from, to;
};

/* Reads one value of a field's kind; INVALID says what would be one, without a column. */
MUST_USE enum status filter_value(const struct filter_field *f, struct sv text, const struct filter_when *when,
				  struct filter_span *ret);

#endif
