/* need: every statement counts by a window and gives the first row of its order, so that the count and the most urgent one
 * are of the same moment and the same condition. */
#include "server/store/need.h"

enum { DISPUTES, CALLBACKS, THREADS, LOCKED, DUE, BROKEN };
#define FIRST(since, number) "SELECT count(*) OVER () AS count, " since " AS since, " number " AS account FROM "
static const struct query sql[] = {
	[DISPUTES] = { "need.disputes", FIRST("d.filed_at", "a.number")
		       "dispute d JOIN account a ON a.contact = d.contact AND a.id = d.account WHERE d.state = 'open' "
		       "AND d.filed_at <= $1 AND NOT EXISTS (SELECT 1 FROM dispute_note n WHERE n.dispute = d.id) "
		       "ORDER BY d.filed_at, d.id LIMIT 1" },
	[CALLBACKS] = { "need.callbacks", FIRST("k.window_from", "a.number")
			"callback k JOIN account a ON a.contact = k.contact AND a.id = k.account "
			"WHERE k.state IN ('open', 'taken') AND k.window_to > $1 AND k.window_from <= $2 "
			"ORDER BY k.window_from, k.id LIMIT 1" },
	[THREADS] = { "need.threads",
		      FIRST("(SELECT min(m.at) FROM message m WHERE m.contact = t.contact AND m.thread = t.id AND "
			    "m.sender = 'debtor' AND m.read_at IS NULL)",
			    "a.number")
		      "thread t LEFT JOIN account a ON a.contact = t.contact AND a.id = t.account "
		      "WHERE t.unread_team > 0 ORDER BY 2, t.id LIMIT 1" },
	[LOCKED] = { "need.locked", FIRST("e.at", "a.number")
		     "event e LEFT JOIN account a ON a.id = e.account WHERE e.kind = $1 AND e.at >= $2 "
		     "ORDER BY e.at, e.seq LIMIT 1" },
	[DUE] = { "need.due", FIRST("p.made_at", "a.number")
		  "promise p JOIN account a ON a.contact = p.contact AND a.id = p.account "
		  "WHERE p.state IN ('active', 'verifying') AND p.promised_date = $1 ORDER BY p.made_at, p.id LIMIT 1" },
	[BROKEN] = { "need.broken", FIRST("p.ended_at", "a.number")
		     "promise p JOIN account a ON a.contact = p.contact AND a.id = p.account "
		     "WHERE p.state = 'broken' AND p.ended_at >= $1 ORDER BY p.ended_at, p.id LIMIT 1" },
};
struct query_set need_queries = QUERY_SET(sql);

static enum status first(struct snap *s, unsigned q, const struct value *v, size_t n, struct need_row *ret,
			 struct arena *a)
{
	struct rows r;
	bool row;

	ret->count = ret->since = 0;
	ret->account = SV_NONE;
	TRY(rows_open(s, &need_queries, q, &r, v, n));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	ret->count = rows_int(&r, 0);
	ret->since = rows_int(&r, 1);
	ret->account = rows_text(&r, 2, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_need_disputes(struct snap *s, int64_t filed_by, struct need_row *ret, struct arena *a)
{
	return first(s, DISPUTES, ARGS(V(filed_by)), ret, a);
}

enum status store_need_callbacks(struct snap *s, int64_t now, int64_t begins_by, struct need_row *ret, struct arena *a)
{
	return first(s, CALLBACKS, ARGS(V(now), V(begins_by)), ret, a);
}

enum status store_need_threads(struct snap *s, struct need_row *ret, struct arena *a)
{
	return first(s, THREADS, NO_ARGS, ret, a);
}

enum status store_need_locked(struct snap *s, int64_t since, struct need_row *ret, struct arena *a)
{
	return first(s, LOCKED, ARGS(V(sv_from(event_table[E_link_locked].name)), V(since)), ret, a);
}

enum status store_need_due(struct snap *s, int64_t day, struct need_row *ret, struct arena *a)
{
	return first(s, DUE, ARGS(V(day)), ret, a);
}

enum status store_need_broken(struct snap *s, int64_t since, struct need_row *ret, struct arena *a)
{
	return first(s, BROKEN, ARGS(V(since)), ret, a);
}
