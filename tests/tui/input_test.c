/* The key decoder: every form a key may have, split anywhere, and pastes. */
#include "tests/support/check.h"
#include "tui/term/input.h"

struct typed {
	uint32_t keys[256];
	size_t n;
	struct input in;
};

static void feed(struct typed *t, const char *bytes, size_t n)
{
	struct sv rest = sv_of(bytes, n);

	while (rest.n) {
		size_t made = input_decode(&t->in, &rest, t->keys + t->n, 16);

		t->n += made;
		CHECK(t->n < 200);
	}
}

static uint32_t one(const char *bytes)
{
	struct typed t = { 0 };

	feed(&t, bytes, strlen(bytes));
	CHECK_INT(1, t.n);
	CHECK_INT(-1, input_waiting(&t.in, 25));
	return t.keys[0];
}

static void both_forms_of_cursor_keys_are_read(void **state)
{
	(void)state;
	CHECK_INT(KEY_UP, one("\033[A"));
	CHECK_INT(KEY_UP, one("\033OA"));
	CHECK_INT(KEY_DOWN, one("\033[B"));
	CHECK_INT(KEY_RIGHT, one("\033[1;5C"));
	CHECK_INT(KEY_LEFT, one("\033OD"));
	CHECK_INT(KEY_BACKTAB, one("\033[Z"));
}

static void home_and_end_are_read_in_all_their_forms(void **state)
{
	(void)state;
	CHECK_INT(KEY_HOME, one("\033[H"));
	CHECK_INT(KEY_HOME, one("\033OH"));
	CHECK_INT(KEY_HOME, one("\033[1~"));
	CHECK_INT(KEY_HOME, one("\033[7~"));
	CHECK_INT(KEY_END, one("\033[4~"));
	CHECK_INT(KEY_END, one("\033[8~"));
	CHECK_INT(KEY_PAGE_UP, one("\033[5~"));
	CHECK_INT(KEY_PAGE_DOWN, one("\033[6~"));
	CHECK_INT(KEY_DELETE, one("\033[3~"));
	CHECK_INT(KEY_HOME, one("\033[1;5H"));
	CHECK_INT(KEY_PAGE_UP, one("\033[5^"));
	CHECK_INT(KEY_END, one("\033OF"));
}

static void function_keys_are_read_in_all_their_forms(void **state)
{
	(void)state;
	CHECK_INT(KEY_F0 + 1, one("\033OP"));
	CHECK_INT(KEY_F0 + 1, one("\033[11~"));
	CHECK_INT(KEY_F0 + 1, one("\033[[A"));
	CHECK_INT(KEY_F0 + 5, one("\033[15~"));
	CHECK_INT(KEY_F0 + 12, one("\033[24~"));
	CHECK_INT(KEY_F0 + 3, one("\0333")); /* Esc then 3 */
}

static void plain_and_control_characters_stand_for_themselves(void **state)
{
	(void)state;
	CHECK_INT('s', one("s"));
	CHECK_INT(KEY_ENTER, one("\r"));
	CHECK_INT(KEY_ENTER, one("\n"));
	CHECK_INT(KEY_BACKSPACE, one("\b"));
	CHECK_INT(KEY_BACKSPACE, one("\177"));
	CHECK_INT(KEY_CTRL('l'), one("\f"));
	CHECK_INT(0xE9, one("\xc3\xa9"));
	CHECK_INT(0x20AC, one("\xe2\x82\xac"));
	CHECK_INT(0x1F600, one("\xf0\x9f\x98\x80"));
	CHECK_INT(KEY_ALT + 'b', one("\033b"));
	CHECK_INT(KEY_ANSWER, one("\033[0n"));
}

