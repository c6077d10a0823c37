/* script.c: words as a shell reads them, and files of calls. */
#include <stdio.h>
#include <unistd.h>

#include "common/arena.h"

#include "protocol/ctl/script.h"

#include "tests/support/check.h"

/* The words joined by "|". */
static struct sv joined(struct arena *a, struct sv line)
{
	struct buf b = buf_new(a, SCRIPT_LINE_MAX);
	struct sv *words;
	size_t n;

	CHECK_OK(script_words(a, line, &words, &n));
	for (size_t i = 0; i < n; i++) {
		buf_z(&b, i ? "|" : "");
		buf_add(&b, words[i]);
	}
	return buf_sv(&b);
}

static void words_are_cut_as_a_shell_cuts_them(void **state)
{
	static const struct {
		const char *line, *want;
	} cases[] = {
		{ "", "" },
		{ "   \t ", "" },
		{ "# a comment", "" },
		{ "   # a comment", "" },
		{ "link.list", "link.list" },
		{ "  a  b\tc \r", "a|b|c" },
		{ "a b # c d", "a|b" },
		{ "a b#c", "a|b#c" },
		{ "a '#' b", "a|#|b" },
		{ "name='two words'", "name=two words" },
		{ "name=\"two words\"more", "name=two wordsmore" },
		{ "'a\\b' \"a\\b\" \"a\\\"b\\\\\"", "a\\b|a\\b|a\"b\\" },
		{ "a\\ b \\#c \\'", "a b|#c|'" },
		{ "'' a \"\"", "|a|" },
		{ "'a'\"b\"c", "abc" },
		{ "$HOME *.c `ls` ~", "$HOME|*.c|`ls`|~" },
		{ "k\xC3\xA4se='\xE2\x82\xAC'", "k\xC3\xA4se=\xE2\x82\xAC" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SV(cases[i].want, joined(&a, sv_from(cases[i].line)));
	arena_free(&a);
}

static void lines_that_no_shell_would_take_are_refused(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 100 * 1024);
	struct sv *words;
	size_t n;

	(void)state;
	CHECK_FAULT(ST_INVALID, "", "' quote has no end", script_words(&a, SV("a 'b"), &words, &n));
	CHECK_FAULT(ST_INVALID, "", "\" quote has no end",
	            script_words(&a, SV("a \"b\\\""), &words, &n));
	CHECK_FAULT(ST_INVALID, "", "backslash", script_words(&a, SV("a \\"), &words, &n));
	CHECK_FAULT(ST_INVALID, "", "NUL", script_words(&a, SV("a\0b"), &words, &n));
	for (int i = 0; i < SCRIPT_WORDS_MAX; i++)
		buf_z(&b, "w ");
	CHECK_OK(script_words(&a, buf_sv(&b), &words, &n));
	CHECK_INT(SCRIPT_WORDS_MAX, n);
	buf_z(&b, "w");
	CHECK_FAULT(ST_INVALID, "", "more than 256 words",
	            script_words(&a, buf_sv(&b), &words, &n));
	while (b.n <= SCRIPT_LINE_MAX)
		buf_char(&b, 'x');
	CHECK_FAULT(ST_INVALID, "", "longer than", script_words(&a, buf_sv(&b), &words, &n));
	arena_free(&a);
}

/* Files. */

struct seen {
	char text[200];
	size_t n;
	int calls, stop_at;
};

static enum status note(void *arg, struct arena *a, struct sv *words, size_t n)
{
	struct seen *s = arg;

	(void)a;
	for (size_t i = 0; i < n; i++)
		s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n, SV_FMT "%s",
		                         SV_ARG(words[i]), i + 1 < n ? " " : ";");
	return ++s->calls == s->stop_at ? fail_at(ST_CONFLICT, __FILE__, __LINE__, "no") : ST_OK;
}

static enum status run(const char *text, size_t n, struct seen *s, size_t *line)
{
	enum status st;
	int ends[2];

	CHECK_INT(0, pipe(ends));
	CHECK_INT(n, write(ends[1], text, n));
	close(ends[1]);
	st = script_run(ends[0], note, s, line);
	close(ends[0]);
	return st;
}

#define RUN(lit, s, line) run(lit, sizeof(lit) - 1, s, line)

static void each_line_is_run_in_order(void **state)
{
	struct seen s = { 0 };
	size_t line;

	(void)state;
	CHECK_OK(RUN("# head\n\na 1\n  b 'two words'\nc", &s, &line));
	CHECK_INT(3, s.calls);
	assert_string_equal("a 1;b two words;c;", s.text);
}

static void a_failure_stops_the_script_at_its_line(void **state)
{
	struct seen s = { .stop_at = 2 };
	size_t line;

	(void)state;
	CHECK_STATUS(ST_CONFLICT, RUN("a\n# x\nb\nc\n", &s, &line));
	CHECK_INT(2, s.calls);
	CHECK_INT(3, line);
	CHECK_FAULT(ST_INVALID, "", "no end", RUN("\n'a\n", &s, &line));
	CHECK_INT(2, line);
	CHECK_INT(2, s.calls);
}

static void a_line_without_an_end_does_not_fill_the_memory(void **state)
{
	static char text[SCRIPT_LINE_MAX + 2];
	struct seen s = { 0 };
	size_t line;
	FILE *f = tmpfile();

	(void)state;
	memset(text, 'x', sizeof(text));
	CHECK_INT(sizeof(text), fwrite(text, 1, sizeof(text), f));
	rewind(f);
	CHECK_FAULT(ST_INVALID, "", "longer than 65536", script_run(fileno(f), note, &s, &line));
	CHECK_INT(1, line);
	CHECK_INT(0, s.calls);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_cut_as_a_shell_cuts_them),
		cmocka_unit_test(lines_that_no_shell_would_take_are_refused),
		cmocka_unit_test(each_line_is_run_in_order),
		cmocka_unit_test(a_failure_stops_the_script_at_its_line),
		cmocka_unit_test(a_line_without_an_end_does_not_fill_the_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
