/* promise: statements; see promise.h. */
#include "server/store/promise.h"

#include "common/zone.h"

#include "protocol/lists.h"

enum { ADD, BY_ID, BY_REFERENCE, OPEN_LIST, OF_ACCOUNT, OF_CONTACT, OPEN, PUT, MONEY, TOOK, DUE, NEXT, WAKE, WAKE_IMPORT,
       DETAIL, LIST_ACCOUNT, LIST_STATE, LIST_ANY, ACTIVITY };
#define COLUMNS                                                                                    \
	"p.id AS promise, p.reference AS reference, a.number AS account, p.amount AS amount, "     \
	"p.currency AS currency, p.promised_date AS promised_date, p.state AS state, "             \
	"p.made_at AS made_at FROM promise p JOIN account a ON a.id = p.account "
#define CORE                                                                                       \
	"SELECT p.id, p.contact, p.account, p.session, p.amount, p.promised_date, p.made_at, p.paid, p.moves, " \
	"p.original_date, p.wake_at, p.ended_at, p.state, p.currency, p.reference, p.chain, p.replaces, " \
	"p.replaced_by, p.receipt, a.number, coalesce(f.id, p.id), coalesce(f.made_at, p.made_at) " \
	"FROM promise p JOIN account a ON a.contact = p.contact AND a.id = p.account "             \
	"LEFT JOIN promise f ON f.reference = p.chain "
#define IS_OPEN "state IN ('active', 'verifying')"
/* Of the link whose visit made it; NULL: none. */
#define CHANNEL_OF                                                                                 \
	"(SELECT y.channel FROM session x JOIN link y ON y.id = x.link WHERE x.id = p.session)"
#define DETAIL_COLUMNS                                                                             \
	"p.id AS promise, p.reference AS reference, a.number AS account, p.contact AS contact, " \
	"c.name AS contact_name, p.amount AS amount, p.currency AS currency, p.promised_date AS promised_date, " \
	"p.state AS state, p.paid AS paid, p.made_at AS made_at, p.ended_at AS ended_at, "         \
	"p.original_date AS original_date, p.moves AS moves, p.replaces AS replaces, "             \
	"p.replaced_by AS replaced_by, p.session AS session, " CHANNEL_OF " AS channel"
#define DETAIL_OF(from)                                                                            \
	"SELECT " DETAIL_COLUMNS " FROM " from                                                     \
	" JOIN account a ON a.contact = p.contact AND a.id = p.account JOIN contact c ON c.id = p.contact "
/* $1 before, $2 limit: the newest of one state, out of the index (state, id) */
#define NEWEST(word)                                                                               \
	"SELECT * FROM (SELECT contact, id FROM promise WHERE state = '" word "' AND ($1 = 0 OR id < $1) " \
	"ORDER BY id DESC LIMIT $2)"
#define TAKEN(source, entry)                                                                       \
	"coalesce((SELECT sum(m.amount) FROM promise_money m WHERE m.account = $1 AND m.source = '" source \
	"' AND m.entry = " entry "), 0)"

