/* book: the import's own row, staging, and the figures of a report; see book.h. What is set-based stands in
 * book_plan.c. */
#include "server/store/book.h"


enum { ADD, CORE, LIVE, NEXT, TOOK, STATE, STEP, END, REPORT, HOLD, STAGED_ADD, PROBLEM_ADD, ACCOUNTS, CONTACTS, GOOD,
       WARNINGS, KNOWN_CONTACT, KNOWN_ACCOUNT, SPREAD, KINDS_CONTACT, KINDS_ACCOUNT, KINDS_INVOICE, TOTALS, PROBLEMS };

#define COLUMNS                                                                                    \
	"SELECT id, made_at, touched_at, bytes, position, line, rows, bad, file, actor, step, cursor, map, " \
	"reason, report, state, dry_run, spread FROM import "
#define KINDS(table, more)                                                                         \
	"SELECT CAST(coalesce(sum(kind = 2), 0) AS BIGINT), CAST(coalesce(sum(kind = 1), 0) AS BIGINT)" more \
	" FROM " table " WHERE import = $1"
#define NEXT_KEY(column)                                                                           \
	"SELECT max(k) FROM (SELECT " column " AS k FROM staged WHERE import = $1 AND " column " > $2 " \
	"ORDER BY " column " LIMIT $3) AS some"

static const struct query sql[] = {
	[ADD] = { "import.add", "INSERT INTO import (id, file, actor, dry_run, state, made_at, touched_at, map) "
				"VALUES ($1, $2, $3, $4, 'open', $5, $5, $6)" },
	[CORE] = { "import.core", COLUMNS "WHERE id = $1" },
	[LIVE] = { "import.live", COLUMNS "WHERE state IN ('open', 'checking', 'applying') ORDER BY id LIMIT 1" },
	[NEXT] = { "import.next", COLUMNS "WHERE state <> 'open' AND step <> 'end' "
				  "ORDER BY state IN ('checking', 'applying') DESC, id LIMIT 1" },
	[TOOK] = { "import.took", "UPDATE import SET bytes = $2, touched_at = $3 WHERE id = $1" },
	[STATE] = { "import.state", "UPDATE import SET state = $2, touched_at = $3 WHERE id = $1" },
	[STEP] = { "import.step", "UPDATE import SET step = $2, cursor = $3, position = $4, line = $5, rows = $6, "
				  "bad = $7 WHERE id = $1" },
	[END] = { "import.end", "UPDATE import SET state = $2, reason = $3, report = $4, ended_at = $5, "
				"step = 'clean' WHERE id = $1" },
	[REPORT] = { "import.report", "UPDATE import SET report = $2 WHERE id = $1" },
	[HOLD] = { "import.hold", "UPDATE import SET touched_at = $2 WHERE id = $1 AND state = 'open'" },
	[STAGED_ADD] = { "staged.add",
			 "INSERT INTO staged VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
			 "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, "
			 "$33, $34, $35, $36, $37, $38, $39)" },
	[PROBLEM_ADD] = { "problem.add", "INSERT INTO problem (import, line, n, column_name, reason, warning) "
					 "VALUES ($1, $2, $3, $4, $5, $6)" },
	[ACCOUNTS] = { "staged.accounts", NEXT_KEY("account_number") },
	[CONTACTS] = { "staged.contacts", NEXT_KEY("contact_external") },
	[GOOD] = { "staged.good", "SELECT count(*) FROM staged WHERE import = $1" },
	[WARNINGS] = { "problem.warnings",
		       "SELECT count(DISTINCT p.line) FROM problem p WHERE p.import = $1 AND p.warning = 1 AND "
		       "EXISTS (SELECT 1 FROM staged s WHERE s.import = $1 AND s.line = p.line)" },
	[KNOWN_CONTACT] = { "staged.contact", "SELECT EXISTS (SELECT 1 FROM staged WHERE import = $1 AND "
					      "contact_external = $2)" },
	[KNOWN_ACCOUNT] = { "staged.account", "SELECT EXISTS (SELECT 1 FROM staged WHERE import = $1 AND "
					      "account_number = $2)" },
	[SPREAD] = { "import.spread", "UPDATE import SET spread = $2 WHERE id = $1" },
	[KINDS_CONTACT] = { "planned.contacts", KINDS("planned_contact", "") },
	[KINDS_ACCOUNT] = { "planned.accounts",
			    KINDS("planned_account", ", CAST(coalesce(sum(adjusted), 0) AS BIGINT)") },
	[KINDS_INVOICE] = { "planned.invoices", KINDS("planned_invoice", "") },
	[TOTALS] = { "import.totals", "SELECT currency, state, count, amount, open FROM import_total WHERE import = $1 "
				      "ORDER BY currency, state" },
	[PROBLEMS] = { "problem.list",
		       "SELECT line, column_name AS \"column\", reason, warning FROM problem p WHERE import = $1 "
		       "AND (warning = 0 OR NOT EXISTS (SELECT 1 FROM problem b WHERE b.import = $1 AND "
		       "b.line = p.line AND b.warning = 0)) ORDER BY line, n LIMIT $2" },
};
struct query_set book_queries = QUERY_SET(sql);

