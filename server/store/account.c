/* account: look-ups; only imports and states change it in this release. */
#include "server/store/account.h"

enum { CORE, CORE_BY_ID, FIND, FIND_MASKED, DETAIL, INVOICES, OPEN_INVOICES, LEDGER, STATE, RELEASED, PROMISED, COUNTS, CONTACT,
       OF_CONTACT, HIGHEST, GAPS };
#define CORE_COLUMNS                                                                               \
	"a.id, a.contact, a.balance, a.currency, a.state, a.number, a.creditor, a.digits, "        \
	"c.digits, c.external, c.name, c.email, c.phone, c.whatsapp, c.language, c.country, "      \
	"c.time_zone, a.digits6, c.digits6, a.reference_full, c.postcode, c.birth_date, a.before_promise"
#define JOINED "FROM account a JOIN contact c ON c.id = a.contact "
#define NO_LAST4 "a.digits IS NULL AND c.digits IS NULL"
#define TEXT_OF "(c.folded || ' ' || lower(a.number) || ' ' || lower(a.creditor))"
#define MASKED_OF "(lower(a.number) || ' ' || lower(a.creditor))"
#define WORD(of, n) "(CAST($" n " AS TEXT) IS NULL OR instr(" of ", $" n ") > 0) "
#define FIND_IN(of)                                                                                \
	"SELECT a.number AS account, a.contact AS contact, c.name AS contact_name, "               \
	"a.creditor AS creditor, a.balance AS balance, a.currency AS currency, "                   \
	"a.due_date AS due_date, a.state AS state, c.email AS email, c.phone AS phone " JOINED     \
	"WHERE " WORD(of, "1") "AND " WORD(of, "2") "AND " WORD(of, "3") "AND " WORD(of, "4")      \
	"ORDER BY a.number LIMIT $5"
static const struct query sql[] = {
	[CORE] = { "account.core", "SELECT " CORE_COLUMNS " " JOINED "WHERE a.number = $1" },
	[CORE_BY_ID] = { "account.core_by_id", "SELECT " CORE_COLUMNS " " JOINED "WHERE a.id = $1" },
	[FIND] = { "account.find", FIND_IN(TEXT_OF) },
	[FIND_MASKED] = { "account.find_masked", FIND_IN(MASKED_OF) },
	[DETAIL] = { "account.detail",
		     "SELECT a.id, a.number AS account, a.contact AS contact, c.name AS contact_name, "
		     "a.creditor AS creditor, a.creditor_role AS creditor_role, a.balance AS balance, "
		     "a.original_amount AS original_amount, a.currency AS currency, "
		     "a.due_date AS due_date, a.state AS state, c.email AS email, c.phone AS phone, "
		     "c.whatsapp AS whatsapp, c.language AS language, c.country AS country, "
		     "c.time_zone AS time_zone, c.preferred_channel AS preferred_channel " JOINED "WHERE a.number = $1" },
	[INVOICES] = { "account.invoices",
		       "SELECT i.number AS invoice, i.issued AS issued, i.due AS due, "
		       "i.amount AS amount, i.open AS open, a.currency AS currency, "
		       "i.state AS state, i.paid_date AS paid_date FROM invoice i "
		       "JOIN account a ON a.id = i.account WHERE i.account = $1 "
		       "ORDER BY i.issued DESC NULLS LAST, i.number DESC LIMIT $2" },
	[OPEN_INVOICES] = { "account.open_invoices",
			    "SELECT i.number AS invoice, i.issued AS issued, i.due AS due, "
			    "i.amount AS amount, i.open AS open, a.currency AS currency, "
			    "i.state AS state FROM invoice i JOIN account a ON a.id = i.account "
			    "WHERE i.account = $1 AND i.open <> 0 AND i.state <> 'void' "
			    "ORDER BY i.due NULLS LAST, i.number LIMIT $2" },
	[LEDGER] = { "account.ledger",
		     "SELECT l.at AS at, l.kind AS kind, l.amount AS amount, a.currency AS currency, "
		     "l.note AS note FROM ledger l JOIN account a ON a.id = l.account "
		     "WHERE l.account = $1 ORDER BY l.id DESC LIMIT $2" },
	[STATE] = { "account.state",
		    "UPDATE account SET state = $3, changed_at = $4 WHERE contact = $1 AND id = $2" },
	[RELEASED] = { "account.released", "UPDATE account SET state = $3, before_promise = $4, changed_at = $5 "
					   "WHERE contact = $1 AND id = $2" },
	/* $3: promise_active or promise_overdue; NULL: back to what it was. States that people gave stay. */
	[PROMISED] = { "account.promised",
		       "UPDATE account SET before_promise = CASE WHEN $3 IS NULL THEN NULL WHEN state IN "
		       "('promise_active', 'promise_overdue') THEN before_promise ELSE state END, state = CASE WHEN "
		       "$3 IS NULL THEN CASE WHEN balance <= 0 THEN 'paid' ELSE coalesce(before_promise, 'new') END "
		       "ELSE $3 END, changed_at = $4 WHERE contact = $1 AND id = $2 AND state NOT IN ('paid', "
		       "'closed', 'escalated', 'in_review', 'paused') AND ($3 IS NOT NULL OR state IN "
		       "('promise_active', 'promise_overdue')) AND ($3 IS NULL OR state <> $3)" },
	[COUNTS] = { "account.counts", "SELECT (SELECT count(*) FROM contact), "
				       "(SELECT count(*) FROM account)" },
	[CONTACT] = { "contact.core",
		      "SELECT id, name, language, country, time_zone, email, phone, whatsapp, region FROM contact "
		      "WHERE id = $1" },
	[OF_CONTACT] = { "account.of_contact",
			 "SELECT id, balance, due_date, number, creditor, currency, state "
			 "FROM account WHERE contact = $1 AND id > $3 ORDER BY id LIMIT $2" },
	[HIGHEST] = { "account.highest", "SELECT CAST(coalesce(max(balance), 0) AS BIGINT) FROM account "
					 "WHERE contact = $1" },
	[GAPS] = { "account.gaps",
		   "SELECT count(*), count(*) FILTER (WHERE " NO_LAST4 "), "
		   "count(*) FILTER (WHERE (" NO_LAST4 ") OR c.birth_date IS NULL), "
		   "count(*) FILTER (WHERE a.digits6 IS NULL AND c.digits6 IS NULL), "
		   "count(*) FILTER (WHERE a.reference_full IS NULL), "
		   "count(*) FILTER (WHERE (c.email IS NOT NULL) + (c.phone IS NOT NULL) + "
		   "(c.whatsapp IS NOT NULL AND c.whatsapp IS NOT c.phone) < 2) " JOINED },
};
struct query_set account_queries = QUERY_SET(sql);

