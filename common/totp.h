/* One-time codes of a shared secret and the clock: RFC 6238 (TOTP) over RFC 4226 (HOTP), with HMAC-SHA-1, as every
 * authenticator knows it. Pure; any thread. */
#ifndef QUITS_COMMON_TOTP_H
#define QUITS_COMMON_TOTP_H

#include <stdint.h>

#include "common/text.h"

enum {
	TOTP_SECRET = 20, /* bytes: what RFC 4226, 4 (R6), recommends */
	TOTP_DIGITS = 6,
	TOTP_STEP_MS = 30000
};

/* RFC 4226, 5.3: of `digits` digits, at most 9. */
uint32_t hotp(struct sv secret, uint64_t counter, unsigned digits);
int64_t totp_step(int64_t ms); /* of an instant, ms UTC: RFC 6238, 4.2, with T0 = 0 */

/* RFC 4648, 6, in capitals and without padding, as authenticators take it. */
struct sv base32_print(struct arena *a, struct sv bytes);

#endif
