/* kpi: the six figures (product.md 4) from roll-ups, with the edges of a period read exactly; and a recount
 * from the events alone, which must give the same. */
#ifndef QUITS_SERVER_SERVICE_KPI_H
#define QUITS_SERVER_SERVICE_KPI_H

#include "protocol/schema.h"

#include "server/rule/period.h"
#include "server/runtime/unit.h"

struct snap;

/* A period as it was asked for. */
struct asked {
	struct period period;    /* ms UTC */
	int64_t at;              /* the instant of which is told, ms UTC: now, or a past one */
	const struct zone *zone; /* the organisation's, as it is set now */
	struct sv text;          /* the period's words; 7d where none were said */
};
/* INVALID names "period" or "at" (which may not lie ahead). "" is 7d; "today" is the day of `at`. */
MUST_USE enum status service_period(struct unit *u, struct snap *s, const struct period_query *q, struct asked *ret);
/* The same for figures that can not be told exactly of a past instant: refuses `at`. */
MUST_USE enum status service_period_now(struct unit *u, struct snap *s, const struct period_query *q,
					struct asked *ret);

/* As of a past instant (q->at) every figure is what kpi.show said at the end of that millisecond: links, promises,
 * disputes and opt-outs are counted by events up to it, verified ones by when they were verified. Who was active then is
 * not kept: active_sessions is -1. The organisation's zone is the one that is set now. Reads of the past cost what the
 * period's links cost, those of now what its hours cost. */
MUST_USE enum status service_kpi_show(struct unit *u, struct snap *s, const struct period_query *q,
				      struct kpi_page *ret);
/* From the events, slowly: for the check that roll-ups are right. */
MUST_USE enum status service_kpi_recount(struct unit *u, struct snap *s, int64_t from, int64_t to,
					 struct kpi_figures *ret);
/* [from, to) in ms UTC, as of now, or as of `at` (ms UTC, not after now). */
MUST_USE enum status service_kpi_figures(struct unit *u, struct snap *s, int64_t from, int64_t to,
					 struct kpi_figures *ret);
MUST_USE enum status service_kpi_figures_at(struct unit *u, struct snap *s, int64_t from, int64_t to, int64_t at,
					    struct kpi_figures *ret);
/* Visits that began in [from, to). */
MUST_USE enum status service_kpi_sessions(struct unit *u, struct snap *s, int64_t from, int64_t to, int64_t *ret);
/* part of whole, per cent with one decimal, half up: "41.7"; "-" where the whole is 0. 0 <= part <= whole. */
struct sv service_rate(struct arena *a, int64_t part, int64_t whole);
/* Number of the newest event at `at`. */
MUST_USE enum status service_kpi_seq(struct unit *u, struct snap *s, int64_t at, int64_t *ret);
/* Without a period: every link ever sent. As of a past instant links stand as they did then: their own times say when they
 * were verified and ran out, events when they were locked or revoked, so the cost grows with those events since. Of a
 * contact whose events were erased, a link that was locked or revoked since counts as it stands now. */
MUST_USE enum status service_token_overview(struct unit *u, struct snap *s, const struct period_query *q,
					    struct token_page *ret);

#endif
