/* operator: people of this host with roles; see operator.h. */
#include "server/service/operator.h"

#include <pwd.h>

#include "common/id.h"

#include "server/service/event.h"
#include "server/store/operator.h"

enum { PASSWD_ROOM = 16384 };

static enum status uid_of(struct arena *a, struct sv user, int64_t *ret)
{
	char *room = arena_alloc(a, PASSWD_ROOM);
	struct passwd entry, *found = NULL;

	if (getpwnam_r(sv_z(a, user), &entry, room, PASSWD_ROOM, &found) != 0 || !found)
		return fail_field(ST_INVALID, "user", "there is no Unix user " SV_FMT " on this host",
				  SV_ARG(user));
	*ret = (int64_t)entry.pw_uid;
	return ST_OK;
}

static enum status tell(struct unit *u, struct tx *tx, enum event_id kind, const struct operator_row *o)
{
	struct event_body b = { .operator = o->operator, .name = o->user, .value = o->roles };

	return tx_tell(tx, kind, 0, 0, u->actor, &b);
}

/* Someone must be able to enrol people tomorrow. */
static enum status an_admin_stays(struct snap *s, int64_t but, unsigned roles, struct arena *a)
{
	struct operator_row_list all;
	unsigned r;

	if (roles & ROLE_ADMIN)
		return ST_OK;
	TRY(store_operator_list(s, &all, a));
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].operator != but && roles_parse(all.at[i].roles, &r) && r & ROLE_ADMIN)
			return ST_OK;
	return fail_field(ST_CONFLICT, "roles", "nobody would be left with the role admin");
}

enum status service_operator_add(struct unit *u, struct tx *tx, const struct operator_new *q,
				 struct operator_row *ret)
{
	struct operator_row o = { .added_at = tx->now };
	struct buf words = buf_new(tx->arena, 200);
	enum status st;
	unsigned roles;

	if (!roles_parse(q->roles, &roles))
		return fail_field(ST_INVALID, "roles",
				  "are of viewer, operator, supervisor, admin, agent, auditor");
	roles_print(&words, roles);
	TRY(uid_of(tx->arena, q->user, &o.uid));
	st = store_operator_by_uid(tx_look(tx), o.uid, ret, tx->arena);
	if (st == ST_OK) {
		if (ret->operator == u->operator)
			return fail_field(ST_FORBIDDEN, "user", "nobody changes their own roles");
		TRY(an_admin_stays(tx_look(tx), ret->operator, roles, tx->arena));
		ret->roles = buf_sv(&words);
		TRY(store_operator_roles(tx, ret->operator, ret->roles));
		return tell(u, tx, E_operator_changed, ret);
	}
	if (st != ST_NOT_FOUND)
		return st;
	o.operator = id_new();
	o.user = q->user;
	o.roles = buf_sv(&words);
	TRY(store_operator_add(tx, &o));
	*ret = o;
	return tell(u, tx, E_operator_added, &o);
}

enum status service_operator_first(struct unit *u, struct tx *tx, int64_t uid, struct sv name)
{
	struct operator_row o = { .operator = id_new(), .uid = uid, .user = name,
				  .roles = SV("operator,supervisor,admin"), .added_at = tx->now };

	TRY(store_operator_add(tx, &o));
	TRY(tx_tell(tx, E_server_initialised, 0, 0, name, NULL));
	return tell(u, tx, E_operator_added, &o);
}

enum status service_operator_list(struct unit *u, struct snap *s, struct operator_page *ret)
{
	return store_operator_list(s, &ret->items, &u->arena);
}