enum status store_import_add(struct tx *tx, const struct import_core *i)
{
	return tx_run(tx, &book_queries, ADD,
		      ARGS(V(i->id), V(i->file), V(i->actor), V((int64_t)i->dry_run), V(tx->now), V_OPT(i->map)),
		      NULL);
}

static enum status read_core(struct snap *s, unsigned q, const struct value *v, size_t n, struct import_core *ret,
			     bool *ret_found, struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &book_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct import_core){
		.id = rows_int(&r, 0),		 .made_at = rows_int(&r, 1),
		.touched_at = rows_int(&r, 2),	 .bytes = rows_int(&r, 3),
		.position = rows_int(&r, 4),	 .line = rows_int(&r, 5),
		.rows = rows_int(&r, 6),	 .bad = rows_int(&r, 7),
		.file = rows_text(&r, 8, a),	 .actor = rows_text(&r, 9, a),
		.step = rows_text(&r, 10, a),	 .cursor = rows_text(&r, 11, a),
		.map = rows_text(&r, 12, a),	 .reason = rows_text(&r, 13, a),
		.report = rows_text(&r, 14, a),
		.state = (enum import_state)rows_choice(&r, 15, &import_state_choice),
		.dry_run = rows_int(&r, 16) != 0,
		.spread = rows_text(&r, 17, a),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_import_core(struct snap *s, int64_t id, struct import_core *ret, struct arena *a)
{
	bool found;

	TRY(read_core(s, CORE, ARGS(V(id)), ret, &found, a));
	return found ? ST_OK : fail_field(ST_NOT_FOUND, "import", "there is no import %lld", (long long)id);
}

enum status store_import_live(struct snap *s, struct import_core *ret, bool *ret_found, struct arena *a)
{
	return read_core(s, LIVE, NO_ARGS, ret, ret_found, a);
}

enum status store_import_next(struct snap *s, struct import_core *ret, bool *ret_found, struct arena *a)
{
	return read_core(s, NEXT, NO_ARGS, ret, ret_found, a);
}

enum status store_import_hold(struct tx *tx, int64_t id, int64_t until)
{
	return tx_run(tx, &book_queries, HOLD, ARGS(V(id), V(until)), NULL);
}

enum status store_import_took(struct tx *tx, int64_t id, int64_t bytes)
{
	return tx_run(tx, &book_queries, TOOK, ARGS(V(id), V(bytes), V(tx->now)), NULL);
}

enum status store_import_state(struct tx *tx, int64_t id, enum import_state state)
{
	return tx_run(tx, &book_queries, STATE, ARGS(V(id), V_WORD(import_state, state), V(tx->now)), NULL);
}

enum status store_import_step(struct tx *tx, const struct import_core *i)
{
	return tx_run(tx, &book_queries, STEP,
		      ARGS(V(i->id), V(i->step), V(i->cursor), V(i->position), V(i->line), V(i->rows), V(i->bad)),
		      NULL);
}

enum status store_import_end(struct tx *tx, int64_t id, enum import_state state, struct sv reason, struct sv report)
{
	return tx_run(tx, &book_queries, END,
		      ARGS(V(id), V_WORD(import_state, state), V_OPT(reason), V_OPT(report), V(tx->now)), NULL);
}

enum status store_import_report(struct tx *tx, int64_t id, struct sv report)
{
	return tx_run(tx, &book_queries, REPORT, ARGS(V(id), V_OPT(report)), NULL);
}

enum status store_staged_add(struct tx *tx, const struct value v[STAGED_COLUMNS])
{
	return tx_run(tx, &book_queries, STAGED_ADD, v, STAGED_COLUMNS, NULL);
}

enum status store_staged_known(struct snap *s, int64_t import, bool account, struct sv key, bool *ret)
{
	int64_t known;

	TRY(snap_int(s, &book_queries, account ? KNOWN_ACCOUNT : KNOWN_CONTACT, ARGS(V(import), V(key)), &known));
	*ret = known != 0;
	return ST_OK;
}

enum status store_import_spread(struct tx *tx, int64_t id, struct sv spread)
{
	return tx_run(tx, &book_queries, SPREAD, ARGS(V(id), V(spread)), NULL);
}

enum status store_problem_add(struct tx *tx, int64_t import, int64_t line, int64_t n, struct sv column,
			      struct sv reason, bool warning)
{
	return tx_run(tx, &book_queries, PROBLEM_ADD,
		      ARGS(V(import), V(line), V(n), V_OPT(column), V(reason), V((int64_t)warning)), NULL);
}

static enum status next_key(struct snap *s, unsigned q, size_t rows, struct key_range *range, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &book_queries, q, &r, ARGS(V(range->import), V(range->after), V((int64_t)rows))));
	TRY(rows_next(&r, &row));
	range->upto = row ? rows_text(&r, 0, a) : SV_NONE;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_staged_accounts(struct snap *s, size_t rows, struct key_range *range, struct arena *a)
{
	return next_key(s, ACCOUNTS, rows, range, a);
}

