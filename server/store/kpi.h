/* kpi: roll-ups by hour, written in the transaction of the event, so that a figure over ten million events
 * costs what it costs over ten. Hours are whole hours since 1970 UTC. */
#ifndef QUITS_SERVER_STORE_KPI_H
#define QUITS_SERVER_STORE_KPI_H

#include "protocol/schema.h"

#include "server/store/store.h"

enum { HOUR_MS = 3600000 };

MUST_USE enum status store_kpi_bump(struct tx *tx, const char *metric, int64_t hour, struct sv currency,
				    int64_t count, int64_t amount);
/* Sums of [from, to) hours per currency, in order of currency. */
MUST_USE enum status store_kpi_sum(struct snap *s, const char *metric, int64_t from, int64_t to,
				   struct money_sum_list *ret, struct arena *a);

#endif
