/* The filter's language: what each form matches, and what is said about what is none. */
#include "common/filter.h"

#include "common/arena.h"
#include "common/utf8.h"

#include "tests/support/check.h"

enum state { OPEN = 1, PART, PAID };
static const struct choice_word state_words[] = { { OPEN, "open", "" }, { PART, "part", "" }, { PAID, "paid", "" } };
static const struct choice state_choice = { "state", state_words, 3, "" };

enum { STATE, NAME, DPD, AMT, DUE, AT, WAIT, SINCE, UNTIL, LOOSE, MAIL, LATE };
static const struct filter_field fields[] = {
	[STATE] = { .name = "status", .kind = K_CHOICE, .of = &state_choice },
	[NAME] = { .name = "name", .kind = K_TEXT, .sorts = true },
	[DPD] = { .name = "dpd", .kind = K_INT, .sorts = true },
	[AMT] = { .name = "amt", .kind = K_MONEY, .sorts = true },
	[DUE] = { .name = "due", .kind = K_DAY },
	[AT] = { .name = "at", .kind = K_TIME },
	[WAIT] = { .name = "age", .kind = K_INT, .duration = true },
	[SINCE] = { .name = "since", .kind = K_TIME, .bound = FILTER_FROM },
	[UNTIL] = { .name = "until", .kind = K_TIME, .bound = FILTER_UNTIL },
	[LOOSE] = { .name = "who", .kind = K_TEXT, .loose = true },
	[MAIL] = { .name = "mail", .kind = K_TEXT, .personal = true, .sorts = true },
	[LATE] = { .name = "late", .kind = K_INT, .aged = true, .sorts = true },
};
static const struct filter_flag flags[] = { { "live", "" }, { "mine", "" } };
static const struct filter_words words = { fields, COUNT(fields), flags, COUNT(flags) };

struct row {
	enum state state;
	const char *name;
	int64_t dpd, amt, due, at, wait;
	bool live;
};

static int64_t number(const void *row, unsigned field)
{
	const struct row *r = row;
	const int64_t all[] = { [STATE] = (int64_t)r->state, [NAME] = 0, [DPD] = r->dpd, [AMT] = r->amt * FILTER_MONEY / 100,
				[DUE] = r->due, [AT] = r->at, [WAIT] = r->wait, [SINCE] = r->at, [UNTIL] = r->at,
				[LATE] = r->due ? r->dpd : INT64_MIN };

	return all[field];
}

static struct sv text(const void *row, unsigned field)
{
	CHECK(field == NAME || field == LOOSE || field == MAIL);
	return sv_from(((const struct row *)row)->name);
}

static bool flagged(const void *row, unsigned flag)
{
	return flag == 0 && ((const struct row *)row)->live;
}

static bool has_word(const void *row, struct sv word)
{
	struct sv name = sv_from(((const struct row *)row)->name);

	return sv_find_sv(name, word) < name.n;
}

static struct arena arena;
static struct filter_when when; /* Tuesday 2026-03-10, 12:00 in UTC */

static int start(void **state)
{
	(void)state;
	when = (struct filter_when){ .now = INT64_C(1773144000000), .zone = zone_utc() };
	return 0;
}

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static int64_t day(int y, int m, int d)
{
	return day_from((struct civil){ y, m, d });
}

static bool matches(const char *typed, struct row r)
{
	const struct filter_row row = { number, text, flagged, has_word, &r };
	struct filter f;

	CHECK_OK(filter_parse(&arena, sv_from(typed), &words, &when, &f, NULL));
	return filter_match(&f, &row);
}

