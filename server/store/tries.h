/* tries: what the guessing budget counts. A row for each wrong answer, the day's figures, the breaker. */
#ifndef QUITS_SERVER_STORE_TRIES_H
#define QUITS_SERVER_STORE_TRIES_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct tried {
	int64_t contact, id, link;
	bool stepped;
	const struct hash *address, *network; /* NULL: not known */
};
MUST_USE enum status store_tried_add(struct tx *tx, const struct tried *t);
MUST_USE enum status store_tried_take_back(struct tx *tx, int64_t contact, int64_t id);
/* When the most-th newest wrong answer from there after `since` came; 0: there were fewer. */
MUST_USE enum status store_tried_address(struct snap *s, const struct hash *address, int64_t since,
					 int64_t most, int64_t *ret_at);
MUST_USE enum status store_tried_network(struct snap *s, const struct hash *network, int64_t since,
					 int64_t most, int64_t *ret_at);

struct tried_contact { /* wrong answers that count */
	int64_t month, half_year;                 /* without a second fact */
	int64_t stepped_month, stepped_half_year; /* with one */
	int64_t told;                             /* of the month, also those that count no more */
};
MUST_USE enum status store_tried_contact(struct snap *s, int64_t contact, int64_t month_since,
					 int64_t half_year_since, struct tried_contact *ret);
/* The contact's wrong answers so far count no more; *ret_n is how many did. */
MUST_USE enum status store_tried_lift(struct tx *tx, int64_t contact, int64_t *ret_n);
/* Contacts that have at least so many since. */
MUST_USE enum status store_tried_over(struct snap *s, int64_t month_since, int64_t month,
				      int64_t half_year_since, int64_t half_year, int64_t *ret_n);

/* A visit began there. */
MUST_USE enum status store_visited(struct tx *tx, const struct hash *address);
MUST_USE enum status store_visited_at(struct snap *s, const struct hash *address, int64_t *ret_at); /* 0: never */

struct guess_day {
	int64_t day, tries, wrong; /* since an operator reset the breaker */
	int64_t all_tries, all_wrong;
	bool tripped;
};
MUST_USE enum status store_guess_day(struct snap *s, int64_t day, struct guess_day *ret); /* zeros: none yet */
MUST_USE enum status store_guess_count(struct tx *tx, int64_t day, int64_t tries, int64_t wrong);
MUST_USE enum status store_guess_let(struct tx *tx, int64_t day); /* what was counted so far trips nothing */
/* Days from `from` to before `to` that there are, newest first. */
MUST_USE enum status store_guess_days(struct snap *s, int64_t from, int64_t to, struct guess_day *days,
				      size_t most, size_t *ret_n);

struct breaker {
	int64_t tripped_at, day; /* 0: it is not tripped */
	struct sv cause;
};
MUST_USE enum status store_breaker(struct snap *s, struct breaker *ret, struct arena *a);
MUST_USE enum status store_breaker_trip(struct tx *tx, int64_t day, struct sv cause);
MUST_USE enum status store_breaker_end(struct tx *tx, bool *ret_ended);

/* Forgets what no window needs any more: at most `most` rows of each kind. */
MUST_USE enum status store_tries_prune(struct tx *tx, int64_t tried_before, int64_t source_before,
				       int64_t day_before, size_t most, int64_t *ret_did);

#endif
