/* The set-based half of an import: cross checks within the file and against what is on file, the plan, and the
 * one transaction that applies it. What runs once per import is prepared for its one run. THREAD_WRITER.
 *
 * Of the rows of one account, and of one contact, those that say anything must say the same: else every one of
 * them is a bad row, since nobody but the file's maker knows which is right. Of rows that name one invoice twice
 * with the same figures the first is kept; with different figures none is. An empty cell says nothing: what is on
 * file stays. Joins are CROSS where their order matters: from what is staged to what is on file, key by key. */
#include <stdio.h>

#include "common/id.h"

#include "server/store/book.h"
#include "server/store/list.h"
#include "server/store/own.h"

/* $1 import, $2 after, $3 upto */
#define ACCOUNTS(s) s "import = $1 AND " s "account_number > $2 AND " s "account_number <= $3 "
#define CONTACTS(s) s "import = $1 AND " s "contact_external > $2 AND " s "contact_external <= $3 "
#define DIFFERS(column, name) "WHEN min(" column ") <> max(" column ") THEN '" name "' "
#define DROP_BAD(range)                                                                            \
	"DELETE FROM staged WHERE " range "AND EXISTS (SELECT 1 FROM problem p WHERE p.import = $1 AND " \
	"p.line = staged.line AND p.warning = 0)"

#define SAME(column) "min(coalesce(" column ", 0)) = max(coalesce(" column ", 0)) "
/* True if `given` says something that is not on file. */
#define NEWS(given, kept) "(" given " IS NOT NULL AND " given " IS NOT " kept ") OR "
#define NEWS_OF(column) NEWS("g." column, "o." column)
#define MAX(column) "max(" column ") AS " column ", "
/* What people search by: the folded name and id, then the addresses. */
#define SEARCHED                                                                                   \
	"g.folded || ' ' || lower(coalesce(g.email, o.email, '')) || ' ' || coalesce(g.phone, o.phone, '') || " \
	"' ' || coalesce(nullif(coalesce(g.whatsapp, o.whatsapp), coalesce(g.phone, o.phone)), '')"

enum { CONTRADICT_ACCOUNT, ON_FILE_OTHERWISE, REPEATED, DROP_BAD_ACCOUNTS, CONTRADICT_CONTACT, DROP_BAD_CONTACTS,
       PLAN_CONTACT, PLAN_ACCOUNT, PLAN_INVOICE, PLAN_TARGET, PLAN_ADJUSTED, PLAN_TOTAL };

