/* Lists: what SQL lets through is what filter_match lets through, and pages join without a seam in every order. */
#include "tests/support/world.h"

#include <stdlib.h>

#include "common/utf8.h"

#include "server/store/account.h"
#include "server/store/list.h"

enum { ROWS = 120, ROUNDS = 400 };

enum { NUMBER, STATE, BAL, DUE, ADDED };
static const struct filter_field fields[] = {
	[NUMBER] = { .name = "acct", .kind = K_TEXT, .sorts = true },
	[STATE] = { .name = "status", .kind = K_CHOICE, .of = &account_state_choice, .sorts = true },
	[BAL] = { .name = "bal", .kind = K_MONEY, .sorts = true },
	[DUE] = { .name = "due", .kind = K_DAY, .sorts = true },
	[ADDED] = { .name = "added", .kind = K_TIME },
};
static const struct filter_flag flags[] = { { "foreign", "" } };
static const struct filter_words words = { fields, COUNT(fields), flags, COUNT(flags) };

static const char *const expressions[] = {
	[NUMBER] = "lower(a.number)",
	[STATE] = "a.state",
	[BAL] = LIST_MONEY("a.balance", "a.currency"),
	[DUE] = "coalesce(a.due_date, 0)",
	[ADDED] = "a.added_at",
};
static const char *const conditions[] = { "a.currency <> 'USD'" };
static const struct list_sql list = {
	.name = "test.list",
	.words = &words,
	.fields = expressions,
	.flags = conditions,
	.word = "lower(a.number || ' ' || a.creditor)",
	.columns = "a.number AS account, a.creditor AS creditor, a.balance AS balance, a.currency AS currency, "
		   "a.due_date AS due_date, a.state AS state",
	.from = "FROM account a",
	.key = "a.id",
	.row = &account_row_record,
};

static const char *const currencies[] = { "USD", "JPY", "KWD", "CLF" };

static void fill(struct world *w)
{
	srandom(7);
	for (int i = 0; i < ROWS; i++)
		make_account(w, .number = arena_print(&w->u.arena, "N-%02d-É%d", i % 50, i), .contact = "C-1",
			     .creditor = i % 3 ? "Northwind Energy" : "Åse & Söhne", .currency = currencies[i % 4],
			     .balance = random() % 300000, .due_date = i % 5 ? 2461000 + random() % 60 : 0);
}

/* The same row again, for filter_match. */
static int64_t number_of(const void *row, unsigned field)
{
	const struct account_row *r = row;
	int64_t scale = FILTER_MONEY;

	switch (field) {
	case STATE:
		return (int64_t)r->state;
	case BAL:
		for (int i = 0; i < currency_exponent(r->currency); i++)
			scale /= 10;
		return r->balance * scale;
	case DUE:
		return r->due_date;
	default:
		return WORLD_NOW;
	}
}

static struct arena *arena;

static struct sv lower(struct sv s)
{
	return utf8_fold(arena, s);
}

static struct sv text_of(const void *row, unsigned field)
{
	(void)field;
	return lower(((const struct account_row *)row)->account);
}

static bool flag_of(const void *row, unsigned flag)
{
	(void)flag;
	return !currency_eq(((const struct account_row *)row)->currency, (struct currency){ "USD" });
}

static bool word_of(const void *row, struct sv word)
{
	const struct account_row *r = row;
	struct sv all = lower(sv_print(arena, SV_FMT " " SV_FMT, SV_ARG(r->account), SV_ARG(r->creditor)));

	return sv_find_sv(all, word) < all.n;
}

static const char *const terms[] = {
	"status:new", "-status:new", "status:paid,new", "bal>100", "bal<=1k", "bal:10..2k", "bal=0", "due<2026-01-10",
	"due>=2025-12-20", "-due>2025-12-20", "added:today", "added<yesterday", "is:foreign", "-is:foreign", "acct:n-0*",
	"acct:~-1", "acct:n-01-é1", "north", "söhne", "\"d e\"", "(north | is:foreign)", "-(bal>500 | due<2026-01-01)",
};

static struct sv random_filter(void)
{
	struct buf b = buf_new(arena, 400);

	for (long n = random() % 4; n >= 0; n--)
		buf_print(&b, "%s ", terms[(size_t)random() % COUNT(terms)]);
	return buf_sv(&b);
}

static void parse(struct sv text, struct filter *ret)
{
	const struct filter_when when = { .now = WORLD_NOW, .zone = zone_utc() };

	CHECK_OK(filter_parse(arena, text, &words, &when, ret, NULL));
}

