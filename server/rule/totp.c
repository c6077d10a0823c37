/* totp: see totp.h. */
#include "server/rule/totp.h"

#include "common/totp.h"

bool totp_accepts(struct sv secret, struct sv typed, int64_t now, int64_t used_step, int64_t *ret_step)
{
	int64_t step = totp_step(now), number, found = 0;

	if (typed.n != TOTP_DIGITS || !sv_int(typed, &number))
		return false;
	for (int64_t at = step - TOTP_DRIFT; at <= step + TOTP_DRIFT; at++) {
		bool same = hotp(secret, (uint64_t)at, TOTP_DIGITS) == (uint32_t)number;

		found = same && at > used_step && !found ? at : found;
	}
	if (found)
		*ret_step = found;
	return found != 0;
}

int64_t totp_paused_until(int64_t newest, int64_t fifth)
{
	return fifth && newest - fifth < TOTP_TRIES_MS ? newest + TOTP_PAUSE_MS : 0;
}
