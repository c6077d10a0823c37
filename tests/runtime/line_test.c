/* Connections of operators: how long each lasts, what unlocks it, and that nothing said of one is ever said of another. */
#include "tests/support/check.h"

#include <stdatomic.h>

#include "common/thread.h"

#include "server/runtime/line.h"

#define NOW  INT64_C(1773144000000)
#define HOUR INT64_C(3600000)

static void a_line_is_old_after_twelve_hours(void **state)
{
	struct lines *l = lines_new(16);

	(void)state;
	CHECK(lines_add(l, 7, NOW));
	CHECK(!lines_is_old(l, 7, NOW));
	CHECK(!lines_is_old(l, 7, NOW + LINE_HOURS * HOUR - 1));
	CHECK(lines_is_old(l, 7, NOW + LINE_HOURS * HOUR));
	CHECK(!lines_is_old(l, 8, NOW + LINE_HOURS * HOUR));
	lines_free(l);
}

static void a_line_is_locked_until_unlocked_and_again_when_that_is_over(void **state)
{
	struct lines *l = lines_new(16);

	(void)state;
	CHECK(lines_add(l, 7, NOW));
	CHECK(lines_add(l, 8, NOW));
	CHECK(!lines_is_unlocked(l, 7, NOW));
	lines_unlock(l, 7, NOW + HOUR);
	CHECK(lines_is_unlocked(l, 7, NOW + HOUR - 1000));
	CHECK(!lines_is_unlocked(l, 7, NOW + HOUR));
	CHECK(!lines_is_unlocked(l, 8, NOW)); /* each for itself */
	lines_free(l);
}

static void what_a_line_was_allowed_ends_with_it(void **state)
{
	struct lines *l = lines_new(16);

	(void)state;
	CHECK(lines_add(l, 7, NOW));
	lines_unlock(l, 7, NOW + HOUR);
	lines_drop(l, 7);
	CHECK(!lines_is_unlocked(l, 7, NOW));
	lines_unlock(l, 7, NOW + HOUR); /* an answer that comes late */
	CHECK(lines_add(l, 7 + 16, NOW)); /* in the same place */
	CHECK(!lines_is_unlocked(l, 7 + 16, NOW));
	CHECK(lines_add(l, 7, NOW)); /* and a pipe of the same number, one day */
	CHECK(!lines_is_unlocked(l, 7, NOW));
	lines_free(l);
}

static void where_there_is_no_room_nobody_is_let_in(void **state)
{
	struct lines *l = lines_new(4);

	(void)state;
	for (uint32_t pipe = 1; pipe <= 4; pipe++)
		CHECK(lines_add(l, pipe, NOW));
	CHECK(!lines_add(l, 5, NOW));
	lines_drop(l, 2);
	CHECK(lines_add(l, 5, NOW));
	lines_unlock(l, 5, NOW + HOUR);
	CHECK(lines_is_unlocked(l, 5, NOW));
	lines_free(l);
}

static void without_a_table_every_line_is_young_and_locked(void **state)
{
	(void)state;
	CHECK(!lines_is_old(NULL, 0, NOW));
	CHECK(!lines_is_unlocked(NULL, 0, NOW));
	lines_unlock(NULL, 0, NOW);
}

/* Two threads open and close lines in one place; the first unlocks each of its own, the second never does. */
struct side {
	struct lines *l;
	uint32_t from;
	bool unlocks;
	_Atomic int *wrong;
};

static void *open_and_close(void *arg)
{
	struct side *s = arg;

	for (uint32_t i = 0; i < 20000; i++) {
		uint32_t pipe = s->from + 2 * i;

		if (!lines_add(s->l, pipe, NOW)) {
			atomic_fetch_add(s->wrong, 1);
			continue;
		}
		if (s->unlocks)
			lines_unlock(s->l, pipe, NOW + HOUR);
		if (lines_is_unlocked(s->l, pipe, NOW) != s->unlocks)
			atomic_fetch_add(s->wrong, 1);
		lines_drop(s->l, pipe);
		lines_unlock(s->l, pipe, NOW + HOUR); /* late */
	}
	return NULL;
}

static void nothing_said_late_of_one_line_is_read_of_another(void **state)
{
	struct lines *l = lines_new(2);
	_Atomic int wrong = 0;
	struct side sides[] = { { l, 1, true, &wrong }, { l, 2, false, &wrong } };
	struct thread *threads[2];

	(void)state;
	for (size_t i = 0; i < 2; i++)
		CHECK_OK(thread_start("side", THREAD_ANY, open_and_close, &sides[i], &threads[i]));
	for (size_t i = 0; i < 2; i++)
		thread_join(threads[i]);
	CHECK_INT(0, wrong);
	lines_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_old_after_twelve_hours),
		cmocka_unit_test(a_line_is_locked_until_unlocked_and_again_when_that_is_over),
		cmocka_unit_test(what_a_line_was_allowed_ends_with_it),
		cmocka_unit_test(where_there_is_no_room_nobody_is_let_in),
		cmocka_unit_test(without_a_table_every_line_is_young_and_locked),
		cmocka_unit_test(nothing_said_late_of_one_line_is_read_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
