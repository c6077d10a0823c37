/* What was told lately is not told again: to the millisecond, in a bounded table, and by many threads at once. */
#include "tests/support/check.h"

#include <stdatomic.h>

#include "common/thread.h"

#include "server/runtime/revealed.h"

enum { NOW = 100000000, THREADS = 8, ROUNDS = 2000 };

static struct look look(int64_t operator_, int64_t method, int64_t account)
{
	return (struct look){ operator_, method, account, account + 1000 };
}

static bool tells(struct revealed *r, struct look l, int64_t now)
{
	bool mine = revealed_begin(r, &l, now);

	if (mine)
		revealed_end(r, &l, true);
	return mine;
}

static void a_look_is_told_again_to_the_millisecond_after_its_time(void **state)
{
	struct revealed *r = revealed_new(64);

	(void)state;
	CHECK(tells(r, look(7, 1, 1), NOW));
	CHECK(!tells(r, look(7, 1, 1), NOW));
	CHECK(!tells(r, look(7, 1, 1), NOW + REVEALED_MS - 1)); /* nor does looking prolong it */
	CHECK(tells(r, look(7, 1, 1), NOW + REVEALED_MS));
	CHECK(!tells(r, look(7, 1, 1), NOW + REVEALED_MS + 1));
	revealed_free(r);
}

static void a_clock_that_went_back_hides_no_look(void **state)
{
	struct revealed *r = revealed_new(64);

	(void)state;
	CHECK(tells(r, look(7, 1, 1), NOW));
	CHECK(tells(r, look(7, 1, 1), NOW - 1));
	revealed_free(r);
}

static void another_operator_method_account_or_contact_is_another_look(void **state)
{
	struct revealed *r = revealed_new(64);
	struct look other = look(7, 1, 1);

	(void)state;
	CHECK(tells(r, look(7, 1, 1), NOW));
	CHECK(tells(r, look(8, 1, 1), NOW));
	CHECK(tells(r, look(7, 2, 1), NOW));
	CHECK(tells(r, look(7, 1, 2), NOW));
	other.contact = 5;
	CHECK(tells(r, other, NOW));
	CHECK(!tells(r, look(7, 1, 1), NOW));
	revealed_free(r);
}

static void a_look_whose_row_was_not_written_was_none(void **state)
{
	struct revealed *r = revealed_new(64);
	struct look l = look(7, 1, 1);

	(void)state;
	CHECK(revealed_begin(r, &l, NOW));
	revealed_end(r, &l, false);
	CHECK(tells(r, l, NOW));
	CHECK(!tells(r, l, NOW));
	revealed_free(r);
}

static void where_the_table_is_full_the_oldest_look_is_forgotten_and_no_other(void **state)
{
	struct revealed *r = revealed_new(8);

	(void)state;
	for (int i = 0; i < 20; i++)
		CHECK(tells(r, look(7, 1, i), NOW + i));
	for (int i = 12; i < 20; i++)
		CHECK(!tells(r, look(7, 1, i), NOW + 20));
	CHECK(tells(r, look(7, 1, 11), NOW + 20));
	CHECK(tells(r, look(7, 1, 12), NOW + 20)); /* which made room for it */
	revealed_free(r);
}

static void what_is_being_written_keeps_its_place_and_the_rest_is_told(void **state)
{
	struct revealed *r = revealed_new(8);

	(void)state;
	for (int i = 0; i < 8; i++)
		CHECK(revealed_begin(r, &(struct look){ 7, 1, i, 0 }, NOW));
	CHECK(tells(r, look(7, 1, 100), NOW));
	CHECK(tells(r, look(7, 1, 100), NOW)); /* there was no place to remember it */
	for (int i = 0; i < 8; i++)
		revealed_end(r, &(struct look){ 7, 1, i, 0 }, true);
	for (int i = 0; i < 8; i++)
		CHECK(!revealed_begin(r, &(struct look){ 7, 1, i, 0 }, NOW));
	revealed_free(r);
}

struct crowd {
	struct revealed *r;
	_Atomic int *written, *refused; /* by round */
	_Atomic int *early;             /* let go before the row was there */
};

/* Every third writing fails: then one of those who wait tries it. */
static void *all_look(void *arg)
{
	struct crowd *c = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct look l = look(7, 1, i);

		for (;;) {
			if (!revealed_begin(c->r, &l, NOW)) {
				if (atomic_load(&c->written[i]) != 1)
					atomic_fetch_add(c->early, 1);
				break;
			}
			if (i % 3 == 0 && atomic_fetch_add(&c->refused[i], 1) == 0) {
				revealed_end(c->r, &l, false);
				continue;
			}
			atomic_fetch_add(&c->written[i], 1);
			revealed_end(c->r, &l, true);
			break;
		}
	}
	return NULL;
}

static void of_many_who_look_at_once_one_tells_it_and_none_goes_on_before(void **state)
{
	static _Atomic int written[ROUNDS], refused[ROUNDS];
	_Atomic int early = 0;
	struct crowd crowd = { revealed_new(REVEALED_PLACES), written, refused, &early };
	struct thread *threads[THREADS];

	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		CHECK_OK(thread_start("crowd", THREAD_ANY, all_look, &crowd, &threads[i]));
	for (size_t i = 0; i < THREADS; i++)
		thread_join(threads[i]);
	CHECK_INT(0, early);
	for (int i = 0; i < ROUNDS; i++)
		CHECK_INT(1, written[i]);
	revealed_free(crowd.r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_is_told_again_to_the_millisecond_after_its_time),
		cmocka_unit_test(a_clock_that_went_back_hides_no_look),
		cmocka_unit_test(another_operator_method_account_or_contact_is_another_look),
		cmocka_unit_test(a_look_whose_row_was_not_written_was_none),
		cmocka_unit_test(where_the_table_is_full_the_oldest_look_is_forgotten_and_no_other),
		cmocka_unit_test(what_is_being_written_keeps_its_place_and_the_rest_is_told),
		cmocka_unit_test(of_many_who_look_at_once_one_tells_it_and_none_goes_on_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