enum status store_staged_contacts(struct snap *s, size_t rows, struct key_range *range, struct arena *a)
{
	return next_key(s, CONTACTS, rows, range, a);
}

static enum status kinds(struct snap *s, unsigned q, int64_t import, int64_t *ret_new, int64_t *ret_changed,
			 int64_t *ret_third)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &book_queries, q, &r, ARGS(V(import))));
	TRY(rows_next(&r, &row));
	*ret_new = row ? rows_int(&r, 0) : 0;
	*ret_changed = row ? rows_int(&r, 1) : 0;
	if (ret_third)
		*ret_third = row ? rows_int(&r, 2) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_import_figures(struct snap *s, const struct import_core *i, size_t problems,
				 struct book_report *ret, struct arena *a)
{
	TRY(snap_int(s, &book_queries, GOOD, ARGS(V(i->id)), &ret->good));
	TRY(snap_int(s, &book_queries, WARNINGS, ARGS(V(i->id)), &ret->warnings));
	ret->bad = i->rows - ret->good;
	TRY(kinds(s, KINDS_CONTACT, i->id, &ret->contacts_new, &ret->contacts_changed, NULL));
	TRY(kinds(s, KINDS_ACCOUNT, i->id, &ret->accounts_new, &ret->accounts_changed, &ret->adjustments));
	TRY(kinds(s, KINDS_INVOICE, i->id, &ret->invoices_new, &ret->invoices_changed, NULL));
	TRY(snap_list(s, &book_queries, TOTALS, ARGS(V(i->id)), &book_total_record, (struct list *)&ret->totals,
		      a, 1000, NULL));
	return snap_list(s, &book_queries, PROBLEMS, ARGS(V(i->id), V((int64_t)problems)), &book_problem_record,
			 (struct list *)&ret->problems, a, problems, NULL);
}
