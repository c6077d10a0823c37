/* operator, setting: enrolling people, changing settings. */
#ifndef QUITS_SERVER_SERVICE_OPERATOR_H
#define QUITS_SERVER_SERVICE_OPERATOR_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* The user must exist on this host. Enrolled already: the roles change. Never one's own roles, and the last
 * admin stays one (CONFLICT). */
MUST_USE enum status service_operator_add(struct unit *u, struct tx *tx, const struct operator_new *q,
					  struct operator_row *ret);
/* quitsd init: the first one, by uid. */
MUST_USE enum status service_operator_first(struct unit *u, struct tx *tx, int64_t uid, struct sv name);
MUST_USE enum status service_operator_list(struct unit *u, struct snap *s, struct operator_page *ret);
MUST_USE enum status service_setting_show(struct unit *u, struct snap *s, struct sv prefix,
					  struct setting_page *ret);
/* Whether a value would be taken, by the rule that service_setting_put has; the row as it would be. */
MUST_USE enum status service_setting_judge(struct unit *u, struct snap *s, const struct setting_put *q,
					   struct setting_row *ret);
MUST_USE enum status service_setting_put(struct unit *u, struct tx *tx, const struct setting_put *q,
					 struct setting_row *ret);
/* After the commit, on a worker: notes what the new value asks for and the book does not have. It looks at every
 * account, so not on the writer. */
MUST_USE enum status service_setting_settle(struct unit *u, struct setting_row *ret);
/* quitsd check: every stored setting still passes its rule. */
MUST_USE enum status service_setting_check(struct unit *u, struct snap *s);

#endif
