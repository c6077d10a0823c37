/* The figures of the guessing budget in one table; see budget.h. */
#include "server/rule/budget.h"

#include <arpa/inet.h>
#include <string.h>

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

const struct budget budgets[BUDGET__COUNT] = {
	[BUDGET_CONTACT] = { 10, 30 * DAY, "security.md 3, contact" },
	[BUDGET_CONTACT_LONG] = { 20, 180 * DAY, "security.md 3, contact" },
	[BUDGET_ADDRESS_HOUR] = { 15, HOUR, "security.md 3, address" },
	[BUDGET_ADDRESS_DAY] = { 40, DAY, "security.md 3, address; ASVS 4: 2.2.1 has 100 an hour" },
	[BUDGET_NETWORK_DAY] = { 200, DAY, "security.md 3, address" },
};

enum { ROUND_S = 900 };

int64_t budget_delay(int64_t wrong)
{
	static const int64_t seconds[] = { 0, 0, 1, 2, 4 };
	size_t n = wrong < 0 ? 0 : (size_t)wrong;

	return seconds[n < COUNT(seconds) ? n : COUNT(seconds) - 1] * 1000;
}

int64_t budget_wait(enum budget_id b, int64_t at, int64_t now)
{
	int64_t left = at + budgets[b].window - now;

	if (!at || left <= 0)
		return 0;
	return (left + ROUND_S * 1000 - 1) / (ROUND_S * 1000) * ROUND_S;
}

bool budget_contact_over(int64_t month, int64_t half_year)
{
	return month >= budgets[BUDGET_CONTACT].most || half_year >= budgets[BUDGET_CONTACT_LONG].most;
}

static void take(struct source *s, unsigned char kind, const unsigned char *p, size_t address, size_t network)
{
	*s = (struct source){ .address = { kind }, .network = { kind } };
	memcpy(s->address + 1, p, address);
	memcpy(s->network + 1, p, network);
	s->n_address = address + 1;
	s->n_network = network + 1;
}

bool budget_source(struct sv text, struct source *ret)
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	unsigned char b[16];
	char z[INET6_ADDRSTRLEN];

	if (text.n == 0 || text.n >= sizeof(z))
		return false;
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	if (inet_pton(AF_INET, z, b) == 1) {
		take(ret, 4, b, 4, 3);
		return true;
	}
	if (inet_pton(AF_INET6, z, b) != 1)
		return false;
	if (memcmp(b, mapped, sizeof(mapped)) == 0)
		take(ret, 4, b + 12, 4, 3);
	else
		take(ret, 6, b, 7, 6);
	return true;
}

int64_t breaker_most(const int64_t wrong[BREAKER_DAYS])
{
	int64_t sorted[BREAKER_DAYS], most;

	for (size_t i = 0; i < BREAKER_DAYS; i++) { /* insertion sort: fourteen */
		size_t at = i;

		for (; at > 0 && sorted[at - 1] > wrong[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = wrong[i];
	}
	most = (sorted[BREAKER_DAYS / 2 - 1] + sorted[BREAKER_DAYS / 2]) * BREAKER_TIMES / 2;
	return most > BREAKER_LEAST ? most : BREAKER_LEAST;
}

enum breaker_cause breaker_judge(int64_t tries, int64_t wrong, int64_t most)
{
	if (wrong >= most)
		return BREAKER_DAY;
	if (tries >= BREAKER_TRIES && wrong * 100 > tries * BREAKER_SHARE)
		return BREAKER_SHARED;
	return BREAKER_NONE;
}
