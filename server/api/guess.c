/* The guessing budget, as operators ask for it. */
#include "server/api/api.h"

#include "server/service/budget.h"

enum status api_budget_show(struct unit *u, struct snap *s, const struct budget_query *q, struct budget_state *a)
{
	return service_budget_show(u, s, q, a);
}

enum status api_budget_lift(struct unit *u, struct tx *tx, const struct budget_lift *q, struct budget_state *a)
{
	return service_budget_lift(u, tx, q, a);
}

enum status api_budget_reset(struct unit *u, struct tx *tx, const struct budget_reset *q, struct budget_state *a)
{
	return service_budget_reset(u, tx, q, a);
}
