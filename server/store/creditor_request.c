/* creditor_request: statements; see creditor_request.h. */
#include "server/store/creditor_request.h"

enum { ADD, BY_ID, WAITING, BY_REFERENCE, ANSWER, LIST, ROW, LAST_ANSWER };
#define CORE                                                                                       \
	"r.contact, r.id, r.account, r.session, r.asked_at, r.answered_at, r.operator, "           \
	"r.reference, r.creditor, r.address, r.was, a.number FROM creditor_request r "              \
	"JOIN account a ON a.id = r.account "
#define SHOWN                                                                                      \
	"r.id AS request, r.reference AS reference, a.number AS account, c.name AS contact_name, " \
	"a.creditor AS creditor, r.asked_at AS asked_at, r.answered_at AS answered_at, "           \
	"r.creditor AS original, r.address AS address, o.name AS user FROM creditor_request r "    \
	"JOIN account a ON a.id = r.account JOIN contact c ON c.id = r.contact "                   \
	"LEFT JOIN operator o ON o.id = r.operator "
static const struct query sql[] = {
	[ADD] = { "creditor_request.add", "INSERT INTO creditor_request (contact, id, account, reference, session, was, "
					  "asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[BY_ID] = { "creditor_request.by_id", "SELECT " CORE "WHERE r.id = $1" },
	[WAITING] = { "creditor_request.waiting",
		      "SELECT " CORE "WHERE r.account = $1 AND r.answered_at IS NULL ORDER BY r.id LIMIT 1" },
	[BY_REFERENCE] = { "creditor_request.by_reference",
			   "SELECT " CORE "WHERE r.reference = $2 AND r.contact = $1" },
	[ANSWER] = { "creditor_request.answer", "UPDATE creditor_request SET creditor = $3, address = $4, operator = $5, "
						"answered_at = $6 WHERE contact = $1 AND id = $2" },
	[LIST] = { "creditor_request.list",
		   "SELECT " SHOWN "WHERE ($1 OR r.answered_at IS NULL) AND (CAST($2 AS BIGINT) IS NULL OR r.account = $2) "
		   "AND (CAST($3 AS BIGINT) IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4" },
	[ROW] = { "creditor_request.row", "SELECT " SHOWN "WHERE r.id = $1" },
	[LAST_ANSWER] = { "creditor_request.last_answer",
			  "SELECT max(answered_at) FROM creditor_request WHERE account = $1" },
};
struct query_set creditor_request_queries = QUERY_SET(sql);

enum status store_creditor_request_add(struct tx *tx, const struct creditor_request *r)
{
	return tx_run(tx, &creditor_request_queries, ADD,
		      ARGS(V(r->contact), V(r->id), V(r->account), V(r->reference), V(r->session),
			   V_WORD(account_state, r->was), V(tx->now)),
		      NULL);
}

static enum status one(struct snap *s, unsigned q, const struct value *v, size_t n, struct creditor_request *ret,
		       bool *ret_found, struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &creditor_request_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct creditor_request){
		.contact = rows_int(&r, 0),
		.id = rows_int(&r, 1),
		.account = rows_int(&r, 2),
		.session = rows_int(&r, 3),
		.asked_at = rows_int(&r, 4),
		.answered_at = rows_int(&r, 5),
		.operator = rows_int(&r, 6),
		.reference = rows_text(&r, 7, a),
		.creditor = rows_text(&r, 8, a),
		.address = rows_text(&r, 9, a),
		.was = (enum account_state)rows_choice(&r, 10, &account_state_choice),
		.number = rows_text(&r, 11, a),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_creditor_request_by_id(struct snap *s, int64_t id, struct creditor_request *ret, bool *ret_found,
					 struct arena *a)
{
	return one(s, BY_ID, ARGS(V(id)), ret, ret_found, a);
}

enum status store_creditor_request_waiting(struct snap *s, int64_t account, struct creditor_request *ret,
					   bool *ret_found, struct arena *a)
{
	return one(s, WAITING, ARGS(V(account)), ret, ret_found, a);
}

enum status store_creditor_request_last_answer(struct snap *s, int64_t account, int64_t *ret)
{
	return snap_int(s, &creditor_request_queries, LAST_ANSWER, ARGS(V(account)), ret);
}

enum status store_creditor_request_by_reference(struct snap *s, int64_t contact, struct sv reference,
						struct creditor_request *ret, struct arena *a)
{
	bool found;

	TRY(one(s, BY_REFERENCE, ARGS(V(contact), V(reference)), ret, &found, a));
	return found ? ST_OK : fail(ST_NOT_FOUND, "no such request");
}

enum status store_creditor_request_answer(struct tx *tx, const struct creditor_request *r, int64_t operator_,
					  struct sv creditor, struct sv address)
{
	return tx_run(tx, &creditor_request_queries, ANSWER,
		      ARGS(V(r->contact), V(r->id), V(creditor), V(address), V_OPT(operator_), V(tx->now)), NULL);
}

enum status store_creditor_request_list(struct snap *s, bool all, int64_t account, int64_t before, size_t limit,
					struct creditor_page *ret, struct arena *a)
{
	return snap_list(s, &creditor_request_queries, LIST,
			 ARGS(V((int64_t)all), V_OPT(account), V_OPT(before), V((int64_t)limit + 1)),
			 &creditor_row_record, (struct list *)&ret->items, a, limit, &ret->more);
}

enum status store_creditor_request_row(struct snap *s, int64_t id, struct creditor_row *ret, struct arena *a)
{
	return snap_one(s, &creditor_request_queries, ROW, ARGS(V(id)), &creditor_row_record, ret, a, "request");
}