static void a_sequence_split_anywhere_is_one_key(void **state)
{
	static const char *const sequences[] = { "\033[15~", "\033OA", "\xf0\x9f\x98\x80",
		                                 "\033[1;5C" };

	(void)state;
	for (size_t i = 0; i < COUNT(sequences); i++)
		for (size_t cut = 1; cut < strlen(sequences[i]); cut++) {
			struct typed t = { 0 };

			feed(&t, sequences[i], cut);
			CHECK_INT(0, t.n);
			CHECK_INT(25, input_waiting(&t.in, 25));
			feed(&t, sequences[i] + cut, strlen(sequences[i]) - cut);
			CHECK_INT(1, t.n);
			CHECK_INT(one(sequences[i]), t.keys[0]);
		}
}

static void a_lone_esc_becomes_esc_after_the_pause(void **state)
{
	struct typed t = { 0 };

	(void)state;
	feed(&t, "\033", 1);
	CHECK_INT(0, t.n);
	CHECK_INT(1, input_timeout(&t.in, t.keys));
	CHECK_INT(KEY_ESC, t.keys[0]);
	feed(&t, "\033\033", 2); /* the first is certain at once */
	CHECK_INT(1, t.n);
	CHECK_INT(KEY_ESC, t.keys[0]);
}

static void broken_bytes_never_hide_the_key_behind_them(void **state)
{
	static const char *const broken[] = { "\xc3"
		                              "x",
		                              "\xe2\x82"
		                              "x",
		                              "\xff"
		                              "x",
		                              "\xed\xa0\x80"
		                              "x",
		                              "\xc0\x80"
		                              "x",
		                              "\033[999;999;999?x"
		                              "x" };

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct typed t = { 0 };

		feed(&t, broken[i], strlen(broken[i]));
		CHECK(t.n >= 1);
		CHECK_INT('x', t.keys[t.n - 1]);
	}
}

static void answers_nobody_asked_for_are_swallowed(void **state)
{
	struct typed t = { 0 };
	static const char bytes[] =
	    "\033]11;rgb:0000/0000/"
	    "0000\033\\\033P1$r0m\033\\\033[<0;10;10m\033[<35;4;4M\033[?1;2c\033[?2026;0$yj";

	(void)state;
	feed(&t, bytes, sizeof(bytes) - 1);
	CHECK_INT(1, t.n);
	CHECK_INT('j', t.keys[0]);
}

static void the_wheel_and_the_first_button_are_keys_with_a_place(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t key;
		int x, y;
	} cases[] = {
		{ "\033[<0;10;3M", KEY_CLICK, 9, 2 },
		{ "\033[<64;1;1M", KEY_WHEEL_UP, 0, 0 },
		{ "\033[<65;250;80M", KEY_WHEEL_DOWN, 249, 79 },
		{ "\033[M !!", KEY_CLICK, 0, 0 }, /* the old form: three bytes */
		{ "\033[Ma*$", KEY_WHEEL_DOWN, 9, 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct typed t = { 0 };

		feed(&t, cases[i].bytes, strlen(cases[i].bytes));
		CHECK_INT(1, t.n);
		CHECK_INT(cases[i].key, t.keys[0]);
		CHECK_INT(cases[i].x, t.in.x);
		CHECK_INT(cases[i].y, t.in.y);
	}
}

static void other_buttons_releases_and_motion_are_nothing(void **state)
{
	static const char *const bytes[] = { "\033[<1;2;2M",  "\033[<2;2;2M",  "\033[<0;2;2m",
		                             "\033[<32;2;2M", "\033[<35;2;2M", "\033[<4;2;2M",
		                             "\033[<0;0;0M",  "\033[<;;M",     "\033[M#!!" };

	(void)state;
	for (size_t i = 0; i < COUNT(bytes); i++) {
		struct typed t = { 0 };

		feed(&t, bytes[i], strlen(bytes[i]));
		CHECK_INT(0, t.n);
		CHECK_INT(-1, input_waiting(&t.in, 25));
	}
}

