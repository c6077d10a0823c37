/* Periods of figures (product.md 4): calendar days of the organisation's zone, half-open in instants. */
#ifndef QUITS_SERVER_RULE_PERIOD_H
#define QUITS_SERVER_RULE_PERIOD_H

#include "common/text.h"
#include "common/zone.h"

struct period {
	int64_t from, to;           /* ms UTC, to not included */
	int64_t before_from, before_to; /* the same span moved back by its number of days */
	int64_t days;
};

/* today, 7d, 30d, 90d (any number of days up to 3660) or FROM..TO. "" is 7d. A period that reaches past now
 * ends now. INVALID names `period`. */
MUST_USE enum status period_of(struct sv text, int64_t now, const struct zone *z, struct period *ret);

#endif
