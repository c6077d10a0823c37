/* Phone numbers as ITU-T E.164 writes them: "+" and 8 to 15 digits, beginning with a country code that is assigned.
 * Pure. */
#ifndef QUITS_SERVER_RULE_PHONE_H
#define QUITS_SERVER_RULE_PHONE_H

#include "common/text.h"

struct arena;

/* What somebody typed as E.164: blanks, dashes, dots, slashes and brackets are taken out, a leading 00 is a plus, and a
 * "(0)" behind the country code is left out. INVALID names `field`, as a phrase. */
MUST_USE enum status phone_parse(struct arena *a, struct sv typed, const char *field, struct sv *ret);
/* Its last two digits: enough to tell one's own number by, and no more. */
struct sv phone_ending(struct sv e164);

#endif
