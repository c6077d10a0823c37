/* kpi: one upsert an event, one range sum a figure. */
#include "server/store/kpi.h"

enum { BUMP, SUM };
static const struct query sql[] = {
	[BUMP] = { "kpi.bump", "INSERT INTO kpi (metric, hour, currency, count, amount) "
			       "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (metric, hour, currency) "
			       "DO UPDATE SET count = kpi.count + $4, amount = kpi.amount + $5" },
	[SUM] = { "kpi.sum", "SELECT currency, CAST(sum(count) AS BIGINT) AS count, "
			     "CAST(sum(amount) AS BIGINT) AS amount FROM kpi "
			     "WHERE metric = $1 AND hour >= $2 AND hour < $3 "
			     "GROUP BY currency ORDER BY currency" },
};
struct query_set kpi_queries = QUERY_SET(sql);

enum status store_kpi_bump(struct tx *tx, const char *metric, int64_t hour, struct sv currency,
			   int64_t count, int64_t amount)
{
	return tx_run(tx, &kpi_queries, BUMP,
		      ARGS(V(sv_from(metric)), V(hour), V(currency), V(count), V(amount)), NULL);
}

enum status store_kpi_sum(struct snap *s, const char *metric, int64_t from, int64_t to,
			  struct money_sum_list *ret, struct arena *a)
{
	*ret = (struct money_sum_list){ NULL, 0 };
	if (from >= to)
		return ST_OK;
	return snap_list(s, &kpi_queries, SUM, ARGS(V(sv_from(metric)), V(from), V(to)),
			 &money_sum_record, (struct list *)ret, a, 300, NULL);
}
