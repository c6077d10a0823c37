/* Which portfolios have digits that are easy to guess. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"

#include "server/rule/spread.h"

static uint64_t seed;

static unsigned below(unsigned n) /* splitmix64 */
{
	uint64_t z = (seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ z >> 31) % n);
}

static void count(struct spread *s, unsigned n)
{
	char four[8];

	snprintf(four, sizeof(four), "%04u", n % 10000);
	spread_count(s, four);
}

static void numbers_made_in_sequence_are_uneven_however_many(void **state)
{
	static const unsigned sizes[] = { 50, 300, 999, 5000, 9000, 23456 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct spread s = { { { 0 } } };

		for (unsigned n = 0; n < sizes[i]; n++)
			count(&s, 100482 + n);
		CHECK(spread_judge(&s) != SPREAD_EVEN);
		CHECK_INT(sizes[i], spread_total(&s));
	}
}

static void a_whole_round_of_numbers_is_more_even_than_chance(void **state)
{
	struct spread s = { { { 0 } } };

	(void)state;
	for (unsigned n = 0; n < 20000; n++)
		count(&s, n);
	CHECK_INT(SPREAD_TOO_EVEN, spread_judge(&s));
}

static void numbers_that_end_alike_are_uneven(void **state)
{
	struct spread s = { { { 0 } } };

	(void)state;
	for (int n = 0; n < 60; n++)
		count(&s, 10 * below(1000));
	CHECK_INT(SPREAD_UNEVEN, spread_judge(&s));
}

static void random_numbers_are_even(void **state)
{
	(void)state;
	for (int run = 0; run < 300; run++) {
		struct spread s = { { { 0 } } };
		unsigned n = 40 + below(3000);

		seed = (uint64_t)run * 7919;
		for (unsigned i = 0; i < n; i++)
			count(&s, below(10000));
		CHECK_INT(SPREAD_EVEN, spread_judge(&s));
	}
}

static void a_handful_tells_nothing(void **state)
{
	struct spread s = { { { 0 } } };

	(void)state;
	for (int n = 0; n < 49; n++)
		count(&s, 7);
	CHECK_INT(SPREAD_EVEN, spread_judge(&s));
}

static void what_was_counted_is_read_back(void **state)
{
	struct spread s = { { { 0 } } }, t, none;
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 16384);
	struct sv text, empty = SV_NONE;

	(void)state;
	for (int n = 0; n < 1000; n++)
		count(&s, below(10000));
	spread_print(&s, &b);
	text = buf_sv(&b);
	spread_read(&text, &t);
	CHECK(memcmp(&s, &t, sizeof(s)) == 0);
	spread_read(&empty, &none);
	CHECK_INT(0, spread_total(&none));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_made_in_sequence_are_uneven_however_many),
		cmocka_unit_test(a_whole_round_of_numbers_is_more_even_than_chance),
		cmocka_unit_test(numbers_that_end_alike_are_uneven),
		cmocka_unit_test(random_numbers_are_even),
		cmocka_unit_test(a_handful_tells_nothing),
		cmocka_unit_test(what_was_counted_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
