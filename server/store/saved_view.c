/* saved_view: statements; see saved_view.h. */
#include "server/store/saved_view.h"

#include "common/id.h"

enum { PUT, DROP, OWN, LIST, COUNT_OWN };
#define COLUMNS                                                                                    \
	"v.list AS list, v.name AS name, v.filter AS filter, v.shared AS shared, o.name AS user, " \
	"v.operator = $1 AS own, v.put_at AS put_at, v.id AS view FROM saved_view v JOIN operator o ON o.id = v.operator "
static const struct query sql[] = {
	[PUT] = { "saved_view.put", "INSERT INTO saved_view (operator, list, name, filter, shared, put_at, id) "
				    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (operator, list, name) DO UPDATE SET "
				    "filter = excluded.filter, shared = excluded.shared, put_at = excluded.put_at" },
	[DROP] = { "saved_view.drop", "DELETE FROM saved_view WHERE operator = $1 AND list = $2 AND name = $3" },
	[OWN] = { "saved_view.own", "SELECT " COLUMNS "WHERE v.operator = $1 AND v.list = $2 AND v.name = $3" },
	[LIST] = { "saved_view.list",
		   "SELECT " COLUMNS "WHERE (v.operator = $1 OR v.shared = 1) AND (CAST($2 AS TEXT) IS NULL OR v.list = $2) "
		   "ORDER BY v.list, v.name, o.name LIMIT $3" },
	[COUNT_OWN] = { "saved_view.count", "SELECT count(*) FROM saved_view WHERE operator = $1" },
};
struct query_set saved_view_queries = QUERY_SET(sql);

enum status store_saved_view_put(struct tx *tx, int64_t operator_, const struct saved_view_new *v)
{
	return tx_run(tx, &saved_view_queries, PUT,
		      ARGS(V(operator_), V(v->list), V(v->name), V(v->filter), V((int64_t)v->shared), V(tx->now), V(id_new())), NULL);
}

enum status store_saved_view_drop(struct tx *tx, int64_t operator_, struct sv list, struct sv name)
{
	return tx_run(tx, &saved_view_queries, DROP, ARGS(V(operator_), V(list), V(name)), NULL);
}

enum status store_saved_view_own(struct snap *s, int64_t operator_, struct sv list, struct sv name,
				 struct saved_view_row *ret, struct arena *a)
{
	enum status st = snap_one(s, &saved_view_queries, OWN, ARGS(V(operator_), V(list), V(name)), &saved_view_row_record,
				  ret, a, "view");

	return st == ST_NOT_FOUND ? fail_field(st, "name", "you have no view of that name in this list") : st;
}

enum status store_saved_view_list(struct snap *s, int64_t operator_, struct sv list, size_t max,
				  struct saved_view_row_list *ret, struct arena *a)
{
	return snap_list(s, &saved_view_queries, LIST, ARGS(V(operator_), V_OPT(list), V((int64_t)max)),
			 &saved_view_row_record, (struct list *)ret, a, max, NULL);
}

enum status store_saved_view_count(struct snap *s, int64_t operator_, int64_t *ret)
{
	return snap_int(s, &saved_view_queries, COUNT_OWN, ARGS(V(operator_)), ret);
}
