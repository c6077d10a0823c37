/* account_page: statements; see account_page.h. All of them read within one contact or one account. */
#include "server/store/account_page.h"

enum { FACTS, INVOICES, PAYMENTS, SUMS, TOTALS };
static const struct query sql[] = {
	[FACTS] = { "account_page.facts",
		    "SELECT id, balance, due_date, itemization_date, original_amount, interest, fees, payments, credits, "
		    "number, creditor, currency, state FROM account WHERE contact = $1 AND id = $2" },
	[INVOICES] = { "account_page.invoices",
		       "SELECT i.number AS invoice, i.issued AS issued, i.due AS due, i.amount AS amount, i.open AS open, "
		       "a.currency AS currency, i.state AS state, i.paid_date AS paid_date FROM invoice i JOIN account a "
		       "ON a.id = i.account WHERE i.account = $1 ORDER BY i.issued DESC NULLS LAST, i.number DESC "
		       "LIMIT $2 OFFSET $3" },
	[PAYMENTS] = { "account_page.payments",
		       "SELECT p.day AS day, coalesce(i.ended_at, 0) AS at, p.amount AS amount, p.invoice AS invoice, "
		       "coalesce((p.day - 2440588) * 86400000, i.ended_at, 0) AS sorted, p.id AS id FROM paid p "
		       "LEFT JOIN import i ON i.id = p.import WHERE p.account = $1 "
		       "UNION ALL SELECT NULL, l.at, -l.amount, NULL, l.at, l.id FROM ledger l WHERE l.account = $1 AND "
		       "l.kind = 'payment' ORDER BY 5 DESC, 6 DESC LIMIT $2 OFFSET $3" },
	[SUMS] = { "account_page.sums", "SELECT kind, CAST(sum(amount) AS BIGINT) FROM ledger WHERE account = $1 "
					"GROUP BY kind" },
	[TOTALS] = { "account_page.totals",
		     "SELECT currency, CAST(sum(balance) AS BIGINT) FROM account WHERE contact = $1 AND balance > 0 AND "
		     "state NOT IN ('paid', 'closed') GROUP BY currency ORDER BY currency LIMIT $2" },
};
struct query_set account_page_queries = QUERY_SET(sql);

enum status store_account_facts(struct snap *s, int64_t contact, int64_t account, struct account_facts *ret,
				struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_page_queries, FACTS, &r, ARGS(V(contact), V(account))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "no such account");
	*ret = (struct account_facts){
		.id = rows_int(&r, 0),
		.balance = rows_int(&r, 1),
		.due_date = rows_int(&r, 2),
		.itemization_date = rows_int(&r, 3),
		.number = rows_text(&r, 9, a),
		.creditor = rows_text(&r, 10, a),
		.state = (enum account_state)rows_choice(&r, 12, &account_state_choice),
	};
	for (int i = 0; i < ITEM__COUNT; i++) {
		ret->on_file[i] = !rows_null(&r, 4 + i);
		ret->item[i] = rows_int(&r, 4 + i);
	}
	(void)!currency_from(rows_text(&r, 11, a), &ret->currency);
	rows_close(&r);
	return ST_OK;
}

enum status store_account_invoice_page(struct snap *s, int64_t account, int64_t skip, size_t limit,
				       struct invoice_row_list *ret, bool *ret_more, struct arena *a)
{
	return snap_list(s, &account_page_queries, INVOICES, ARGS(V(account), V((int64_t)limit + 1), V(skip)),
			 &invoice_row_record, (struct list *)ret, a, limit, ret_more);
}

enum status store_account_payments(struct snap *s, int64_t account, int64_t skip, size_t limit,
				   struct payment_row *out, size_t *ret_n, bool *ret_more, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	*ret_more = false;
	TRY(rows_open(s, &account_page_queries, PAYMENTS, &r, ARGS(V(account), V((int64_t)limit + 1), V(skip))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (n == limit) {
			*ret_more = true;
			rows_close(&r);
			break;
		}
		out[n++] = (struct payment_row){ .day = rows_int(&r, 0),
						 .at = rows_int(&r, 1),
						 .amount = rows_int(&r, 2),
						 .invoice = rows_text(&r, 3, a) };
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_account_ledger_sums(struct snap *s, int64_t account, struct ledger_sum out[LEDGER_KINDS],
				      size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &account_page_queries, SUMS, &r, ARGS(V(account))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (n < LEDGER_KINDS)
			out[n++] = (struct ledger_sum){ rows_text(&r, 0, a), rows_int(&r, 1) };
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_account_totals(struct snap *s, int64_t contact, struct contact_total *out, size_t max,
				 size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &account_page_queries, TOTALS, &r, ARGS(V(contact), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		(void)!currency_from(rows_text(&r, 0, a), &out[n].currency);
		out[n++].balance = rows_int(&r, 1);
	}
	*ret_n = n;
	return ST_OK;
}