static void every_form_matches_what_it_says_and_nothing_else(void **state)
{
	const struct row open = { .state = OPEN, .name = "maria gonzález", .dpd = 31, .amt = 298040, .due = day(2026, 2, 7),
				  .at = INT64_C(1773144000000) - 3600000, .wait = 5400000, .live = true };
	static const struct {
		const char *typed;
		bool want;
	} cases[] = {
		{ "", true }, { "   ", true },
		{ "status:open", true }, { "status:OPEN", true }, { "status:paid", false }, { "status:paid,open", true },
		{ "-status:paid", true }, { "-status:open", false },
		{ "dpd>30", true }, { "dpd>31", false }, { "dpd>=31", true }, { "dpd<31", false }, { "dpd<=31", true },
		{ "dpd=31", true }, { "dpd:31", true }, { "dpd:30..60", true }, { "dpd:32..60", false }, { "dpd:1,31", true },
		{ "amt>2.9k", true }, { "amt>2980.39", true }, { "amt>2980.40", false }, { "amt:2980.4", true },
		{ "amt:2k..3k", true }, { "amt<=2980.4", true }, { "amt<-5", false },
		{ "due<today", true }, { "due:2026-02-07", true }, { "due:feb7", true }, { "due<-31d", false },
		{ "due<=-31d", true }, { "due:-40d..-30d", true },
		{ "at:today", true }, { "at:yesterday", false }, { "at:tue", true }, { "at:mon", false }, { "at>-2h", true },
		{ "at>-30m", false }, { "since:-2h", true }, { "since:today", true }, { "until:yesterday", false },
		{ "until:today", true }, { "since:yesterday until:today", true },
		{ "since:2026-03-10T11:00:00.000Z until:2026-03-10T11:00:00.000Z", true }, { "since:2026-03-10T11:00:00.001Z", false },
		{ "until:2026-03-10T10:59:59.999Z", false }, { "at:2026-03-10T12:00:00+01:00", true }, { "at>2026-03-10T11:00:00Z", false },
		{ "at:2026-03-10T10:00:00Z..2026-03-10T11:00:00Z", true }, { "due:2026-02-07T23:00:00Z", true },
		{ "age>1h", true }, { "age>90m", false }, { "age:90m", true },
		{ "name:~gonz", true }, { "name:maria*", true }, { "name:maria", false }, { "name:\"maria gonzález\"", true },
		{ "name:~GONZÁLEZ", true }, { "name:bob,maria*", true },
		{ "is:live", true }, { "is:mine", false }, { "-is:mine", true },
		{ "gonz", true }, { "\"maria g\"", true }, { "bob", false }, { "-bob", true },
		{ "(bob | maria)", true }, { "(bob | status:paid)", false }, { "-(bob | status:paid)", true },
		{ "status:open (dpd>90 | amt>2k (is:live | is:mine))", true }, { "status:open dpd>90", false },
		{ "sort:-amt", true }, { "dpd>30 sort:-amt,+dpd", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (matches(cases[i].typed, open) != cases[i].want)
			fail_msg("%s is %s", cases[i].typed, cases[i].want ? "no match" : "a match");
}

static void a_row_without_a_day_is_in_no_range_of_days(void **state)
{
	struct row r = { .name = "" };

	(void)state;
	CHECK(!matches("due<today", r) && !matches("due>2000-01-01", r) && !matches("at<today", r));
	CHECK(matches("-due<today", r));
	CHECK(matches("dpd:0", r)); /* a number is always there */
}

static void a_loose_field_looks_inside_unless_the_whole_is_asked_for(void **state)
{
	struct row r = { .name = "maria gonzález", .due = 1 };

	(void)state;
	CHECK(matches("who:gonz", r) && matches("who:\"a g\"", r) && matches("who:maria*", r) && matches("who:~GONZ", r));
	CHECK(!matches("who:gonz*", r) && !matches("who:=gonz", r) && !matches("who:=maria", r));
	CHECK(matches("who:\"=maria gonzález\"", r) && matches("who:bob,gonz", r));
	CHECK(!matches("name:gonz", r)); /* which is not loose */
}

static void a_personal_field_is_refused_where_details_are_masked(void **state)
{
	static const char *const refused[] = { "mail:maria", "mail:~m", "-mail:maria", "sort:mail", "sort:-late,mail",
					       "status:open (late>1 | mail:x)", "MAIL:x" };
	struct filter f;
	size_t at;

	(void)state;
	CHECK(matches("mail:maria", (struct row){ .name = "maria" }));
	when.masked = true;
	for (size_t i = 0; i < COUNT(refused); i++)
		CHECK_FAULT(ST_INVALID, "filter", "your role does not see that field",
			    filter_parse(&arena, sv_from(refused[i]), &words, &when, &f, &at));
	CHECK_OK(filter_parse(&arena, SV("who:maria maria late>1"), &words, &when, &f, &at));
	CHECK(f.masked);
	when.masked = false;
}

static void days_that_passed_are_in_no_range_without_the_day_they_are_counted_from(void **state)
{
	struct row late = { .name = "", .due = 1, .dpd = 31 }, none = { .name = "" }, to_come = { .name = "", .due = 1 };

	(void)state;
	CHECK(matches("late>30", late) && matches("late:31", late) && !matches("late>31", late) && !matches("late:0", late));
	CHECK(!matches("late>30", none) && !matches("late<30", none) && !matches("late:0", none) && matches("-late>30", none));
	CHECK(matches("late:0", to_come) && matches("late<1", to_come) && !matches("late>0", to_come));
}

static void who_asks_and_when_stay_with_the_filter(void **state)
{
	struct filter f;

	(void)state;
	when.who = SV("ana");
	CHECK_OK(filter_parse(&arena, SV("is:mine"), &words, &when, &f, NULL));
	CHECK_SV("ana", f.who);
	CHECK(f.now == when.now && f.today == day(2026, 3, 10) && !f.masked);
}

static void the_order_is_read_and_leaves_no_term(void **state)
{
	struct filter f;

	(void)state;
	CHECK_OK(filter_parse(&arena, SV("sort:-amt,+dpd,name"), &words, &when, &f, NULL));
	CHECK_INT(3, f.n_sort);
	CHECK_INT(AMT, f.sort[0].field);
	CHECK(f.sort[0].down && !f.sort[1].down && !f.sort[2].down);
	CHECK_INT(NAME, f.sort[2].field);
	CHECK(f.root->op == FILTER_ALL && !f.root->first);
}

static void what_is_no_filter_is_said_with_its_column(void **state)
{
	static const struct {
		const char *typed;
		size_t at;
		const char *says;
	} cases[] = {
		{ "dpd>", 4, "column 5: a value is missing" },
		{ "dpd>x", 4, "column 5: \"x\" is no number" },
		{ "dpd:30..x", 8, "column 9: \"x\" is no number" },
		{ "dpd:60..30", 4, "ends before it begins" },
		{ "dpd>1.5", 4, "is no number" },
		{ "amt>1.23456", 4, "is no amount" },
		{ "age>5", 4, "is no time that passed" },
		{ "due>32", 4, "is no day or time" },
		{ "due:2026-02-30", 4, "is no day or time" },
		{ "status:gone", 7, "status is one of open, part, paid" },
		{ "status>open", 6, "only numbers" },
		{ "nmae:x", 0, "there is no field \"nmae\"; there are status, name" },
		{ "is:dead", 3, "there is no sign behind is: \"dead\"; there are live, mine" },
		{ "a (b | c", 2, "this bracket is not closed" },
		{ "a | b", 2, "| stands between terms in brackets" },
		{ "a ) b", 2, "no bracket is open" },
		{ "(a | )", 5, "a term is missing" },
		{ "\"a", 0, "quotation mark" },
		{ "sort:status", 5, "can not be sorted by that" },
		{ "sort:amt,dpd,name,amt,dpd", 22, "too many fields" },
		{ "-sort:amt", 0, "an order can not be denied" },
		{ "((((((((( a )))))))))", 8, "nested too deep" },
		{ "é dpd>x", 7, "column 7:" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct filter f;
		size_t at = 99;

		if (filter_parse(&arena, sv_from(cases[i].typed), &words, &when, &f, &at) != ST_INVALID)
			fail_msg("%s is taken", cases[i].typed);
		CHECK_SV("filter", sv_from(fault_last()->field));
		if (at != cases[i].at || !strstr(fault_last()->text, cases[i].says))
			fail_msg("%s: at %zu: %s", cases[i].typed, at, fault_last()->text);
	}
}

static void a_filter_has_an_end(void **state)
{
	char many[FILTER_TEXT_MAX + 2];
	struct filter f;

	(void)state;
	memset(many, 'a', sizeof(many));
	CHECK_FAULT(ST_INVALID, "filter", "too long",
		    filter_parse(&arena, sv_of(many, FILTER_TEXT_MAX + 1), &words, &when, &f, NULL));
	for (size_t i = 1; i < sizeof(many); i += 2)
		many[i] = ' ';
	CHECK_FAULT(ST_INVALID, "filter", "too many terms",
		    filter_parse(&arena, sv_of(many, FILTER_TEXT_MAX), &words, &when, &f, NULL));
	CHECK_FAULT(ST_INVALID, "filter", "no clean text",
		    filter_parse(&arena, SV("a\033[2Jb"), &words, &when, &f, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_matches_what_it_says_and_nothing_else),
		cmocka_unit_test(a_row_without_a_day_is_in_no_range_of_days),
		cmocka_unit_test(a_loose_field_looks_inside_unless_the_whole_is_asked_for),
		cmocka_unit_test(a_personal_field_is_refused_where_details_are_masked),
		cmocka_unit_test(days_that_passed_are_in_no_range_without_the_day_they_are_counted_from),
		cmocka_unit_test(who_asks_and_when_stay_with_the_filter),
		cmocka_unit_test(the_order_is_read_and_leaves_no_term),
		cmocka_unit_test(what_is_no_filter_is_said_with_its_column),
		cmocka_unit_test(a_filter_has_an_end),
	};

	return cmocka_run_group_tests(tests, start, done);
}
