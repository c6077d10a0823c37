/* Every long list by the words that protocol/lists.def gives it: what SQL lets through is what filter_match lets through of the
 * rows that are shown, whichever way the rows were found; pages join without a seam in every order; what is personal is kept
 * from those for whom it is masked. */
#include "tests/support/lists.h"

#include "server/store/account.h"

enum { ROUNDS = 250, PAGE = 7 };

static struct filter parsed(struct world *w, const struct a_list *l, struct sv typed, bool masked)
{
	const struct filter_when when = { .now = WORLD_NOW, .zone = zone_utc(), .masked = masked, .who = SV("ana") };
	struct filter f;

	if (filter_parse(&w->u.arena, typed, l->sql->words, &when, &f, NULL) != ST_OK)
		fail_msg("%s: " SV_FMT ": %s", l->sql->name, SV_ARG(typed), fault_last()->text);
	return f;
}

static struct list page_of(struct world *w, const struct list_sql *sql, const struct filter *f, struct sv after,
			   size_t limit, struct sv *ret_next)
{
	struct list_page p;

	CHECK_OK(store_list_page(world_look(w)->snap, sql, f, after, limit, &p, &w->u.arena));
	*ret_next = p.next;
	return p.rows;
}

static struct list everything(struct world *w, const struct a_list *l, const struct list_sql *sql, struct sv typed)
{
	struct filter f = parsed(w, l, typed, false);
	struct sv next;
	struct list all = page_of(w, sql, &f, SV_NONE, LISTS_ROWS_MOST, &next);

	CHECK(next.n == 0);
	return all;
}

static const void *row_at(const struct list_sql *sql, struct list rows, size_t i)
{
	return (const char *)rows.at + i * sql->row->size;
}

static bool same_row(const struct list_sql *sql, const void *a, const void *b)
{
	struct buf x = buf_new(lists_arena, 4000), y = buf_new(lists_arena, 4000);

	record_to_json(&x, sql->row, a);
	record_to_json(&y, sql->row, b);
	return sv_eq(buf_sv(&x), buf_sv(&y));
}

/* One filter against the tree. */
static size_t judge(struct world *w, const struct a_list *l, const struct list_sql *sql, struct list all, struct sv typed)
{
	struct filter f = parsed(w, l, typed, false);
	struct list got = everything(w, l, sql, typed);
	size_t at = 0;
	int64_t count;

	for (size_t i = 0; i < all.n; i++) {
		struct filter_row row = lists_row(l, row_at(sql, all, i));

		if (!filter_match(&f, &row))
			continue;
		if (at == got.n || !same_row(sql, row_at(sql, got, at), row_at(sql, all, i)))
			fail_msg("%s: " SV_FMT ": row %zu is missing", sql->name, SV_ARG(typed), i);
		at++;
	}
	if (at != got.n)
		fail_msg("%s: " SV_FMT ": %zu rows instead of %zu", sql->name, SV_ARG(typed), got.n, at);
	CHECK_OK(store_list_count(world_look(w)->snap, sql, &f, LISTS_ROWS_MOST, &count, &w->u.arena));
	CHECK_INT(got.n, count);
	return at;
}

/* The ways into a list, each forced upon the few rows there are: what is usual; hardly any term may drive; and in long lists, one
 * drives after all because no walk meets a page, found rows are cut, and words are told apart by what is held beside; and every
 * term is counted, so that several that one table knows drive together. */
enum { WAYS = 5 };
static struct list_sql by_way(const struct list_sql *usual, size_t way)
{
	struct list_sql l = *usual;

	l.drive_max = way == 1 || way == 2 ? 3 : 0;
	l.walks_not = way >= 2;
	l.found_first = way >= 2 ? 1 : 0;
	l.few = way == 4 ? 1 : 0;
	return l;
}

static void sql_lets_through_what_the_tree_lets_through_by_every_way_into_every_list(void **state)
{
	struct world *w = *state;

	lists_fill(w);
	for (size_t i = 0; i < lists_n; i++) {
		const struct a_list *l = &lists[i];
		struct list all = everything(w, l, l->sql, SV_NONE);
		size_t through = 0;

		CHECK(all.n >= 20);
		for (int round = 0; round < ROUNDS; round++) {
			struct sv typed = lists_filter(l, all);

			for (size_t way = 0; way < WAYS; way++) {
				struct list_sql sql = by_way(l->sql, way);

				through += judge(w, l, &sql, all, typed);
			}
		}
		if (through < ROUNDS)
			fail_msg("%s: the filters let %zu rows through", l->sql->name, through);
	}
}

