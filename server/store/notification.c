/* notification: newest first; and the marks of operators, one row for each thing said. */
#include "server/store/notification.h"

enum { ADD, LIST, NEWEST, EXISTS, MARK, MARKS, UNMARK };
static const struct query sql[] = {
	[ADD] = { "notification.add", "INSERT INTO notification (seq, at, kind, account, contact, amount, "
				      "currency) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[LIST] = { "notification.list",
		   "SELECT n.seq AS seq, n.at AS at, n.kind AS title, n.kind AS kind, a.number AS account, "
		   "n.contact AS contact, n.amount AS amount, n.currency AS currency, " NOTIFICATION_COMMAND " "
		   "FROM notification n LEFT JOIN event e ON e.seq = n.seq LEFT JOIN account a ON a.id = n.account "
		   "ORDER BY n.seq DESC LIMIT $1" },
	[NEWEST] = { "notification.newest", "SELECT seq FROM notification ORDER BY seq DESC LIMIT $1" },
	[EXISTS] = { "notification.exists", "SELECT count(*) FROM notification WHERE seq = $1" },
	[MARK] = { "notification.mark", "INSERT INTO notification_mark (operator, seq, id, kind, until, at) "
					"VALUES ($1, $2, $3, $4, $5, $6)" },
	/* the newest, turned around: a mark that old decides nothing that is looked at */
	[MARKS] = { "notification.marks",
		    "SELECT seq, id, kind, until FROM (SELECT seq, id, kind, until FROM notification_mark "
		    "WHERE operator = $1 AND seq >= $2 ORDER BY id DESC LIMIT $3) m ORDER BY id" },
	[UNMARK] = { "notification.unmark",
		     "DELETE FROM notification_mark WHERE operator = $1 AND seq = $2 AND id = "
		     "(SELECT max(id) FROM notification_mark WHERE operator = $1 AND seq = $2)" },
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

static const struct choice_word mark_words[] = {
	{ MARK_DONE, "done", "" },
	{ MARK_SNOOZED, "snoozed", "" },
	{ MARK_DONE_ALL, "done_all", "" },
};
static const struct choice mark_choice = { "mark", mark_words, COUNT(mark_words), "" };

enum status store_notification_newest(struct snap *s, int64_t *seqs, size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &notification_queries, NEWEST, &r, ARGS(V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		seqs[n++] = rows_int(&r, 0);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_notification_exists(struct snap *s, int64_t seq, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &notification_queries, EXISTS, ARGS(V(seq)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_notification_mark(struct tx *tx, int64_t operator, const struct notification_mark *m)
{
	return tx_run(tx, &notification_queries, MARK,
		      ARGS(V(operator), V(m->seq), V(m->id), V_WORD(mark, m->kind), V_OPT(m->until), V(tx->now)), NULL);
}

enum status store_notification_marks(struct snap *s, int64_t operator, int64_t seq, struct notification_mark *marks,
				     size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &notification_queries, MARKS, &r, ARGS(V(operator), V(seq), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		marks[n++] = (struct notification_mark){ .seq = rows_int(&r, 0),
							 .id = rows_int(&r, 1),
							 .until = rows_int(&r, 3),
							 .kind = (enum mark)rows_choice(&r, 2, &mark_choice) };
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_notification_unmark(struct tx *tx, int64_t operator, int64_t seq, bool *ret)
{
	int64_t n;

	TRY(tx_run(tx, &notification_queries, UNMARK, ARGS(V(operator), V(seq)), &n));
	*ret = n > 0;
	return ST_OK;
}
