/* promise: statements; see promise.h. */
#include "server/store/promise.h"

enum { ADD, BY_ID, OF_ACCOUNT, OF_CONTACT, BY_REFERENCE, OPEN };
#define COLUMNS                                                                                    \
	"p.id AS promise, p.reference AS reference, a.number AS account, p.amount AS amount, "     \
	"p.currency AS currency, p.promised_date AS promised_date, p.state AS state, "             \
	"p.made_at AS made_at FROM promise p JOIN account a ON a.id = p.account "
static const struct query sql[] = {
	[ADD] = { "promise.add", "INSERT INTO promise (contact, id, account, reference, amount, currency, "
				 "promised_date, state, made_at, session) VALUES ($1, $2, $3, $4, "
				 "$5, $6, $7, 'active', $8, $9)" },
	[BY_ID] = { "promise.by_id", "SELECT " COLUMNS "WHERE p.contact = $1 AND p.id = $2" },
	[OF_ACCOUNT] = { "promise.of_account", "SELECT " COLUMNS "WHERE p.contact = $1 AND p.account = $2 "
					       "ORDER BY p.id DESC LIMIT $3" },
	[OF_CONTACT] = { "promise.of_contact",
			 "SELECT " COLUMNS "WHERE p.contact = $1 ORDER BY p.id DESC LIMIT $2" },
	[BY_REFERENCE] = { "promise.by_reference",
			   "SELECT " COLUMNS "WHERE p.reference = $2 AND p.contact = $1" },
	[OPEN] = { "promise.open", "SELECT count(*), CAST(coalesce(sum(amount), 0) AS BIGINT) "
				   "FROM promise WHERE contact = $1 AND account = $2 AND state IN ('active', "
				 "'verifying')" },
};
struct query_set promise_queries = QUERY_SET(sql);

enum status store_promise_add(struct tx *tx, const struct promise_new *p)
{
	return tx_run(tx, &promise_queries, ADD,
		      ARGS(V(p->contact), V(p->id), V(p->account), V(p->reference), V(p->amount),
			   V(currency_sv(&p->currency)), V(p->promised_date), V(tx->now),
			   V(p->session)),
		      NULL);
}

enum status store_promise_by_id(struct snap *s, int64_t contact, int64_t id, struct promise_row *ret,
				bool *ret_found, struct arena *a)
{
	enum status st = snap_one(s, &promise_queries, BY_ID, ARGS(V(contact), V(id)),
				  &promise_row_record, ret, a, "promise");

	*ret_found = st == ST_OK;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

enum status store_promise_of_account(struct snap *s, int64_t contact, int64_t account, size_t limit,
				     struct promise_row_list *ret, struct arena *a)
{
	return snap_list(s, &promise_queries, OF_ACCOUNT, ARGS(V(contact), V(account), V((int64_t)limit)),
			 &promise_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_promise_of_contact(struct snap *s, int64_t contact, size_t limit,
				     struct promise_row_list *ret, struct arena *a)
{
	return snap_list(s, &promise_queries, OF_CONTACT, ARGS(V(contact), V((int64_t)limit)),
			 &promise_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_promise_by_reference(struct snap *s, int64_t contact, struct sv reference,
				       struct promise_row *ret, struct arena *a)
{
	return snap_one(s, &promise_queries, BY_REFERENCE, ARGS(V(contact), V(reference)),
			&promise_row_record, ret, a, "promise");
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