/* Filters and orders of all kinds: pages of three by every way are the rows that one large page has, in its order. */
static void pages_of_a_filter_join_without_a_seam_by_every_way(void **state)
{
	static const char *const orders[] = { "", "sort:acct", "sort:-name", "sort:client", "sort:-status", "sort:-bal", "sort:dpd",
					      "sort:due", "sort:-added", "sort:added,-bal", "sort:-status,bal", "sort:bal,due",
					      "sort:status,name", "sort:due,-status", "sort:status,-bal,acct" };
	struct world *w = *state;
	const struct a_list *l = &lists[0];
	struct list all;

	lists_fill(w);
	all = everything(w, l, l->sql, SV_NONE);
	for (size_t i = 0; i < 4 * COUNT(orders); i++) {
		struct sv terms = lists_filter(l, all), typed = sv_print(lists_arena, SV_FMT " %s", SV_ARG(terms), orders[i / 4]);
		struct list_sql usual = by_way(l->sql, 1);
		struct list want = everything(w, l, &usual, typed);
		struct filter f = parsed(w, l, typed, false);

		for (size_t way = 0; way < WAYS; way++) {
			struct list_sql sql = by_way(l->sql, way);
			struct sv next = SV_NONE;
			size_t at = 0;

			do {
				struct list got = page_of(w, &sql, &f, next, 3, &next);

				for (size_t r = 0; r < got.n; r++, at++)
					if (at >= want.n || !same_row(&sql, row_at(&sql, want, at), row_at(&sql, got, r)))
						fail_msg("way %zu: " SV_FMT ": row %zu", way, SV_ARG(typed), at);
			} while (next.n);
			CHECK_INT(want.n, at);
		}
	}
}

/* What is worked out of a filter before it drives finds what was typed: against the tree, in all ways. */
static void what_drives_in_place_of_what_was_typed_finds_the_same_rows(void **state)
{
	static const char *const filters[] = {
		"-status:new", "-status:new,paid", "-(status:new | status:paid | status:escalated)", "bal>1 bal<900", "dpd>3 dpd<40",
		"bal>900 bal<1", "maria gonzalez", "maria ana", "gonz name:mari -status:paid", "(maria | jörg) (gonz | stra)",
		"(maria | status:new) sort:-bal", "(cur:jpy | bal:1..20 | acct:no-11*)", "(client:åse | northwind | is:promised)",
		"cur:usd sort:-bal", "cur:usd,jpy", "cur:~u", "-is:never", "-is:never maria", "is:never -is:promised", "no-1 maria",
		"harbour example", "+1202 maria", "\"a g\" -straße", "(zz | qq)", "zzz", "aaaaa",
		"-bal>0", "-bal:1..20 sort:-bal", "-bal<5 -bal>500", "-(bal>1)", "-bal:1..900 (maria | ana) sort:dpd", "-dpd>3", "-due>-30d",
		"name:mari*", "name:ma* sort:-bal", "name:z*", "name:=maria", "name:å*", "-name:m* sort:name", "(name:m* | name:j*) gonz",
		"is:promised -status:new", "is:promised sort:-bal", "(is:promised | bal:1..20)", "is:promised maria sort:name",
		"is:promised -is:never", "-is:promised bal>1", "((maria))", "-(-maria)",
		/* words that stand in names, numbers and creditors, together */
		"maria north", "north maria sort:-bal", "maria no-1 gonz", "(maria | north) gonz", "(maria | north) (gonz | no-11) sort:dpd",
		"maria (gonz | åse) bal>1", "acct:no- acct:-11 maria", "maria gonz north sort:name", "no-1 maria north -gonz sort:-name",
		"-north maria", "-maria -north sort:-bal", "-no-11 sort:name", "-åse -gonz",
		/* words of two letters */
		"xq", "ia", "ia sort:-bal", "an maria", "(xq | ia)", "ia -ri", "no ia", "acct:o-", "acct:xq", "name:an", "name:xq sort:name",
		"11", "-1 maria", "12 sort:-dpd", "\"a \"", "\" g\" ia", "-an", "-(an | no)", "ör", "ör maria", "a", "q maria",
		"nz th sort:-bal", "north ia sort:name", "e. @",
	};
	struct world *w = *state;
	const struct a_list *l = &lists[0];
	size_t through = 0;

	lists_fill(w);
	for (size_t i = 0; i < COUNT(filters); i++) {
		const char *sort = strstr(filters[i], "sort:");
		struct list all = everything(w, l, l->sql, sort ? sv_from(sort) : SV_NONE);

		for (size_t way = 0; way < WAYS; way++) {
			struct list_sql sql = by_way(l->sql, way);

			through += judge(w, l, &sql, all, sv_from(filters[i]));
		}
	}
	CHECK(through > 4 * COUNT(filters));
}

