/* dispute: statements; see dispute.h. */
#include "server/store/dispute.h"

#include "protocol/lists.h"

#include "server/store/finds.h"

enum { STEPS_MOST = 500, NOTES_MOST = 500, INVOICES_MOST = 500 };
enum { ADD, BY_ID, BY_REFERENCE, OF, TAKE, LEAVE, END, TOUCH, OPEN_OF, INVOICE_ADD, INVOICES, ELSEWHERE, INVOICE_STATE,
       STEP_ADD, STEPS, NOTE_ADD, NOTES, LIST, ROW, LAST_END };
#define CORE                                                                                       \
	"d.contact, d.id, d.account, d.amount, d.team, d.session, d.filed_at, d.changed_at, "      \
	"d.operator, d.ended_at, d.reference, d.statement, d.reply, d.currency, d.reason, d.part, " \
	"d.state, d.was, a.number, a.creditor FROM dispute d JOIN account a ON a.id = d.account "
#define FILES "(SELECT count(*) FROM attachment f WHERE f.kind = 'dispute' AND f.owner = d.id)"
#define SHOWN_COLUMNS                                                                              \
	"d.id AS dispute, d.reference AS reference, a.number AS account, c.name AS contact_name, " \
	"d.reason AS reason, d.part AS part, d.amount AS amount, d.currency AS currency, "          \
	"d.state AS state, t.name AS team, o.name AS user, d.filed_at AS filed_at, "               \
	"d.changed_at AS changed_at, " FILES " AS files "
#define SHOWN                                                                                      \
	SHOWN_COLUMNS "FROM dispute d JOIN account a ON a.id = d.account "           \
	"JOIN contact c ON c.id = d.contact JOIN team t ON t.id = d.team "                          \
	"LEFT JOIN operator o ON o.id = d.operator "
