/* Two-person rules (security.md 6): when one is awake, and who may be the second person. Pure. */
#ifndef QUITS_SERVER_RULE_APPROVAL_H
#define QUITS_SERVER_RULE_APPROVAL_H

#include "protocol/schema.h"

enum { APPROVAL_MS = 24 * 3600000 }; /* how long a command waits */

enum permission approval_permission(enum approval_rule rule); /* what both people must hold */
const char *approval_who(enum approval_rule rule);     /* "supervisor": who usually holds it */
const char *approval_setting(enum approval_rule rule); /* "two_person.import" */

/* Awake: its setting is on and a second person exists. holders: enrolled operators with the permission. */
bool approval_awake(bool on, int64_t holders);
/* As it stands at `now`: what nobody gave in time is expired, whether maintenance has been there or not. */
enum approval_state approval_now(enum approval_state stored, int64_t expires_at, int64_t now);

struct approval_giving {
	const struct method *method; /* that waits */
	int64_t asker, giver;        /* operators */
	unsigned giver_roles;
	enum approval_state state;   /* now */
};
/* FORBIDDEN: without the method's permission, or one's own. CONFLICT: it waits no more. */
MUST_USE enum status approval_check(const struct approval_giving *g);

#endif