static const struct query sql[] = {
	[CONTRADICT_ACCOUNT] = {
	"plan.contradict_account",
	"INSERT INTO problem (import, line, n, column_name, reason, warning) "
	"SELECT s.import, s.line, 100, g.col, 'differs among the rows of account ' || g.number || ' (lines ' || "
	"g.lo || ' to ' || g.hi || ')', 0 FROM (SELECT account_number AS number, min(line) AS lo, max(line) AS hi, "
	"CASE " DIFFERS("contact_external", "contact_id") DIFFERS("creditor", "creditor")
	DIFFERS("creditor_role", "creditor_role") DIFFERS("currency", "currency")
	DIFFERS("account_digits", "reference") DIFFERS("account_digits6", "reference")
	DIFFERS("account_reference", "reference") DIFFERS("original_amount", "original_amount")
	DIFFERS("balance", "balance") DIFFERS("due_date", "due_date") DIFFERS("itemization_date", "itemization_date")
	DIFFERS("interest", "interest") DIFFERS("fees", "fees") DIFFERS("payments", "payments")
	DIFFERS("credits", "credits") "END AS col FROM staged WHERE " ACCOUNTS("")
	"GROUP BY account_number HAVING count(*) > 1) g CROSS JOIN staged s "
	"ON s.import = $1 AND s.account_number = g.number WHERE g.col IS NOT NULL" },
	[ON_FILE_OTHERWISE] = {
	"plan.on_file_otherwise",
	"INSERT INTO problem (import, line, n, column_name, reason, warning) "
	"SELECT s.import, s.line, 101, CASE WHEN c.external <> s.contact_external THEN 'contact_id' ELSE 'currency' "
	"END, CASE WHEN c.external <> s.contact_external THEN 'account ' || a.number || ' is on file with another "
	"contact' ELSE 'account ' || a.number || ' is on file in ' || a.currency END, 0 "
	"FROM staged s CROSS JOIN account a ON a.number = s.account_number CROSS JOIN contact c ON c.id = a.contact "
	"WHERE " ACCOUNTS("s.") "AND (c.external <> s.contact_external OR a.currency <> s.currency)" },
	[REPEATED] = {
	"plan.repeated",
	"INSERT INTO problem (import, line, n, column_name, reason, warning) "
	"SELECT s.import, s.line, 102, CASE WHEN g.invoice IS NULL THEN 'account_no' ELSE 'invoice_no' END, "
	"CASE WHEN g.same THEN 'repeats line ' || g.lo ELSE 'is given several times with different figures (lines ' "
	"|| g.lo || ' to ' || g.hi || ')' END, 0 FROM (SELECT account_number AS number, invoice, min(line) AS lo, "
	"max(line) AS hi, (" SAME("invoice_issued") "AND " SAME("invoice_due") "AND " SAME("invoice_amount") "AND "
	SAME("invoice_open") "AND " SAME("invoice_paid_date") ") AS same FROM staged WHERE " ACCOUNTS("")
	"GROUP BY account_number, invoice HAVING count(*) > 1) g CROSS JOIN staged s ON s.import = $1 AND "
	"s.account_number = g.number AND s.invoice IS g.invoice WHERE NOT (g.same AND s.line = g.lo)" },
	[DROP_BAD_ACCOUNTS] = { "plan.drop_bad_accounts", DROP_BAD(ACCOUNTS("")) },
	[CONTRADICT_CONTACT] = {
	"plan.contradict_contact",
	"INSERT INTO problem (import, line, n, column_name, reason, warning) "
	"SELECT s.import, s.line, 103, g.col, 'differs among the rows of contact ' || g.external || ' (lines ' || "
	"g.lo || ' to ' || g.hi || ')', 0 FROM (SELECT contact_external AS external, min(line) AS lo, max(line) AS hi, "
	"CASE " DIFFERS("contact_name", "contact_name") DIFFERS("contact_digits", "document")
	DIFFERS("contact_digits6", "document")
	DIFFERS("email", "email") DIFFERS("phone", "phone") DIFFERS("whatsapp", "whatsapp")
	DIFFERS("language", "language") DIFFERS("country", "country") DIFFERS("region", "region")
	DIFFERS("time_zone", "time_zone") DIFFERS("street", "street") DIFFERS("city", "city")
	DIFFERS("postcode", "postcode") DIFFERS("birth_date", "birth_date") "END AS col FROM staged WHERE "
	CONTACTS("") "GROUP BY contact_external HAVING count(*) > 1) g CROSS JOIN staged s "
	"ON s.import = $1 AND s.contact_external = g.external WHERE g.col IS NOT NULL" },
	[DROP_BAD_CONTACTS] = { "plan.drop_bad_contacts", DROP_BAD(CONTACTS("")) },
	/* new ids begin behind $4 */
	[PLAN_CONTACT] = {
	"plan.contact",
	"INSERT INTO planned_contact SELECT $1, g.external, "
	"CASE WHEN o.id IS NULL THEN $4 + row_number() OVER () ELSE o.id END, "
	"CASE WHEN o.id IS NULL THEN 2 WHEN " NEWS_OF("name") NEWS_OF("digits") NEWS_OF("digits6") NEWS_OF("email") NEWS_OF("phone")
	NEWS_OF("whatsapp") NEWS_OF("language") NEWS_OF("country") NEWS_OF("region") NEWS_OF("time_zone")
	NEWS_OF("street") NEWS_OF("city") NEWS_OF("postcode") NEWS_OF("birth_date") "0 THEN 1 ELSE 0 END, "
	"g.name, " SEARCHED ", g.digits, g.email, g.phone, g.whatsapp, g.language, g.country, g.region, g.time_zone, "
	"g.street, g.city, g.postcode, g.birth_date, g.digits6 FROM (SELECT contact_external AS external, "
	"max(contact_name) AS name, max(contact_folded) AS folded, max(contact_digits) AS digits, "
	"max(contact_digits6) AS digits6, " MAX("email")
	MAX("phone") MAX("whatsapp") MAX("language") MAX("country") MAX("region") MAX("time_zone") MAX("street")
	MAX("city") MAX("postcode") "max(birth_date) AS birth_date FROM staged WHERE " CONTACTS("")
	"GROUP BY contact_external) g LEFT JOIN contact o ON o.external = g.external" },
	[PLAN_ACCOUNT] = {
	"plan.account",
	"INSERT INTO planned_account SELECT $1, g.number, "
	"CASE WHEN o.id IS NULL THEN $4 + row_number() OVER () ELSE o.id END, c.id, "
	"CASE WHEN o.id IS NULL THEN 2 WHEN " NEWS_OF("digits") NEWS_OF("digits6") NEWS_OF("reference_full")
	NEWS_OF("creditor") NEWS_OF("creditor_role")
	NEWS_OF("original_amount") NEWS_OF("due_date") NEWS_OF("itemization_date") NEWS_OF("interest") NEWS_OF("fees")
	NEWS_OF("payments") NEWS_OF("credits") "0 THEN 1 ELSE 0 END, 0, "
	"coalesce(g.balance, CASE WHEN o.id IS NULL THEN g.open END), g.digits, g.creditor, g.creditor_role, "
	"g.currency, g.original_amount, g.due_date, g.itemization_date, g.interest, g.fees, g.payments, g.credits, "
	"g.digits6, g.reference_full "
	"FROM (SELECT account_number AS number, max(contact_external) AS external, max(account_digits) AS digits, "
	"max(account_digits6) AS digits6, max(account_reference) AS reference_full, "
	"sum(invoice_open) AS open, " MAX("creditor") MAX("creditor_role") MAX("currency") MAX("original_amount")
	MAX("balance") MAX("due_date") MAX("itemization_date") MAX("interest") MAX("fees") MAX("payments")
	"max(credits) AS credits FROM staged WHERE " ACCOUNTS("") "GROUP BY account_number) g "
	"CROSS JOIN planned_contact c ON c.import = $1 AND c.external = g.external "
	"LEFT JOIN account o ON o.number = g.number" },
	/* a dispute and a withdrawal are ours to end: the file only tells figures */
	[PLAN_INVOICE] = {
	"plan.invoice",
	"INSERT INTO planned_invoice SELECT $1, g.account, g.number, CASE WHEN o.number IS NULL THEN 2 WHEN "
	NEWS_OF("issued") NEWS_OF("due") NEWS_OF("amount") NEWS_OF("open") NEWS_OF("paid_date") "0 THEN 1 ELSE 0 END, "
	"g.issued, g.due, g.amount, g.open, g.paid_date, CASE WHEN o.state = 'void' THEN 'void' WHEN g.open = 0 THEN "
	"'paid' WHEN o.state = 'disputed' THEN 'disputed' WHEN g.open = g.amount THEN 'open' ELSE 'part_paid' END, "
	"(g.amount - g.open) - coalesce(o.amount - o.open, 0), $4 + row_number() OVER () FROM (SELECT p.id AS account, s.invoice AS number, "
	"s.invoice_issued AS issued, s.invoice_due AS due, s.invoice_amount AS amount, s.invoice_open AS open, "
	"s.invoice_paid_date AS paid_date FROM staged s CROSS JOIN planned_account p ON p.import = $1 AND "
	"p.number = s.account_number WHERE " ACCOUNTS("s.") "AND s.invoice IS NOT NULL) g "
	"LEFT JOIN invoice o ON o.account = g.account AND o.number = g.number" },
	/* an account on file whose rows bring no balance: what is open of all its invoices, told or not */
	[PLAN_TARGET] = {
	"plan.target",
	"UPDATE planned_account SET target = (SELECT coalesce(sum(i.open), 0) FROM planned_invoice i WHERE "
	"i.import = $1 AND i.account = planned_account.id AND i.state <> 'void') + (SELECT coalesce(sum(i.open), 0) "
	"FROM invoice i WHERE i.account = planned_account.id AND i.state <> 'void' AND NOT EXISTS (SELECT 1 FROM "
	"planned_invoice p WHERE p.import = $1 AND p.account = i.account AND p.number = i.number)) "
	"WHERE import = $1 AND number > $2 AND number <= $3 AND target IS NULL" },
	[PLAN_ADJUSTED] = {
	"plan.adjusted",
	"UPDATE planned_account SET adjusted = 1, kind = 1 WHERE import = $1 AND number > $2 AND number <= $3 AND "
	"kind < 2 AND target <> (SELECT balance FROM account a WHERE a.number = planned_account.number)" },
	/* range by range: a GROUP BY of the whole would sort it in memory */
	[PLAN_TOTAL] = {
	"plan.total",
	"INSERT INTO import_total SELECT $1, currency, CASE WHEN invoice IS NULL THEN '' WHEN invoice_open = 0 THEN "
	"'paid' WHEN invoice_open = invoice_amount THEN 'open' ELSE 'part_paid' END AS state, count(*), "
	"sum(coalesce(invoice_amount, original_amount, balance)), sum(coalesce(invoice_open, balance)) "
	"FROM staged WHERE " ACCOUNTS("") "GROUP BY 2, 3 ON CONFLICT (import, currency, state) DO UPDATE SET "
	"count = count + excluded.count, amount = amount + excluded.amount, open = open + excluded.open" },
};
struct query_set book_plan_queries = QUERY_SET(sql);

