/* The ways into account.list: which index each filter and order takes, as SQLite plans the statement that would run. In a book
 * of more accounts than may drive, so that terms of few rows drive and others are passed by. */
#include "tests/support/world.h"

#include "common/zone.h"

#include "protocol/lists.h"

#include "server/store/account.h"

/* 6,000 accounts of 3,000 contacts, all new but ten; amounts, days and creditors spread. */
static const struct query fill[] = {
	{ "plan.contacts",
	  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO contact (id, external, name, "
	  "folded, added_at, changed_at) SELECT i, 'C-' || i, 'Maria ' || i, 'maria ' || i || ' c-' || i, 1, 1 FROM n" },
	{ "plan.accounts",
	  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) INSERT INTO account (contact, id, number, "
	  "creditor, currency, balance, due_date, state, added_at, changed_at) SELECT 1 + i % 3000, i, 'NO-' || (10000 + i), "
	  "'Creditor ' || (i % 3), 'EUR', 100 * i, 2461000 - i % 100, CASE WHEN i % 600 = 0 THEN 'paused' ELSE 'new' END, i, 1 "
	  "FROM n" },
};

static enum status run_fill(struct tx *tx, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < COUNT(fill); i++)
		TRY(tx_run_once(tx, &fill[i], NO_ARGS, NULL));
	return ST_OK;
}

static size_t parameters(struct sv sql)
{
	size_t most = 0;

	for (size_t i = 0; i + 1 < sql.n; i++) {
		int64_t n = 0;

		for (size_t k = i + 1; sql.p[i] == '$' && k < sql.n && sql.p[k] >= '0' && sql.p[k] <= '9'; k++)
			n = n * 10 + (sql.p[k] - '0');
		most = (size_t)n > most ? (size_t)n : most;
	}
	return most;
}

static struct filter parsed(struct arena *a, const char *typed)
{
	const struct filter_when when = { .now = WORLD_NOW, .zone = zone_utc(), .who = SV("ana") };
	struct filter f;

	CHECK_OK(filter_parse(a, sv_from(typed), &account_list_words, &when, &f, NULL));
	return f;
}

/* Lines of EXPLAIN QUERY PLAN, " | " between them. */
static struct sv plan_of(struct world *w, const char *typed, struct sv after)
{
	struct unit *u = world_look(w);
	struct filter f = parsed(&u->arena, typed);
	struct buf b = buf_new(&u->arena, 4000);
	struct query q = { "plan", NULL };
	struct rows r;
	struct sv sql;
	bool row;

	CHECK_OK(store_list_text(u->snap, &account_list_sql, &f, after, 50, &sql, &u->arena));
	q.sql = arena_print(&u->arena, "EXPLAIN QUERY PLAN " SV_FMT, SV_ARG(sql));
	CHECK_OK(rows_open_once(u->snap, &q, &r, NEW_N(&u->arena, struct value, 200), parameters(sql)));
	for (;;) {
		CHECK_OK(rows_next(&r, &row));
		if (!row)
			return buf_sv(&b);
		buf_print(&b, SV_FMT " | ", SV_ARG(rows_text(&r, 3, &u->arena)));
	}
}

static bool says(struct sv plan, const char *part)
{
	return sv_find_sv(plan, sv_from(part)) < plan.n;
}

struct walk {
	const char *typed, *index;
	bool sorts; /* the few rows that were found */
};

static void check_way(const struct walk *way, struct sv plan)
{
	if (!says(plan, way->index))
		fail_msg("%s: not by %s: " SV_FMT, way->typed, way->index, SV_ARG(plan));
	if (says(plan, "TEMP B-TREE FOR ORDER BY") != way->sorts ||
	    (!way->sorts && says(plan, "FOR RIGHT PART") && !says(plan, "contact_folded"))) /* few have one name */
		fail_msg("%s: %s: " SV_FMT, way->typed, way->sorts ? "is not sorted" : "is sorted", SV_ARG(plan));
	if (says(plan, "SCAN a |") || says(plan, "SCAN c |"))
		fail_msg("%s: looks at everything: " SV_FMT, way->typed, SV_ARG(plan));
	if (!says(plan, "SCAN k | SEARCH a USING PRIMARY KEY (contact=? AND id=?)")) /* rows are read one by one above */
		fail_msg("%s: reads rows otherwise: " SV_FMT, way->typed, SV_ARG(plan));
}

