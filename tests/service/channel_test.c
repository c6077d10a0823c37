/* Channels beside each other: every figure counted again from plain arrays, in several periods; nothing at all is zeros. */
#include "tests/service/figures_world.h"

#include "server/service/channel.h"
#include "server/service/kpi.h"

#define WEEK (7 * DAY_MS)

static enum way way_of(enum channel c)
{
	return c == CHANNEL_SMS ? WAY_SMS : c == CHANNEL_WHATSAPP ? WAY_WHATSAPP : WAY_EMAIL;
}

/* The contact came or did something within a week after `at`. */
static bool came(const struct facts *f, int64_t contact, int64_t at)
{
	for (size_t i = 0; i < f->n_visits; i++)
		if (f->visits[i].contact == contact && f->visits[i].started_at > at && f->visits[i].started_at < at + WEEK)
			return true;
	for (size_t i = 0; i < f->n_receipts; i++)
		if (f->receipts[i].contact == contact && f->receipts[i].at > at && f->receipts[i].at < at + WEEK)
			return true;
	return false;
}

static void count_asked(const struct facts *f, enum way way, int64_t from, int64_t to, int64_t *asked, int64_t *answered)
{
	*asked = *answered = 0;
	for (size_t i = 0; i < f->n_visits && way == WAY_PORTAL; i++)
		if (within(f->visits[i].started_at, from, to)) {
			++*asked;
			*answered += acted_in(f, &f->visits[i]);
		}
	for (size_t i = 0; i < LINKS; i++) {
		const struct fact_link *l = &f->links[i];

		if (way_of(l->channel) != way || !within(l->sent_at, from, to))
			continue;
		++*asked;
		*answered += l->verified_at && l->verified_at - l->sent_at < WEEK;
	}
	for (size_t i = 0; i < NOTICES; i++) {
		const struct fact_notice *n = &f->notices[i];

		if (way_of(n->channel) != way || n->state != NOTICE_SENT || !within(n->ended_at, from, to) ||
		    (n->kind != NOTICE_WAITING && n->kind != NOTICE_REPLY))
			continue;
		++*asked;
		*answered += came(f, n->contact, n->ended_at);
	}
}

static bool promised_in(const struct facts *f, const struct fact_visit *v)
{
	for (size_t i = 0; v && i < f->n_promises; i++)
		if (f->promises[i].session == v->id && f->promises[i].first == f->promises[i].id)
			return true;
	return false;
}

static void check_funnel(const struct facts *f, const struct channel_row *r, int64_t from, int64_t to)
{
	int64_t sent = 0, opened = 0, verified = 0, acted = 0, promised = 0;

	for (size_t i = 0; i < LINKS; i++) {
		const struct fact_link *l = &f->links[i];
		const struct fact_visit *v = visit_of(f, l->id);

		if (!within(l->sent_at, from, to) || (r->channel != WAY_PORTAL && r->channel != way_of(l->channel)))
			continue;
		sent++;
		opened += l->touched_at || l->verified_at;
		verified += l->verified_at != 0;
		acted += acted_in(f, v);
		promised += promised_in(f, v);
	}
	CHECK_INT(sent, r->links_sent);
	CHECK_INT(opened, r->links_opened);
	CHECK_INT(verified, r->links_verified);
	CHECK_INT(acted, r->links_acted);
	CHECK_INT(promised, r->links_promised);
}

static enum way way_of_visit(const struct facts *f, int64_t session)
{
	for (size_t i = 0; i < f->n_visits; i++)
		for (size_t k = 0; k < LINKS; k++)
			if (f->visits[i].id == session && f->links[k].id == f->visits[i].link)
				return way_of(f->links[k].channel);
	return way__none;
}

static bool is_outcome(enum promise_state s)
{
	return s == PROMISE_KEPT || s == PROMISE_PARTLY_KEPT || s == PROMISE_BROKEN;
}

