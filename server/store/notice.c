/* notice: see notice.h. */
#include "server/store/notice.h"

#include "protocol/lists.h"

enum { ADD, CLAIM, QUEUED, QUEUED_OF, WAITS, END, FAILED, WAIT, NEXT_DUE };
#define COLUMNS "contact, id, channel, address, kind, subject, text, state, made_at, due_at, failures"
static const struct query sql[] = {
	[ADD] = { "notice.add", "INSERT INTO notice (contact, id, channel, address, kind, subject, text, state, "
				"made_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9)" },
	[CLAIM] = { "notice.claim",
		    "UPDATE notice SET lease = $2 WHERE (contact, id) IN (SELECT contact, id FROM notice "
		    "WHERE due_at <= $1 AND lease <= $1 ORDER BY due_at LIMIT $3) "
		    "RETURNING " COLUMNS },
	[QUEUED] = { "notice.queued", "SELECT " COLUMNS " FROM notice WHERE contact = $1 AND id > $2 "
				      "AND due_at IS NOT NULL ORDER BY id LIMIT $3" },
	[QUEUED_OF] = { "notice.queued_of", "SELECT count(due_at) FROM notice WHERE contact = $1 AND kind = $2 "
					    "AND due_at IS NOT NULL" },
	[WAITS] = { "notice.waits", "SELECT count(due_at) FROM notice WHERE contact = $1 AND id = $2" },
	[END] = { "notice.end", "UPDATE notice SET state = $3, ended_at = $4, due_at = NULL, lease = 0, "
				"subject = NULL, text = NULL, address = NULL "
				"WHERE contact = $1 AND id = $2 AND state = 'queued'" },
	[FAILED] = { "notice.failed", "UPDATE notice SET failures = failures + 1, due_at = $3, lease = 0 "
				      "WHERE contact = $1 AND id = $2 AND state = 'queued'" },
	[WAIT] = { "notice.wait", "UPDATE notice SET due_at = $3, lease = 0 "
				  "WHERE contact = $1 AND id = $2 AND state = 'queued'" },
	[NEXT_DUE] = { "notice.next_due",
		       "SELECT CASE WHEN lease > due_at THEN lease ELSE due_at END AS d FROM notice "
		       "WHERE due_at IS NOT NULL ORDER BY d LIMIT 1" },
};
struct query_set notice_queries = QUERY_SET(sql);

enum status store_notice_add(struct tx *tx, const struct notice *n)
{
	tx->due = true;
	return tx_run(tx, &notice_queries, ADD,
		      ARGS(V(n->contact), V(n->id), V_WORD(channel, n->channel), V_OPT(n->address),
			   V_WORD(notice_kind, n->kind), V(n->subject), V(n->text), V(tx->now), V(n->due_at)),
		      NULL);
}

static enum status read_rows(struct snap *s, unsigned q, const struct value *v, size_t n_values, struct notice *out,
			     size_t max, size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &notice_queries, q, &r, v, n_values));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (n == max)
			continue;
		out[n++] = (struct notice){
			.contact = rows_int(&r, 0),
			.id = rows_int(&r, 1),
			.channel = (enum channel)rows_choice(&r, 2, &channel_choice),
			.address = rows_text(&r, 3, a),
			.kind = (enum notice_kind)rows_choice(&r, 4, &notice_kind_choice),
			.subject = rows_text(&r, 5, a),
			.text = rows_text(&r, 6, a),
			.state = (enum notice_state)rows_choice(&r, 7, &notice_state_choice),
			.made_at = rows_int(&r, 8),
			.due_at = rows_int(&r, 9),
			.failures = rows_int(&r, 10),
		};
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_notice_claim(struct tx *tx, int64_t until, struct notice *out, size_t max, size_t *ret_n)
{
	return read_rows(tx_look(tx), CLAIM, ARGS(V(tx->now), V(until), V((int64_t)max)), out, max, ret_n,
			 tx->arena);
}

enum status store_notice_queued(struct snap *s, int64_t contact, int64_t after, struct notice *out, size_t max,
				size_t *ret_n, struct arena *a)
{
	return read_rows(s, QUEUED, ARGS(V(contact), V(after), V((int64_t)max)), out, max, ret_n, a);
}