#define IS_OPEN "d.state IN ('open', 'investigating')"
static const struct query sql[] = {
	[ADD] = { "dispute.add", "INSERT INTO dispute (contact, id, account, reference, reason, part, amount, currency, "
				 "statement, state, team, was, session, filed_at, changed_at) VALUES ($1, $2, $3, $4, "
				 "$5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $13)" },
	[BY_ID] = { "dispute.by_id", "SELECT " CORE "WHERE d.id = $1" },
	[BY_REFERENCE] = { "dispute.by_reference", "SELECT " CORE "WHERE d.reference = $2 AND d.contact = $1" },
	[OF] = { "dispute.of", "SELECT " CORE "WHERE d.contact = $1 AND (CAST($2 AS BIGINT) IS NULL OR d.account = $2) "
			       "ORDER BY d.id DESC LIMIT $3" },
	[TAKE] = { "dispute.take", "UPDATE dispute SET state = 'investigating', operator = $3, changed_at = $4 "
				   "WHERE contact = $1 AND id = $2" },
	[LEAVE] = { "dispute.leave", "UPDATE dispute SET state = 'open', operator = NULL, changed_at = $3 "
				     "WHERE contact = $1 AND id = $2" },
	[END] = { "dispute.end", "UPDATE dispute SET state = $3, operator = coalesce(operator, $4), reply = $5, "
				 "ended_at = $6, changed_at = $6 WHERE contact = $1 AND id = $2" },
	[TOUCH] = { "dispute.touch", "UPDATE dispute SET changed_at = $3 WHERE contact = $1 AND id = $2" },
	[OPEN_OF] = { "dispute.open",
		      "SELECT count(*), CAST(coalesce(sum(CASE WHEN d.part = 'whole' THEN 1 ELSE 0 END), 0) AS BIGINT), "
		      "CAST(coalesce(sum(CASE WHEN d.part = 'amount' THEN d.amount ELSE 0 END), 0) AS BIGINT), "
		      "(SELECT CAST(coalesce(sum(i.open), 0) AS BIGINT) FROM invoice i WHERE i.account = $1 AND EXISTS "
		      "(SELECT 1 FROM dispute d JOIN dispute_invoice v ON v.dispute = d.id WHERE d.account = $1 AND " IS_OPEN
		      " AND d.part = 'invoices' AND v.invoice = i.number)), "
		      "(SELECT d.was FROM dispute d WHERE d.account = $1 AND " IS_OPEN " ORDER BY d.id LIMIT 1) "
		      "FROM dispute d WHERE d.account = $1 AND " IS_OPEN },
	[INVOICE_ADD] = { "dispute.invoice_add", "INSERT INTO dispute_invoice (dispute, invoice) VALUES ($1, $2)" },
	[INVOICES] = { "dispute.invoices",
		       "SELECT i.number AS invoice, i.issued AS issued, i.due AS due, i.amount AS amount, i.open AS open, "
		       "a.currency AS currency, i.state AS state, i.paid_date AS paid_date FROM dispute_invoice v "
		       "JOIN invoice i ON i.account = $2 AND i.number = v.invoice JOIN account a ON a.id = i.account "
		       "WHERE v.dispute = $1 ORDER BY i.issued DESC NULLS LAST, i.number DESC LIMIT $3" },
	[ELSEWHERE] = { "dispute.elsewhere",
			"SELECT count(*) FROM dispute d JOIN dispute_invoice v ON v.dispute = d.id WHERE d.account = $1 "
			"AND d.id <> $2 AND " IS_OPEN " AND v.invoice = $3" },
	[INVOICE_STATE] = { "invoice.state", "UPDATE invoice SET state = $3 WHERE account = $1 AND number = $2" },
	[STEP_ADD] = { "dispute.step_add",
		       "INSERT INTO dispute_step (dispute, id, at, kind, files) SELECT $1, coalesce(max(id), 0) + 1, $2, "
		       "$3, $4 FROM dispute_step WHERE dispute = $1" },
	[STEPS] = { "dispute.steps",
		    "SELECT at, kind, files FROM dispute_step WHERE dispute = $1 ORDER BY id LIMIT $2" },
	[NOTE_ADD] = { "dispute.note_add",
		       "INSERT INTO dispute_note (dispute, id, at, operator, note) SELECT $1, coalesce(max(id), 0) + 1, "
		       "$2, $3, $4 FROM dispute_note WHERE dispute = $1" },
	[NOTES] = { "dispute.notes", "SELECT n.at AS at, o.name AS user, n.note AS note FROM dispute_note n "
				     "LEFT JOIN operator o ON o.id = n.operator WHERE n.dispute = $1 ORDER BY n.id LIMIT $2" },
	[LIST] = { "dispute.list", "SELECT " SHOWN "WHERE (CAST($1 AS TEXT) IS NULL OR d.state = $1) AND "
				   "(CAST($2 AS BIGINT) IS NULL OR d.team = $2) AND (CAST($3 AS BIGINT) IS NULL OR "
				   "d.account = $3) AND (CAST($4 AS BIGINT) IS NULL OR d.id < $4) "
				   "ORDER BY d.id DESC LIMIT $5" },
	[ROW] = { "dispute.row", "SELECT " SHOWN "WHERE d.id = $1" },
	[LAST_END] = { "dispute.last_end", "SELECT max(ended_at) FROM dispute WHERE account = $1" },
};
struct query_set dispute_queries = QUERY_SET(sql);

enum status store_dispute_add(struct tx *tx, const struct dispute *d)
{
	return tx_run(tx, &dispute_queries, ADD,
		      ARGS(V(d->contact), V(d->id), V(d->account), V(d->reference),
			   V_WORD(dispute_reason, d->reason), V_WORD(dispute_part, d->part), V(d->amount),
			   V(currency_sv(&d->currency)), V_OPT(d->statement), V(d->team),
			   V_WORD(account_state, d->was), V(d->session), V(tx->now)),
		      NULL);
}

static void read_core(const struct rows *r, struct dispute *d, struct arena *a)
{
	*d = (struct dispute){
		.contact = rows_int(r, 0),
		.id = rows_int(r, 1),
		.account = rows_int(r, 2),
		.amount = rows_int(r, 3),
		.team = rows_int(r, 4),
		.session = rows_int(r, 5),
		.filed_at = rows_int(r, 6),
		.changed_at = rows_int(r, 7),
		.operator = rows_int(r, 8),
		.ended_at = rows_int(r, 9),
		.reference = rows_text(r, 10, a),
		.statement = rows_text(r, 11, a),
		.reply = rows_text(r, 12, a),
		.reason = (enum dispute_reason)rows_choice(r, 14, &dispute_reason_choice),
		.part = (enum dispute_part)rows_choice(r, 15, &dispute_part_choice),
		.state = (enum dispute_state)rows_choice(r, 16, &dispute_state_choice),
		.was = (enum account_state)rows_choice(r, 17, &account_state_choice),
		.number = rows_text(r, 18, a),
		.creditor = rows_text(r, 19, a),
	};
	(void)!currency_from(rows_text(r, 13, a), &d->currency);
}

