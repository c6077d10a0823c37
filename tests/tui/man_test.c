/* The manual page has everything that its tables have, and nothing that troff takes for a request. */
#include <stdlib.h>

#include "common/arena.h"

#include "protocol/lists.h"

#include "tests/support/check.h"
#include "tui/keys.h"
#include "tui/man.h"

static struct arena memory;

/* As a reader sees it: the escapes of troff undone. */
static const char *page(void)
{
	static const struct {
		const char *from, *to;
	} escapes[] = { { "\\e", "\\" },     { "\\-", "-" },	 { "\\(ti", "~" }, { "\\(ha", "^" }, { "\\(ga", "`" },
			{ "\\(aq", "'" }, { "\\(dq", "\"" }, { "\\fB", "" },  { "\\fR", "" },  { "\\fI", "" },
			{ "\\&", "" } };
	struct buf raw = buf_new(&memory, 1 << 20), b = buf_new(&memory, 1 << 20);
	struct sv rest;

	man_print(&raw);
	CHECK_OK(buf_end(&raw, "the page"));
	rest = buf_sv(&raw);
	while (rest.n) {
		size_t i = 0;

		while (i < COUNT(escapes) && !sv_starts(rest, sv_from(escapes[i].from)))
			i++;
		if (i < COUNT(escapes)) {
			buf_z(&b, escapes[i].to);
			rest = sv_from_to(rest, strlen(escapes[i].from), rest.n);
		} else {
			buf_char(&b, rest.p[0]);
			rest = sv_from_to(rest, 1, rest.n);
		}
	}
	return sv_z(&memory, buf_sv(&b));
}

static void check_item(const char *text, const char *name, const char *arg)
{
	const char *line = arena_print(&memory, "\n%s%s%s\n", name, arg[0] ? " " : "", arg);

	if (!strstr(text, line))
		fail_msg("not in the page: %s", line);
}

static void every_action_has_its_keys_and_name_there(void **state)
{
	const char *text = page();

	(void)state;
#define ACTION(id, name, keys, where, tier, label, help) check_item(text, keys, name);
#define WORD(id, name, args, tier, help)            check_item(text, name, args);
#include "tui/actions.def"
}

static void every_screen_is_there(void **state)
{
	const char *text = page();

	(void)state;
#define SCREEN(id, name, title, action) check_item(text, #name, "");
#include "tui/screens/screens.def"
}

static void every_flag_is_there(void **state)
{
	const char *text = page();

	(void)state;
#define FLAG(letter, name, arg, help) CHECK(strstr(text, "--" name));
#include "tui/flags.def"
}

static void every_word_of_a_filter_is_there(void **state)
{
	const char *text = page();

	(void)state;
	for (size_t i = 0; i < list_table_n; i++) {
		const struct filter_words *w = list_table[i].words;

		CHECK(strstr(text, list_table[i].method));
		for (size_t k = 0; k < w->n; k++)
			check_item(text, w->fields[k].name, w->fields[k].sorts ? "" : "(not sorted by)");
	}
}

static void what_looks_like_a_request_is_guarded(void **state)
{
	struct buf b = buf_new(&memory, 1000);

	(void)state;
	man_line(&b, SV(".so /etc/hosts \\n"));
	man_line(&b, SV("'br it's"));
	CHECK_SV("\\&.so /etc/hosts \\en\n\\&\\(aqbr it\\(aqs\n", buf_sv(&b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_has_its_keys_and_name_there),
		cmocka_unit_test(every_screen_is_there),
		cmocka_unit_test(every_flag_is_there),
		cmocka_unit_test(every_word_of_a_filter_is_there),
		cmocka_unit_test(what_looks_like_a_request_is_guarded),
	};
	int bad = cmocka_run_group_tests(tests, NULL, NULL);

	arena_free(&memory);
	return bad;
}