/* Belongs to the digits: a new number replaces it, also by nothing. */
#define WITH_DIGITS(table, column)                                                                 \
	column " = CASE WHEN excluded.digits IS NULL THEN " table "." column " ELSE excluded." column " END, "
#define KEEP(table, column) column " = coalesce(excluded." column ", " table "." column "), "
/* $1 import, $2 now, $3 id of the entry, $4 name of the file */
static const struct query apply_contact = {
	"apply.contact",
	"INSERT INTO contact (id, external, name, folded, digits, email, phone, whatsapp, language, country, region, "
	"time_zone, street, city, postcode, birth_date, digits6, added_at, changed_at) SELECT id, external, name, "
	"folded, digits, email, phone, whatsapp, language, country, region, time_zone, street, city, postcode, "
	"birth_date, digits6, $2, $2 FROM planned_contact WHERE import = $1 AND kind > 0 ON CONFLICT (external) DO UPDATE SET "
	"name = excluded.name, folded = excluded.folded, " WITH_DIGITS("contact", "digits6") KEEP("contact", "digits") KEEP("contact", "email")
	KEEP("contact", "phone") KEEP("contact", "whatsapp") KEEP("contact", "language") KEEP("contact", "country")
	KEEP("contact", "region") KEEP("contact", "time_zone") KEEP("contact", "street") KEEP("contact", "city")
	KEEP("contact", "postcode") KEEP("contact", "birth_date") "changed_at = excluded.changed_at"
};
/* What words are looked up by (schema 0017), in the order of ids, which their tables take many times faster than rows as they
 * come. New rows were planned with rising ids and need no sorting. Before the contacts are changed: their old words leave with
 * their old texts. */
