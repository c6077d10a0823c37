/* Forms: bodies to records, strictly. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/http/form.h"

struct sample {
	struct sv name, note;
	bool agree;
	int64_t count, day, id;
	struct sv form_token;
	struct sv picks;
};

static const struct field fields[] = {
	{ "name", K_TEXT, REQ, offsetof(struct sample, name), NULL, "" },
	{ "note", K_TEXT, MULTI, offsetof(struct sample, note), NULL, "" },
	{ "agree", K_BOOL, OPT, offsetof(struct sample, agree), NULL, "" },
	{ "count", K_INT, OPT, offsetof(struct sample, count), NULL, "" },
	{ "day", K_DAY, OPT, offsetof(struct sample, day), NULL, "" },
	{ "id", K_ID, OPT, offsetof(struct sample, id), NULL, "" },
	{ "form_token", K_TEXT, OPT, offsetof(struct sample, form_token), NULL, "" },
	{ "picks", K_TEXT, MANY, offsetof(struct sample, picks), NULL, "" },
};
static const struct limit limits[] = { { offsetof(struct sample, name), 2, 20 },
	                               { offsetof(struct sample, count), 1, 9 } };
static const struct record sample_record = { "sample", sizeof(struct sample), fields, COUNT(fields),
	                                     limits,   COUNT(limits),         "" };

static struct arena a = ARENA_INIT;

static int reset(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static enum status fill(struct sv body, struct sample *ret)
{
	struct form_pairs pairs;

	*ret = (struct sample){ .count = 0 };
	TRY(form_split(&a, body, &pairs));
	return form_fill(&a, &pairs, &sample_record, ret);
}

static void a_form_fills_its_record(void **state)
{
	struct sample s;

	(void)state;
	CHECK_OK(
	    fill(SV("name=J%C3%B6rg+M&note=a%0D%0Ab&agree=on&count=7&day=2026-02-28&id=12"), &s));
	CHECK_SV("J\xc3\xb6rg M", s.name);
	CHECK_SV("a\nb", s.note);
	CHECK(s.agree);
	CHECK_INT(7, s.count);
	CHECK_INT(12, s.id);
	CHECK(s.day > 0);
}

static void blanks_and_terminal_tricks_are_taken_off(void **state)
{
	struct sample s;

	(void)state;
	CHECK_OK(fill(SV("name=++a%1B%5B2Jb%0Ac+%E2%80%AE"), &s));
	CHECK_SV("a[2Jb c", s.name);
	CHECK_OK(fill(SV("name=a%FFb"), &s));
	CHECK_SV("a\xef\xbf\xbd"
	         "b",
	         s.name);
}

static void an_unknown_field_is_named(void **state)
{
	struct sample s;

	(void)state;
	CHECK_FAULT(ST_INVALID, "admin", "is not a field of this form",
	            fill(SV("name=ab&admin=1"), &s));
	CHECK_SV("ab", s.name); /* what could be read is there to be shown again */
}

static void a_field_given_twice_is_named(void **state)
{
	struct sample s;

	(void)state;
	CHECK_FAULT(ST_INVALID, "name", "twice", fill(SV("name=ab&name=cd"), &s));
	CHECK_FAULT(ST_INVALID, "name", "twice", fill(SV("name=ab&n%61me=cd"), &s));
}

static void check_boxes_of_one_name_become_lines(void **state)
{
	struct sample s;

	(void)state;
	CHECK_OK(fill(SV("name=ab&picks=INV-1&picks=&picks=+INV%0A2&picks=INV-3"), &s));
	CHECK_SV("INV-1\nINV 2\nINV-3", s.picks);
	CHECK_OK(fill(SV("name=ab&picks=one"), &s));
	CHECK_SV("one", s.picks);
	CHECK_OK(fill(SV("name=ab"), &s));
	CHECK_SV("", s.picks);
}

static void a_missing_or_too_long_field_is_named(void **state)
{
	struct sample s;

	(void)state;
	CHECK_STATUS(ST_INVALID, fill(SV("count=1"), &s));
	assert_string_equal("name", fault_last()->field);
	CHECK_STATUS(ST_INVALID, fill(SV("name=+++"), &s));
	assert_string_equal("name", fault_last()->field);
	CHECK_STATUS(ST_INVALID, fill(SV("name=123456789012345678901"), &s));
	assert_string_equal("name", fault_last()->field);
	CHECK_OK(fill(SV("name=12345678901234567890"), &s));
}

