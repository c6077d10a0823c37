/* What debtors thought of it, for operators. */
#include "server/api/api.h"

#include "server/service/feedback.h"
#include "server/service/kpi.h"

enum status api_feedback_show(struct unit *u, struct snap *s, const struct period_query *q,
			      struct feedback_figures *a)
{
	struct asked k;

	TRY(service_period_now(u, s, q, &k));
	return service_feedback_show(u, s, q->period, a);
}

enum status api_feedback_list(struct unit *u, struct snap *s, const struct feedback_query *q,
			      struct feedback_page *a)
{
	return service_feedback_list(u, s, q, a);
}