static struct account_row_list everything(struct world *w, struct sv filter)
{
	struct unit *u = world_look(w);
	struct list_page p;
	struct filter f;

	parse(filter, &f);
	CHECK_OK(store_list_page(u->snap, &list, &f, SV_NONE, ROWS, &p, arena));
	CHECK(p.next.n == 0);
	return (struct account_row_list){ p.rows.at, p.rows.n };
}

static void the_database_lets_through_what_the_tree_lets_through(void **state)
{
	struct world *w = *state;
	struct account_row_list all;
	size_t through = 0;

	arena = &w->u.arena;
	fill(w);
	all = everything(w, SV_NONE);
	CHECK_INT(ROWS, all.n);
	for (int round = 0; round < ROUNDS; round++) {
		struct sv typed = random_filter();
		struct account_row_list got = everything(w, typed);
		struct filter f;
		size_t at = 0;
		int64_t count;

		parse(typed, &f);
		for (size_t i = 0; i < all.n; i++) {
			const struct filter_row row = { number_of, text_of, flag_of, word_of, &all.at[i] };

			if (!filter_match(&f, &row))
				continue;
			if (at == got.n || !sv_eq(got.at[at].account, all.at[i].account))
				fail_msg(SV_FMT ": " SV_FMT " is missing", SV_ARG(typed), SV_ARG(all.at[i].account));
			at++;
		}
		if (at != got.n)
			fail_msg(SV_FMT ": " SV_FMT " is too much", SV_ARG(typed), SV_ARG(got.at[at].account));
		CHECK_OK(store_list_count(world_look(w)->snap, &list, &f, ROWS, &count, arena));
		CHECK_INT(got.n, count);
		through += at;
	}
	CHECK(through > ROUNDS); /* the filters were no empty ones */
}

static void pages_join_without_a_seam_in_every_order(void **state)
{
	static const char *const orders[] = { "", "sort:bal", "sort:-bal", "sort:-due,acct", "sort:status,-bal,due",
					      "bal>10 sort:-acct" };
	struct world *w = *state;

	arena = &w->u.arena;
	fill(w);
	for (size_t o = 0; o < COUNT(orders); o++) {
		struct account_row_list want = everything(w, sv_from(orders[o]));
		struct sv after = SV_NONE;
		size_t at = 0;

		do {
			struct list_page p;
			struct filter f;

			parse(sv_from(orders[o]), &f);
			CHECK_OK(store_list_page(world_look(w)->snap, &list, &f, after, 7, &p, arena));
			for (size_t i = 0; i < p.rows.n; i++)
				CHECK(sv_eq(want.at[at++].account, ((struct account_row *)p.rows.at)[i].account));
			after = p.next;
		} while (after.n);
		CHECK_INT(want.n, at);
	}
}

static void a_place_of_another_order_is_refused(void **state)
{
	static const char *const places[] = { "x", "00", "69", "6939", "693b", "74393a613b", "7430" };
	struct world *w = *state;
	struct list_page p;
	struct filter f, sorted;

	arena = &w->u.arena;
	fill(w);
	parse(SV_NONE, &f);
	parse(SV("sort:acct"), &sorted);
	CHECK_OK(store_list_page(world_look(w)->snap, &list, &f, SV_NONE, 5, &p, arena));
	CHECK(p.next.n > 0);
	CHECK_FAULT(ST_INVALID, "after", "no place in this list",
		    store_list_page(world_look(w)->snap, &list, &sorted, p.next, 5, &p, arena));
	for (size_t i = 0; i < COUNT(places); i++)
		CHECK_FAULT(ST_INVALID, "after", "no place",
			    store_list_page(world_look(w)->snap, &list, &f, sv_from(places[i]), 5, &p, arena));
}

static void nothing_typed_becomes_sql(void **state)
{
	struct world *w = *state;
	struct filter f;
	struct sv sql;

	arena = &w->u.arena;
	parse(SV("\"' OR 1=1 --\" acct:~'; bal>1"), &f);
	CHECK_OK(store_list_text(world_look(w)->snap, &list, &f, SV_NONE, 5, &sql, arena));
	CHECK(sv_find_sv(sql, SV("1=1")) == sql.n && sv_find_sv(sql, SV("';")) == sql.n);
	CHECK_INT(0, everything(w, SV("\"' OR 1=1 --\"")).n);
}