static void numbers_days_and_switches_must_be_such(void **state)
{
	static const struct {
		const char *body, *field;
	} rows[] = {
		{ "name=ab&count=x", "count" },       { "name=ab&count=10", "count" },
		{ "name=ab&day=2026-02-30", "day" },  { "name=ab&day=tomorrow", "day" },
		{ "name=ab&agree=perhaps", "agree" }, { "name=ab&id=1x", "id" },
	};
	struct sample s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		CHECK_STATUS(ST_INVALID, fill(sv_from(rows[i].body), &s));
		assert_string_equal(rows[i].field, fault_last()->field);
	}
	CHECK_OK(fill(SV("name=ab&agree=0&count=&day=&id="), &s));
	CHECK(!s.agree);
}

static void broken_encodings_are_refused(void **state)
{
	static const char *const rows[] = { "name=%",    "name=%4", "name=%zz", "name=a%00b",
		                            "na%00me=a", "=ab",     "%=ab" };
	struct sample s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_STATUS(ST_INVALID, fill(sv_from(rows[i]), &s));
	CHECK_OK(fill(SV("&name=ab&&"), &s));
}

static void a_form_has_at_most_sixty_four_fields(void **state)
{
	struct buf b = buf_new(&a, 1 << 16);
	struct form_pairs pairs;

	(void)state;
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		buf_print(&b, "f%d=1&", i);
	CHECK_OK(form_split(&a, buf_sv(&b), &pairs));
	CHECK_INT(FORM_FIELDS_MAX, pairs.n);
	buf_z(&b, "g=1");
	CHECK_FAULT(ST_INVALID, "", "more than 64 fields", form_split(&a, buf_sv(&b), &pairs));
}

static void a_post_without_a_form_takes_only_its_token(void **state)
{
	struct form_pairs pairs;

	(void)state;
	CHECK_OK(form_split(&a, SV("form_token=x"), &pairs));
	CHECK_OK(form_fill(&a, &pairs, NULL, NULL));
	CHECK_SV("x", form_pair_value(&pairs, "form_token"));
	CHECK_OK(form_split(&a, SV("form_token=x&form_token=y"), &pairs));
	CHECK_STATUS(ST_INVALID, form_fill(&a, &pairs, NULL, NULL));
	CHECK_SV("", form_pair_value(&pairs, "form_token"));
	CHECK_OK(form_split(&a, SV("form_token=x&more=y"), &pairs));
	CHECK_FAULT(ST_INVALID, "more", "is not a field", form_fill(&a, &pairs, NULL, NULL));
}

static void only_one_media_type_is_a_form(void **state)
{
	(void)state;
	CHECK(form_type_good(SV("application/x-www-form-urlencoded")));
	CHECK(form_type_good(SV("Application/X-WWW-Form-Urlencoded; charset=UTF-8")));
	CHECK(!form_type_good(SV("application/x-www-form-urlencoded; charset=utf-7")));
	CHECK(!form_type_good(SV("multipart/form-data; boundary=x")));
	CHECK(!form_type_good(SV("text/plain")));
	CHECK(!form_type_good(SV_NONE));
}

static void a_query_value_is_found_cleaned_and_bounded(void **state)
{
	(void)state;
	CHECK_SV("a b", form_query(&a, SV("x=1&q=a%20b"), "q", 10));
	CHECK_SV("abc", form_query(&a, SV("q=abcdef"), "q", 3));
	CHECK_SV("", form_query(&a, SV("q=1&q=2"), "q", 10));
	CHECK_SV("", form_query(&a, SV("q=%zz"), "q", 10));
	CHECK_SV("", form_query(&a, SV("qq=1"), "q", 10));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_fills_its_record),
		cmocka_unit_test(blanks_and_terminal_tricks_are_taken_off),
		cmocka_unit_test(an_unknown_field_is_named),
		cmocka_unit_test(a_field_given_twice_is_named),
		cmocka_unit_test(check_boxes_of_one_name_become_lines),
		cmocka_unit_test(a_missing_or_too_long_field_is_named),
		cmocka_unit_test(numbers_days_and_switches_must_be_such),
		cmocka_unit_test(broken_encodings_are_refused),
		cmocka_unit_test(a_form_has_at_most_sixty_four_fields),
		cmocka_unit_test(a_post_without_a_form_takes_only_its_token),
		cmocka_unit_test(only_one_media_type_is_a_form),
		cmocka_unit_test(a_query_value_is_found_cleaned_and_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, reset);
}
