/* What a debtor is asked to show that it is them (security.md 3): one question, chosen by the setting identity.mode,
 * and a second fact where the budget asks for one. Pure. */
#ifndef QUITS_SERVER_RULE_IDENTITY_H
#define QUITS_SERVER_RULE_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

enum identity_mode {
	IDENTITY_LAST4 = 1,       /* 13.3 bits: the default */
	IDENTITY_LAST4_BIRTH_YEAR, /* about 19 */
	IDENTITY_LAST6,           /* 19.9 */
	IDENTITY_FULL_REFERENCE
};
bool identity_mode_from(struct sv word, enum identity_mode *ret); /* "last4", "last6" ... */

struct identity_file { /* what is on file for an account and its contact */
	bool last4, last6, reference, birth_year, postcode;
};
/* Can this mode's question be answered at all? */
bool identity_ready(enum identity_mode mode, const struct identity_file *f);

struct identity_question {
	size_t digits;  /* 4 or 6: so many last digits of document or reference; 0: not asked */
	bool reference; /* the whole reference */
	bool year;      /* of birth */
	bool postcode;
	bool stepped;   /* a second fact is among them */
	bool person;    /* none of it: it needs a person */
};
/* `step`: the budget asks for a second fact. The year of birth if the mode does not ask it anyway, else the postcode;
 * whichever is on file. */
struct identity_question identity_ask(enum identity_mode mode, const struct identity_file *f, bool step);

/* "1974": 1900 up to the year of `today`. */
bool identity_year(struct sv typed, int64_t today, int *ret);
/* A postcode's ASCII letters, in upper case, and digits; false if there are fewer than three or more than twelve. */
enum { IDENTITY_POSTCODE_MAX = 12 };
bool identity_postcode(struct sv typed, char ret[IDENTITY_POSTCODE_MAX], size_t *ret_n);

#endif
