/* leave: see leave.h. */
#include "server/service/leave.h"

#include "protocol/schema.h"

enum status service_may_leave(const struct unit *u, const char *field, int64_t holder, struct sv name)
{
	if (!holder)
		return fail_field(ST_CONFLICT, field, "nobody has taken it");
	if (holder != u->operator && !roles_may(u->roles, MAY_RESET))
		return fail_field(ST_FORBIDDEN, field, SV_FMT " has it; leaving it for others takes the role supervisor",
				  SV_ARG(name));
	return ST_OK;
}