static const struct query apply_words[] = {
	{ "apply.words_old", "INSERT INTO contact_words (contact_words, rowid, text) SELECT 'delete', c.id, c.folded FROM "
			     "planned_contact p CROSS JOIN contact c ON c.external = p.external WHERE p.import = $1 AND p.kind = 1 "
			     "AND p.folded <> c.folded ORDER BY c.id" },
	{ "apply.words_changed", "INSERT INTO contact_words (rowid, text) SELECT c.id, p.folded FROM planned_contact p CROSS JOIN "
				 "contact c ON c.external = p.external WHERE p.import = $1 AND p.kind = 1 AND p.folded <> c.folded "
				 "ORDER BY c.id" },
	{ "apply.words_new", "INSERT INTO contact_words (rowid, text) SELECT id, folded FROM planned_contact WHERE import = $1 "
			     "AND kind = 2 ORDER BY external" },
	{ "apply.words_number", "INSERT INTO account_words (rowid, text) SELECT id, number FROM planned_account WHERE import = $1 "
				"AND kind = 2 ORDER BY number" },
};
/* How many bytes of new words are gathered before they are written: each writing is merged with others later. */
enum { WORDS_BYTES = 1 << 20, WORDS_APPLY_BYTES = 8 << 20 };
static const struct query apply_words_room = {
	"apply.words_room", "INSERT INTO contact_words (contact_words, rank) VALUES ('hashsize', $1)"
};
/* One entry an account, so all may have one id: the key is (account, id). */
static const struct query apply_opening = {
	"apply.opening",
	"INSERT INTO ledger (account, id, at, kind, amount, note, import) SELECT id, $3, $2, 'opening', target, $4, $1 "
	"FROM planned_account WHERE import = $1 AND kind = 2"
};
static const struct query apply_adjustment = {
	"apply.adjustment",
	"INSERT INTO ledger (account, id, at, kind, amount, note, import) SELECT p.id, $3, $2, 'adjustment', "
	"p.target - a.balance, $4, $1 FROM planned_account p CROSS JOIN account a ON a.number = p.number "
	"WHERE p.import = $1 AND p.kind = 1 AND p.target <> a.balance"
};
/* A balance that comes back while a dispute or a request stands is under review, as it was (service/dispute_hold.h). */
#define HELD(account)                                                                              \
	"EXISTS (SELECT 1 FROM dispute d WHERE d.account = " account " AND d.state IN ('open', 'investigating')) " \
	"OR EXISTS (SELECT 1 FROM creditor_request r WHERE r.account = " account " AND r.answered_at IS NULL) "
