/* quitsctl help: a list tells every word that its filter knows. */
#include "common/arena.h"

#include "protocol/ctl/help.h"
#include "protocol/lists.h"

#include "tests/support/check.h"

static bool says(struct sv text, const char *part)
{
	return sv_find_sv(text, sv_from(part)) < text.n;
}

static void every_list_tells_its_words_with_their_help(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < list_table_n; i++) {
		const struct method *m = method_find(sv_from(list_table[i].method));
		const struct filter_words *w = list_table[i].words;
		struct buf b = buf_new(&a, 100000);

		if (!m)
			fail_msg("%s is no method", list_table[i].method);
		CHECK(record_field(m->in, SV("filter")) != NULL);
		help_method(&b, m);
		for (size_t k = 0; k < w->n; k++)
			if (!says(buf_sv(&b), arena_print(&a, "\n  %s ", w->fields[k].name)) || !says(buf_sv(&b), w->fields[k].help))
				fail_msg("help %s does not tell %s", m->name, w->fields[k].name);
		for (size_t k = 0; k < w->n_flags; k++)
			if (!says(buf_sv(&b), arena_print(&a, "\n  is:%s ", w->flags[k].name)) || !says(buf_sv(&b), w->flags[k].help))
				fail_msg("help %s does not tell is:%s", m->name, w->flags[k].name);
	}
	arena_free(&a);
}

static void a_method_without_a_filter_tells_no_words(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 100000);

	(void)state;
	for (size_t i = 0; i < M__COUNT; i++) {
		/* a saved view names the list whose words its filter has */
		bool filtered = record_field(method_table[i].in, SV("filter")) && !record_field(method_table[i].in, SV("list"));

		if (filtered != (list_words(sv_from(method_table[i].name)) != NULL))
			fail_msg("%s: a filter without words, or words without one", method_table[i].name);
	}
	help_method(&b, method_find(SV("account.show")));
	CHECK(!says(buf_sv(&b), "Filter:"));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_list_tells_its_words_with_their_help),
		cmocka_unit_test(a_method_without_a_filter_tells_no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
