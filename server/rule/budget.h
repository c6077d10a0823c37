/* The guessing budget (security.md 3; ASVS 4.0.3: 2.2.1, 11.1.4; ASVS 5.0: 2.4.1, 6.3.1): a wrong answer teaches one
 * ten-thousandth, so what is bounded is how many are accepted, in all places at once. A link has its own five
 * (setting link.tries) and is then locked for good; everything here pauses and refills. Pure: times in milliseconds. */
#ifndef QUITS_SERVER_RULE_BUDGET_H
#define QUITS_SERVER_RULE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/text.h"

enum budget_id {
	BUDGET_CONTACT,      /* over all links of the contact; beyond it a second fact or a person */
	BUDGET_CONTACT_LONG,
	BUDGET_ADDRESS_HOUR, /* one IPv4 address or IPv6 /56; beyond it 429 */
	BUDGET_ADDRESS_DAY,
	BUDGET_NETWORK_DAY,  /* its /24 or /48 */
	BUDGET__COUNT
};
struct budget {
	int64_t most, window; /* so many wrong answers in so long */
	const char *source;   /* where the figure stands */
};
extern const struct budget budgets[BUDGET__COUNT];

enum {
	BREAKER_LEAST = 100,  /* the organisation's wrong answers a day: 100, or three times the median ... */
	BREAKER_TIMES = 3,
	BREAKER_DAYS = 14,    /* ... of so many days */
	BREAKER_LOOK_BACK = 60, /* days on which it was tripped are no measure: how far to look for others */
	BREAKER_TRIES = 100,  /* or, once so many answers were judged, */
	BREAKER_SHARE = 20    /* more than so many per cent of them wrong */
};

/* How long the answer to a link's next try is held, after so many that were wrong: 0, 0, 1, 2, 4 s. */
int64_t budget_delay(int64_t wrong);

/* Seconds until a budget whose `most`-th newest wrong answer came at `at` has room again, rounded up to quarters of an
 * hour, so that it does not tell which budget or when others tried; 0: it has room. */
int64_t budget_wait(enum budget_id b, int64_t at, int64_t now);

/* Is a contact with so many wrong answers in 30 and 180 days beyond its budget? */
bool budget_contact_over(int64_t month, int64_t half_year);

/* What of a network address is counted: the bytes of the /32 or /56, and of the /24 or /48. */
struct source {
	unsigned char address[8], network[7]; /* the first byte is 4 or 6 */
	size_t n_address, n_network;
};
bool budget_source(struct sv text, struct source *ret); /* false: not an address */

/* Most wrong answers of a day, after these of the days before (any order). */
int64_t breaker_most(const int64_t wrong[BREAKER_DAYS]);
enum breaker_cause { BREAKER_NONE, BREAKER_DAY, BREAKER_SHARED };
/* Does it trip after so many answers of the day? */
enum breaker_cause breaker_judge(int64_t tries, int64_t wrong, int64_t most);

#endif
