/* Whole hours come from the roll-ups; what is left at both ends of the period (less than an hour each) is
 * read from events and links, so a figure is exact to the millisecond. */
#include "server/service/kpi.h"

#include <string.h>

#include "common/zone.h"

#include "server/rule/period.h"
#include "server/service/session.h"
#include "server/store/event.h"
#include "server/store/kpi.h"
#include "server/store/link.h"
#include "server/store/setting.h"

enum { CURRENCIES = 200 };

struct sums {
	struct arena *arena;
	struct money_sum_list *list;
};

static void add_sum(struct sums *s, struct currency c, int64_t count, int64_t amount)
{
	struct money_sum_list *l = s->list;
	size_t i = 0;

	while (i < l->n && strcmp(l->at[i].currency.code, c.code) < 0)
		i++;
	if (i == l->n || !currency_eq(l->at[i].currency, c)) {
		if (l->n == CURRENCIES)
			return; /* there are fewer currencies than that */
		memmove(&l->at[i + 1], &l->at[i], (l->n - i) * sizeof(*l->at));
		l->at[i] = (struct money_sum){ .currency = c };
		l->n++;
	}
	l->at[i].count += count;
	l->at[i].amount += amount;
}

static void add_body(void *arg, const struct event_body *b)
{
	add_sum(arg, b->currency, 1, b->amount);
}

struct span {
	int64_t from, to;               /* ms */
	int64_t first_hour, end_hour;   /* whole hours inside; first >= end: none */
	int64_t left_to, right_from;    /* edges: [from, left_to) and [right_from, to) */
};

static struct span span_of(int64_t from, int64_t to)
{
	struct span s = { .from = from, .to = to,
			  .first_hour = (from + HOUR_MS - 1) / HOUR_MS, .end_hour = to / HOUR_MS };

	if (s.first_hour >= s.end_hour) {
		s.left_to = to;
		s.right_from = to;
	} else {
		s.left_to = s.first_hour * HOUR_MS;
		s.right_from = s.end_hour * HOUR_MS;
	}
	return s;
}

static enum status count_of(struct unit *u, struct snap *s, const char *metric, enum event_id kind,
			    const struct span *p, int64_t *ret)
{
	struct money_sum_list whole;
	int64_t left, right;

	TRY(store_kpi_sum(s, metric, p->first_hour, p->end_hour, &whole, &u->arena));
	TRY(store_event_span(s, kind, p->from, p->left_to, &left, NULL, NULL));
	TRY(store_event_span(s, kind, p->right_from, p->to, &right, NULL, NULL));
	*ret = left + right;
	for (size_t i = 0; i < whole.n; i++)
		*ret += whole.at[i].count;
	return ST_OK;
}

static enum status promises_of(struct unit *u, struct snap *s, const struct span *p,
			       struct kpi_figures *ret)
{
	struct money_sum_list whole;
	struct sums sums = { &u->arena, &ret->promised };
	int64_t left, right;

	ret->promised.at = NEW_N(&u->arena, struct money_sum, CURRENCIES);
	TRY(store_kpi_sum(s, "promises", p->first_hour, p->end_hour, &whole, &u->arena));
	for (size_t i = 0; i < whole.n; i++)
		add_sum(&sums, whole.at[i].currency, whole.at[i].count, whole.at[i].amount);
	TRY(store_event_span(s, E_portal_promise_created, p->from, p->left_to, &left, add_body, &sums));
	TRY(store_event_span(s, E_portal_promise_created, p->right_from, p->to, &right, add_body,
			     &sums));
	for (size_t i = 0; i < ret->promised.n; i++)
		ret->promises += ret->promised.at[i].count;
	return ST_OK;
}

static enum status verified_of(struct unit *u, struct snap *s, const struct span *p, int64_t *ret)
{
	struct money_sum_list whole;
	int64_t left, right;

	TRY(store_kpi_sum(s, "links_verified", p->first_hour, p->end_hour, &whole, &u->arena));
	TRY(store_link_verified_of(s, p->from, p->left_to, &left));
	TRY(store_link_verified_of(s, p->right_from, p->to, &right));
	*ret = left + right;
	for (size_t i = 0; i < whole.n; i++)
		*ret += whole.at[i].count;
	return ST_OK;
}

