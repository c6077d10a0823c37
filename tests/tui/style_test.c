/* Looks: read on black and on white, computed from xterm's own colours, and told apart without any. */
#include <math.h>

#include "tests/support/check.h"
#include "tui/term/style.h"

struct rgb {
	double r, g, b;
};

/* xterm's first sixteen are settings; these are what it comes with. */
static struct rgb xterm_colour(int n)
{
	static const struct rgb first[] = {
		{ 0, 0, 0 },       { 205, 0, 0 },   { 0, 205, 0 },   { 205, 205, 0 },
		{ 0, 0, 238 },     { 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 },
		{ 127, 127, 127 }, { 255, 0, 0 },   { 0, 255, 0 },   { 255, 255, 0 },
		{ 92, 92, 255 },   { 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 },
	};
	static const double steps[] = { 0, 95, 135, 175, 215, 255 };

	if (n < 16)
		return first[n];
	if (n >= 232)
		return (struct rgb){ 8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232) };
	n -= 16;
	return (struct rgb){ steps[n / 36], steps[n / 6 % 6], steps[n % 6] };
}

static double linear(double c)
{
	c /= 255;
	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double contrast(struct rgb a, struct rgb b)
{
	double x = 0.2126 * linear(a.r) + 0.7152 * linear(a.g) + 0.0722 * linear(a.b) + 0.05;
	double y = 0.2126 * linear(b.r) + 0.7152 * linear(b.g) + 0.0722 * linear(b.b) + 0.05;

	return x > y ? x / y : y / x;
}

static double worst(int colours)
{
	const struct rgb black = { 12, 12, 12 }, white = { 255, 255, 255 };
	double least = 21;

	for (int i = 0; i < LOOK__COUNT; i++) {
		struct ink ink = style_ink(THEME_DUAL, (enum look)i, colours);

		CHECK_INT(-1, ink.bg);
		if (ink.fg < 0)
			continue;
		CHECK(ink.fg < colours);
		least = fmin(least, contrast(xterm_colour(ink.fg), black));
		least = fmin(least, contrast(xterm_colour(ink.fg), white));
	}
	return least;
}

static void every_colour_of_dual_reads_on_black_and_on_white(void **state)
{
	(void)state;
	print_message("least contrast: 256 colours %.2f, 16 colours %.2f, 8 colours %.2f\n",
	              worst(256), worst(16), worst(8));
	CHECK(worst(256) >= 4.3);
	CHECK(worst(16) >= 3.99);
	CHECK(worst(8) >= 3.3); /* bold makes it a large text, whose bound is 3 */
}

static void dual_has_seven_colours_at_most(void **state)
{
	bool used[256] = { false };
	int n = 0;

	(void)state;
	for (int i = 0; i < LOOK__COUNT; i++) {
		struct ink ink = style_ink(THEME_DUAL, (enum look)i, 256);

		if (ink.fg >= 0 && !used[ink.fg]) {
			used[ink.fg] = true;
			n++;
		}
	}
	CHECK(n <= 7);
}

static void contrast_is_seven_to_one_on_grounds_of_its_own(void **state)
{
	static const int sizes[] = { 8, 16, 256 };
	static const enum theme themes[] = { THEME_CONTRAST, THEME_CONTRAST_LIGHT };

	(void)state;
	for (size_t t = 0; t < COUNT(themes); t++)
		for (size_t s = 0; s < COUNT(sizes); s++)
			for (int i = 0; i < LOOK__COUNT; i++) {
				struct ink ink = style_ink(themes[t], (enum look)i, sizes[s]);

				CHECK(ink.fg >= 0 && ink.bg >= 0 && ink.fg < sizes[s] &&
				      ink.bg < sizes[s]);
				CHECK(contrast(xterm_colour(ink.fg), xterm_colour(ink.bg)) >= 7);
			}
}

static void mono_and_terminals_without_colours_have_attributes_only(void **state)
{
	(void)state;
	for (int i = 0; i < LOOK__COUNT; i++) {
		struct ink mono = style_ink(THEME_MONO, (enum look)i, 256);
		struct ink poor = style_ink(THEME_DUAL, (enum look)i, 0);

		CHECK_INT(-1, mono.fg);
		CHECK_INT(-1, mono.bg);
		CHECK_INT(-1, poor.fg);
		CHECK_INT(mono.how, poor.how);
	}
}

static void the_cursor_and_a_field_are_seen_in_every_theme(void **state)
{
	static const int sizes[] = { 0, 8, 16, 256 };
	static const enum look looks[] = { LOOK_CURSOR, LOOK_FIELD, LOOK_BAD, LOOK_KEY, LOOK_OFF };

	(void)state;
	for (int t = 0; t < THEME__COUNT; t++)
		for (size_t s = 0; s < COUNT(sizes); s++)
			for (size_t i = 0; i < COUNT(looks); i++) {
				struct ink a = style_ink((enum theme)t, looks[i], sizes[s]);
				struct ink b = style_ink((enum theme)t, LOOK_PLAIN, sizes[s]);

				CHECK(a.how != b.how || a.bg != b.bg);
			}
}

static void every_look_has_a_letter_of_its_own_in_dumps(void **state)
{
	(void)state;
	for (int i = 0; i < LOOK__COUNT; i++)
		for (int k = 0; k < i; k++)
			CHECK(style_table[i].letter != style_table[k].letter);
}

static void a_theme_is_found_by_its_name_and_nothing_else(void **state)
{
	enum theme t = THEME_DUAL;

	(void)state;
	for (int i = 0; i < THEME__COUNT; i++) {
		CHECK(theme_by_name(sv_from(theme_name((enum theme)i)), &t));
		CHECK_INT(i, t);
	}
	CHECK(!theme_by_name(SV("solarized"), &t));
	CHECK(!theme_by_name(SV(""), &t));
	CHECK_INT(THEME__COUNT - 1, t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_colour_of_dual_reads_on_black_and_on_white),
		cmocka_unit_test(dual_has_seven_colours_at_most),
		cmocka_unit_test(contrast_is_seven_to_one_on_grounds_of_its_own),
		cmocka_unit_test(mono_and_terminals_without_colours_have_attributes_only),
		cmocka_unit_test(the_cursor_and_a_field_are_seen_in_every_theme),
		cmocka_unit_test(every_look_has_a_letter_of_its_own_in_dumps),
		cmocka_unit_test(a_theme_is_found_by_its_name_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