static bool in_order(const struct a_list *l, unsigned field, bool down, const void *a, const void *b)
{
	struct filter_row x = lists_row(l, a), y = lists_row(l, b);
	enum kind kind = l->sql->words->fields[field].kind;
	int64_t before, behind;

	if (kind == K_TEXT || kind == K_CHOICE) /* letters beyond ASCII stand where SQLite puts them */
		return true;
	before = x.number(x.row, field);
	behind = y.number(y.row, field);
	return down ? before >= behind : before <= behind;
}

static void pages_join_without_a_seam_in_every_order_of_every_list(void **state)
{
	struct world *w = *state;

	lists_fill(w);
	for (size_t i = 0; i < lists_n; i++)
		for (size_t k = 0; k < 2 * lists[i].sql->words->n; k++) {
			const struct a_list *l = &lists[i];
			const struct filter_field *field = &l->sql->words->fields[k / 2];
			struct sv typed = sv_print(lists_arena, "sort:%s%s", k % 2 ? "-" : "", field->name), next = SV_NONE;
			struct filter f;
			struct list want;
			size_t at = 0;

			if (!field->sorts)
				continue;
			want = everything(w, l, l->sql, typed);
			f = parsed(w, l, typed, false);
			do {
				struct list got = page_of(w, l->sql, &f, next, PAGE, &next);

				for (size_t r = 0; r < got.n; r++, at++)
					if (!same_row(l->sql, row_at(l->sql, want, at), row_at(l->sql, got, r)))
						fail_msg("%s: " SV_FMT ": row %zu", l->sql->name, SV_ARG(typed), at);
			} while (next.n);
			CHECK_INT(want.n, at);
			for (size_t r = 1; r < want.n; r++)
				if (!in_order(l, (unsigned)(k / 2), k % 2, row_at(l->sql, want, r - 1), row_at(l->sql, want, r)))
					fail_msg("%s: " SV_FMT ": row %zu comes too late", l->sql->name, SV_ARG(typed), r);
		}
}

static void two_orders_of_two_directions_join_without_a_seam(void **state)
{
	static const char *const orders[] = { "sort:status,-bal", "sort:-status,bal,acct", "sort:-dpd,-name", "bal>1 sort:client,-due" };
	struct world *w = *state;
	const struct a_list *l = &lists[0];

	lists_fill(w);
	for (size_t i = 0; i < COUNT(orders); i++) {
		struct list want = everything(w, l, l->sql, sv_from(orders[i]));
		struct filter f = parsed(w, l, sv_from(orders[i]), false);
		struct sv next = SV_NONE;
		size_t at = 0;

		do {
			struct list got = page_of(w, l->sql, &f, next, PAGE, &next);

			for (size_t r = 0; r < got.n; r++)
				CHECK(same_row(l->sql, row_at(l->sql, want, at++), row_at(l->sql, got, r)));
		} while (next.n);
		CHECK_INT(want.n, at);
	}
}

static void what_is_personal_is_kept_from_masked_readers(void **state)
{
	const struct filter_when when = { .now = WORLD_NOW, .zone = zone_utc(), .masked = true, .who = SV("ana") };
	struct world *w = *state;
	struct sv next;

	lists_fill(w);
	for (size_t i = 0; i < lists_n; i++) {
		const struct a_list *l = &lists[i];
		size_t personal = 0;
		struct filter f;

		for (size_t k = 0; k < l->sql->words->n; k++) {
			const struct filter_field *field = &l->sql->words->fields[k];

			if (!field->personal)
				continue;
			personal++;
			CHECK_FAULT(ST_INVALID, "filter", "your role does not see",
				    filter_parse(lists_arena, sv_print(lists_arena, "%s:gonz", field->name), l->sql->words, &when,
						 &f, NULL));
		}
		CHECK(personal > 0);
		f = parsed(w, l, SV("gonz"), false); /* stands in names alone */
		if (page_of(w, l->sql, &f, SV_NONE, 5, &next).n == 0)
			fail_msg("%s: nobody is found by name", l->sql->name);
		f = parsed(w, l, SV("gonz"), true);
		if (page_of(w, l->sql, &f, SV_NONE, 5, &next).n != 0)
			fail_msg("%s: a masked reader finds names", l->sql->name);
		f = parsed(w, l, SV("zz"), true); /* too short for an index */
		CHECK_INT(0, page_of(w, l->sql, &f, SV_NONE, 5, &next).n);
		f = parsed(w, l, SV("no-1"), true);
		CHECK(page_of(w, l->sql, &f, SV_NONE, 5, &next).n > 0);
	}
}

