/* finds: what stands out in a period (product.md 4, "Finds"); scores are in feedback.show.
 *
 * What is counted of a period [from, to), as of now:
 *   visits                 that began in the period and have ended: one that lasts may act yet
 *   visits_without_action  of these, without a receipt: nothing was promised, disputed, asked, written, changed or taken
 *   links                  by channel: links that it took in the period and those of them verified by now (kpi.show's
 *                          cohort: the sums are its links_sent and links_verified); lowest rate first, without links last
 *   reasons                of disputes filed in the period, most common first, those never given left out
 *   disputes, callbacks    filed or asked for in the period; the wait runs to the first act of an operator: of a dispute
 *                          taking it, a note on it, or its end; of a callback taking it or telling how the call went.
 *                          Milliseconds on the clock, nights and holidays too. Median and 90th percentile by nearest rank.
 *                          waiting lasts still without an act; never ended without one: a call that was called off first,
 *                          or that nobody made
 *
 * The cost is that of what lies in the period. It is not told as of a past instant. Any reading thread. */
#ifndef QUITS_SERVER_SERVICE_FINDS_H
#define QUITS_SERVER_SERVICE_FINDS_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

/* INVALID names "period" or "at". */
MUST_USE enum status service_finds_show(struct unit *u, struct snap *s, const struct period_query *q,
					struct finds_page *ret);

#endif