static const struct query sql[] = {
	[ADD] = { "promise.add",
		  "INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, "
		  "made_at, session, wake_at, moves, original_date, chain, replaces) VALUES ($1, $2, $3, $4, $5, "
		  "$6, $7, 'active', $8, $9, $10, $11, $12, $13, $14)" },
	[BY_ID] = { "promise.by_id", CORE "WHERE p.contact = $1 AND p.id = $2" },
	[BY_REFERENCE] = { "promise.by_reference", CORE "WHERE p.reference = $2 AND p.contact = $1" },
	[OPEN_LIST] = { "promise.open_list", CORE "WHERE p.contact = $1 AND p.account = $2 AND p." IS_OPEN
						  " ORDER BY p.promised_date, p.made_at, p.id LIMIT $3" },
	[OF_ACCOUNT] = { "promise.of_account", "SELECT " COLUMNS "WHERE p.contact = $1 AND p.account = $2 "
					       "ORDER BY p.id DESC LIMIT $3" },
	[ACTIVITY] = { "promise.activity", "SELECT count(*), count(*) FILTER (WHERE state = 'kept'), count(*) FILTER (WHERE " IS_OPEN
					   ") FROM promise WHERE contact = $1 AND account = $2" },
	[OF_CONTACT] = { "promise.of_contact",
			 "SELECT " COLUMNS "WHERE p.contact = $1 ORDER BY p.id DESC LIMIT $2" },
	[OPEN] = { "promise.open", "SELECT count(*), CAST(coalesce(sum(CASE WHEN paid < amount THEN amount - paid "
				   "ELSE 0 END), 0) AS BIGINT) FROM promise WHERE contact = $1 AND account = $2 "
				   "AND " IS_OPEN },
	[PUT] = { "promise.put", "UPDATE promise SET state = $3, paid = $4, wake_at = $5, ended_at = $6, "
				 "replaced_by = $7, receipt = $8 WHERE contact = $1 AND id = $2" },
	[MONEY] = { "promise.money",
		    "SELECT 0 AS of_ledger, p.id AS entry, coalesce(i.ended_at, 0) AS told, coalesce(p.day, 0) AS day, "
		    "p.amount - " TAKEN("paid", "p.id") " AS amount FROM paid p LEFT JOIN import i ON i.id = p.import "
		    "WHERE p.account = $1 AND p.id > $2 "
		    "UNION ALL SELECT 1, l.id, l.at, 0, -l.amount - " TAKEN("ledger", "l.id") " FROM ledger l "
		    "WHERE l.account = $1 AND l.id > $2 AND (l.kind = 'payment' OR (l.kind = 'adjustment' AND "
		    "l.amount < 0 AND NOT EXISTS (SELECT 1 FROM invoice v WHERE v.account = $1))) "
		    "ORDER BY 3, 2 LIMIT $3" },
	[TOOK] = { "promise.took", "INSERT INTO promise_money (account, source, entry, promise, amount) VALUES "
				   "($1, $2, $3, $4, $5)" },
	[DUE] = { "promise.due", "SELECT contact, account FROM promise WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2" },
	[NEXT] = { "promise.next", "SELECT min(wake_at) FROM promise WHERE wake_at IS NOT NULL" },
	[WAKE] = { "promise.wake", "UPDATE promise SET wake_at = $3 WHERE contact = $1 AND account = $2 AND " IS_OPEN },
	[WAKE_IMPORT] = { "promise.wake_import",
			  "UPDATE promise SET wake_at = $2 WHERE wake_at IS NOT NULL AND EXISTS (SELECT 1 FROM account a "
			  "JOIN planned_account n ON n.import = $1 AND n.number = a.number WHERE "
			  "a.contact = promise.contact AND a.id = promise.account AND (n.kind > 0 OR EXISTS (SELECT 1 "
			  "FROM planned_invoice i WHERE i.import = $1 AND i.account = a.id AND i.paid <> 0)))" },
	[DETAIL] = { "promise.detail", DETAIL_OF("promise p") "WHERE p.reference = $1" },
	[LIST_ACCOUNT] = { "promise.list_account",
			   DETAIL_OF("promise p") "WHERE p.contact = $3 AND p.account = $4 AND ($1 = 0 OR p.id < $1) "
			   "AND (CAST($5 AS TEXT) IS NULL OR p.state = $5) ORDER BY p.id DESC LIMIT $2" },
	[LIST_STATE] = { "promise.list_state", DETAIL_OF("promise p") "WHERE p.state = $3 AND ($1 = 0 OR p.id < $1) "
					       "ORDER BY p.id DESC LIMIT $2" },
	[LIST_ANY] = { "promise.list_any",
		       DETAIL_OF("(" NEWEST("active") " UNION ALL " NEWEST("verifying") " UNION ALL " NEWEST("kept")
				 " UNION ALL " NEWEST("partly_kept") " UNION ALL " NEWEST("broken") " UNION ALL "
				 NEWEST("rescheduled") " UNION ALL " NEWEST("cancelled") " ORDER BY 2 DESC LIMIT $2) n "
				 "JOIN promise p ON p.contact = n.contact AND p.id = n.id")
		       "ORDER BY p.id DESC" },
};
struct query_set promise_queries = QUERY_SET(sql);

enum status store_promise_add(struct tx *tx, const struct promise_core *p)
{
	return tx_run(tx, &promise_queries, ADD,
		      ARGS(V(p->contact), V(p->id), V(p->account), V(p->reference), V(p->amount),
			   V(currency_sv(&p->currency)), V(p->promised_date), V(tx->now), V(p->session),
			   V(p->wake_at), V(p->moves), V_OPT(p->original_date), V_OPT(p->chain),
			   V_OPT(p->replaces)),
		      NULL);
}

