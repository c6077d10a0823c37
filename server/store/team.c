/* team: statements; see team.h. */
#include "server/store/team.h"

enum { TEAMS_MOST = 200 };
enum { ID, ADD, RENAME, JOIN, LEAVE, ROW, LIST };
#define COLUMNS                                                                                    \
	"t.name AS team, (SELECT group_concat(o.name, ',') FROM team_member m JOIN operator o ON " \
	"o.id = m.operator WHERE m.team = t.id) AS members, (SELECT count(*) FROM dispute d WHERE "  \
	"d.team = t.id AND d.state IN ('open', 'investigating')) AS disputes FROM team t "
static const struct query sql[] = {
	[ID] = { "team.id", "SELECT id FROM team WHERE name = $1" },
	[ADD] = { "team.add", "INSERT INTO team (id, name, added_at) VALUES ($1, $2, $3)" },
	[RENAME] = { "team.rename", "UPDATE team SET name = $2 WHERE id = $1" },
	[JOIN] = { "team.join",
		   "INSERT INTO team_member (team, operator) VALUES ($1, $2) ON CONFLICT (team, operator) DO NOTHING" },
	[LEAVE] = { "team.leave", "DELETE FROM team_member WHERE team = $1 AND operator = $2" },
	[ROW] = { "team.row", "SELECT " COLUMNS "WHERE t.id = $1" },
	[LIST] = { "team.list", "SELECT " COLUMNS "ORDER BY t.name LIMIT $1" },
};
struct query_set team_queries = QUERY_SET(sql);

enum status store_team_id(struct snap *s, struct sv name, int64_t *ret)
{
	int64_t id;

	TRY(snap_int(s, &team_queries, ID, ARGS(V(name)), &id));
	if (!id)
		return fail_field(ST_NOT_FOUND, "team", "there is no team " SV_FMT, SV_ARG(name));
	*ret = id;
	return ST_OK;
}

enum status store_team_add(struct tx *tx, int64_t id, struct sv name)
{
	return tx_run(tx, &team_queries, ADD, ARGS(V(id), V(name), V(tx->now)), NULL);
}

enum status store_team_rename(struct tx *tx, int64_t id, struct sv name)
{
	return tx_run(tx, &team_queries, RENAME, ARGS(V(id), V(name)), NULL);
}

static enum status change(struct tx *tx, unsigned q, int64_t team, int64_t operator_, bool *ret)
{
	int64_t n;

	TRY(tx_run(tx, &team_queries, q, ARGS(V(team), V(operator_)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_team_join(struct tx *tx, int64_t team, int64_t operator_, bool *ret_new)
{
	return change(tx, JOIN, team, operator_, ret_new);
}

enum status store_team_leave(struct tx *tx, int64_t team, int64_t operator_, bool *ret_was)
{
	return change(tx, LEAVE, team, operator_, ret_was);
}

enum status store_team_row(struct snap *s, int64_t id, struct team_row *ret, struct arena *a)
{
	return snap_one(s, &team_queries, ROW, ARGS(V(id)), &team_row_record, ret, a, "team");
}

enum status store_team_list(struct snap *s, struct team_page *ret, struct arena *a)
{
	return snap_list(s, &team_queries, LIST, ARGS(V((int64_t)TEAMS_MOST)), &team_row_record,
			 (struct list *)&ret->items, a, TEAMS_MOST, NULL);
}
