/* A stretch is a period: each is counted as kpi.show counts its own, some 20 short reads of at most 32. */
#include "server/service/series.h"

#include "server/rule/stretch.h"
#include "server/service/kpi.h"

static enum status point_of(struct unit *u, struct snap *s, int64_t from, int64_t to, int64_t at, struct kpi_point *ret)
{
	struct kpi_figures f;

	TRY(service_kpi_figures_at(u, s, from, to, at, &f));
	*ret = (struct kpi_point){ .from = from,
				   .to = to,
				   .links_sent = f.links_sent,
				   .links_verified = f.links_verified,
				   .conversion_rate = f.conversion_rate,
				   .promises = f.promises,
				   .disputes = f.disputes,
				   .opt_outs = f.opt_outs };
	return service_kpi_sessions(u, s, from, to > at + 1 ? at + 1 : to, &ret->sessions);
}

enum status service_kpi_series(struct unit *u, struct snap *s, const struct period_query *q, struct kpi_series *ret)
{
	struct stretches t;
	struct asked k;

	TRY(service_period(u, s, q, &k));
	stretches_of(&k.period, k.zone, &t);
	*ret = (struct kpi_series){ .period = k.text,
				    .from = k.period.from,
				    .to = k.period.to,
				    .hours = t.hours,
				    .time_zone = sv_from(zone_name(k.zone)),
				    .items = { NEW_N(&u->arena, struct kpi_point, t.n), t.n },
				    .as_of = k.at };
	for (size_t i = 0; i < t.n; i++)
		TRY(point_of(u, s, t.edges[i], t.edges[i + 1], k.at, &ret->items.at[i]));
	return service_kpi_seq(u, s, k.at, &ret->seq);
}