#define COVERS(verb, index) verb " a USING COVERING INDEX account_" index
static const struct walk walks[] = {
	{ "", COVERS("SCAN", "searched"), false },
	{ "sort:acct", COVERS("SCAN", "searched"), false },
	{ "sort:-acct", COVERS("SCAN", "searched"), false },
	{ "sort:name", "SCAN c USING COVERING INDEX contact_folded", false },
	{ "sort:-name", "SCAN c USING COVERING INDEX contact_folded", false },
	{ "sort:client", COVERS("SCAN", "creditor"), false },
	{ "sort:status", COVERS("SCAN", "state"), false },
	{ "sort:bal", COVERS("SCAN", "money"), false },
	{ "sort:-bal", COVERS("SCAN", "money"), false },
	{ "sort:dpd", COVERS("SCAN", "late"), false },
	{ "sort:-dpd", COVERS("SCAN", "late"), false },
	{ "sort:due", COVERS("SCAN", "due"), false },
	{ "sort:-added", COVERS("SCAN", "added"), false },
	/* terms of many rows are looked at on the way, in what the index covers; words above */
	{ "status:new", COVERS("SCAN", "searched"), false },
	{ "status:new dpd>1 sort:-bal", COVERS("SCAN", "money"), false },
	{ "cur:eur client:creditor due>-900d added<today is:never sort:-bal", COVERS("SCAN", "money"), false },
	{ "cur:eur bal>1 sort:-dpd", COVERS("SCAN", "late"), false },
	{ "bal>1 due>-900d sort:client", COVERS("SCAN", "creditor"), false },
	{ "-cur:usd bal>1", COVERS("SCAN", "searched"), false },
	{ "-name:bob sort:dpd", COVERS("SCAN", "late"), false },
	{ "x sort:-bal", COVERS("SCAN", "money"), false }, /* one letter stands in no table */
	{ "status:new is:never sort:due", COVERS("SCAN", "due"), false },
	{ "status:new -is:promised cur:eur sort:-added", COVERS("SCAN", "added"), false },
	/* and where they are of the order itself, or of the same index, they bound it */
	{ "dpd>1 sort:-dpd", COVERS("SEARCH", "late (late_since>? AND late_since<?)"), false },
	{ "bal>1 sort:-bal", COVERS("SEARCH", "money (money>? AND money<?)"), false },
	{ "status:new sort:-dpd", COVERS("SEARCH", "state (state=?)"), false },
	{ "status:new dpd>1 sort:-dpd", COVERS("SEARCH", "state (state=? AND late_since>? AND late_since<?)"), false },
};

static void every_order_walks_along_an_index_of_its_own(void **state)
{
	struct world *w = *state;

	CHECK_OK(world_write(w, run_fill, NULL));
	for (size_t i = 0; i < account_list_words.n; i++) /* a new word that sorts stands above */
		if (account_list_words.fields[i].sorts) {
			size_t k = 0;

			while (k < COUNT(walks) && !sv_ends(sv_from(walks[k].typed), sv_print(&w->u.arena, "sort:%s",
											      account_list_words.fields[i].name)) &&
			       !sv_ends(sv_from(walks[k].typed),
					sv_print(&w->u.arena, "sort:-%s", account_list_words.fields[i].name)))
				k++;
			CHECK(k < COUNT(walks));
		}
	for (size_t i = 0; i < COUNT(walks); i++)
		check_way(&walks[i], plan_of(w, walks[i].typed, SV_NONE));
}

