/* principal: one look-up by uid, one by role. */
#include "server/call/principal.h"

#include <inttypes.h>

#include "server/runtime/line.h"
#include "server/store/operator.h"

enum status principal_of(struct unit *u, int64_t uid)
{
	struct operator_row o;
	enum status st = store_operator_by_uid(u->snap, uid, &o, &u->arena);

	if (st == ST_NOT_FOUND)
		return fail(ST_UNAUTHENTICATED,
			    "your Unix user (uid %" PRId64 ") is not enrolled here; an admin can do "
			    "that: quitsctl operator.add user=NAME roles=viewer",
			    uid);
	TRY(st);
	if (!roles_parse(o.roles, &u->roles))
		return fail(ST_INTERNAL, "operator %" PRId64 " has roles nobody knows", o.operator);
	u->operator = o.operator;
	u->actor = o.user;
	u->factor = o.totp;
	return ST_OK;
}

enum status principal_line(const struct unit *u, const struct method *m)
{
	if (lines_is_old(u->lines, u->pipe, u->now))
		return fail(ST_UNAUTHENTICATED, "reconnect: this connection is %d hours old", LINE_HOURS);
	if (!u->factor || lines_is_unlocked(u->lines, u->pipe, u->now))
		return ST_OK;
	if (m && (m->id == M_system_hello || m->id == M_system_unlock))
		return ST_OK;
	return fail(ST_UNAUTHENTICATED, "this connection is locked: system.unlock code=DIGITS, or quitsctl --code DIGITS");
}

enum status principal_may(const struct unit *u, const struct method *m)
{
	struct arena a = ARENA_INIT;
	struct buf mine = buf_new(&a, 200), wanted = buf_new(&a, 200);

	if (roles_may(u->roles, m->permission))
		return ST_OK;
	roles_print(&mine, u->roles);
	for (unsigned role = 1; role <= ROLE_AUDITOR; role <<= 1)
		if (roles_may(role, m->permission)) {
			if (wanted.n)
				buf_z(&wanted, " or ");
			roles_print(&wanted, role);
		}
	(void)fail(ST_FORBIDDEN, "%s takes the role " SV_FMT "; yours: " SV_FMT, m->name,
		   SV_ARG(buf_sv(&wanted)), SV_ARG(buf_sv(&mine)));
	arena_free(&a);
	return ST_FORBIDDEN;
}