static void read_core(const struct rows *r, struct account_core *c, struct arena *a)
{
	struct sv currency = rows_text(r, 3, a);

	*c = (struct account_core){
		.id = rows_int(r, 0),
		.contact = rows_int(r, 1),
		.balance = rows_int(r, 2),
		.state = (enum account_state)rows_choice(r, 4, &account_state_choice),
		.number = rows_text(r, 5, a),
		.creditor = rows_text(r, 6, a),
		.has_digits = !rows_null(r, 7),
		.digits = rows_hash(r, 7),
		.contact_has_digits = !rows_null(r, 8),
		.contact_digits = rows_hash(r, 8),
		.contact_external = rows_text(r, 9, a),
		.contact_name = rows_text(r, 10, a),
		.email = rows_text(r, 11, a),
		.phone = rows_text(r, 12, a),
		.whatsapp = rows_text(r, 13, a),
		.language = rows_text(r, 14, a),
		.country = rows_text(r, 15, a),
		.time_zone = rows_text(r, 16, a),
		.has_digits6 = !rows_null(r, 17),
		.digits6 = rows_hash(r, 17),
		.contact_has_digits6 = !rows_null(r, 18),
		.contact_digits6 = rows_hash(r, 18),
		.has_reference_full = !rows_null(r, 19),
		.reference_full = rows_hash(r, 19),
		.postcode = rows_text(r, 20, a),
		.birth_date = rows_int(r, 21),
		.before_promise = (enum account_state)rows_choice(r, 22, &account_state_choice),
	};
	(void)!currency_from(currency, &c->currency);
}

