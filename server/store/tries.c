/* tries: see tries.h. */
#include "server/store/tries.h"

#include <string.h>

enum { ADD, TAKE_BACK, ADDRESS, NETWORK, CONTACT, LIFT, OVER, VISIT, VISITED_AT, DAY, COUNT_DAY, LET, DAYS, BREAKER, TRIP,
       TRIPPED, END, DROP_TRIED, FORGET, DROP_VISITED, DROP_DAYS };
#define DAY_COLUMNS "day, tries - tries_let, wrong - wrong_let, tries, wrong, tripped FROM guess_day "
static const struct query sql[] = {
	[ADD] = { "tried.add", "INSERT INTO tried (contact, id, at, link, stepped, address, network) "
			       "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[TAKE_BACK] = { "tried.take_back", "DELETE FROM tried WHERE contact = $1 AND id = $2" },
	[ADDRESS] = { "tried.address", "SELECT at FROM tried WHERE address = $1 AND at > $2 "
				       "ORDER BY at DESC LIMIT 1 OFFSET $3" },
	[NETWORK] = { "tried.network", "SELECT at FROM tried WHERE network = $1 AND at > $2 "
				       "ORDER BY at DESC LIMIT 1 OFFSET $3" },
	[CONTACT] = { "tried.contact",
		      "SELECT count(*) FILTER (WHERE lifted = 0 AND stepped = 0 AND at > $2), "
		      "count(*) FILTER (WHERE lifted = 0 AND stepped = 0), "
		      "count(*) FILTER (WHERE lifted = 0 AND stepped = 1 AND at > $2), "
		      "count(*) FILTER (WHERE lifted = 0 AND stepped = 1), "
		      "count(*) FILTER (WHERE at > $2) FROM tried WHERE contact = $1 AND at > $3" },
	[LIFT] = { "tried.lift", "UPDATE tried SET lifted = 1 WHERE contact = $1 AND lifted = 0" },
	[OVER] = { "tried.over",
		   "SELECT count(*) FROM (SELECT contact FROM tried WHERE at > $2 AND lifted = 0 AND stepped = 0 "
		   "GROUP BY contact HAVING count(*) >= $4 OR count(*) FILTER (WHERE at > $1) >= $3) AS o" },
	[VISIT] = { "visited.put", "INSERT INTO visited (address, at) VALUES ($1, $2) "
				   "ON CONFLICT (address) DO UPDATE SET at = $2" },
	[VISITED_AT] = { "visited.at", "SELECT at FROM visited WHERE address = $1" },
	[DAY] = { "guess.day", "SELECT " DAY_COLUMNS "WHERE day = $1" },
	[COUNT_DAY] = { "guess.count", "INSERT INTO guess_day (day, tries, wrong) VALUES ($1, $2, $3) "
				       "ON CONFLICT (day) DO UPDATE SET tries = guess_day.tries + $2, "
				       "wrong = guess_day.wrong + $3" },
	[LET] = { "guess.let", "UPDATE guess_day SET tries_let = tries, wrong_let = wrong WHERE day = $1" },
	[DAYS] = { "guess.days", "SELECT " DAY_COLUMNS "WHERE day >= $1 AND day < $2 ORDER BY day DESC LIMIT $3" },
	[BREAKER] = { "breaker.state", "SELECT tripped_at, day, cause FROM breaker WHERE id = 1" },
	[TRIP] = { "breaker.trip", "INSERT INTO breaker (id, tripped_at, day, cause) VALUES (1, $1, $2, $3)" },
	[TRIPPED] = { "guess.tripped", "UPDATE guess_day SET tripped = 1 WHERE day = $1" },
	[END] = { "breaker.end", "DELETE FROM breaker WHERE id = 1" },
	[DROP_TRIED] = { "tried.drop", "DELETE FROM tried WHERE (contact, id) IN (SELECT contact, id FROM tried "
				       "WHERE at <= $1 ORDER BY at LIMIT $2)" },
	[FORGET] = { "tried.forget", "UPDATE tried SET address = NULL, network = NULL WHERE (contact, id) IN "
				     "(SELECT contact, id FROM tried WHERE address IS NOT NULL AND at <= $1 "
				     "ORDER BY at LIMIT $2)" },
	[DROP_VISITED] = { "visited.drop", "DELETE FROM visited WHERE address IN (SELECT address FROM visited "
					   "WHERE at <= $1 ORDER BY at LIMIT $2)" },
	[DROP_DAYS] = { "guess.drop", "DELETE FROM guess_day WHERE day < $1" },
};
struct query_set tries_queries = QUERY_SET(sql);

static struct value opt_hash(const struct hash *h)
{
	return h ? V_HASH(h) : V_NULL;
}

enum status store_tried_add(struct tx *tx, const struct tried *t)
{
	return tx_run(tx, &tries_queries, ADD,
		      ARGS(V(t->contact), V(t->id), V(tx->now), V(t->link), V((int64_t)t->stepped),
			   opt_hash(t->address), opt_hash(t->network)),
		      NULL);
}

enum status store_tried_take_back(struct tx *tx, int64_t contact, int64_t id)
{
	return tx_run(tx, &tries_queries, TAKE_BACK, ARGS(V(contact), V(id)), NULL);
}

enum status store_tried_address(struct snap *s, const struct hash *address, int64_t since, int64_t most,
				int64_t *ret_at)
{
	return snap_int(s, &tries_queries, ADDRESS, ARGS(V_HASH(address), V(since), V(most - 1)), ret_at);
}

enum status store_tried_network(struct snap *s, const struct hash *network, int64_t since, int64_t most,
				int64_t *ret_at)
{
	return snap_int(s, &tries_queries, NETWORK, ARGS(V_HASH(network), V(since), V(most - 1)), ret_at);
}

enum status store_tried_contact(struct snap *s, int64_t contact, int64_t month_since, int64_t half_year_since,
				struct tried_contact *ret)
{
	struct rows r;
	bool row;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &tries_queries, CONTACT, &r, ARGS(V(contact), V(month_since), V(half_year_since))));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = (struct tried_contact){ .month = rows_int(&r, 0),
					       .half_year = rows_int(&r, 1),
					       .stepped_month = rows_int(&r, 2),
					       .stepped_half_year = rows_int(&r, 3),
					       .told = rows_int(&r, 4) };
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_tried_lift(struct tx *tx, int64_t contact, int64_t *ret_n)
{
	return tx_run(tx, &tries_queries, LIFT, ARGS(V(contact)), ret_n);
}

