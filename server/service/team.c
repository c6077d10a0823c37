/* team: see team.h. */
#include "server/service/team.h"

#include "common/id.h"

#include "server/service/event.h"
#include "server/store/operator.h"
#include "server/store/team.h"

enum status service_team_route(struct snap *s, struct sv name, int64_t *ret)
{
	if (store_team_id(s, name, ret) == ST_OK)
		return ST_OK;
	if (fault_last()->status != ST_NOT_FOUND)
		return fault_last()->status;
	*ret = TEAM_DEFAULT;
	return ST_OK;
}

enum status service_team_list(struct unit *u, struct snap *s, struct team_page *ret)
{
	return store_team_list(s, ret, &u->arena);
}

static enum status tell(struct unit *u, struct tx *tx, enum event_id kind, int64_t team, struct sv name,
			struct sv value)
{
	struct event_body b = { .team = team, .name = name, .value = value };

	return tx_tell(tx, kind, 0, 0, u->actor, &b);
}

static enum status make(struct unit *u, struct tx *tx, struct sv name, int64_t *ret)
{
	*ret = id_new();
	if (store_team_add(tx, *ret, name) != ST_OK)
		return fail_field(fault_last()->status, "name", "there is a team of that name");
	return tell(u, tx, E_team_changed, *ret, name, SV_NONE);
}

enum status service_team_put(struct unit *u, struct tx *tx, const struct team_new *q, struct team_row *ret)
{
	struct sv name = sv_trim(q->name), to = sv_trim(q->rename);
	int64_t team;

	if (name.n == 0)
		return fail_field(ST_INVALID, "name", "is blank");
	if (to.n == 0) {
		TRY(make(u, tx, name, &team));
	} else {
		TRY(store_team_id(tx_look(tx), name, &team));
		if (store_team_rename(tx, team, to) != ST_OK)
			return fail_field(fault_last()->status, "rename", "there is a team of that name");
		TRY(tell(u, tx, E_team_changed, team, to, name));
	}
	return store_team_row(tx_look(tx), team, ret, tx->arena);
}

static enum status operator_named(struct tx *tx, struct sv user, int64_t *ret)
{
	struct operator_row_list all;

	TRY(store_operator_list(tx_look(tx), &all, tx->arena));
	for (size_t i = 0; i < all.n; i++)
		if (sv_eq(all.at[i].user, user)) {
			*ret = all.at[i].operator;
			return ST_OK;
		}
	return fail_field(ST_NOT_FOUND, "user", "there is no operator " SV_FMT, SV_ARG(user));
}

enum status service_team_member(struct unit *u, struct tx *tx, const struct team_member *q, bool joins,
				struct team_row *ret)
{
	int64_t team = 0, who = 0;
	bool changed;

	TRY(store_team_id(tx_look(tx), q->team, &team));
	TRY(operator_named(tx, q->user, &who));
	if (joins)
		TRY(store_team_join(tx, team, who, &changed));
	else
		TRY(store_team_leave(tx, team, who, &changed));
	if (changed)
		TRY(tell(u, tx, joins ? E_team_member_added : E_team_member_removed, team, q->team, q->user));
	return store_team_row(tx_look(tx), team, ret, tx->arena);
}
