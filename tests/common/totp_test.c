/* One-time codes: the vectors of RFC 4226 and RFC 6238, base32's of RFC 4648; and what is sealed. */
#include "tests/support/check.h"

#include "common/arena.h"
#include "common/crypt.h"
#include "common/totp.h"

#define SECRET SV("12345678901234567890")

static void counters_give_the_codes_of_rfc_4226_appendix_d(void **state)
{
	static const uint32_t want[] = { 755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489 };

	(void)state;
	for (size_t i = 0; i < COUNT(want); i++)
		CHECK_INT(want[i], hotp(SECRET, i, TOTP_DIGITS));
}

static void instants_give_the_codes_of_rfc_6238_appendix_b(void **state)
{
	static const struct {
		int64_t seconds;
		uint32_t code; /* of eight digits there; the last six are ours */
	} cases[] = {
		{ 59, 94287082 },	  { 1111111109, 7081804 },  { 1111111111, 14050471 },
		{ 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t step = (uint64_t)totp_step(cases[i].seconds * 1000);

		CHECK_INT(cases[i].code, hotp(SECRET, step, 8));
		CHECK_INT(cases[i].code % 1000000, hotp(SECRET, step, TOTP_DIGITS));
	}
}

static void a_step_begins_every_thirty_seconds(void **state)
{
	(void)state;
	CHECK_INT(0, totp_step(0));
	CHECK_INT(0, totp_step(29999));
	CHECK_INT(1, totp_step(30000));
}

static void base32_is_that_of_rfc_4648_without_padding(void **state)
{
	static const char *const cases[][2] = { { "", "" },	      { "f", "MY" },	     { "fo", "MZXQ" },	 { "foo", "MZXW6" },
						{ "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" } };
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SV(cases[i][1], base32_print(&a, sv_from(cases[i][0])));
	arena_free(&a);
}

static struct keys *keys_new(struct arena *a)
{
	struct keys *k;

	CHECK_OK(crypt_start());
	CHECK_OK(keys_read(keys_make(a), &k));
	return k;
}

static void what_was_sealed_opens_for_the_same_and_for_nothing_else(void **state)
{
	struct arena a = ARENA_INIT;
	struct keys *k = keys_new(&a), *other = keys_new(&a);
	struct sv sealed = crypt_seal(k, KEY_TOTP, SV("operator 7"), SECRET, &a), got;

	(void)state;
	CHECK(crypt_unseal(k, KEY_TOTP, SV("operator 7"), sealed, &a, &got));
	CHECK(sv_eq(SECRET, got));
	CHECK(!crypt_unseal(k, KEY_TOTP, SV("operator 8"), sealed, &a, &got));
	CHECK(!crypt_unseal(k, KEY_BODY, SV("operator 7"), sealed, &a, &got));
	CHECK(!crypt_unseal(other, KEY_TOTP, SV("operator 7"), sealed, &a, &got));
	CHECK(!crypt_unseal(k, KEY_TOTP, SV("operator 7"), SV("too short"), &a, &got));
	keys_free(k);
	keys_free(other);
	arena_free(&a);
}

static void a_seal_that_was_changed_anywhere_does_not_open(void **state)
{
	struct arena a = ARENA_INIT;
	struct keys *k = keys_new(&a);
	struct sv sealed = crypt_seal(k, KEY_TOTP, SV("operator 7"), SECRET, &a), got;

	(void)state;
	for (size_t i = 0; i < sealed.n; i++) {
		char *p = arena_copy(&a, sealed.p, sealed.n);

		p[i] ^= 1;
		CHECK(!crypt_unseal(k, KEY_TOTP, SV("operator 7"), sv_of(p, sealed.n), &a, &got));
	}
	keys_free(k);
	arena_free(&a);
}

static void one_secret_sealed_twice_looks_different(void **state)
{
	struct arena a = ARENA_INIT;
	struct keys *k = keys_new(&a);

	(void)state;
	CHECK(!sv_eq(crypt_seal(k, KEY_TOTP, SV("x"), SECRET, &a), crypt_seal(k, KEY_TOTP, SV("x"), SECRET, &a)));
	keys_free(k);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counters_give_the_codes_of_rfc_4226_appendix_d),
		cmocka_unit_test(instants_give_the_codes_of_rfc_6238_appendix_b),
		cmocka_unit_test(a_step_begins_every_thirty_seconds),
		cmocka_unit_test(base32_is_that_of_rfc_4648_without_padding),
		cmocka_unit_test(what_was_sealed_opens_for_the_same_and_for_nothing_else),
		cmocka_unit_test(a_seal_that_was_changed_anywhere_does_not_open),
		cmocka_unit_test(one_secret_sealed_twice_looks_different),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