static enum status run_sql(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void what_is_worked_out_of_an_account_follows_whatever_writes_it(void **state)
{
	static const char *const writes[] = {
		"SELECT 1",
		"UPDATE account SET balance = balance + 700, due_date = due_date + 3",
		"UPDATE account SET balance = 0 WHERE id % 2 = 0",
		"UPDATE account SET due_date = NULL, currency = 'IQD', creditor = 'OTHER Bank'",
		"UPDATE account SET number = number || '-X', money = 5, searched = 'no'",
		"UPDATE account SET currency = CASE id % 3 WHEN 0 THEN 'UYW' WHEN 1 THEN 'XPF' ELSE 'EUR' END",
	};
	static const struct query wrong = {
		"test.worked_out",
		"SELECT count(*) FROM account WHERE searched <> lower(number) OR creditor_folded <> lower(creditor) OR due <> "
		"coalesce(due_date, 0) OR money <> " LIST_MONEY("balance", "currency") " OR late_since <> CASE WHEN balance > 0 THEN "
		"coalesce(due_date, " LIST_NO_DAY ") ELSE " LIST_NO_DAY " END",
	};
	struct world *w = *state;

	arena = &w->u.arena;
	fill(w);
	for (size_t i = 0; i < COUNT(writes); i++) {
		struct rows r;
		bool row;

		CHECK_OK(world_write(w, run_sql, arena_copy(arena, writes[i], strlen(writes[i]) + 1)));
		CHECK_OK(rows_open_once(world_look(w)->snap, &wrong, &r, NO_ARGS));
		CHECK_OK(rows_next(&r, &row));
		CHECK_INT(0, rows_int(&r, 0));
		rows_close(&r);
	}
}

static void whether_a_promise_is_open_follows_whatever_writes_promises(void **state)
{
#define NEW_PROMISE(id, account, state)                                                                               \
	"INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, session) SELECT "   \
	"contact, " id ", id, 'P-' || " id ", 5, 'EUR', 2461000, '" state "', 1, 1 FROM account WHERE id % 4 = " account " LIMIT 1"
	static const char *const writes[] = {
		"SELECT 1",
		NEW_PROMISE("1", "0", "active"),
		NEW_PROMISE("2", "1", "kept"),
		NEW_PROMISE("3", "0", "verifying"),
		"UPDATE promise SET state = 'kept' WHERE id = 1", /* another of its account is open still */
		"UPDATE promise SET state = 'active' WHERE id = 3",
		"UPDATE promise SET state = 'broken' WHERE id = 3",
		"UPDATE promise SET state = 'active' WHERE id = 2",
		"UPDATE promise SET account = (SELECT id FROM account WHERE id % 4 = 2 LIMIT 1) WHERE id = 2",
		NEW_PROMISE("4", "2", "active"),
		"DELETE FROM promise WHERE id = 2",
		"UPDATE account SET balance = balance + 1",
		"DELETE FROM promise",
	};
	static const size_t open[COUNT(writes)] = { 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0 };
	static const struct query wrong = {
		"test.promised", "SELECT count(*) FROM account a WHERE promised IS NOT EXISTS (SELECT 1 FROM promise p WHERE "
				 "p.contact = a.contact AND p.account = a.id AND p.state IN ('active', 'verifying'))",
	};
	static const struct query all = { "test.all", "SELECT sum(promised) FROM account" };
	struct world *w = *state;

	arena = &w->u.arena;
	fill(w);
	for (size_t i = 0; i < COUNT(writes); i++) {
		struct rows r;
		bool row;

		CHECK_OK(world_write(w, run_sql, arena_copy(arena, writes[i], strlen(writes[i]) + 1)));
		CHECK_OK(rows_open_once(world_look(w)->snap, &wrong, &r, NO_ARGS));
		CHECK_OK(rows_next(&r, &row));
		CHECK_INT(0, rows_int(&r, 0));
		rows_close(&r);
		CHECK_OK(rows_open_once(world_look(w)->snap, &all, &r, NO_ARGS));
		CHECK_OK(rows_next(&r, &row));
		if (rows_int(&r, 0) != (int64_t)open[i])
			fail_msg("%s: %lld accounts", writes[i], (long long)rows_int(&r, 0));
		rows_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_database_lets_through_what_the_tree_lets_through),
		WORLD_TEST(pages_join_without_a_seam_in_every_order),
		WORLD_TEST(a_place_of_another_order_is_refused),
		WORLD_TEST(nothing_typed_becomes_sql),
		WORLD_TEST(what_is_worked_out_of_an_account_follows_whatever_writes_it),
		WORLD_TEST(whether_a_promise_is_open_follows_whatever_writes_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
