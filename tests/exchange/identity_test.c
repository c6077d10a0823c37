/* What of a document or reference is kept, and that importer and portal make the same of it. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/exchange/identity.h"

static void the_last_digits_ignore_everything_else(void **state)
{
	char d[6];

	(void)state;
	CHECK(identity_last(SV("AB-12.345/6X"), 4, d) && memcmp(d, "3456", 4) == 0);
	CHECK(identity_last(SV("AB-12.345/6X"), 6, d) && memcmp(d, "123456", 6) == 0);
	CHECK(!identity_last(SV("AB-123"), 4, d));
	CHECK(!identity_last(SV("AB-12345"), 6, d));
	CHECK(!identity_last(SV_NONE, 4, d));
}

static void a_reference_is_the_same_however_it_is_typed(void **state)
{
	char one[IDENTITY_REFERENCE_MAX], two[IDENTITY_REFERENCE_MAX];
	size_t n, m;

	(void)state;
	CHECK(identity_reference(SV("ref 004/82-1x"), one, &n));
	CHECK(identity_reference(SV(" REF00482 1X."), two, &m));
	CHECK_SV("REF004821X", sv_of(one, n));
	CHECK(sv_eq(sv_of(one, n), sv_of(two, m)));
}

static void words_and_short_numbers_are_no_reference(void **state)
{
	static const char *const bad[] = { "", "on paper", "12345", "AB-12-3", "see letter" };
	char long_one[200], ret[IDENTITY_REFERENCE_MAX];
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!identity_reference(sv_from(bad[i]), ret, &n));
	memset(long_one, '7', sizeof(long_one));
	CHECK(!identity_reference(sv_of(long_one, IDENTITY_REFERENCE_MAX + 1), ret, &n));
	CHECK(identity_reference(sv_of(long_one, IDENTITY_REFERENCE_MAX), ret, &n));
}

static void no_two_kinds_or_people_share_a_hash(void **state)
{
	struct arena a = ARENA_INIT;
	struct keys *k;
	struct hash h[2 * OF_REFERENCE_FULL];
	size_t n = 0;

	(void)state;
	CHECK_OK(crypt_start());
	CHECK_OK(keys_read(keys_make(&a), &k));
	for (int of = OF_DOCUMENT; of <= OF_REFERENCE_FULL; of++) {
		h[n++] = identity_hash(k, (enum identity_of)of, SV("c1"), SV("123456"));
		h[n++] = identity_hash(k, (enum identity_of)of, SV("c11"), SV("23456"));
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			CHECK(!crypt_equal(hash_sv(&h[i]), hash_sv(&h[j])));
	keys_free(k);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_digits_ignore_everything_else),
		cmocka_unit_test(a_reference_is_the_same_however_it_is_typed),
		cmocka_unit_test(words_and_short_numbers_are_no_reference),
		cmocka_unit_test(no_two_kinds_or_people_share_a_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
