/* kpi: the six figures (product.md 4) from roll-ups, with the edges of a period read exactly; and a recount
 * from the events alone, which must give the same. */
#ifndef QUITS_SERVER_SERVICE_KPI_H
#define QUITS_SERVER_SERVICE_KPI_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

MUST_USE enum status service_kpi_show(struct unit *u, struct snap *s, struct sv period,
				      struct kpi_page *ret);
/* From the events, slowly: for the check that roll-ups are right. */
MUST_USE enum status service_kpi_recount(struct unit *u, struct snap *s, int64_t from, int64_t to,
					 struct kpi_figures *ret);
MUST_USE enum status service_kpi_figures(struct unit *u, struct snap *s, int64_t from, int64_t to,
					 struct kpi_figures *ret);
MUST_USE enum status service_token_overview(struct unit *u, struct snap *s, struct sv period,
					    struct token_page *ret);

#endif