static const struct query apply_account = {
	"apply.account",
	"INSERT INTO account (contact, id, number, digits, creditor, creditor_role, currency, balance, "
	"original_amount, due_date, itemization_date, interest, fees, payments, credits, digits6, "
	"reference_full, searched, creditor_folded, due, late_since, money, state, added_at, changed_at) "
	"SELECT contact, id, number, digits, creditor, creditor_role, currency, target, original_amount, due_date, "
	"itemization_date, interest, fees, payments, credits, digits6, reference_full, "
	"lower(number), lower(creditor), coalesce(due_date, 0), CASE WHEN target > 0 THEN coalesce(due_date, " LIST_NO_DAY
	") ELSE " LIST_NO_DAY " END, " LIST_MONEY("target", "currency") ", CASE WHEN target <= 0 THEN 'paid' ELSE 'new' END, $2, "
	"$2 FROM planned_account WHERE import = $1 AND kind > 0 ON CONFLICT (number) DO UPDATE SET "
	"creditor = excluded.creditor, balance = excluded.balance, creditor_folded = excluded.creditor_folded, "
	"money = excluded.money, due = coalesce(excluded.due_date, account.due_date, 0), late_since = CASE WHEN "
	"excluded.balance > 0 THEN coalesce(excluded.due_date, account.due_date, " LIST_NO_DAY ") ELSE " LIST_NO_DAY " END, " WITH_DIGITS("account", "digits6")
	WITH_DIGITS("account", "reference_full") KEEP("account", "digits")
	KEEP("account", "creditor_role") KEEP("account", "original_amount") KEEP("account", "due_date")
	KEEP("account", "itemization_date") KEEP("account", "interest") KEEP("account", "fees")
	KEEP("account", "payments") KEEP("account", "credits") "state = CASE WHEN account.state = 'closed' THEN "
	"'closed' WHEN excluded.balance <= 0 THEN 'paid' WHEN account.state = 'paid' THEN CASE WHEN "
	HELD("account.id") "THEN 'in_review' ELSE 'new' END ELSE account.state END, changed_at = excluded.changed_at"
};
static const struct query apply_paid = {
	"apply.paid",
	"INSERT INTO paid (account, id, invoice, day, amount, import) SELECT account, paid_id, "
	"number, CASE WHEN paid > 0 THEN paid_date END, paid, $1 FROM planned_invoice WHERE import = $1 AND paid <> 0"
};
static const struct query apply_invoice = {
	"apply.invoice",
	"INSERT INTO invoice (account, number, issued, due, amount, open, paid_date, state) SELECT account, number, "
	"issued, due, amount, open, paid_date, state FROM planned_invoice WHERE import = $1 AND kind > 0 "
	"ON CONFLICT (account, number) DO UPDATE SET " KEEP("invoice", "issued") KEEP("invoice", "due")
	KEEP("invoice", "paid_date") "amount = excluded.amount, open = excluded.open, state = excluded.state"
};