static void a_filter_that_looks_at_too_many_rows_ends_and_says_so(void **state)
{
	struct world *w = *state;
	struct list_sql hurried = *lists[0].sql;
	struct list_page p;
	struct filter f;
	int64_t count;

	lists_fill(w);
	hurried.patience = 1;
	f = parsed(w, &lists[0], SV("-acct:u -acct:v -acct:w -acct:x -acct:y -acct:z -name:u9 -name:v9 -name:w9 -name:x9 -client:q"),
		   false);
	CHECK_FAULT(ST_LIMIT, "filter", "name a number, a status or a day",
		    store_list_page(world_look(w)->snap, &hurried, &f, SV_NONE, LISTS_ROWS_MOST, &p, lists_arena));
	CHECK_OK(store_list_count(world_look(w)->snap, &hurried, &f, LISTS_ROWS_MOST, &count, lists_arena));
	CHECK_INT(-1, count);
	CHECK_OK(store_list_page(world_look(w)->snap, lists[0].sql, &f, SV_NONE, 5, &p, lists_arena)); /* nothing stays behind */
}

/* Whichever way: a word that nothing looks up ends sooner, and says what would be found. */
static void a_single_letter_that_stands_nowhere_asks_for_a_longer_word(void **state)
{
	struct world *w = *state;
	struct list_sql hurried = *lists[0].sql;
	struct list_page p;
	struct filter f;

	lists_fill(w);
	hurried.patience = 1;
	hurried.drive_max = 1;
	f = parsed(w, &lists[0], SV("q -acct:u -acct:v -acct:w -acct:x -acct:y -acct:z -name:u9 -name:v9 -name:w9 -name:x9"), false);
	CHECK_FAULT(ST_LIMIT, "filter", "type three letters",
		    store_list_page(world_look(w)->snap, &hurried, &f, SV_NONE, LISTS_ROWS_MOST, &p, lists_arena));
	f = parsed(w, &lists[0], SV("xq"), false);
	CHECK_OK(store_list_page(world_look(w)->snap, lists[0].sql, &f, SV_NONE, 5, &p, lists_arena));
	CHECK_INT(0, p.rows.n);
}

static enum status run_sql(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

/* No three letters stand in a row in it, so no trigram table knows it. */
static void a_number_of_two_letters_is_found_by_it_and_by_nothing_else(void **state)
{
	static const struct {
		const char *typed;
		size_t rows;
	} asked[] = { { "q7", 1 }, { "acct:q7", 1 }, { "acct:=q7", 1 }, { "Q7 sort:-bal", 1 }, { "acct:q7 sort:name", 1 }, { "q8", 0 },
		      { "acct:7q", 0 } };
	struct world *w = *state;

	lists_fill(w);
	CHECK_OK(world_write(w, run_sql, (char[]){ "UPDATE account SET number = 'Q7' WHERE id = (SELECT max(id) FROM account)" }));
	for (size_t i = 0; i < COUNT(asked); i++)
		for (size_t way = 0; way < WAYS; way++) {
			struct list_sql sql = by_way(lists[0].sql, way);
			struct filter f = parsed(w, &lists[0], sv_from(asked[i].typed), false);
			struct sv next;
			struct list got = page_of(w, &sql, &f, SV_NONE, 5, &next);

			if (got.n != asked[i].rows)
				fail_msg("way %zu: %s: %zu rows", way, asked[i].typed, got.n);
			if (got.n)
				CHECK_SV("Q7", ((const struct account_row *)got.at)->account);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sql_lets_through_what_the_tree_lets_through_by_every_way_into_every_list),
		WORLD_TEST(pages_of_a_filter_join_without_a_seam_by_every_way),
		WORLD_TEST(what_drives_in_place_of_what_was_typed_finds_the_same_rows),
		WORLD_TEST(pages_join_without_a_seam_in_every_order_of_every_list),
		WORLD_TEST(two_orders_of_two_directions_join_without_a_seam),
		WORLD_TEST(what_is_personal_is_kept_from_masked_readers),
		WORLD_TEST(a_filter_that_looks_at_too_many_rows_ends_and_says_so),
		WORLD_TEST(a_single_letter_that_stands_nowhere_asks_for_a_longer_word),
		WORLD_TEST(a_number_of_two_letters_is_found_by_it_and_by_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
