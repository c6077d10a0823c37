/* Two-person rules and holds at the operators' door: the service is handed the table, so that what is given, or has waited
 * out its hold, runs as if it had been called. Settling is left out: no command with a SECOND row has any, and none that can
 * be held. */
#include "server/api/api.h"

#include "server/service/approval.h"

static enum status run(struct unit *u, struct tx *tx, enum method_id m, const void *in, void *out)
{
	return api_table[m].command(u, tx, in, out);
}

const struct doors api_doors = { run };

enum status api_second(struct unit *u, struct tx *tx, const struct method *m, const struct call *c,
		       const void *in, struct sv *ret_waits)
{
	return service_approval_ask(u, tx, run, m, c, in, ret_waits);
}

enum status api_approval_give(struct unit *u, struct tx *tx, const struct approval_ref *q,
			      struct approval_row *a)
{
	return service_approval_give(u, tx, run, q->approval, a);
}

enum status api_approval_refuse(struct unit *u, struct tx *tx, const struct approval_ref *q,
				struct approval_row *a)
{
	return service_approval_refuse(u, tx, q->approval, a);
}

enum status api_approval_list(struct unit *u, struct snap *s, const struct approval_query *q,
			      struct approval_page *a)
{
	return service_approval_list(u, s, q, a);
}