/* Removes the bottom of what is kept of an import: $1 import, $2 rows */
#define CLEAN(table, key) { "clean." table, "DELETE FROM " table " WHERE import = $1 AND " key " IN (SELECT " key  \
			    " FROM " table " WHERE import = $1 ORDER BY " key " LIMIT $2)" }
static const struct query clean[] = {
	CLEAN("staged", "line"),
	CLEAN("problem", "line"),
	CLEAN("planned_contact", "external"),
	CLEAN("planned_account", "number"),
	CLEAN("planned_invoice", "account"),
	CLEAN("import_total", "currency"),
};

static enum status over_range(struct tx *tx, unsigned q, const struct key_range *r, int64_t *ret_changes)
{
	return tx_run(tx, &book_plan_queries, q, ARGS(V(r->import), V(r->after), V(r->upto)), ret_changes);
}

enum status store_staged_check_accounts(struct tx *tx, const struct key_range *r)
{
	int64_t apart, other, again;

	TRY(over_range(tx, CONTRADICT_ACCOUNT, r, &apart));
	TRY(over_range(tx, ON_FILE_OTHERWISE, r, &other));
	if (apart + other > 0)
		TRY(over_range(tx, DROP_BAD_ACCOUNTS, r, NULL));
	TRY(over_range(tx, REPEATED, r, &again));
	return again > 0 ? over_range(tx, DROP_BAD_ACCOUNTS, r, NULL) : ST_OK;
}

/* New ids rise within an import and are above all that were given out before it. */
static enum status plan_with_ids(struct tx *tx, unsigned q, const struct key_range *r, int64_t *last_id)
{
	int64_t base = id_new(), rows;

	if (base < *last_id)
		base = *last_id;
	TRY(tx_run(tx, &book_plan_queries, q, ARGS(V(r->import), V(r->after), V(r->upto), V(base)), &rows));
	*last_id = base + rows;
	return ST_OK;
}

enum status store_plan_contacts(struct tx *tx, const struct key_range *r, int64_t *last_id)
{
	int64_t apart;

	TRY(over_range(tx, CONTRADICT_CONTACT, r, &apart));
	if (apart > 0)
		TRY(over_range(tx, DROP_BAD_CONTACTS, r, NULL));
	TRY(store_own_skip_staged(tx, r));
	return plan_with_ids(tx, PLAN_CONTACT, r, last_id);
}

enum status store_plan_accounts(struct tx *tx, const struct key_range *r, int64_t *last_id)
{
	TRY(plan_with_ids(tx, PLAN_ACCOUNT, r, last_id));
	TRY(plan_with_ids(tx, PLAN_INVOICE, r, last_id));
	TRY(over_range(tx, PLAN_TARGET, r, NULL));
	TRY(over_range(tx, PLAN_ADJUSTED, r, NULL));
	return over_range(tx, PLAN_TOTAL, r, NULL);
}

/* A large book meets most pages of the indexes many times: with room for them they are written once. Given back by the next
 * cleaning, which follows however the import ends. */
enum { PAGES_KIB = 8192, PAGES_MOST_KIB = 32768, BYTES_A_ROW = 128 };
static enum status room_for_pages(struct tx *tx, int64_t rows)
{
	int64_t kib = rows * BYTES_A_ROW / 1024;
	char pragma[64];

	kib = kib < PAGES_KIB ? PAGES_KIB : kib > PAGES_MOST_KIB ? PAGES_MOST_KIB : kib;
	snprintf(pragma, sizeof(pragma), "PRAGMA cache_size=-%lld", (long long)kib);
	return store_exec(tx, pragma);
}

/* A first book meets an empty table: its indexes are made in one go of what is sorted, at a fraction of what a million single
 * entries take; sorted on disk, beyond what the page cache has room for. Of later books entries go in one by one. */
enum { ASIDE_MOST = 16 };
struct aside {
	struct sv name, sql;
};
static const struct query account_any = { "apply.account_any", "SELECT 1 FROM account LIMIT 1" };
static const struct query account_indexes = { "apply.account_indexes", "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND "
					       "tbl_name = 'account' AND sql LIKE 'CREATE INDEX %' ORDER BY name" };

