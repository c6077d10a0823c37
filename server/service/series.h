/* series: the six figures (product.md 4) of a period, stretch by stretch, for a line beside each. The definitions are those
 * of kpi.show (service/kpi.h) with the stretch in place of the period, so sums over the stretches are kpi.show's counts:
 *
 *   links_sent, links_verified, conversion_rate   a link belongs to the stretch in which it was sent; verified by now
 *   promises, disputes, opt_outs                  by when they happened
 *   sessions                                      visits by when they began; who is active is known only of now
 *
 * Source: roll-ups by the hour (store/kpi.h); edges that are no whole UTC hours are read exactly. Any reading thread. */
#ifndef QUITS_SERVER_SERVICE_SERIES_H
#define QUITS_SERVER_SERVICE_SERIES_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

/* INVALID names "period" or "at"; `at` as in service_kpi_show. */
MUST_USE enum status service_kpi_series(struct unit *u, struct snap *s, const struct period_query *q,
					struct kpi_series *ret);

#endif
