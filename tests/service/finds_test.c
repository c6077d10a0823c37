/* What stands out in a period, counted again from plain arrays; the places in an order by sorting them. */
#include "tests/service/figures_world.h"

#include "server/service/finds.h"
#include "server/service/kpi.h"

static int up(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t place(int64_t *waits, size_t n, double share) /* nearest rank */
{
	size_t rank = 1;

	while ((double)rank < share * (double)n)
		rank++;
	qsort(waits, n, sizeof(*waits), up);
	return n ? waits[rank - 1] : 0;
}

static int64_t earliest(int64_t a, int64_t b, int64_t c)
{
	int64_t at = a ? a : INT64_MAX;

	at = b && b < at ? b : at;
	at = c && c < at ? c : at;
	return at == INT64_MAX ? 0 : at;
}

struct waits {
	int64_t ms[DISPUTES + CALLBACKS];
	size_t n;
	int64_t waiting, never, oldest;
};

static void add(struct waits *t, int64_t since, int64_t acted, bool over)
{
	if (acted)
		t->ms[t->n++] = acted - since;
	else if (over)
		t->never++;
	else
		t->waiting++;
	if (!acted && !over && (!t->oldest || clock_now() - since > t->oldest))
		t->oldest = clock_now() - since;
}

static void check_wait(struct waits *t, const struct find_wait *w)
{
	CHECK_INT(t->n, w->acted);
	CHECK_INT(place(t->ms, t->n, 0.5), w->median);
	CHECK_INT(place(t->ms, t->n, 0.9), w->p90);
	CHECK_INT(t->waiting, w->waiting);
	CHECK_INT(t->never, w->never);
	CHECK_INT(t->oldest, w->oldest);
}

static void check_waits(const struct facts *f, const struct finds_page *p)
{
	struct waits disputes = { .n = 0 }, callbacks = { .n = 0 };

	for (size_t i = 0; i < DISPUTES; i++) {
		const struct fact_dispute *d = &f->disputes[i];

		if (within(d->filed_at, p->from, p->to))
			add(&disputes, d->filed_at, earliest(d->taken_at, d->noted_at, d->ended_at), false);
	}
	for (size_t i = 0; i < CALLBACKS; i++) {
		const struct fact_callback *c = &f->callbacks[i];

		if (within(c->made_at, p->from, p->to))
			add(&callbacks, c->made_at, c->taken_at, c->ended_at != 0);
	}
	check_wait(&disputes, p->disputes);
	check_wait(&callbacks, p->callbacks);
}

static void check_visits(const struct facts *f, const struct finds_page *p)
{
	int64_t visits = 0, without = 0;

	for (size_t i = 0; i < f->n_visits; i++)
		if (within(f->visits[i].started_at, p->from, p->to) && f->visits[i].ended_at) {
			visits++;
			without += !acted_in(f, &f->visits[i]);
		}
	CHECK_INT(visits, p->visits);
	CHECK_INT(without, p->visits_without_action);
}

static void check_links(struct world *w, const struct facts *f, const struct finds_page *p)
{
	double worst = -1;

	CHECK_INT(channel__end - 1, p->links.n);
	for (size_t i = 0; i < p->links.n; i++) {
		const struct find_link_row *r = &p->links.at[i];
		int64_t sent = 0, verified = 0;

		for (size_t k = 0; k < LINKS; k++)
			if (f->links[k].channel == r->channel && within(f->links[k].sent_at, p->from, p->to)) {
				sent++;
				verified += f->links[k].verified_at != 0;
			}
		CHECK_INT(sent, r->sent);
		CHECK_INT(verified, r->verified);
		CHECK(sv_eq(per_cent(w, verified, sent), r->rate));
		CHECK(sent == 0 || (double)verified / (double)sent >= worst);
		worst = sent ? (double)verified / (double)sent : 2;
	}
}

static void check_reasons(const struct facts *f, const struct finds_page *p)
{
	int64_t before = INT64_MAX, all = 0;

	for (size_t i = 0; i < p->reasons.n; i++) {
		int64_t n = 0;

		for (size_t k = 0; k < DISPUTES; k++)
			n += f->disputes[k].reason == p->reasons.at[i].reason && within(f->disputes[k].filed_at, p->from, p->to);
		CHECK(n > 0 && n <= before);
		CHECK_INT(n, p->reasons.at[i].count);
		before = n;
		all += n;
	}
	for (size_t k = 0; k < DISPUTES; k++)
		all -= within(f->disputes[k].filed_at, p->from, p->to);
	CHECK_INT(0, all);
}

static void every_find_is_what_the_arrays_say(void **state)
{
	static const char *const periods[] = { "today", "7d", "30d", "40d", "2026-02-10..2026-02-20" };
	struct world *w = *state;
	struct facts *f = facts_of(w, 77);

	for (size_t i = 0; i < COUNT(periods); i++) {
		struct finds_page p;

		CHECK_OK(service_finds_show(world_look(w), w->u.snap, &(struct period_query){ .period = sv_from(periods[i]) }, &p));
		check_visits(f, &p);
		check_links(w, f, &p);
		check_reasons(f, &p);
		check_waits(f, &p);
	}
}

static void nothing_is_zeros_and_no_rate(void **state)
{
	struct world *w = *state;
	struct finds_page p;

	CHECK_OK(service_finds_show(world_look(w), w->u.snap, &(struct period_query){ .at = 0 }, &p));
	CHECK_INT(0, p.visits + p.visits_without_action + p.disputes->acted + p.disputes->median + p.callbacks->p90);
	CHECK_INT(0, p.disputes->waiting + p.disputes->oldest + p.callbacks->waiting + p.callbacks->never);
	CHECK_INT(0, p.reasons.n);
	CHECK_INT(3, p.links.n);
	CHECK_SV("-", p.links.at[0].rate);
	CHECK_FAULT(ST_INVALID, "at", "can not be told",
		    service_finds_show(&w->u, w->u.snap, &(struct period_query){ .at = 1 }, &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_find_is_what_the_arrays_say),
		WORLD_TEST(nothing_is_zeros_and_no_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
