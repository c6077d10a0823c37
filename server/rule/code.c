/* Codes: see code.h. */
#include "server/rule/code.h"

#include "server/rule/link.h"

bool code_answer(struct sv typed, char ret[CODE_DIGITS])
{
	return link_digits(typed, CODE_DIGITS, ret);
}

bool code_lives(int64_t ended_at, int64_t expires_at, int64_t tries, int64_t now)
{
	return !ended_at && now < expires_at && tries < CODE_TRIES;
}
