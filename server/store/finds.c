/* finds: see finds.h. Places in an order are by nearest rank: of n waits, the (n + 1) / 2-th and the (9n + 9) / 10-th. */
#include "server/store/finds.h"

#include <string.h>

enum { REASONS_MOST = 50 };
enum { VISITS, LINKS, REASONS, DISPUTES, CALLBACKS };
/* waits: since, acted (NULL: nobody acted) and ended (NULL: it lasts) of each. */
#define WAITS(waits)                                                                                                   \
	"WITH w AS (" waits "), r AS (SELECT acted - since AS ms, row_number() OVER (ORDER BY acted - since) AS place, " \
	"count(*) OVER () AS many FROM w WHERE acted IS NOT NULL) "                                                    \
	"SELECT (SELECT count(*) FROM r), (SELECT ms FROM r WHERE place = (many + 1) / 2), "                           \
	"(SELECT ms FROM r WHERE place = (9 * many + 9) / 10), "                                                       \
	"count(*) FILTER (WHERE acted IS NULL AND ended IS NULL), "                                                    \
	"min(CASE WHEN acted IS NULL AND ended IS NULL THEN since END), "                                              \
	"count(*) FILTER (WHERE acted IS NULL AND ended IS NOT NULL) FROM w"
static const struct query sql[] = {
	[VISITS] = { "finds.visits",
		     "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM receipt r "
		     "WHERE r.contact = s.contact AND r.session = s.id)) FROM session s "
		     "WHERE s.started_at >= $1 AND s.started_at < $2 AND s.ended_at IS NOT NULL" },
	[LINKS] = { "finds.links", "SELECT channel, count(*), count(verified_at) FROM link "
				   "WHERE sent_at >= $1 AND sent_at < $2 GROUP BY channel" },
	[REASONS] = { "finds.reasons", "SELECT reason AS reason, count(*) AS count FROM dispute "
				       "WHERE filed_at >= $1 AND filed_at < $2 GROUP BY reason ORDER BY 2 DESC, 1" },
	[DISPUTES] = { "finds.disputes",
		       WAITS("SELECT d.filed_at AS since, " DISPUTE_ACTED("d.id") " AS acted, "
			     "d.ended_at AS ended FROM dispute d WHERE d.filed_at >= $1 AND d.filed_at < $2") },
	[CALLBACKS] = { "finds.callbacks",
			WAITS("SELECT k.made_at AS since, " CALLBACK_ACTED " AS acted, k.ended_at AS ended FROM callback k "
			      "WHERE k.made_at >= $1 AND k.made_at < $2") },
};
struct query_set finds_queries = QUERY_SET(sql);

enum status store_finds_visits(struct snap *s, int64_t from, int64_t to, int64_t *ret, int64_t *ret_without)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &finds_queries, VISITS, &r, ARGS(V(from), V(to))));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	*ret_without = row ? rows_int(&r, 1) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_finds_links(struct snap *s, int64_t from, int64_t to, struct find_link_row ret[channel__end])
{
	struct rows r;
	bool row;

	memset(ret, 0, channel__end * sizeof(*ret));
	TRY(rows_open(s, &finds_queries, LINKS, &r, ARGS(V(from), V(to))));
	for (;;) {
		int at;

		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		at = rows_choice(&r, 0, &channel_choice);
		ret[at].sent = rows_int(&r, 1);
		ret[at].verified = rows_int(&r, 2);
	}
}

enum status store_finds_reasons(struct snap *s, int64_t from, int64_t to, struct find_reason_row_list *ret,
				struct arena *a)
{
	return snap_list(s, &finds_queries, REASONS, ARGS(V(from), V(to)), &find_reason_row_record, (struct list *)ret, a,
			 REASONS_MOST, NULL);
}

static enum status waits(struct snap *s, unsigned q, int64_t from, int64_t to, int64_t now, struct find_wait *ret)
{
	struct rows r;
	bool row;

	*ret = (struct find_wait){ .acted = 0 };
	TRY(rows_open(s, &finds_queries, q, &r, ARGS(V(from), V(to))));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	*ret = (struct find_wait){ .acted = rows_int(&r, 0),
				   .median = rows_int(&r, 1),
				   .p90 = rows_int(&r, 2),
				   .waiting = rows_int(&r, 3),
				   .oldest = rows_null(&r, 4) ? 0 : now - rows_int(&r, 4),
				   .never = rows_int(&r, 5) };
	rows_close(&r);
	return ST_OK;
}

enum status store_finds_disputes(struct snap *s, int64_t from, int64_t to, int64_t now, struct find_wait *ret)
{
	return waits(s, DISPUTES, from, to, now, ret);
}

enum status store_finds_callbacks(struct snap *s, int64_t from, int64_t to, int64_t now, struct find_wait *ret)
{
	return waits(s, CALLBACKS, from, to, now, ret);
}
