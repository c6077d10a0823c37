/* operator: who may call; see operator.h. */
#include "server/store/operator.h"

enum { BY_UID, NAME, LIST, ADD, ROLES };
#define COLUMNS                                                                                            \
	"id AS operator, uid, name AS user, roles, added_at, EXISTS (SELECT 1 FROM operator_totp t "       \
	"WHERE t.operator = operator.id AND t.confirmed_at IS NOT NULL) AS totp"
static const struct query sql[] = {
	[BY_UID] = { "operator.by_uid", "SELECT " COLUMNS " FROM operator WHERE uid = $1" },
	[NAME] = { "operator.name", "SELECT name FROM operator WHERE id = $1" },
	[LIST] = { "operator.list", "SELECT " COLUMNS " FROM operator ORDER BY name" },
	[ADD] = { "operator.add", "INSERT INTO operator (id, uid, name, roles, added_at) "
				  "VALUES ($1, $2, $3, $4, $5)" },
	[ROLES] = { "operator.roles", "UPDATE operator SET roles = $2 WHERE id = $1" },
};
struct query_set operator_queries = QUERY_SET(sql);

enum status store_operator_by_uid(struct snap *s, int64_t uid, struct operator_row *ret,
				  struct arena *a)
{
	return snap_one(s, &operator_queries, BY_UID, ARGS(V(uid)), &operator_row_record, ret, a,
			"operator");
}

enum status store_operator_name(struct snap *s, int64_t id, struct sv *ret, struct arena *a)
{
	struct rows r;
	bool row;

	*ret = SV_NONE;
	TRY(rows_open(s, &operator_queries, NAME, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = rows_text(&r, 0, a);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_operator_list(struct snap *s, struct operator_row_list *ret, struct arena *a)
{
	return snap_list(s, &operator_queries, LIST, NO_ARGS, &operator_row_record,
			 (struct list *)ret, a, 1000, NULL);
}

enum status store_operator_add(struct tx *tx, const struct operator_row *o)
{
	return tx_run(tx, &operator_queries, ADD,
		      ARGS(V(o->operator), V(o->uid), V(o->user), V(o->roles), V(o->added_at)), NULL);
}

enum status store_operator_roles(struct tx *tx, int64_t id, struct sv roles)
{
	return tx_run(tx, &operator_queries, ROLES, ARGS(V(id), V(roles)), NULL);
}