static int64_t rate(int64_t part, int64_t whole) /* tenths of a per cent, rounded to nearest */
{
	return whole > 0 ? (part * 2000 + whole) / (2 * whole) : 0;
}

enum status service_kpi_figures(struct unit *u, struct snap *s, int64_t from, int64_t to,
				struct kpi_figures *ret)
{
	struct span p = span_of(from, to);

	*ret = (struct kpi_figures){ .from = from, .to = to };
	TRY(count_of(u, s, "links_sent", E_link_sent, &p, &ret->links_sent));
	TRY(count_of(u, s, "disputes", E_portal_dispute_filed, &p, &ret->disputes));
	TRY(verified_of(u, s, &p, &ret->links_verified));
	ret->conversion_rate = rate(ret->links_verified, ret->links_sent);
	TRY(count_of(u, s, "opt_outs", E_portal_opt_out, &p, &ret->opt_outs));
	return promises_of(u, s, &p, ret);
}

struct recount {
	struct sums sums;
	int64_t from, to, verified;
};

static void recount_visit(void *arg, const struct event_body *b)
{
	struct recount *r = arg;

	r->verified += b->sent_at >= r->from && b->sent_at < r->to;
}

enum status service_kpi_recount(struct unit *u, struct snap *s, int64_t from, int64_t to,
				struct kpi_figures *ret)
{
	struct recount r = { .from = from, .to = to };
	int64_t ignored;

	*ret = (struct kpi_figures){ .from = from, .to = to };
	ret->promised.at = NEW_N(&u->arena, struct money_sum, CURRENCIES);
	r.sums = (struct sums){ &u->arena, &ret->promised };
	TRY(store_event_span(s, E_link_sent, from, to, &ret->links_sent, NULL, NULL));
	TRY(store_event_span(s, E_portal_dispute_filed, from, to, &ret->disputes, NULL, NULL));
	TRY(store_event_span(s, E_portal_session_started, 0, INT64_MAX, &ignored, recount_visit, &r));
	ret->links_verified = r.verified;
	ret->conversion_rate = rate(ret->links_verified, ret->links_sent);
	TRY(store_event_span(s, E_portal_opt_out, from, to, &ret->opt_outs, NULL, NULL));
	return store_event_span(s, E_portal_promise_created, from, to, &ret->promises, add_body,
				&r.sums);
}

static enum status period_in(struct unit *u, struct snap *s, struct sv text, struct period *ret)
{
	const struct zone *z;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	if (zone_get(org.time_zone, &z) != ST_OK)
		z = zone_utc();
	return period_of(text, u->now, z, ret);
}

enum status service_kpi_show(struct unit *u, struct snap *s, struct sv period, struct kpi_page *ret)
{
	struct kpi_figures now;
	struct period p;

	TRY(period_in(u, s, period, &p));
	TRY(service_kpi_figures(u, s, p.from, p.to, &now));
	ret->previous = NEW(&u->arena, struct kpi_figures);
	TRY(service_kpi_figures(u, s, p.before_from, p.before_to, ret->previous));
	TRY(service_session_active(u, s, &ret->active_sessions));
	ret->period = period.n ? period : SV("7d");
	ret->from = now.from;
	ret->to = now.to;
	ret->links_sent = now.links_sent;
	ret->links_verified = now.links_verified;
	ret->conversion_rate = now.conversion_rate;
	ret->promises = now.promises;
	ret->promised = now.promised;
	ret->disputes = now.disputes;
	ret->opt_outs = now.opt_outs;
	ret->as_of = u->now;
	return store_event_head(s, &ret->seq);
}

enum status service_token_overview(struct unit *u, struct snap *s, struct sv period,
				   struct token_page *ret)
{
	struct period p = { .from = 0, .to = INT64_MAX };

	if (period.n)
		TRY(period_in(u, s, period, &p));
	ret->as_of = u->now;
	return store_link_overview(s, p.from, p.to, u->now, &ret->items, &u->arena);
}
