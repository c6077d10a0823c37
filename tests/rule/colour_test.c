/* Colours on our grounds. The expected ratios were worked out apart, from the definition in WCAG 2.2. */
#include "tests/support/check.h"

#include <math.h>

#include "common/arena.h"

#include "server/rule/colour.h"

static struct rgb of(const char *text)
{
	struct rgb c;

	CHECK(colour_parse(sv_from(text), &c));
	return c;
}

static bool same(struct rgb a, struct rgb b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void only_six_hexadecimal_digits_behind_a_hash_are_a_colour(void **state)
{
	static const char *const bad[] = { "", "#", "#fff", "0b5c4a", "#0b5c4", "#0b5c4ab", "#0b5c4g", " #0b5c4a",
					   "#0b5c4a ", "red", "rgb(0,0,0)", "#0b5c4a;", "#0b5c-a", "##b5c4a" };
	struct rgb c = { 1, 2, 3 };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!colour_parse(sv_from(bad[i]), &c));
	CHECK(same(c, (struct rgb){ 1, 2, 3 }));
	CHECK(same(of("#0B5c4A"), (struct rgb){ 0x0b, 0x5c, 0x4a }));
}

static void ratios_are_those_of_the_definition(void **state)
{
	static const struct {
		const char *colour;
		double white, card; /* against #ffffff and #19211e */
	} cases[] = {
		{ "#000000", 21.00, 1.28 }, { "#ffffff", 1.00, 16.44 }, { "#0b5c4a", 7.94, 2.07 },
		{ "#777777", 4.48, 3.67 },  { "#767676", 4.54, 3.62 },  { "#ff0000", 4.00, 4.11 },
		{ "#1a56c4", 6.62, 2.48 },  { "#e30613", 4.88, 3.37 },  { "#ffcc00", 1.51, 10.87 },
		{ "#00a0e3", 2.94, 5.59 },  { "#f58220", 2.59, 6.34 },  { "#6f2da8", 8.03, 2.05 },
		{ "#009640", 3.86, 4.26 },  { "#808080", 3.95, 4.16 },  { "#003366", 12.61, 1.30 },
		{ "#e91e63", 4.35, 3.78 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		double white = colour_contrast(of(cases[i].colour), COLOUR_WHITE);
		double card = colour_contrast(COLOUR_DARK_CARD, of(cases[i].colour));

		if (fabs(white - cases[i].white) > 0.006 || fabs(card - cases[i].card) > 0.006)
			fail_msg("%s: %.4f against white, %.4f against the card", cases[i].colour, white, card);
	}
}

static void what_passes_is_its_own_proposal(void **state)
{
	(void)state;
	CHECK(same(of("#0b5c4a"), colour_nearest(of("#0b5c4a"), COLOUR_WHITE)));
	CHECK(same(of("#767676"), colour_nearest(of("#767676"), COLOUR_WHITE)));
	CHECK(same(of("#ffcc00"), colour_nearest(of("#ffcc00"), COLOUR_DARK_CARD)));
	CHECK(!same(of("#777777"), colour_nearest(of("#777777"), COLOUR_WHITE)));
}

/* All of a coarse grid and of the corners: 6,859 colours. */
static void every_proposal_passes_and_proposes_itself(void **state)
{
	const struct rgb grounds[] = { COLOUR_WHITE, COLOUR_PAPER, COLOUR_DARK_CARD, { 0x77, 0x77, 0x77 } };

	(void)state;
	for (int r = 0; r <= 252; r += 14)
		for (int g = 0; g <= 252; g += 14)
			for (int b = 0; b <= 252; b += 14) {
				struct rgb c = { (unsigned char)r, (unsigned char)g, (unsigned char)b };
				struct rgb ground = grounds[(r + g + b) / 14 % (int)COUNT(grounds)];
				struct rgb near = colour_nearest(c, ground);

				if (colour_contrast(near, ground) < COLOUR_RATIO ||
				    !same(near, colour_nearest(near, ground)))
					fail_msg("#%02x%02x%02x: #%02x%02x%02x", r, g, b, near.r, near.g, near.b);
			}
}

/* A step of lightness less and it would not pass: 1/1000 of OKLab is about a third of an sRGB step in the middle. */
static void a_proposal_is_no_farther_than_it_must_be(void **state)
{
	struct rgb grey = colour_nearest(of("#808080"), COLOUR_WHITE);
	struct rgb red = colour_nearest(of("#ff0000"), COLOUR_WHITE);

	(void)state;
	CHECK(same(of("#767676"), grey)); /* #777777 has 4.48:1 */
	CHECK(colour_contrast(red, COLOUR_WHITE) < 4.6);
	CHECK(red.r > 0xe0 && red.g < 0x20 && red.b < 0x20); /* still red */
}

static void every_text_of_a_palette_passes_on_every_ground_it_stands_on(void **state)
{
	(void)state;
	for (int r = 0; r <= 255; r += 51)
		for (int g = 0; g <= 255; g += 51)
			for (int b = 0; b <= 255; b += 51) {
				struct rgb c = { (unsigned char)r, (unsigned char)g, (unsigned char)b };
				struct palette dark = colour_dark(c), light;

				CHECK(colour_contrast(dark.text, COLOUR_DARK_CARD) >= COLOUR_RATIO);
				CHECK(colour_contrast(dark.text, dark.pale) >= COLOUR_RATIO);
				CHECK(colour_contrast(dark.deep, dark.pale) >= COLOUR_RATIO);
				CHECK(colour_contrast(of("#a7b4ae"), dark.pale) >= COLOUR_RATIO); /* --soft of portal.css */
				CHECK(colour_contrast(dark.on, dark.fill) >= COLOUR_RATIO);
				CHECK(colour_contrast(dark.on, dark.deep) >= COLOUR_RATIO);
				if (colour_contrast(c, COLOUR_WHITE) < COLOUR_RATIO)
					continue; /* no setting can hold it */
				light = colour_light(c);
				CHECK(same(c, light.fill));
				CHECK(colour_contrast(light.text, COLOUR_PAPER) >= COLOUR_RATIO);
				CHECK(colour_contrast(light.text, light.pale) >= COLOUR_RATIO);
				CHECK(colour_contrast(light.deep, light.pale) >= COLOUR_RATIO);
				CHECK(colour_contrast(of("#55615b"), light.pale) >= COLOUR_RATIO);
				CHECK(colour_contrast(light.on, light.fill) >= COLOUR_RATIO);
				CHECK(colour_contrast(light.on, light.deep) >= COLOUR_RATIO);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_six_hexadecimal_digits_behind_a_hash_are_a_colour),
		cmocka_unit_test(ratios_are_those_of_the_definition),
		cmocka_unit_test(what_passes_is_its_own_proposal),
		cmocka_unit_test(every_proposal_passes_and_proposes_itself),
		cmocka_unit_test(a_proposal_is_no_farther_than_it_must_be),
		cmocka_unit_test(every_text_of_a_palette_passes_on_every_ground_it_stands_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
