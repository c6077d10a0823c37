/* Whole hours come from the roll-ups; what is left at both ends of the period (less than an hour each) is
 * read from events and links, so a figure is exact to the millisecond. */
#include "server/service/kpi.h"

#include <inttypes.h>
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

/* Roll-ups know who is verified by now; of a past instant the links themselves tell. */
static enum status verified_of(struct unit *u, struct snap *s, const struct span *p, int64_t at, int64_t *ret)
{
	struct money_sum_list whole;
	int64_t left, right;

	if (at < u->now)
		return store_link_verified_by(s, p->from, p->to, at, ret);
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

struct sv service_rate(struct arena *a, int64_t part, int64_t whole)
{
	int64_t tenths = rate(part, whole);

	return whole > 0 ? sv_print(a, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10) : SV("-");
}

enum status service_kpi_figures_at(struct unit *u, struct snap *s, int64_t from, int64_t to, int64_t at,
				   struct kpi_figures *ret)
{
	/* Of what came after a past instant nothing was known then; now there is nothing after now. */
	struct span p = span_of(from, at < u->now && to > at + 1 ? at + 1 : to);

	*ret = (struct kpi_figures){ .from = from, .to = to };
	if (p.from >= p.to)
		return ST_OK;
	TRY(count_of(u, s, "links_sent", E_link_sent, &p, &ret->links_sent));
	TRY(count_of(u, s, "disputes", E_portal_dispute_filed, &p, &ret->disputes));
	TRY(verified_of(u, s, &p, at, &ret->links_verified));
	ret->conversion_rate = rate(ret->links_verified, ret->links_sent);
	TRY(count_of(u, s, "opt_outs", E_portal_opt_out, &p, &ret->opt_outs));
	return promises_of(u, s, &p, ret);
}

enum status service_kpi_figures(struct unit *u, struct snap *s, int64_t from, int64_t to,
				struct kpi_figures *ret)
{
	return service_kpi_figures_at(u, s, from, to, u->now, ret);
}

enum status service_kpi_sessions(struct unit *u, struct snap *s, int64_t from, int64_t to, int64_t *ret)
{
	struct span p = span_of(from, to);

	*ret = 0;
	return from < to ? count_of(u, s, "sessions", E_portal_session_started, &p, ret) : ST_OK;
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

enum status service_period(struct unit *u, struct snap *s, const struct period_query *q, struct asked *ret)
{
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	if (zone_get(org.time_zone, &ret->zone) != ST_OK)
		ret->zone = zone_utc();
	if (q->at < 0 || q->at > u->now)
		return fail_field(ST_INVALID, "at", "has not come yet");
	ret->at = q->at ? q->at : u->now;
	ret->text = q->period.n ? q->period : SV("7d");
	return period_of(q->period, ret->at, ret->zone, &ret->period);
}

enum status service_period_now(struct unit *u, struct snap *s, const struct period_query *q, struct asked *ret)
{
	if (q->at)
		return fail_field(ST_INVALID, "at", "can not be told exactly of the past here");
	return service_period(u, s, q, ret);
}

enum status service_kpi_seq(struct unit *u, struct snap *s, int64_t at, int64_t *ret)
{
	return at < u->now ? store_event_seq_at(s, at, ret) : store_event_head(s, ret);
}

enum status service_kpi_show(struct unit *u, struct snap *s, const struct period_query *q, struct kpi_page *ret)
{
	struct kpi_figures now;
	struct asked k;

	TRY(service_period(u, s, q, &k));
	TRY(service_kpi_figures_at(u, s, k.period.from, k.period.to, k.at, &now));
	ret->previous = NEW(&u->arena, struct kpi_figures);
	TRY(service_kpi_figures_at(u, s, k.period.before_from, k.period.before_to, k.at, ret->previous));
	ret->past = q->at != 0;
	if (ret->past)
		ret->active_sessions = -1; /* a visit keeps its last activity alone */
	else
		TRY(service_session_active(u, s, &ret->active_sessions));
	ret->period = k.text;
	ret->from = now.from;
	ret->to = now.to;
	ret->links_sent = now.links_sent;
	ret->links_verified = now.links_verified;
	ret->conversion_rate = now.conversion_rate;
	ret->promises = now.promises;
	ret->promised = now.promised;
	ret->disputes = now.disputes;
	ret->opt_outs = now.opt_outs;
	ret->as_of = k.at;
	return service_kpi_seq(u, s, k.at, &ret->seq);
}

/* Links that events say were locked or revoked since. */
struct ended {
	struct arena *arena;
	int64_t *ids;
	size_t n, room;
};

static void add_link(void *arg, const struct event_body *b)
{
	struct ended *e = arg;
	int64_t *more;

	if (e->n == e->room) {
		e->room = e->room ? 2 * e->room : 64;
		more = NEW_N(e->arena, int64_t, e->room);
		if (e->n)
			memcpy(more, e->ids, e->n * sizeof(*more));
		e->ids = more;
	}
	e->ids[e->n++] = b->link;
}

static void stood_open(struct token_row_list *l, const struct link_core *link, int64_t at)
{
	for (size_t i = 0; i < l->n; i++) {
		struct token_row *r = &l->at[i];

		if (r->channel != link->channel || r->source != link->source)
			continue;
		if (link->state == LINK_LOCKED)
			r->locked--;
		else
			r->revoked--;
		if (link->expires_at > at)
			r->pending++;
		else
			r->expired++;
	}
}

/* Back to where they stood at k->at: what was locked or revoked later was open then. */
static enum status reopen(struct unit *u, struct snap *s, const struct asked *k, int64_t to,
			  struct token_row_list *l)
{
	static const enum event_id kinds[] = { E_link_locked, E_link_revoked };
	struct ended e = { .arena = &u->arena };
	struct link_core link;
	int64_t ignored;

	for (size_t i = 0; i < COUNT(kinds); i++)
		TRY(store_event_span(s, kinds[i], k->at + 1, INT64_MAX, &ignored, add_link, &e));
	for (size_t i = 0; i < e.n; i++) {
		TRY(store_link_core(s, e.ids[i], &link, &u->arena));
		if (link.sent_at >= k->period.from && link.sent_at < to && link.sent_at &&
		    (link.state == LINK_LOCKED || link.state == LINK_REVOKED))
			stood_open(l, &link, k->at);
	}
	return ST_OK;
}

enum status service_token_overview(struct unit *u, struct snap *s, const struct period_query *q,
				   struct token_page *ret)
{
	struct asked k = { .at = u->now };
	int64_t to;

	if (q->period.n || q->at)
		TRY(service_period(u, s, q, &k));
	if (!q->period.n) /* ever */
		k.period = (struct period){ .from = 0, .to = INT64_MAX };
	to = q->at && k.period.to > k.at + 1 ? k.at + 1 : k.period.to;
	ret->as_of = k.at;
	TRY(store_link_overview(s, k.period.from, to, k.at, &ret->items, &u->arena));
	return k.at < u->now ? reopen(u, s, &k, to, &ret->items) : ST_OK;
}