static void two_clicks_in_one_read_keep_their_places(void **state)
{
	struct input in = { 0 };
	struct sv rest = SV("\033[<0;5;6M\033[<0;7;8Mj");
	uint32_t keys[8];

	(void)state;
	CHECK_INT(1, input_decode(&in, &rest, keys, 8));
	CHECK_INT(4, in.x);
	CHECK_INT(1, input_decode(&in, &rest, keys, 8));
	CHECK_INT(6, in.x);
	CHECK_INT(1, input_decode(&in, &rest, keys, 8));
	CHECK_INT('j', keys[0]);
}

static void a_terminal_says_that_it_can_hold_frames_back(void **state)
{
	(void)state;
	CHECK_INT(KEY_SYNC, one("\033[?2026;2$y"));
	CHECK_INT(KEY_SYNC, one("\033[?2026;1$y"));
}

static void a_paste_is_one_key_and_keeps_its_bytes(void **state)
{
	struct typed t = { 0 };
	static const char bytes[] = "\033[200~sQ\033[A\nz\033[20\033[201~x";

	(void)state;
	feed(&t, bytes, sizeof(bytes) - 1);
	CHECK_INT(2, t.n);
	CHECK_INT(KEY_PASTE, t.keys[0]);
	CHECK_INT('x', t.keys[1]);
	CHECK_SV("sQ\033[A\nz\033[20", sv_of(t.in.pasted, t.in.pasted_n));
}

static void an_endless_paste_is_bounded_and_ends_by_time(void **state)
{
	struct typed t = { 0 };

	(void)state;
	feed(&t, "\033[200~", 6);
	for (int i = 0; i < 3 * INPUT_PASTE_MAX; i++)
		feed(&t, "s", 1);
	CHECK_INT(0, t.n);
	CHECK_INT(INPUT_PASTE_WAIT_MS, input_waiting(&t.in, 25));
	CHECK_INT(1, input_timeout(&t.in, t.keys));
	CHECK_INT(KEY_PASTE, t.keys[0]);
	CHECK_INT(INPUT_PASTE_MAX, t.in.pasted_n);
	CHECK_INT(2 * INPUT_PASTE_MAX, t.in.pasted_lost);
}

static void a_name_of_a_key_and_the_key_are_the_same(void **state)
{
	static const char *const names[] = { "Tab",       "Enter",    "Esc",   "Up",
		                             "PgDn",      "F1",       "F12",   "^L",
		                             "x",         "?",        ":",     "Space",
		                             "Backspace", "\xc3\xa9", "Click", "WheelUp" };
	char room[16];

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		assert_string_equal(names[i], key_name(key_by_name(sv_from(names[i])), room));
	CHECK_INT(KEY_NONE, key_by_name(SV("find")));
	CHECK_INT(KEY_NONE, key_by_name(SV("")));
	CHECK_INT(KEY_NONE, key_by_name(SV("F13")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_of_cursor_keys_are_read),
		cmocka_unit_test(home_and_end_are_read_in_all_their_forms),
		cmocka_unit_test(function_keys_are_read_in_all_their_forms),
		cmocka_unit_test(plain_and_control_characters_stand_for_themselves),
		cmocka_unit_test(a_sequence_split_anywhere_is_one_key),
		cmocka_unit_test(a_lone_esc_becomes_esc_after_the_pause),
		cmocka_unit_test(broken_bytes_never_hide_the_key_behind_them),
		cmocka_unit_test(answers_nobody_asked_for_are_swallowed),
		cmocka_unit_test(the_wheel_and_the_first_button_are_keys_with_a_place),
		cmocka_unit_test(other_buttons_releases_and_motion_are_nothing),
		cmocka_unit_test(two_clicks_in_one_read_keep_their_places),
		cmocka_unit_test(a_terminal_says_that_it_can_hold_frames_back),
		cmocka_unit_test(a_paste_is_one_key_and_keeps_its_bytes),
		cmocka_unit_test(an_endless_paste_is_bounded_and_ends_by_time),
		cmocka_unit_test(a_name_of_a_key_and_the_key_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
