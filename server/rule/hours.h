/* When a person may be called: the hours of the organisation's week and of the contact's place, which must all permit
 * it (the strictest wins: a place adds hours, it never takes any away). Pure but for the zone tables; times in ms UTC.
 *
 * Places and their sources stand in hours.c. Where a contact has several zones, or where only the country is known and
 * it has several, a time must be permitted in each (12 CFR 1006.6(b)(1), comment 6(b)(1)(i)-3). */
#ifndef QUITS_SERVER_RULE_HOURS_H
#define QUITS_SERVER_RULE_HOURS_H

#include "common/zone.h"

/* Hours begin and end at quarters, as every zone's offset does now. */
#define QUARTER_MS INT64_C(900000)
enum { QUARTER_MINUTES = 15, HOURS_ZONES = 8, HOURS_MEMBERS = HOURS_ZONES + 1, CLOSED_MOST = 90 };

struct hours_day {
	int from, to; /* minutes of the local day, half open; to <= from: none */
};

struct hours_week {
	struct hours_day day[7]; /* Monday first */
};

struct hours {
	struct hours_member {
		const struct zone *zone;
		struct hours_week week;
		const int64_t *closed; /* local days without any */
		size_t n_closed;
	} at[HOURS_MEMBERS];
	size_t n;
};

/* The hours of a place: of every row that fits, and of the house rule, which fits everywhere. `region` is an ISO 3166-2
 * code with or without its country; both may be empty. */
void hours_of_place(struct sv country, struct sv region, struct hours_week *ret);
/* The zones of a contact, the one that his pages show first: those of `zones` ("America/New_York|America/Chicago"),
 * else all of the country, else `fallback`. At least 1, at most HOURS_ZONES. */
size_t hours_zones(struct sv zones, struct sv country, const struct zone *fallback,
		   const struct zone *ret[HOURS_ZONES]);
/* The one that is shown: the first of these. `desk`: the name of the organisation's zone, where nothing else is known. */
const struct zone *hours_home(struct sv zones, struct sv country, struct sv desk);
/* May somebody be called at every moment of [from, to)? Both at quarters. */
bool hours_permit(const struct hours *h, int64_t from, int64_t to);

/* "09:15" as minutes, at a quarter; 24:00 is the end of a day. */
bool hours_clock(struct sv text, int *ret);
/* "mon-fri,sun" as bits, Monday the lowest; false for anything else, or for no day at all. */
bool hours_days(struct sv text, unsigned *ret);
/* "2026-12-25,2026-12-26" into days, at most `max`; false for anything else or more. */
bool hours_closed(struct sv text, int64_t *days, size_t max, size_t *ret_n);

#endif
