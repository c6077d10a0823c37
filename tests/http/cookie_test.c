/* Cookies by exact name, and form tokens that look different each time. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "tests/http/portal_fake.h"

static struct arena a = ARENA_INIT;
static struct keys *keys;

static int begin(void **state)
{
	(void)state;
	keys = fake_keys();
	return 0;
}

static int end(void **state)
{
	(void)state;
	keys_free(keys);
	arena_free(&a);
	return 0;
}

static void a_cookie_is_found_by_its_exact_name(void **state)
{
	struct sv header = SV("a=1; session=x; sessions=y;pre=z==; __Host-session=w");

	(void)state;
	CHECK_SV("x", cookie_find(header, "session", false));
	CHECK_SV("z==", cookie_find(header, "pre", false));
	CHECK_SV("w", cookie_find(header, "session", true));
	CHECK_SV("", cookie_find(header, "pre", true)); /* without its prefix it is not ours */
	CHECK_SV("", cookie_find(header, "Session", false));
	CHECK_SV("", cookie_find(SV_NONE, "session", false));
	CHECK_SV("", cookie_find(SV(";;=;session"), "session", false));
}

static void a_cookie_given_twice_is_nobodys(void **state)
{
	(void)state;
	CHECK_SV("", cookie_find(SV("session=a; session=b"), "session", false));
	CHECK_SV("", cookie_find(SV("session=a; session=a"), "session", false));
}

static void a_cookie_value_with_odd_bytes_is_nothing(void **state)
{
	(void)state;
	CHECK_SV("", cookie_find(SV("session=\"a\""), "session", false));
	CHECK_SV("", cookie_find(SV("session=a b"), "session", false));
	CHECK_SV("", cookie_find(SV("session=\xc3\xa4"), "session", false));
}

static void a_cookie_is_written_with_its_guards(void **state)
{
	struct cookie c = { .name = SV("session"), .value = SV("abc") };

	(void)state;
	CHECK_SV("session=abc; Path=/; HttpOnly; SameSite=Lax", cookie_line(&a, &c, false));
	CHECK_SV("__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure",
	         cookie_line(&a, &c, true));
	c.seconds = 600;
	CHECK_SV("session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=600",
	         cookie_line(&a, &c, false));
	c.value = SV_NONE;
	CHECK_SV("session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", cookie_line(&a, &c, false));
}

static void a_cookie_cannot_carry_another_header(void **state)
{
	struct cookie c = { .name = SV("session"), .value = SV("a\r\nX: b") };

	(void)state;
	CHECK_INT(0, cookie_line(&a, &c, false).n);
	c.value = SV("a; Domain=evil.test");
	CHECK_INT(0, cookie_line(&a, &c, false).n);
	c.value = SV("a");
	c.name = SV("a=b");
	CHECK_INT(0, cookie_line(&a, &c, false).n);
}

static void a_form_token_is_good_for_its_owner_only(void **state)
{
	struct sv token = form_token(&a, keys, SV("alice"));
	struct keys *others = fake_keys();

	(void)state;
	CHECK_INT(TOKEN_LEN, token.n);
	CHECK(form_token_good(keys, SV("alice"), token));
	CHECK(!form_token_good(keys, SV("bob"), token));
	CHECK(!form_token_good(others, SV("alice"), token));
	CHECK(!form_token_good(keys, SV("alice"), SV_NONE));
	CHECK(!form_token_good(keys, SV_NONE, form_token(&a, keys, SV_NONE)));
	keys_free(others);
}

static void two_tokens_of_one_owner_share_no_run_of_letters(void **state)
{
	struct sv one = form_token(&a, keys, SV("alice")), two = form_token(&a, keys, SV("alice"));

	(void)state;
	for (size_t i = 0; i + 8 <= one.n; i++)
		CHECK(sv_find_sv(two, sv_from_to(one, i, i + 8)) == two.n);
}

static void a_form_token_with_any_letter_changed_is_refused(void **state)
{
	struct sv token = form_token(&a, keys, SV("alice"));

	(void)state;
	for (size_t i = 0; i < token.n; i++) {
		static const char letters[] = "AZaz09-_ %=";

		for (const char *c = letters; *c; c++) {
			char *bent = arena_copy(&a, token.p, token.n);

			bent[i] = *c;
			if (*c != token.p[i])
				CHECK(!form_token_good(keys, SV("alice"), sv_of(bent, token.n)));
		}
	}
	CHECK(!form_token_good(keys, SV("alice"), sv_from_to(token, 0, token.n - 1)));
	CHECK(!form_token_good(keys, SV("alice"), sv_print(&a, SV_FMT "A", SV_ARG(token))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cookie_is_found_by_its_exact_name),
		cmocka_unit_test(a_cookie_given_twice_is_nobodys),
		cmocka_unit_test(a_cookie_value_with_odd_bytes_is_nothing),
		cmocka_unit_test(a_cookie_is_written_with_its_guards),
		cmocka_unit_test(a_cookie_cannot_carry_another_header),
		cmocka_unit_test(a_form_token_is_good_for_its_owner_only),
		cmocka_unit_test(two_tokens_of_one_owner_share_no_run_of_letters),
		cmocka_unit_test(a_form_token_with_any_letter_changed_is_refused),
	};

	(void)fake_rooms;
	return cmocka_run_group_tests(tests, begin, end);
}
