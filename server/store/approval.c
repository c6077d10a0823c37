/* approval: statements; see approval.h. */
#include "server/store/approval.h"

enum { ADD, CORE, OF_CALL, WAITING, END, OVERDUE, ROW, LIST };
#define JOINED                                                                                     \
	"FROM approval p JOIN operator o ON o.id = p.operator LEFT JOIN operator g ON g.id = p.giver "
#define CORE_COLUMNS                                                                               \
	"SELECT p.id, p.operator, p.asked_at, p.expires_at, p.rule, p.state, p.method, p.params, " \
	"p.call, o.name, g.name " JOINED
#define STATE "CASE WHEN p.state = 'waiting' AND p.expires_at <= $1 THEN 'expired' ELSE p.state END"
#define ROW_COLUMNS                                                                                \
	"SELECT p.id AS approval, " STATE " AS state, p.method AS method, p.shown AS params, "     \
	"p.reason AS reason, o.name AS asker, p.asked_at AS asked_at, p.expires_at AS expires_at, " \
	"g.name AS giver, p.ended_at AS ended_at, p.done AS done " JOINED
static const struct query sql[] = {
	[ADD] = { "approval.add", "INSERT INTO approval (id, rule, method, params, shown, reason, operator, "
				  "call, asked_at, expires_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, "
				  "$8, $9, $10, 'waiting')" },
	[CORE] = { "approval.core", CORE_COLUMNS "WHERE p.id = $1" },
	[OF_CALL] = { "approval.of_call", CORE_COLUMNS "WHERE p.operator = $1 AND p.call = $2" },
	[WAITING] = { "approval.waiting", "SELECT count(*) FROM approval WHERE state = 'waiting' AND "
					  "expires_at > $2 AND operator = $1" },
	[END] = { "approval.end", "UPDATE approval SET state = $2, giver = $3, done = $4, ended_at = $5 "
				  "WHERE id = $1 AND state = 'waiting'" },
	[OVERDUE] = { "approval.overdue", CORE_COLUMNS "WHERE p.state = 'waiting' AND p.expires_at <= $1 "
						       "ORDER BY p.expires_at LIMIT 1" },
	[ROW] = { "approval.row", ROW_COLUMNS "WHERE p.id = $2" },
	[LIST] = { "approval.list", ROW_COLUMNS
		   "WHERE ($2 = '' OR " STATE " = $2) AND (p.operator = $3 OR "
		   "$4 LIKE '%,' || p.method || ',%') AND ($5 = 0 OR p.id < $5) "
		   "ORDER BY p.id DESC LIMIT $6" },
};
struct query_set approval_queries = QUERY_SET(sql);

enum status store_approval_add(struct tx *tx, const struct approval_new *n)
{
	return tx_run(tx, &approval_queries, ADD,
		      ARGS(V(n->id), V_WORD(approval_rule, n->rule), V(n->method), V_BLOB(n->params),
			   V(n->shown), V_OPT(n->reason), V(n->operator), V_BLOB(n->call), V(tx->now),
			   V(n->expires_at)),
		      NULL);
}

static enum status read_core(struct snap *s, unsigned q, const struct value *v, size_t n,
			     struct approval_core *ret, bool *ret_found, struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &approval_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct approval_core){
		.id = rows_int(&r, 0),
		.operator = rows_int(&r, 1),
		.asked_at = rows_int(&r, 2),
		.expires_at = rows_int(&r, 3),
		.rule = (enum approval_rule)rows_choice(&r, 4, &approval_rule_choice),
		.state = (enum approval_state)rows_choice(&r, 5, &approval_state_choice),
		.method = rows_text(&r, 6, a),
		.params = rows_text(&r, 7, a),
		.call = rows_text(&r, 8, a),
		.asker = rows_text(&r, 9, a),
		.giver = rows_text(&r, 10, a),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_approval_core(struct snap *s, int64_t id, struct approval_core *ret, struct arena *a)
{
	bool found;

	TRY(read_core(s, CORE, ARGS(V(id)), ret, &found, a));
	return found ? ST_OK
		     : fail_field(ST_NOT_FOUND, "approval", "there is no approval %lld", (long long)id);
}

enum status store_approval_of_call(struct snap *s, int64_t operator, struct sv call,
				   struct approval_core *ret, bool *ret_found, struct arena *a)
{
	return read_core(s, OF_CALL, ARGS(V(operator), V_BLOB(call)), ret, ret_found, a);
}

enum status store_approval_waiting(struct snap *s, int64_t operator, int64_t now, int64_t *ret)
{
	return snap_int(s, &approval_queries, WAITING, ARGS(V(operator), V(now)), ret);
}

enum status store_approval_end(struct tx *tx, int64_t id, enum approval_state state, int64_t giver,
			       struct sv done)
{
	int64_t changed;

	TRY(tx_run(tx, &approval_queries, END,
		   ARGS(V(id), V_WORD(approval_state, state), V_OPT(giver), V_OPT(done), V(tx->now)),
		   &changed));
	return changed ? ST_OK : fail_field(ST_CONFLICT, "approval", "it waits no more");
}

enum status store_approval_overdue(struct snap *s, int64_t now, struct approval_core *ret, bool *ret_found,
				   struct arena *a)
{
	return read_core(s, OVERDUE, ARGS(V(now)), ret, ret_found, a);
}

enum status store_approval_row(struct snap *s, int64_t id, int64_t now, struct approval_row *ret,
			       struct arena *a)
{
	return snap_one(s, &approval_queries, ROW, ARGS(V(now), V(id)), &approval_row_record, ret, a,
			"approval");
}

enum status store_approval_list(struct snap *s, const struct approval_filter *f, int64_t now,
				struct approval_row_list *ret, struct arena *a)
{
	struct sv state = sv_from(choice_text(&approval_state_choice, (int)f->state));

	return snap_list(s, &approval_queries, LIST,
			 ARGS(V(now), V(state), V(f->operator), V(f->methods), V(f->before),
			      V((int64_t)f->limit)),
			 &approval_row_record, (struct list *)ret, a, f->limit, NULL);
}