static void read_core(const struct rows *r, struct promise_core *p, struct arena *a)
{
	*p = (struct promise_core){
		.id = rows_int(r, 0),		  .contact = rows_int(r, 1),
		.account = rows_int(r, 2),	  .session = rows_int(r, 3),
		.amount = rows_int(r, 4),	  .promised_date = rows_int(r, 5),
		.made_at = rows_int(r, 6),	  .paid = rows_int(r, 7),
		.moves = rows_int(r, 8),	  .original_date = rows_int(r, 9),
		.wake_at = rows_int(r, 10),	  .ended_at = rows_int(r, 11),
		.state = (enum promise_state)rows_choice(r, 12, &promise_state_choice),
		.reference = rows_text(r, 14, a), .chain = rows_text(r, 15, a),
		.replaces = rows_text(r, 16, a),  .replaced_by = rows_text(r, 17, a),
		.receipt = rows_text(r, 18, a),	  .number = rows_text(r, 19, a),
		.first = rows_int(r, 20),	  .first_made_at = rows_int(r, 21),
	};
	(void)!currency_from(rows_text(r, 13, a), &p->currency);
}

static enum status read_one(struct snap *s, unsigned q, const struct value *v, size_t n, struct promise_core *ret,
			    bool *ret_found, struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &promise_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (*ret_found) {
		read_core(&r, ret, a);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_promise_by_id(struct snap *s, int64_t contact, int64_t id, struct promise_core *ret,
				bool *ret_found, struct arena *a)
{
	return read_one(s, BY_ID, ARGS(V(contact), V(id)), ret, ret_found, a);
}

enum status store_promise_by_reference(struct snap *s, int64_t contact, struct sv reference,
				       struct promise_core *ret, struct arena *a)
{
	bool found;

	TRY(read_one(s, BY_REFERENCE, ARGS(V(contact), V(reference)), ret, &found, a));
	return found ? ST_OK : fail(ST_NOT_FOUND, "there is no such promise");
}

enum status store_promise_open_list(struct snap *s, int64_t contact, int64_t account, struct promise_core *out,
				    size_t max, size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &promise_queries, OPEN_LIST, &r, ARGS(V(contact), V(account), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_core(&r, &out[n++], a);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_promise_of_account(struct snap *s, int64_t contact, int64_t account, size_t limit,
				     struct promise_row_list *ret, struct arena *a)
{
	return snap_list(s, &promise_queries, OF_ACCOUNT, ARGS(V(contact), V(account), V((int64_t)limit)),
			 &promise_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_promise_activity(struct snap *s, int64_t contact, int64_t account, struct portal_activity *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &promise_queries, ACTIVITY, &r, ARGS(V(contact), V(account))));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	ret->promises_made = rows_int(&r, 0);
	ret->promises_kept = rows_int(&r, 1);
	ret->promises_open = rows_int(&r, 2);
	rows_close(&r);
	return ST_OK;
}

enum status store_promise_of_contact(struct snap *s, int64_t contact, size_t limit,
				     struct promise_row_list *ret, struct arena *a)
{
	return snap_list(s, &promise_queries, OF_CONTACT, ARGS(V(contact), V((int64_t)limit)),
			 &promise_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_promise_open(struct snap *s, int64_t contact, int64_t account, int64_t *ret_count,
			       int64_t *ret_amount)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &promise_queries, OPEN, &r, ARGS(V(contact), V(account))));
	TRY(rows_next(&r, &row));
	*ret_count = row ? rows_int(&r, 0) : 0;
	*ret_amount = row ? rows_int(&r, 1) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_promise_put(struct tx *tx, const struct promise_core *p)
{
	return tx_run(tx, &promise_queries, PUT,
		      ARGS(V(p->contact), V(p->id), V_WORD(promise_state, p->state), V(p->paid), V_OPT(p->wake_at),
			   V_OPT(p->ended_at), V_OPT(p->replaced_by), V_OPT(p->receipt)),
		      NULL);
}

enum status store_promise_money(struct snap *s, int64_t account, int64_t since, const struct zone *zone,
				struct promise_entry *out, size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &promise_queries, MONEY, &r, ARGS(V(account), V(since), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		out[n] = (struct promise_entry){ .of_ledger = rows_int(&r, 0) != 0,
						 .entry = rows_int(&r, 1),
						 .told_at = rows_int(&r, 2),
						 .day = rows_int(&r, 3),
						 .amount = rows_int(&r, 4) };
		if (!out[n].day)
			out[n].day = zone_day(zone, out[n].told_at);
		n++;
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_promise_took(struct tx *tx, int64_t account, int64_t promise, const struct promise_entry *e,
			       int64_t amount)
{
	return tx_run(tx, &promise_queries, TOOK,
		      ARGS(V(account), V(e->of_ledger ? SV("ledger") : SV("paid")), V(e->entry), V(promise),
			   V(amount)),
		      NULL);
}

enum status store_promise_due(struct snap *s, int64_t now, struct promise_due *out, size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &promise_queries, DUE, &r, ARGS(V(now), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		out[n++] = (struct promise_due){ rows_int(&r, 0), rows_int(&r, 1) };
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_promise_next(struct snap *s, int64_t *ret_at)
{
	return snap_int(s, &promise_queries, NEXT, NO_ARGS, ret_at);
}

enum status store_promise_wake(struct tx *tx, int64_t contact, int64_t account, int64_t at)
{
	return tx_run(tx, &promise_queries, WAKE, ARGS(V(contact), V(account), V(at)), NULL);
}

enum status store_promise_wake_import(struct tx *tx, int64_t import)
{
	return tx_run(tx, &promise_queries, WAKE_IMPORT, ARGS(V(import), V(tx->now)), NULL);
}

enum status store_promise_detail(struct snap *s, struct sv reference, struct promise_detail *ret, struct arena *a)
{
	return snap_one(s, &promise_queries, DETAIL, ARGS(V(reference)), &promise_detail_record, ret, a, "promise");
}

enum status store_promise_list(struct snap *s, int64_t contact, int64_t account, enum promise_state state,
			       int64_t before, size_t limit, struct promise_page *ret, struct arena *a)
{
	struct value v[] = { V(before), V((int64_t)limit + 1), V(contact), V(account), V_WORD(promise_state, state) };
	unsigned q = LIST_ANY;
	size_t n = 2;

	if (account) {
		q = LIST_ACCOUNT;
		n = COUNT(v);
	} else if (state) {
		q = LIST_STATE;
		v[2] = V_WORD(promise_state, state);
		n = 3;
	}
	return snap_list(s, &promise_queries, q, v, n, &promise_detail_record, (struct list *)&ret->items, a, limit,
			 &ret->more);
}

static const char *const list_fields[] = {
	[promise_REF] = "lower(p.reference)",
	[promise_ACCT] = "a.searched",
	[promise_NAME] = "fold(c.name)",
	[promise_CH] = "coalesce(" CHANNEL_OF ", '')",
	[promise_STATUS] = "p.state",
	[promise_AMT] = LIST_MONEY("p.amount", "p.currency"),
	[promise_CUR] = "lower(p.currency)",
	[promise_DUE] = "p.promised_date",
	[promise_AT] = "p.made_at",
	[promise_SINCE] = "p.made_at",
	[promise_UNTIL] = "p.made_at",
	[promise_MOVES] = "p.moves",
};
/* How its chain came out, which is told of the first: see service/channel.h. */
#define OUTCOME                                                                                                       \
	"coalesce((SELECT x.state FROM promise x WHERE x.contact = p.contact AND coalesce(x.chain, x.reference) = "     \
	"coalesce(p.chain, p.reference) AND x.state IN ('kept', 'partly_kept', 'broken') ORDER BY x.id DESC LIMIT 1), '')"
static const char *const list_flags[] = {
	[promise_is_OPEN] = "p." IS_OPEN,
	[promise_is_FIRST] = "p.replaces IS NULL",
	[promise_is_ENDED] = OUTCOME " <> ''",
	[promise_is_KEPT] = OUTCOME " = 'kept'",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN promise x ON x.contact = y.contact AND x.account = y.id WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN promise x ON x.contact = contact_words.rowid "                      \
	"WHERE contact_words MATCH @GRAMS@"
/* References are looked through: there are as many as of these, not as of accounts. */
#define LIST_OF_REF "SELECT x.id FROM promise x WHERE instr(lower(x.reference), @TEXT@) > 0"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, promise_STATUS, .from = "FROM promise p", .then = "p.id" },
	{ LIST_BY_INDEX, promise_DUE, .from = "FROM promise p" },
	{ LIST_BY_WHOLE, promise_REF, .find = "SELECT x.id FROM promise x WHERE x.reference = upper(@TEXT@)" },
	{ LIST_BY_FIELD, promise_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, promise_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT },
	{ LIST_BY_SIGN, promise_is_OPEN, .find = "SELECT x.id FROM promise x WHERE x." IS_OPEN },
};
const struct list_sql promise_list_sql = {
	.name = "promise.list",
	.words = &promise_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "lower(p.reference)" LIST_APART "a.searched" LIST_APART "fold(c.name)",
	.word_masked = "lower(p.reference)" LIST_APART "a.searched",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = DETAIL_COLUMNS,
	.from = "FROM promise p CROSS JOIN account a ON a.contact = p.contact AND a.id = p.account "
		"CROSS JOIN contact c ON c.id = p.contact",
	.key = "p.id",
	.order = "p.id",
	.order_down = true,
	.row = &promise_detail_record,
};
