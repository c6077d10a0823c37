/* typed: what a debtor typed into a form, read; faults are phrases and name the field. Any thread. */
#ifndef QUITS_SERVER_SERVICE_TYPED_H
#define QUITS_SERVER_SERVICE_TYPED_H

#include "common/money.h"
#include "common/text.h"

struct arena;

/* Minor units, as people write them ("1,234.50", "1.234,50"); INVALID also where it reads two ways. */
MUST_USE enum status typed_amount(struct sv text, struct currency c, const char *field, int64_t *ret);
/* A Julian day, from what a date field sends (ISO 8601). */
MUST_USE enum status typed_day(struct sv text, const char *field, int64_t *ret);
/* A phone number with its country code, as E.164: "+44 20 7946 0958". */
MUST_USE enum status typed_phone(struct arena *a, struct sv text, const char *field, struct sv *ret);
MUST_USE enum status typed_email(struct arena *a, struct sv text, const char *field, struct sv *ret);

#endif
