/* Arenas: what is handed out is zeroed, aligned, and gone together. */
#include "common/arena.h"

#include "tests/support/check.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t n = 1; n < 5000; n = n * 3 + 1) {
		char *p = arena_alloc(&a, n);

		CHECK_INT(0, (uintptr_t)p % 16);
		for (size_t i = 0; i < n; i++)
			CHECK_INT(0, p[i]);
		memset(p, 0xFF, n);
	}
	arena_reset(&a);
	CHECK_INT(0, *(char *)arena_alloc(&a, 1));
	arena_free(&a);
}

static void pieces_do_not_overlap(void **state)
{
	struct arena a = ARENA_INIT;
	unsigned char *p[300];

	(void)state;
	for (int i = 0; i < 300; i++) {
		p[i] = arena_alloc(&a, 1000);
		memset(p[i], i & 0xFF, 1000);
	}
	for (int i = 0; i < 300; i++)
		CHECK(p[i][0] == (i & 0xFF) && p[i][999] == (i & 0xFF));
	arena_free(&a);
}

static void one_piece_may_be_larger_than_a_chunk(void **state)
{
	struct arena a = ARENA_INIT;
	char *p = arena_alloc(&a, 3 << 20);

	(void)state;
	p[(3 << 20) - 1] = 'x';
	CHECK_INT(3 << 20, a.used);
	arena_free(&a);
	CHECK(a.chunk == NULL);
}

static void a_reset_arena_hands_out_the_same_first_place(void **state)
{
	struct arena a = ARENA_INIT;
	void *first = arena_alloc(&a, 10);

	(void)state;
	arena_alloc(&a, 100000);
	arena_reset(&a);
	CHECK_INT(0, a.used);
	CHECK(arena_alloc(&a, 10) == first);
	arena_free(&a);
}

static void a_copy_ends_with_a_nul(void **state)
{
	struct arena a = ARENA_INIT;
	const char *p = arena_copy(&a, "abcdef", 3);

	(void)state;
	CHECK_SV("abc", sv_from(p));
	CHECK_SV("", sv_from(arena_copy(&a, NULL, 0)));
	CHECK_SV("n=42", sv_from(arena_print(&a, "n=%d", 42)));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(pieces_do_not_overlap),
		cmocka_unit_test(one_piece_may_be_larger_than_a_chunk),
		cmocka_unit_test(a_reset_arena_hands_out_the_same_first_place),
		cmocka_unit_test(a_copy_ends_with_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