static void terms_of_few_rows_find_them_by_their_own_index(void **state)
{
	static const struct walk ways[] = {
		{ "status:paused", COVERS("SEARCH", "state (state=?)"), true },
		{ "status:paused sort:-dpd", COVERS("SEARCH", "state (state=?)"), false },
		{ "status:paused,closed sort:-bal", COVERS("SEARCH", "state (state=?)"), true },
		{ "(status:paused | status:closed) sort:-bal", COVERS("SEARCH", "state (state=?)"), true },
		{ "-status:new sort:-bal", COVERS("SEARCH", "state (state=?)"), true },
		{ "-bal>200 sort:-dpd", COVERS("SEARCH", "money (money>? AND money<?)"), true },
		{ "name:\"maria 1234*\" sort:-bal", "SEARCH contact USING COVERING INDEX contact_folded (folded>? AND folded<?)", true },
		{ "-status:new,paid", COVERS("SEARCH", "state (state=?)"), true },
		{ "bal:10..20", COVERS("SEARCH", "money"), true },
		{ "bal>10 bal<20 sort:-dpd", COVERS("SEARCH", "money (money>? AND money<?)"), true },
		{ "dpd:30..31 sort:-bal", COVERS("SEARCH", "late"), true },
		{ "due:2025-11-20", COVERS("SEARCH", "due (due=?)"), true },
		{ "added:today", COVERS("SEARCH", "added (added_at>? AND added_at<?)"), true },
		{ "cur:usd sort:-dpd", COVERS("SEARCH", "currency (currency=?)"), true },
		{ "cur:usd", COVERS("SEARCH", "currency (currency=?)"), false }, /* they lie in that order */
		{ "acct:=no-10123", COVERS("SEARCH", "searched"), false },
		{ "acct:no-1012*", COVERS("SEARCH", "searched"), false },
		{ "acct:no-1012* sort:-bal", COVERS("SEARCH", "searched"), true },
		{ "acct:10123 sort:-bal", "SCAN account_words VIRTUAL TABLE", true },
		{ "name:\"maria 1234\"", COVERS("SEARCH", "contact (contact=?)"), true },
		{ "name:\"maria 1234\" sort:-bal", "SCAN contact_words VIRTUAL TABLE", true },
		{ "1234 sort:-bal", "SCAN contact_words VIRTUAL TABLE", true },
		{ "nobody", COVERS("SEARCH", "creditor (creditor_folded=?)"), true },
		{ "client:nobody", COVERS("SEARCH", "creditor (creditor_folded=?)"), true },
		{ "is:promised sort:-bal", COVERS("SCAN", "promised"), true },
		{ "is:promised", COVERS("SCAN", "promised"), false }, /* they lie in that order */
		/* two letters by the three they stand in, or by standing nowhere */
		{ "name:99 sort:-bal", "SCAN contact_words VIRTUAL TABLE", true },
		{ "xy sort:-bal", COVERS("SEARCH", "creditor (creditor_folded=?)"), true },
		{ "is:disputed", "SEARCH d USING COVERING INDEX dispute_state", true },
		{ "is:live", "SCAN v USING INDEX session_live", true },
		{ "-is:never sort:-bal", "SCAN v USING COVERING INDEX session_contact", true },
		/* either of several: each by its own index */
		{ "(status:paused | bal:10..20) sort:-bal", COVERS("SEARCH", "money"), true },
		{ "(status:paused | bal:10..20) sort:-bal", COVERS("SEARCH", "state (state=?)"), true },
		{ "(bal:10..20 | bal:30..40) sort:-dpd", COVERS("SEARCH", "money"), true },
		{ "(nobody | cur:usd)", COVERS("SEARCH", "currency (currency=?)"), false }, /* nobody is nowhere */
		/* the term of the fewest drives; the others are looked at */
		{ "status:new acct:=no-10123 dpd>1 maria sort:-bal", COVERS("SEARCH", "searched"), true },
		{ "bal:10..200 status:paused", COVERS("SEARCH", "state"), true },
		/* names by what a trigram table finds of them, all together */
		{ "c-123 name:maria status:paused sort:-bal", "LIST SUBQUERY", true },
	};
	struct world *w = *state;

	CHECK_OK(world_write(w, run_fill, NULL));
	for (size_t i = 0; i < COUNT(ways); i++)
		check_way(&ways[i], plan_of(w, ways[i].typed, SV_NONE));
}

static void a_page_begins_where_the_one_before_ended_without_reading_what_lies_between(void **state)
{
	static const struct walk ways[] = {
		{ "", COVERS("SEARCH", "searched ((searched,id)>(?,?))"), false },
		{ "sort:-bal", COVERS("SEARCH", "money ((money,id)<(?,?))"), false },
		{ "sort:-dpd", COVERS("SEARCH", "late ((late_since,id)>(?,?))"), false },
		{ "sort:status", COVERS("SEARCH", "state ((state,late_since,id)>(?,?,?))"), false },
		{ "sort:client", COVERS("SEARCH", "creditor ((creditor_folded,id)>(?,?))"), false },
		{ "sort:name", "SEARCH c USING COVERING INDEX contact_folded (folded>?)", false },
		{ "status:new sort:-dpd", COVERS("SEARCH", "state (state=? AND (late_since,id)>(?,?))"), false },
	};
	struct world *w = *state;

	CHECK_OK(world_write(w, run_fill, NULL));
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct filter f = parsed(&w->u.arena, ways[i].typed);
		struct list_page p;

		CHECK_OK(store_list_page(world_look(w)->snap, &account_list_sql, &f, SV_NONE, 50, &p, &w->u.arena));
		CHECK(p.next.n > 0);
		check_way(&ways[i], plan_of(w, ways[i].typed, sv_copy(&w->u.arena, p.next)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_order_walks_along_an_index_of_its_own),
		WORLD_TEST(terms_of_few_rows_find_them_by_their_own_index),
		WORLD_TEST(a_page_begins_where_the_one_before_ended_without_reading_what_lies_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