static enum status put_aside(struct tx *tx, struct aside *ret, size_t *ret_n)
{
	struct rows r;
	bool row;

	*ret_n = 0;
	TRY(rows_open_once(tx_look(tx), &account_any, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	if (row) {
		rows_close(&r);
		return ST_OK;
	}
	TRY(rows_open_once(tx_look(tx), &account_indexes, &r, NO_ARGS));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (*ret_n == ASIDE_MOST) { /* the others stay as they are */
			rows_close(&r);
			break;
		}
		ret[(*ret_n)++] = (struct aside){ rows_text(&r, 0, tx->arena), rows_text(&r, 1, tx->arena) };
	}
	for (size_t k = 0; k < *ret_n; k++)
		TRY(store_exec(tx, arena_print(tx->arena, "DROP INDEX " SV_FMT, SV_ARG(ret[k].name))));
	return ST_OK;
}

static enum status apply_accounts(struct tx *tx, const struct import_core *i)
{
	struct aside aside[ASIDE_MOST];
	enum status st;
	size_t n;

	TRY(put_aside(tx, aside, &n));
	TRY(tx_run_once(tx, &apply_account, ARGS(V(i->id), V(tx->now)), NULL));
	if (n == 0)
		return ST_OK;
	TRY(room_for_pages(tx, 0)); /* what is written in order needs none, and as much again is sorted in memory */
	TRY(store_sort_on_disk(tx, true));
	st = ST_OK;
	for (size_t k = 0; k < n && st == ST_OK; k++)
		st = store_exec(tx, arena_print(tx->arena, SV_FMT, SV_ARG(aside[k].sql)));
	if (st == ST_OK)
		st = room_for_pages(tx, i->rows);
	if (st == ST_OK)
		return store_sort_on_disk(tx, false);
	{
		struct fault f = *fault_last();

		(void)!store_sort_on_disk(tx, false);
		return fault_carry(&f);
	}
}

static enum status apply(struct tx *tx, const struct import_core *i)
{
	struct value now = V(tx->now), import = V(i->id), base = V(id_new());

	TRY(tx_run_once(tx, &apply_words_room, ARGS(V((int64_t)WORDS_APPLY_BYTES)), NULL));
	for (size_t k = 0; k < COUNT(apply_words); k++)
		TRY(tx_run_once(tx, &apply_words[k], ARGS(import), NULL));
	TRY(tx_run_once(tx, &apply_words_room, ARGS(V((int64_t)WORDS_BYTES)), NULL));
	TRY(tx_run_once(tx, &apply_contact, ARGS(import, now), NULL));
	TRY(tx_run_once(tx, &apply_opening, ARGS(import, now, base, V(i->file)), NULL));
	TRY(tx_run_once(tx, &apply_adjustment, ARGS(import, now, base, V(i->file)), NULL));
	TRY(apply_accounts(tx, i));
	TRY(tx_run_once(tx, &apply_paid, ARGS(import), NULL));
	return tx_run_once(tx, &apply_invoice, ARGS(import), NULL);
}

/* Without triggers: with them SQLite keeps the old pages of the whole statement in memory, and words come out of order. What
 * they would do of words and of columns that are worked out, these statements do. */
enum status store_import_apply(struct tx *tx, const struct import_core *i)
{
	enum status st;

	TRY(room_for_pages(tx, i->rows));
	TRY(store_own_skip_planned(tx, i->id));
	TRY(store_own_yield(tx, i->id));
	store_triggers(tx, false);
	st = apply(tx, i);
	store_triggers(tx, true);
	return st;
}

enum status store_import_clean(struct tx *tx, int64_t import, size_t rows, bool *ret_gone)
{
	int64_t left = (int64_t)rows, did;

	TRY(room_for_pages(tx, 0));
	for (size_t i = 0; i < COUNT(clean) && left > 0; i++) {
		TRY(tx_run_once(tx, &clean[i], ARGS(V(import), V(left)), &did));
		left -= did;
	}
	*ret_gone = left == (int64_t)rows;
	return ST_OK;
}
