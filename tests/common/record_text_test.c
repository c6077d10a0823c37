/* Records as words, and fields as plain text. */
#include "common/arena.h"
#include "common/record_text.h"

#include "tests/common/sample.h"

static struct arena arena;

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct sv shown(const char *name, const struct sample *s)
{
	struct buf b = buf_new(&arena, 1000);

	record_print_field(&b, &sample_record, record_field(&sample_record, sv_from(name)), s);
	return buf_sv(&b);
}

static enum status set(struct sample *s, const char *name, const char *value)
{
	return record_set(&sample_record, s, &arena, sv_from(name), sv_from(value));
}

static void what_is_typed_is_shown_again(void **state)
{
	static const struct {
		const char *name, *typed, *shown;
	} cases[] = {
		{ "flag", "yes", "yes" },
		{ "flag", "false", "no" },
		{ "count", "-7", "-7" },
		{ "amount", "123450", "123450" },
		{ "currency", "EUR", "EUR" },
		{ "amount", "1234.50", "1234.50 EUR" },
		{ "rate", "41.7", "41.7%" },
		{ "rate", "-0.5%", "-0.5%" },
		{ "rate", "41", "41.0%" },
		{ "when", "2026-11-25T14:22Z", "2026-11-25T14:22:00.000Z" },
		{ "day", "2026-11-25", "2026-11-25" },
		{ "id", "42", "42" },
		{ "note", "a b\tc", "a b c" },
		{ "bytes", "00fF", "00ff" },
		{ "colour", "green", "green" },
	};
	struct sample s = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_OK(set(&s, cases[i].name, cases[i].typed));
		CHECK_SV(cases[i].shown, shown(cases[i].name, &s));
	}
}

static void a_wrong_word_says_what_is_accepted(void **state)
{
	static const struct {
		const char *name, *typed, *part;
	} cases[] = {
		{ "flag", "maybe", "\"maybe\" is not yes or no" },
		{ "count", "1.5", "whole number" },
		{ "amount", "12.50", "minor units" },
		{ "currency", "eur", "ISO 4217" },
		{ "rate", "1.25", "one decimal" },
		{ "rate", "x", "per cent" },
		{ "when", "2026-11-25", "a time like" },
		{ "day", "25.11.2026", "a day like" },
		{ "id", "0", "over 0" },
		{ "bytes", "abc", "hex" },
		{ "bytes", "zz", "hex" },
		{ "colour", "blue", "one of red or green" },
		{ "inner", "x", "cannot be given" },
		{ "rows", "x", "cannot be given" },
	};
	struct sample s = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_FAULT(ST_INVALID, cases[i].name, cases[i].part,
		            set(&s, cases[i].name, cases[i].typed));
}

static void a_long_wrong_word_is_quoted_in_part(void **state)
{
	struct sample s = { 0 };
	char word[5001];

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	CHECK_FAULT(ST_INVALID, "day", "x...\" is not a day", set(&s, "day", word));
}

static void words_come_in_any_order(void **state)
{
	struct sv words[] = { SV("amount=12.50"), SV("note=a=b"), SV("currency=EUR") };
	struct sample s = { 0 };

	(void)state;
	CHECK_OK(record_from_words(&sample_record, &s, &arena, words, 3));
	CHECK_MONEY(1250, s.amount);
	CHECK_SV("a=b", s.note);
}

static void crooked_words_are_refused(void **state)
{
	struct sv twice[] = { SV("count=1"), SV("count=2") }, unknown[] = { SV("amuont=1") };
	struct sv bare[] = { SV("count") }, strange[] = { SV("\x1B[2J=1") };
	struct sample s = { 0 };

	(void)state;
	CHECK_FAULT(ST_INVALID, "count", "twice",
	            record_from_words(&sample_record, &s, &arena, twice, 2));
	CHECK_FAULT(ST_INVALID, "amuont", "did you mean amount",
	            record_from_words(&sample_record, &s, &arena, unknown, 1));
	CHECK_FAULT(ST_INVALID, "count", "needs a value",
	            record_from_words(&sample_record, &s, &arena, bare, 1));
	CHECK_FAULT(ST_INVALID, "?[2J", "not known",
	            record_from_words(&sample_record, &s, &arena, strange, 1));
}

static void the_log_sees_no_secret_personal_or_absent_field(void **state)
{
	struct inner row = { SV("r"), 3 };
	struct sample s = { .amount = 1250,
		            .currency = { "EUR" },
		            .note = SV("two \"w\""),
		            .secret = SV("hush"),
		            .home_path = SV("/me"),
		            .colour = RED,
		            .inner = &row,
		            .rows = { &row, 1 } };
	struct buf b = buf_new(&arena, 1000);

	(void)state;
	record_print(&b, &sample_record, &s);
	CHECK_SV("amount=1250 currency=EUR note=\"two \\\"w\\\"\" colour=red", buf_sv(&b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_is_shown_again),
		cmocka_unit_test(a_wrong_word_says_what_is_accepted),
		cmocka_unit_test(a_long_wrong_word_is_quoted_in_part),
		cmocka_unit_test(words_come_in_any_order),
		cmocka_unit_test(crooked_words_are_refused),
		cmocka_unit_test(the_log_sees_no_secret_personal_or_absent_field),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