enum status store_notice_queued_of(struct snap *s, int64_t contact, enum notice_kind kind, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &notice_queries, QUEUED_OF, ARGS(V(contact), V_WORD(notice_kind, kind)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_notice_waits(struct snap *s, int64_t contact, int64_t id, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &notice_queries, WAITS, ARGS(V(contact), V(id)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_notice_end(struct tx *tx, int64_t contact, int64_t id, enum notice_state state, bool *ret_moved)
{
	int64_t n;

	TRY(tx_run(tx, &notice_queries, END,
		   ARGS(V(contact), V(id), V_WORD(notice_state, state), V(tx->now)), &n));
	*ret_moved = n == 1;
	return ST_OK;
}

enum status store_notice_failed(struct tx *tx, int64_t contact, int64_t id, int64_t due_at, bool *ret_moved)
{
	int64_t n;

	TRY(tx_run(tx, &notice_queries, FAILED, ARGS(V(contact), V(id), V(due_at)), &n));
	*ret_moved = n == 1;
	return ST_OK;
}

enum status store_notice_wait(struct tx *tx, int64_t contact, int64_t id, int64_t due_at)
{
	return tx_run(tx, &notice_queries, WAIT, ARGS(V(contact), V(id), V(due_at)), NULL);
}

enum status store_notice_next_due(struct snap *s, int64_t *ret)
{
	return snap_int(s, &notice_queries, NEXT_DUE, NO_ARGS, ret);
}

/* A contact's account that is shown: the first. */
#define ACCOUNT_OF "(SELECT min(x.id) FROM account x WHERE x.contact = n.contact)"
#define WEEK "604800000"
static const char *const list_fields[] = {
	[notice_ACCT] = "coalesce(a.searched, '')",
	[notice_NAME] = "fold(c.name)",
	[notice_TOPIC] = "n.kind",
	[notice_CH] = "n.channel",
	[notice_STATUS] = "n.state",
	[notice_MADE] = "n.made_at",
	[notice_SENT] = "CASE WHEN n.state = 'sent' THEN n.ended_at ELSE 0 END",
	[notice_SINCE] = "CASE WHEN n.state = 'sent' THEN n.ended_at ELSE 0 END",
	[notice_UNTIL] = "CASE WHEN n.state = 'sent' THEN n.ended_at ELSE 0 END",
	[notice_TRIES] = "n.failures",
};
static const char *const list_flags[] = {
	[notice_is_SENT] = "n.state = 'sent'",
	[notice_is_ASKS] = NOTICE_ASKS("n"),
	[notice_is_ANSWERED] = "n.state = 'sent' AND " NOTICE_ASKS("n") " AND " NOTICE_ANSWERED("n", WEEK),
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN notice x ON x.contact = y.contact WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN notice x ON x.contact = contact_words.rowid "                      \
	"WHERE contact_words MATCH @GRAMS@"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, notice_STATUS, .from = "FROM notice n" },
	{ LIST_BY_FIELD, notice_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, notice_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT },
};
const struct list_sql notice_list_sql = {
	.name = "notice.list",
	.words = &notice_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "coalesce(a.searched, '')" LIST_APART "fold(c.name)",
	.word_masked = "coalesce(a.searched, '')",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = "n.id AS notice, a.number AS account, n.contact AS contact, c.name AS contact_name, n.kind AS kind, "
		   "n.channel AS channel, n.state AS state, n.made_at AS made_at, n.due_at AS until, "
		   "CASE WHEN n.state = 'sent' THEN n.ended_at END AS sent_at, "
		   "n.failures AS failures, n.state = 'sent' AND " NOTICE_ASKS("n") " AND " NOTICE_ANSWERED("n", WEEK) " AS answered",
	.from = "FROM notice n CROSS JOIN contact c ON c.id = n.contact LEFT JOIN account a ON a.id = " ACCOUNT_OF,
	.key = "n.id",
	.order = "n.id",
	.order_down = true,
	.row = &notice_row_record,
};