static void check_promises(struct world *w, const struct facts *f, const struct channel_row *r, int64_t from, int64_t to)
{
	int64_t count = 0, ended = 0, kept = 0, eur = 0, usd = 0;

	for (size_t i = 0; i < f->n_promises; i++) {
		const struct fact_promise *p = &f->promises[i];

		if (p->first != p->id || !within(p->made_at, from, to) ||
		    (r->channel != WAY_PORTAL && r->channel != way_of_visit(f, p->session)))
			continue;
		count++;
		*(strcmp(p->currency, "EUR") == 0 ? &eur : &usd) += p->amount;
		for (size_t k = 0; k < f->n_promises; k++) {
			ended += f->promises[k].first == p->id && is_outcome(f->promises[k].state);
			kept += f->promises[k].first == p->id && f->promises[k].state == PROMISE_KEPT;
		}
	}
	CHECK_INT(count, r->promises);
	CHECK_INT(ended, r->ended);
	CHECK_INT(kept, r->kept);
	CHECK(sv_eq(per_cent(w, kept, ended), r->kept_rate));
	CHECK_INT((eur > 0) + (usd > 0), r->promised.n);
	for (size_t i = 0; i < r->promised.n; i++) {
		bool is_eur = strcmp(r->promised.at[i].currency.code, "EUR") == 0;

		CHECK_MONEY(is_eur ? eur : usd, r->promised.at[i].amount);
		count -= r->promised.at[i].count;
	}
	CHECK_INT(0, count);
}

static void every_figure_is_what_the_arrays_say(void **state)
{
	static const char *const periods[] = { "today", "7d", "30d", "2026-02-10..2026-02-20" };
	struct world *w = *state;
	struct facts *f = facts_of(w, 5);

	for (size_t i = 0; i < COUNT(periods); i++) {
		struct period_query q = { .period = sv_from(periods[i]) };
		struct channel_page page;
		struct kpi_page k = { .past = false };

		CHECK_OK(service_channel_show(world_look(w), w->u.snap, &q, &page));
		CHECK_OK(service_kpi_show(&w->u, w->u.snap, &q, &k));
		CHECK_INT(way__end - 1, page.items.n);
		for (size_t n = 0; n < page.items.n; n++) {
			const struct channel_row *r = &page.items.at[n];
			int64_t asked, answered;

			CHECK_INT(n + 1, r->channel);
			count_asked(f, r->channel, page.from, page.to, &asked, &answered);
			CHECK_INT(asked, r->interactions);
			CHECK_INT(answered, r->responses);
			CHECK(sv_eq(per_cent(w, answered, asked), r->response_rate));
			count_asked(f, r->channel, k.previous->from, k.previous->to, &asked, &answered);
			CHECK(sv_eq(per_cent(w, answered, asked), r->response_rate_before));
			check_funnel(f, r, page.from, page.to);
			check_promises(w, f, r, page.from, page.to);
		}
	}
}

static void channels_without_anything_have_zeros_and_no_rate(void **state)
{
	struct world *w = *state;
	struct channel_page page;

	CHECK_OK(service_channel_show(world_look(w), w->u.snap, &(struct period_query){ .at = 0 }, &page));
	CHECK_SV("7d", page.period);
	CHECK_INT(5, page.items.n);
	for (size_t i = 0; i < page.items.n; i++) {
		const struct channel_row *r = &page.items.at[i];

		CHECK_INT(0, r->interactions + r->responses + r->promises + r->ended + r->kept + r->links_sent);
		CHECK_SV("-", r->response_rate);
		CHECK_SV("-", r->response_rate_before);
		CHECK_SV("-", r->kept_rate);
		CHECK_INT(0, r->promised.n);
	}
}

static void the_past_is_refused_by_name(void **state)
{
	struct world *w = *state;
	struct channel_page page;

	CHECK_FAULT(ST_INVALID, "at", "can not be told",
		    service_channel_show(world_look(w), w->u.snap, &(struct period_query){ .at = 1 }, &page));
	CHECK_FAULT(ST_INVALID, "period", "FROM..TO",
		    service_channel_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("x") }, &page));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_figure_is_what_the_arrays_say),
		WORLD_TEST(channels_without_anything_have_zeros_and_no_rate),
		WORLD_TEST(the_past_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
