/* Figures are read through indexes: none of their statements walks through a table, however large the book grows. */
#include "tests/support/world.h"

#include <ctype.h>

extern struct query_set need_queries, channel_queries, finds_queries;

static size_t parameters(const char *sql)
{
	size_t most = 0;

	for (const char *p = sql; (p = strchr(p, '$')) != NULL; p++)
		if (isdigit((unsigned char)p[1]) && (size_t)(p[1] - '0') > most)
			most = (size_t)(p[1] - '0');
	return most;
}

/* What a statement makes itself, or an index of what is wanted and nothing else. */
static bool may_walk(struct sv line)
{
	static const char *const may[] = { "SCAN (", "SCAN w", "SCAN r", "SCAN t USING INDEX figure_thread" };

	for (size_t i = 0; i < COUNT(may); i++)
		if (sv_starts(line, sv_from(may[i])))
			return true;
	return !sv_starts(line, SV("SCAN "));
}

/* Whether a line of the plan has these words. */
static bool check_plan(struct world *w, const struct query *q, const char *words)
{
	const struct value args[] = { V(INT64_C(1)), V(INT64_C(2)), V(INT64_C(3)) };
	struct query plan = { q->name, arena_print(&w->u.arena, "EXPLAIN QUERY PLAN %s", q->sql) };
	bool row = true, said = false;
	struct rows r;
	int lines = 0;

	CHECK_OK(rows_open_once(world_look(w)->snap, &plan, &r, args, parameters(q->sql)));
	for (;; lines++) {
		struct sv line;

		CHECK_OK(rows_next(&r, &row));
		if (!row)
			break;
		line = rows_text(&r, 3, &w->u.arena);
		if (!may_walk(line))
			fail_msg("%s: " SV_FMT, q->name, SV_ARG(line));
		said |= sv_find_sv(line, sv_from(words)) < line.n;
	}
	CHECK(lines > 0);
	return said;
}

static void no_figure_walks_through_a_table(void **state)
{
	const struct query_set *const sets[] = { &need_queries, &channel_queries, &finds_queries };

	for (size_t i = 0; i < COUNT(sets); i++)
		for (size_t k = 0; k < sets[i]->n; k++)
			(void)check_plan(*state, &sets[i]->at[k], "SEARCH");
}

/* Promises of one state grow without end: those of a week are found by when they ended. */
static void broken_promises_are_found_by_when_they_were_broken(void **state)
{
	bool found = false;

	for (size_t k = 0; k < need_queries.n; k++)
		if (strcmp(need_queries.at[k].name, "need.broken") == 0)
			found = check_plan(*state, &need_queries.at[k], "figure_promise_ended (state=? AND ended_at>?)");
	CHECK(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(no_figure_walks_through_a_table),
		WORLD_TEST(broken_promises_are_found_by_when_they_were_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