enum status store_account_core(struct snap *s, struct sv number, struct account_core *ret,
			       struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_queries, CORE, &r, ARGS(V(number))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "account", "there is no account " SV_FMT,
				  SV_ARG(number));
	read_core(&r, ret, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_account_core_by_id(struct snap *s, int64_t id, struct account_core *ret,
				     struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_queries, CORE_BY_ID, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "no such account");
	read_core(&r, ret, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_account_find(struct snap *s, const struct sv *words, size_t n, bool masked,
			       size_t limit, struct account_page *ret, struct arena *a)
{
	struct value v[5] = { { 0 }, { 0 }, { 0 }, { 0 }, value_int((int64_t)limit + 1) };

	for (size_t i = 0; i < n && i < 4; i++)
		v[i] = value_text(words[i]);
	return snap_list(s, &account_queries, masked ? FIND_MASKED : FIND, v, COUNT(v), &account_row_record,
			 (struct list *)&ret->items, a, limit, &ret->more);
}

enum status store_account_detail(struct snap *s, struct sv number, struct account_detail *ret,
				 int64_t *ret_id, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_queries, DETAIL, &r, ARGS(V(number))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "account", "there is no account " SV_FMT,
				  SV_ARG(number));
	*ret_id = rows_int(&r, 0);
	rows_record(&r, &account_detail_record, ret, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_account_invoices(struct snap *s, int64_t account, size_t limit,
				   struct invoice_row_list *ret, struct arena *a)
{
	return snap_list(s, &account_queries, INVOICES, ARGS(V(account), V((int64_t)limit)),
			 &invoice_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_account_open_invoices(struct snap *s, int64_t account, size_t limit,
					struct invoice_row_list *ret, bool *ret_more, struct arena *a)
{
	return snap_list(s, &account_queries, OPEN_INVOICES, ARGS(V(account), V((int64_t)limit + 1)),
			 &invoice_row_record, (struct list *)ret, a, limit, ret_more);
}

enum status store_account_ledger(struct snap *s, int64_t account, size_t limit,
				 struct ledger_row_list *ret, struct arena *a)
{
	return snap_list(s, &account_queries, LEDGER, ARGS(V(account), V((int64_t)limit)),
			 &ledger_row_record, (struct list *)ret, a, limit, NULL);
}

enum status store_account_state(struct tx *tx, int64_t contact, int64_t id, enum account_state state)
{
	return tx_run(tx, &account_queries, STATE,
		      ARGS(V(contact), V(id), V_WORD(account_state, state), V(tx->now)), NULL);
}

enum status store_account_released(struct tx *tx, int64_t contact, int64_t id, enum account_state state,
				   enum account_state before)
{
	return tx_run(tx, &account_queries, RELEASED,
		      ARGS(V(contact), V(id), V_WORD(account_state, state), V_WORD(account_state, before), V(tx->now)),
		      NULL);
}

enum status store_account_highest(struct snap *s, int64_t contact, int64_t *ret)
{
	return snap_int(s, &account_queries, HIGHEST, ARGS(V(contact)), ret);
}

enum status store_account_gaps(struct snap *s, struct account_gaps *ret)
{
	struct rows r;
	bool row;

	*ret = (struct account_gaps){ 0 };
	TRY(rows_open(s, &account_queries, GAPS, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = (struct account_gaps){ .accounts = rows_int(&r, 0),	    .last4 = rows_int(&r, 1),
					      .last4_birth_year = rows_int(&r, 2), .last6 = rows_int(&r, 3),
					      .full_reference = rows_int(&r, 4),   .addresses = rows_int(&r, 5) };
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_account_promised(struct tx *tx, int64_t contact, int64_t id, enum account_state state)
{
	return tx_run(tx, &account_queries, PROMISED,
		      ARGS(V(contact), V(id), V_WORD(account_state, state), V(tx->now)), NULL);
}

enum status store_account_counts(struct snap *s, int64_t *ret_contacts, int64_t *ret_accounts)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_queries, COUNTS, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	*ret_contacts = row ? rows_int(&r, 0) : 0;
	*ret_accounts = row ? rows_int(&r, 1) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_contact_core(struct snap *s, int64_t id, struct contact_core *ret, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &account_queries, CONTACT, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "no such contact");
	*ret = (struct contact_core){ .id = rows_int(&r, 0),
				      .name = rows_text(&r, 1, a),
				      .language = rows_text(&r, 2, a),
				      .country = rows_text(&r, 3, a),
				      .time_zone = rows_text(&r, 4, a),
				      .email = rows_text(&r, 5, a),
				      .phone = rows_text(&r, 6, a),
				      .whatsapp = rows_text(&r, 7, a),
				      .region = rows_text(&r, 8, a) };
	rows_close(&r);
	return ST_OK;
}

struct sv contact_address(const struct contact_core *c, enum channel channel)
{
	switch (channel) {
	case CHANNEL_EMAIL:
		return c->email;
	case CHANNEL_SMS:
		return c->phone;
	case CHANNEL_WHATSAPP:
		return c->whatsapp;
	case channel__none:
	case channel__end:
		break;
	}
	return SV_NONE;
}

enum status store_account_after(struct snap *s, int64_t contact, int64_t after, struct arena *a,
				struct account_card_row *out, size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &account_queries, OF_CONTACT, &r, ARGS(V(contact), V((int64_t)max), V(after))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		out[n] = (struct account_card_row){
			.id = rows_int(&r, 0),
			.balance = rows_int(&r, 1),
			.due_date = rows_int(&r, 2),
			.number = rows_text(&r, 3, a),
			.creditor = rows_text(&r, 4, a),
			.state = (enum account_state)rows_choice(&r, 6, &account_state_choice),
		};
		(void)!currency_from(rows_text(&r, 5, a), &out[n].currency);
		n++;
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_account_of_contact(struct snap *s, int64_t contact, struct arena *a,
				     struct account_card_row *out, size_t max, size_t *ret_n)
{
	return store_account_after(s, contact, 0, a, out, max, ret_n);
}
