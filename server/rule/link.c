/* Links, answers, visits: see link.h. */
#include "server/rule/link.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

bool link_digits(struct sv typed, size_t want, char *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '-')
			continue;
		if (!digit(c) || n == want)
			return false;
		ret[n++] = c;
	}
	return n == want;
}

bool link_answer(struct sv typed, char ret[4])
{
	return link_digits(typed, 4, ret);
}

bool link_lives(enum link_state state, int64_t expires_at, int64_t now)
{
	return state == LINK_PENDING && now < expires_at;
}

enum link_purpose link_default_purpose(enum link_source source)
{
	return source == SOURCE_MANUAL || source == SOURCE_AI_AGENT ? PURPOSE_REPLY : PURPOSE_REMINDER;
}

int64_t link_retry_at(int64_t now, int64_t failures)
{
	int64_t wait = failures > 8 ? 600000 : INT64_C(2000) << failures;

	return now + (wait > 600000 ? 600000 : wait);
}

enum session_end session_verdict(int64_t now, int64_t active_at, int64_t expires_at,
				 int64_t idle_minutes)
{
	if (now >= expires_at)
		return END_EXPIRED;
	if (now >= active_at + idle_minutes * 60000)
		return END_IDLE;
	return session_end__none;
}
