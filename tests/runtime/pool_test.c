/* The pool: every job once, each with a look of its own; what does not fit is refused, what was taken is done. */
#include "tests/support/world.h"

#include <stdatomic.h>

#include "common/clock.h"
#include "common/latch.h"
#include "common/thread.h"

#include "server/runtime/pool.h"
#include "server/store/account.h"

enum { JOBS = 50 };

struct counted {
	struct job job; /* first */
	_Atomic int *ran;
	struct latch *begun, *gate; /* NULL: does not wait */
	int64_t accounts;
};

static void run(struct job *j, struct snap *s)
{
	struct counted *c = (struct counted *)(void *)j;
	int64_t contacts;

	must_be_on(THREAD_WORKER);
	if (c->begun)
		latch_raise(c->begun, 1);
	if (c->gate)
		latch_wait(c->gate, 0, clock_mono_ms() + 30000);
	if (store_account_counts(s, &contacts, &c->accounts) != ST_OK)
		c->accounts = -1;
	atomic_fetch_add(c->ran, 1);
}

static void every_job_runs_once_and_sees_the_book(void **state)
{
	struct world *w = *state;
	struct counted jobs[JOBS];
	_Atomic int ran = 0;
	struct pool *p;

	make_account(w, .number = "A-1");
	CHECK_OK(pool_start(w->shared.store, 3, &p));
	for (int i = 0; i < JOBS; i++) {
		jobs[i] = (struct counted){ .job = { .run = run }, .ran = &ran };
		CHECK(pool_post(p, &jobs[i].job));
	}
	pool_stop(p);
	CHECK_INT(JOBS, ran);
	for (int i = 0; i < JOBS; i++)
		CHECK_INT(1, jobs[i].accounts);
}

static void a_full_pool_refuses_and_does_what_it_took(void **state)
{
	struct world *w = *state;
	struct counted first, waiting[POOL_WAITING], late;
	struct latch *begun = latch_new(0), *gate = latch_new(0);
	_Atomic int ran = 0;
	struct pool *p;

	CHECK_OK(pool_start(w->shared.store, 1, &p));
	first = (struct counted){ .job = { .run = run }, .ran = &ran, .begun = begun, .gate = gate };
	CHECK(pool_post(p, &first.job));
	CHECK_INT(1, latch_wait(begun, 0, clock_mono_ms() + 30000));
	for (int i = 0; i < POOL_WAITING; i++) {
		waiting[i] = (struct counted){ .job = { .run = run }, .ran = &ran };
		CHECK(pool_post(p, &waiting[i].job));
	}
	late = (struct counted){ .job = { .run = run }, .ran = &ran };
	CHECK(!pool_post(p, &late.job));
	CHECK_INT(ST_UNAVAILABLE, fault_last()->status);
	latch_raise(gate, 1);
	pool_stop(p);
	CHECK_INT(1 + POOL_WAITING, ran);
	latch_free(begun);
	latch_free(gate);
}

static void a_pool_has_as_many_hands_as_cores_and_two(void **state)
{
	struct world *w = *state;
	size_t hands = (size_t)thread_cores() + 2;
	struct counted *jobs = NEW_N(&w->u.arena, struct counted, hands);
	struct latch *gate = latch_new(0), **begun = NEW_N(&w->u.arena, struct latch *, hands);
	_Atomic int ran = 0;
	struct pool *p;

	CHECK_OK(pool_start(w->shared.store, 0, &p));
	for (size_t i = 0; i < hands; i++) { /* each begins while the others wait */
		begun[i] = latch_new(0);
		jobs[i] = (struct counted){ .job = { .run = run }, .ran = &ran, .begun = begun[i], .gate = gate };
		CHECK(pool_post(p, &jobs[i].job));
		CHECK_INT(1, latch_wait(begun[i], 0, clock_mono_ms() + 30000));
	}
	CHECK_INT(0, ran);
	latch_raise(gate, 1);
	pool_stop(p);
	CHECK_INT(hands, ran);
	for (size_t i = 0; i < hands; i++)
		latch_free(begun[i]);
	latch_free(gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_job_runs_once_and_sees_the_book),
		WORLD_TEST(a_full_pool_refuses_and_does_what_it_took),
		WORLD_TEST(a_pool_has_as_many_hands_as_cores_and_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