static enum status one(struct snap *s, unsigned q, const struct value *v, size_t n, struct dispute *ret,
		       bool *ret_found, struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &dispute_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (*ret_found) {
		read_core(&r, ret, a);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_dispute_by_id(struct snap *s, int64_t id, struct dispute *ret, bool *ret_found, struct arena *a)
{
	return one(s, BY_ID, ARGS(V(id)), ret, ret_found, a);
}

enum status store_dispute_by_reference(struct snap *s, int64_t contact, struct sv reference,
				       struct dispute *ret, struct arena *a)
{
	bool found;

	TRY(one(s, BY_REFERENCE, ARGS(V(contact), V(reference)), ret, &found, a));
	return found ? ST_OK : fail(ST_NOT_FOUND, "no such dispute");
}

enum status store_dispute_of(struct snap *s, int64_t contact, int64_t account, struct dispute *rows, size_t max,
			     size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &dispute_queries, OF, &r, ARGS(V(contact), V_OPT(account), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_core(&r, &rows[n++], a);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_dispute_take(struct tx *tx, const struct dispute *d, int64_t operator_)
{
	return tx_run(tx, &dispute_queries, TAKE, ARGS(V(d->contact), V(d->id), V_OPT(operator_), V(tx->now)), NULL);
}

enum status store_dispute_leave(struct tx *tx, const struct dispute *d)
{
	return tx_run(tx, &dispute_queries, LEAVE, ARGS(V(d->contact), V(d->id), V(tx->now)), NULL);
}

enum status store_dispute_end(struct tx *tx, const struct dispute *d, enum dispute_state to, int64_t operator_,
			      struct sv reply)
{
	return tx_run(tx, &dispute_queries, END,
		      ARGS(V(d->contact), V(d->id), V_WORD(dispute_state, to), V_OPT(operator_), V_OPT(reply),
			   V(tx->now)),
		      NULL);
}

enum status store_dispute_touch(struct tx *tx, const struct dispute *d)
{
	return tx_run(tx, &dispute_queries, TOUCH, ARGS(V(d->contact), V(d->id), V(tx->now)), NULL);
}

enum status store_dispute_open(struct snap *s, int64_t account, struct dispute_open *ret)
{
	struct rows r;
	bool row;

	*ret = (struct dispute_open){ .n = 0 };
	TRY(rows_open(s, &dispute_queries, OPEN_OF, &r, ARGS(V(account))));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	*ret = (struct dispute_open){ .n = rows_int(&r, 0),
				      .whole = rows_int(&r, 1),
				      .amounts = rows_int(&r, 2),
				      .invoices = rows_int(&r, 3),
				      .first = (enum account_state)rows_choice(&r, 4, &account_state_choice) };
	rows_close(&r);
	return ST_OK;
}

enum status store_dispute_last_end(struct snap *s, int64_t account, int64_t *ret)
{
	return snap_int(s, &dispute_queries, LAST_END, ARGS(V(account)), ret);
}

enum status store_dispute_invoice_add(struct tx *tx, int64_t dispute, struct sv invoice)
{
	return tx_run(tx, &dispute_queries, INVOICE_ADD, ARGS(V(dispute), V(invoice)), NULL);
}

enum status store_dispute_invoices(struct snap *s, int64_t dispute, int64_t account,
				   struct invoice_row_list *ret, struct arena *a)
{
	return snap_list(s, &dispute_queries, INVOICES, ARGS(V(dispute), V(account), V((int64_t)INVOICES_MOST)),
			 &invoice_row_record, (struct list *)ret, a, INVOICES_MOST, NULL);
}

enum status store_dispute_elsewhere(struct snap *s, int64_t account, int64_t dispute, struct sv invoice, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &dispute_queries, ELSEWHERE, ARGS(V(account), V(dispute), V(invoice)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_invoice_state(struct tx *tx, int64_t account, struct sv invoice, enum invoice_state state)
{
	return tx_run(tx, &dispute_queries, INVOICE_STATE,
		      ARGS(V(account), V(invoice), V_WORD(invoice_state, state)), NULL);
}

enum status store_dispute_step_add(struct tx *tx, int64_t dispute, enum dispute_step kind, int64_t files)
{
	return tx_run(tx, &dispute_queries, STEP_ADD,
		      ARGS(V(dispute), V(tx->now), V_WORD(dispute_step, kind), V_OPT(files)), NULL);
}

enum status store_dispute_steps(struct snap *s, int64_t dispute, struct dispute_step_row_list *ret,
				struct arena *a)
{
	return snap_list(s, &dispute_queries, STEPS, ARGS(V(dispute), V((int64_t)STEPS_MOST)),
			 &dispute_step_row_record, (struct list *)ret, a, STEPS_MOST, NULL);
}

enum status store_dispute_note_add(struct tx *tx, int64_t dispute, int64_t operator_, struct sv note)
{
	return tx_run(tx, &dispute_queries, NOTE_ADD, ARGS(V(dispute), V(tx->now), V(operator_), V(note)), NULL);
}

enum status store_dispute_notes(struct snap *s, int64_t dispute, struct dispute_note_row_list *ret,
				struct arena *a)
{
	return snap_list(s, &dispute_queries, NOTES, ARGS(V(dispute), V((int64_t)NOTES_MOST)),
			 &dispute_note_row_record, (struct list *)ret, a, NOTES_MOST, NULL);
}

enum status store_dispute_list(struct snap *s, const struct dispute_filter *f, struct dispute_page *ret,
			       struct arena *a)
{
	return snap_list(s, &dispute_queries, LIST,
			 ARGS(V_WORD(dispute_state, f->state), V_OPT(f->team), V_OPT(f->account), V_OPT(f->before),
			      V((int64_t)f->limit + 1)),
			 &dispute_row_record, (struct list *)&ret->items, a, f->limit, &ret->more);
}

enum status store_dispute_row(struct snap *s, int64_t id, struct dispute_row *ret, struct arena *a)
{
	return snap_one(s, &dispute_queries, ROW, ARGS(V(id)), &dispute_row_record, ret, a, "dispute");
}

static const char *const list_fields[] = {
	[dispute_REF] = "lower(d.reference)",
	[dispute_ACCT] = "a.searched",
	[dispute_NAME] = "fold(c.name)",
	[dispute_REASON] = "d.reason",
	[dispute_STATUS] = "d.state",
	[dispute_AMT] = LIST_MONEY("d.amount", "d.currency"),
	[dispute_TEAM] = "fold(t.name)",
	[dispute_OWNER] = "fold(coalesce(o.name, ''))",
	[dispute_AT] = "d.filed_at",
	[dispute_SINCE] = "d.filed_at",
	[dispute_UNTIL] = "d.filed_at",
	[dispute_CHANGED] = "d.changed_at",
	[dispute_FILES] = FILES,
};
static const char *const list_flags[] = {
	[dispute_is_OPEN] = IS_OPEN,
	[dispute_is_MINE] = "coalesce(o.name, '') = @WHO@",
	[dispute_is_ACTED] = DISPUTE_ACTED("d.id") " IS NOT NULL",
	[dispute_is_WAITING] = DISPUTE_ACTED("d.id") " IS NULL AND d.ended_at IS NULL",
	[dispute_is_NEVER] = DISPUTE_ACTED("d.id") " IS NULL AND d.ended_at IS NOT NULL",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN dispute x ON x.contact = y.contact AND x.account = y.id WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN dispute x ON x.contact = contact_words.rowid "                      \
	"WHERE contact_words MATCH @GRAMS@"
/* References are looked through: there are as many as of these, not as of accounts. */
#define LIST_OF_REF "SELECT x.id FROM dispute x WHERE instr(lower(x.reference), @TEXT@) > 0"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, dispute_STATUS, .from = "FROM dispute d", .then = "d.id" },
	{ LIST_BY_WHOLE, dispute_REF, .find = "SELECT x.id FROM dispute x WHERE x.reference = upper(@TEXT@)" },
	{ LIST_BY_FIELD, dispute_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, dispute_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT },
	{ LIST_BY_SIGN, dispute_is_OPEN, .find = "SELECT d.id FROM dispute d WHERE " IS_OPEN },
};
const struct list_sql dispute_list_sql = {
	.name = "dispute.list",
	.words = &dispute_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "lower(d.reference)" LIST_APART "a.searched" LIST_APART "fold(c.name)",
	.word_masked = "lower(d.reference)" LIST_APART "a.searched",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = SHOWN_COLUMNS,
	.from = "FROM dispute d CROSS JOIN account a ON a.id = d.account CROSS JOIN contact c ON c.id = d.contact "
		"CROSS JOIN team t ON t.id = d.team LEFT JOIN operator o ON o.id = d.operator",
	.key = "d.id",
	.order = "d.id",
	.order_down = true,
	.row = &dispute_row_record,
};