enum status store_tried_over(struct snap *s, int64_t month_since, int64_t month, int64_t half_year_since,
			     int64_t half_year, int64_t *ret_n)
{
	return snap_int(s, &tries_queries, OVER,
			ARGS(V(month_since), V(half_year_since), V(month), V(half_year)), ret_n);
}

enum status store_visited(struct tx *tx, const struct hash *address)
{
	return tx_run(tx, &tries_queries, VISIT, ARGS(V_HASH(address), V(tx->now)), NULL);
}

enum status store_visited_at(struct snap *s, const struct hash *address, int64_t *ret_at)
{
	return snap_int(s, &tries_queries, VISITED_AT, ARGS(V_HASH(address)), ret_at);
}

static struct guess_day read_day(const struct rows *r)
{
	return (struct guess_day){ .day = rows_int(r, 0),
				   .tries = rows_int(r, 1),
				   .wrong = rows_int(r, 2),
				   .all_tries = rows_int(r, 3),
				   .all_wrong = rows_int(r, 4),
				   .tripped = rows_int(r, 5) != 0 };
}

enum status store_guess_day(struct snap *s, int64_t day, struct guess_day *ret)
{
	struct rows r;
	bool row;

	*ret = (struct guess_day){ .day = day };
	TRY(rows_open(s, &tries_queries, DAY, &r, ARGS(V(day))));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = read_day(&r);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_guess_count(struct tx *tx, int64_t day, int64_t tries, int64_t wrong)
{
	return tx_run(tx, &tries_queries, COUNT_DAY, ARGS(V(day), V(tries), V(wrong)), NULL);
}

enum status store_guess_let(struct tx *tx, int64_t day)
{
	return tx_run(tx, &tries_queries, LET, ARGS(V(day)), NULL);
}

enum status store_guess_days(struct snap *s, int64_t from, int64_t to, struct guess_day *days, size_t most,
			     size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &tries_queries, DAYS, &r, ARGS(V(from), V(to), V((int64_t)most))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (n < most)
			days[n++] = read_day(&r);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_breaker(struct snap *s, struct breaker *ret, struct arena *a)
{
	struct rows r;
	bool row;

	*ret = (struct breaker){ .cause = SV_NONE };
	TRY(rows_open(s, &tries_queries, BREAKER, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = (struct breaker){ rows_int(&r, 0), rows_int(&r, 1), rows_text(&r, 2, a) };
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_breaker_trip(struct tx *tx, int64_t day, struct sv cause)
{
	TRY(tx_run(tx, &tries_queries, TRIP, ARGS(V(tx->now), V(day), V(cause)), NULL));
	return tx_run(tx, &tries_queries, TRIPPED, ARGS(V(day)), NULL);
}

enum status store_breaker_end(struct tx *tx, bool *ret_ended)
{
	int64_t n;

	TRY(tx_run(tx, &tries_queries, END, NO_ARGS, &n));
	*ret_ended = n == 1;
	return ST_OK;
}

enum status store_tries_prune(struct tx *tx, int64_t tried_before, int64_t source_before, int64_t day_before,
			      size_t most, int64_t *ret_did)
{
	int64_t tried, forgot, visited, days;

	TRY(tx_run(tx, &tries_queries, DROP_TRIED, ARGS(V(tried_before), V((int64_t)most)), &tried));
	TRY(tx_run(tx, &tries_queries, FORGET, ARGS(V(source_before), V((int64_t)most)), &forgot));
	TRY(tx_run(tx, &tries_queries, DROP_VISITED, ARGS(V(source_before), V((int64_t)most)), &visited));
	TRY(tx_run(tx, &tries_queries, DROP_DAYS, ARGS(V(day_before)), &days));
	*ret_did = tried + forgot + visited + days;
	return ST_OK;
}
