/* Leases of accounts: one at a time, prolonged by who has it, gone with their time; and from many threads at once. */
#include "tests/support/check.h"

#include <stdatomic.h>
#include <stdio.h>

#include "common/thread.h"

#include "server/runtime/presence.h"

enum { NOW = 1000000, THREADS = 8, ROUNDS = 20000 };

static void the_first_keeps_an_account_and_the_second_is_told_of_him(void **state)
{
	struct presence *p = presence_new(64);
	struct working w;

	(void)state;
	CHECK_INT(0, presence_look(p, SV("A-1"), NOW).operator);
	w = presence_take(p, SV("A-1"), 7, NOW);
	CHECK_INT(7, w.operator);
	CHECK_INT(NOW + PRESENCE_MS, w.until);
	w = presence_take(p, SV("A-1"), 8, NOW + 1000);
	CHECK_INT(7, w.operator);
	CHECK_INT(NOW + PRESENCE_MS, w.until); /* nor does that prolong it */
	CHECK_INT(8, presence_take(p, SV("A-2"), 8, NOW).operator);
	CHECK_INT(7, presence_look(p, SV("A-1"), NOW).operator);
	presence_free(p);
}

static void opening_it_again_prolongs_ones_own_lease(void **state)
{
	struct presence *p = presence_new(64);

	(void)state;
	(void)presence_take(p, SV("A-1"), 7, NOW);
	CHECK_INT(NOW + 60000 + PRESENCE_MS, presence_take(p, SV("A-1"), 7, NOW + 60000).until);
	CHECK_INT(7, presence_look(p, SV("A-1"), NOW + PRESENCE_MS).operator);
	presence_free(p);
}

static void a_lease_is_over_to_the_millisecond_and_then_anybodys(void **state)
{
	struct presence *p = presence_new(64);

	(void)state;
	(void)presence_take(p, SV("A-1"), 7, NOW);
	CHECK_INT(7, presence_look(p, SV("A-1"), NOW + PRESENCE_MS - 1).operator);
	CHECK_INT(0, presence_look(p, SV("A-1"), NOW + PRESENCE_MS).operator);
	CHECK_INT(8, presence_take(p, SV("A-1"), 8, NOW + PRESENCE_MS).operator);
	CHECK(!presence_release(p, SV("A-1"), 7, NOW + PRESENCE_MS));
	CHECK_INT(8, presence_look(p, SV("A-1"), NOW + PRESENCE_MS).operator);
	presence_free(p);
}

static void only_who_has_a_lease_releases_it(void **state)
{
	struct presence *p = presence_new(64);

	(void)state;
	(void)presence_take(p, SV("A-1"), 7, NOW);
	CHECK(!presence_release(p, SV("A-1"), 8, NOW));
	CHECK_INT(7, presence_look(p, SV("A-1"), NOW).operator);
	CHECK(presence_release(p, SV("A-1"), 7, NOW));
	CHECK_INT(0, presence_look(p, SV("A-1"), NOW).operator);
	CHECK(!presence_release(p, SV("A-1"), 7, NOW));
	presence_free(p);
}

static void where_the_table_is_full_the_lease_that_ends_first_makes_room(void **state)
{
	struct presence *p = presence_new(8);
	char name[20];
	int there = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "A-%d", i);
		CHECK_INT(7, presence_take(p, sv_from(name), 7, NOW + i).operator);
	}
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "A-%d", i);
		CHECK_INT(i >= 12 ? 7 : 0, presence_look(p, sv_from(name), NOW + 20).operator);
		there += presence_look(p, sv_from(name), NOW + 20).operator != 0;
	}
	CHECK_INT(8, there);
	presence_free(p);
}

struct crowd {
	struct presence *p;
	int64_t operator;
	_Atomic int *ready;
	_Atomic int *torn;
	int64_t saw;
};

/* Each operator's clock is his number, so what is read of two leases at once shows. */
static void *open_and_leave(void *arg)
{
	struct crowd *c = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct sv account = i % 3 ? SV("A-1") : SV("A-2");
		struct working w = presence_take(c->p, account, c->operator, c->operator);

		if (w.until != w.operator + PRESENCE_MS)
			atomic_fetch_add(c->torn, 1);
		w = presence_look(c->p, account, 0);
		if (w.operator && w.until != w.operator + PRESENCE_MS)
			atomic_fetch_add(c->torn, 1);
		(void)presence_release(c->p, account, c->operator, c->operator);
	}
	return NULL;
}

static void *open_once(void *arg)
{
	struct crowd *c = arg;

	atomic_fetch_add(c->ready, 1);
	while (atomic_load(c->ready) < THREADS)
		continue;
	c->saw = presence_take(c->p, SV("A-1"), c->operator, NOW).operator;
	return NULL;
}

static void run_crowd(struct crowd crowd[THREADS], void *(*run)(void *))
{
	struct thread *threads[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(thread_start("crowd", THREAD_ANY, run, &crowd[i], &threads[i]));
	for (size_t i = 0; i < THREADS; i++)
		thread_join(threads[i]);
}

static void a_lease_is_never_read_half(void **state)
{
	struct presence *p = presence_new(8);
	struct crowd crowd[THREADS];
	_Atomic int ready = 0, torn = 0;

	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		crowd[i] = (struct crowd){ p, (int64_t)i + 1, &ready, &torn, 0 };
	run_crowd(crowd, open_and_leave);
	CHECK_INT(0, torn);
	CHECK_INT(0, presence_look(p, SV("A-1"), 0).operator); /* each left what it had */
	CHECK_INT(0, presence_look(p, SV("A-2"), 0).operator);
	presence_free(p);
}

static void of_many_who_open_an_account_at_once_one_has_it_and_all_are_told_the_same(void **state)
{
	(void)state;
	for (int round = 0; round < 50; round++) {
		struct presence *p = presence_new(PRESENCE_PLACES);
		struct crowd crowd[THREADS];
		_Atomic int ready = 0, torn = 0;

		for (size_t i = 0; i < THREADS; i++)
			crowd[i] = (struct crowd){ p, (int64_t)i + 1, &ready, &torn, 0 };
		run_crowd(crowd, open_once);
		for (size_t i = 0; i < THREADS; i++)
			CHECK_INT(crowd[0].saw, crowd[i].saw);
		presence_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_keeps_an_account_and_the_second_is_told_of_him),
		cmocka_unit_test(opening_it_again_prolongs_ones_own_lease),
		cmocka_unit_test(a_lease_is_over_to_the_millisecond_and_then_anybodys),
		cmocka_unit_test(only_who_has_a_lease_releases_it),
		cmocka_unit_test(where_the_table_is_full_the_lease_that_ends_first_makes_room),
		cmocka_unit_test(a_lease_is_never_read_half),
		cmocka_unit_test(of_many_who_open_an_account_at_once_one_has_it_and_all_are_told_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
