/* channel: see channel.h. A visit belongs to the link that opened it, and what was done to the visit: receipts and promises
 * name it. They are looked for among the contact's own, which lie together. */
#include "server/store/channel.h"

#include <string.h>

#include "server/store/notice.h"

enum { LINKS, NOTICES, VISITS, PROMISES };
static const struct query sql[] = {
	[LINKS] = { "channel.links",
		    "SELECT l.channel, count(*), "
		    "count(*) FILTER (WHERE l.touched_at IS NOT NULL OR l.verified_at IS NOT NULL), "
		    "count(l.verified_at), count(*) FILTER (WHERE l.verified_at < l.sent_at + $3), "
		    "count(*) FILTER (WHERE l.verified_at IS NOT NULL AND " DONE_BY_LINK("receipt") ")), "
		    "count(*) FILTER (WHERE l.verified_at IS NOT NULL AND " DONE_BY_LINK("promise")
		    " AND x.replaces IS NULL)) FROM link l WHERE l.sent_at >= $1 AND l.sent_at < $2 GROUP BY l.channel" },
	[NOTICES] = { "channel.notices",
		      "SELECT n.channel, count(*), count(*) FILTER (WHERE " NOTICE_ANSWERED("n", "$3")
		      ") FROM notice n WHERE n.state = 'sent' AND n.ended_at >= $1 AND n.ended_at < $2 "
		      "AND " NOTICE_ASKS("n") " GROUP BY n.channel" },
	[VISITS] = { "channel.visits",
		     "SELECT count(DISTINCT s.link), count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM receipt r WHERE "
		     "r.contact = s.contact AND r.session = s.id AND r.at < s.started_at + $3) THEN s.link END) "
		     "FROM session s WHERE s.started_at >= $1 AND s.started_at < $2" },
	[PROMISES] = { "channel.promises",
		       "SELECT channel, currency, count(*), CAST(sum(amount) AS BIGINT), count(outcome), "
		       "count(*) FILTER (WHERE outcome = 'kept') FROM (SELECT l.channel AS channel, "
		       "p.currency AS currency, p.amount AS amount, (SELECT o.state FROM promise o "
		       "WHERE o.contact = p.contact AND (o.id = p.id OR o.chain = p.reference) "
		       "AND o.state IN ('kept', 'partly_kept', 'broken') ORDER BY o.id DESC LIMIT 1) AS outcome "
		       "FROM promise p LEFT JOIN session s ON s.id = p.session LEFT JOIN link l ON l.id = s.link "
		       "WHERE p.made_at >= $1 AND p.made_at < $2 AND p.replaces IS NULL) x "
		       "GROUP BY channel, currency ORDER BY currency, channel" },
};
struct query_set channel_queries = QUERY_SET(sql);

enum status store_channel_links(struct snap *s, int64_t from, int64_t to, int64_t within,
				struct channel_links ret[channel__end])
{
	struct rows r;
	bool row;

	memset(ret, 0, channel__end * sizeof(*ret));
	TRY(rows_open(s, &channel_queries, LINKS, &r, ARGS(V(from), V(to), V(within))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		ret[rows_choice(&r, 0, &channel_choice)] =
			(struct channel_links){ rows_int(&r, 1), rows_int(&r, 2), rows_int(&r, 3),
						rows_int(&r, 4), rows_int(&r, 5), rows_int(&r, 6) };
	}
}

enum status store_channel_notices(struct snap *s, int64_t from, int64_t to, int64_t within,
				  struct channel_asked ret[channel__end])
{
	struct rows r;
	bool row;

	memset(ret, 0, channel__end * sizeof(*ret));
	TRY(rows_open(s, &channel_queries, NOTICES, &r, ARGS(V(from), V(to), V(within))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		ret[rows_choice(&r, 0, &channel_choice)] =
			(struct channel_asked){ rows_int(&r, 1), rows_int(&r, 2) };
	}
}

enum status store_channel_visits(struct snap *s, int64_t from, int64_t to, int64_t within, struct channel_asked *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &channel_queries, VISITS, &r, ARGS(V(from), V(to), V(within))));
	TRY(rows_next(&r, &row));
	*ret = row ? (struct channel_asked){ rows_int(&r, 0), rows_int(&r, 1) } : (struct channel_asked){ 0, 0 };
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_channel_promises(struct snap *s, int64_t from, int64_t to,
				   void (*each)(void *arg, const struct channel_promises *p), void *arg)
{
	struct arena a = ARENA_INIT;
	enum status st;
	struct rows r;
	bool row;

	TRY(rows_open(s, &channel_queries, PROMISES, &r, ARGS(V(from), V(to))));
	for (st = rows_next(&r, &row); st == ST_OK && row; st = rows_next(&r, &row)) {
		struct channel_promises p = { .count = rows_int(&r, 2),
					      .amount = rows_int(&r, 3),
					      .ended = rows_int(&r, 4),
					      .kept = rows_int(&r, 5) };

		if (!rows_null(&r, 0))
			p.channel = (enum channel)rows_choice(&r, 0, &channel_choice);
		if (currency_from(rows_text(&r, 1, &a), &p.currency))
			each(arg, &p);
		arena_reset(&a);
	}
	arena_free(&a);
	return st;
}
