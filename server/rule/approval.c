/* Two-person rules; see approval.h. Called by service/approval*.c on the writer's thread. */
#include "server/rule/approval.h"

static const struct {
	enum permission permission;
	const char *who, *setting;
} rules[approval_rule__end] = {
	[RULE_IMPORT] = { MAY_IMPORT, "supervisor", "two_person.import" },
	[RULE_PEOPLE] = { MAY_PEOPLE, "admin", "two_person.people" },
};

enum permission approval_permission(enum approval_rule rule)
{
	return rules[rule].permission;
}

const char *approval_who(enum approval_rule rule)
{
	return rules[rule].who;
}

const char *approval_setting(enum approval_rule rule)
{
	return rules[rule].setting;
}

bool approval_awake(bool on, int64_t holders)
{
	return on && holders >= 2;
}

enum approval_state approval_now(enum approval_state stored, int64_t expires_at, int64_t now)
{
	return stored == APPROVAL_WAITING && now >= expires_at ? APPROVAL_EXPIRED : stored;
}

enum status approval_check(const struct approval_giving *g)
{
	if (!roles_may(g->giver_roles, g->method->permission))
		return fail_field(ST_FORBIDDEN, "approval", "%s is not yours to give: you may not call it either",
				  g->method->name);
	if (g->asker == g->giver)
		return fail_field(ST_FORBIDDEN, "approval", "nobody is the second person of their own command");
	if (g->state != APPROVAL_WAITING)
		return fail_field(ST_CONFLICT, "approval", "it is %s already",
				  choice_text(&approval_state_choice, (int)g->state));
	return ST_OK;
}
