/* Codes of six digits that prove an address (ASVS 5.0: 6.5.4 twenty bits, 6.5.5 ten minutes, 6.6.3 bounded tries).
 * Pure: times in milliseconds. */
#ifndef QUITS_SERVER_RULE_CODE_H
#define QUITS_SERVER_RULE_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

enum {
	CODE_DIGITS = 6,
	CODE_LIVES_MS = 10 * 60000,
	CODE_TRIES = 5,
	CODE_AN_HOUR = 3,        /* to one address, and for signing in all together */
	CODE_AN_HOUR_VERIFY = 6, /* to all addresses that a contact has verified */
	CODE_HOUR_MS = 3600000,
	CODE_WRONG_MOST = 20     /* wrong answers to second factors of a contact in CODE_WRONG_MS; then only a person helps */
};
#define CODE_WRONG_MS (INT64_C(30) * 86400000)

/* Exactly six digits once blanks and dashes are taken out. Anything else is no answer and counts as none. */
bool code_answer(struct sv typed, char ret[CODE_DIGITS]);
/* May it still be answered? */
bool code_lives(int64_t ended_at, int64_t expires_at, int64_t tries, int64_t now);

#endif
