/* notification: newest first. */
#include "server/store/notification.h"

enum { ADD, LIST };
static const struct query sql[] = {
	[ADD] = { "notification.add", "INSERT INTO notification (seq, at, kind, account, contact, amount, "
				      "currency) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[LIST] = { "notification.list",
		   "SELECT n.seq AS seq, n.at AS at, n.kind AS title, a.number AS account, "
		   "n.contact AS contact, n.amount AS amount, n.currency AS currency "
		   "FROM notification n LEFT JOIN account a ON a.id = n.account "
		   "ORDER BY n.seq DESC LIMIT $1" },
};
struct query_set notification_queries = QUERY_SET(sql);

enum status store_notification_add(struct tx *tx, const struct notification_new *n)
{
	return tx_run(tx, &notification_queries, ADD,
		      ARGS(V(n->seq), V(tx->now), V(sv_from(event_table[n->kind].name)),
			   V_OPT(n->account), V_OPT(n->contact), V_OPT(n->amount),
			   V_OPT(n->currency)),
		      NULL);
}

enum status store_notification_list(struct snap *s, size_t limit, struct notification_row_list *ret,
				    struct arena *a)
{
	return snap_list(s, &notification_queries, LIST, ARGS(V((int64_t)limit)),
			 &notification_row_record, (struct list *)ret, a, limit, NULL);
}
