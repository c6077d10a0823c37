/* Lists as an operator asks for them: the language beside the older fields, whose zone and whose rights count; the feed with a
 * filter, which loses and doubles nothing. */
#include "tests/support/book.h"
#include "tests/support/lists.h"

#include "server/service/account.h"
#include "server/service/callback.h"
#include "server/service/dispute_desk.h"
#include "server/service/feed.h"
#include "server/service/feedback.h"
#include "server/service/link.h"
#include "server/service/message.h"
#include "server/service/promise.h"
#include "server/service/session.h"
#include "server/store/account.h"

enum { EVENTS = 90 };

static enum status run_sql(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void sql(struct world *w, const char *text)
{
	CHECK_OK(world_write(w, run_sql, arena_copy(&w->u.arena, text, strlen(text) + 1)));
}

static void accounts_come_by_number_and_page_by_page(void **state)
{
	struct world *w = *state;
	struct list_query q = { .limit = 15, .count = true };
	struct sv before = SV_NONE;
	struct account_page p;
	size_t rows = 0;

	lists_fill(w);
	do {
		CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
		CHECK_INT(40, p.total);
		CHECK(p.more == (p.next.n > 0));
		for (size_t i = 0; i < p.items.n; i++, rows++) {
			size_t n = before.n < p.items.at[i].account.n ? before.n : p.items.at[i].account.n;

			CHECK(before.n == 0 || memcmp(before.p, p.items.at[i].account.p, n) <= 0);
			before = p.items.at[i].account;
		}
		q.after = p.next;
	} while (p.next.n);
	CHECK_INT(40, rows);
	q = (struct list_query){ .filter = SV("acct:none"), .count = true };
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	CHECK(p.items.n == 0 && p.total == 0 && !p.more && p.next.n == 0);
}

static void days_past_due_of_the_filter_are_those_of_the_row(void **state)
{
	struct world *w = *state;
	struct list_query q = { .filter = SV("dpd>0 sort:-dpd"), .limit = 200 };
	struct account_page p;
	int64_t last = INT64_MAX;

	lists_fill(w);
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	CHECK(p.items.n > 5);
	for (size_t i = 0; i < p.items.n; i++) {
		CHECK(p.items.at[i].days_past_due > 0 && p.items.at[i].days_past_due <= last);
		last = p.items.at[i].days_past_due;
	}
	q.filter = SV("-dpd>0");
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	CHECK(p.items.n > 5);
	for (size_t i = 0; i < p.items.n; i++)
		CHECK_INT(0, p.items.at[i].days_past_due);
}

static void the_older_fields_do_not_stand_beside_the_language(void **state)
{
	struct world *w = *state;
	struct unit *u;
	struct link_page links;
	struct session_page sessions;
	struct promise_page promises;
	struct dispute_page disputes;
	struct callback_page callbacks;
	struct thread_page threads;

	lists_fill(w);
	u = world_look(w);
#define REFUSED(list, page, name, query, ...)                                                                         \
	CHECK_FAULT(ST_INVALID, name, "say it in the filter",                                                         \
		    service_##list##_list(u, u->snap, &(const struct query){ __VA_ARGS__ }, page))
	REFUSED(link, &links, "account", link_query, .filter = SV("tries>0"), .account = SV("NO-101"));
	REFUSED(link, &links, "state", link_query, .count = true, .state = LINK_HELD);
	REFUSED(link, &links, "before", link_query, .after = SV("00"), .before = 7);
	REFUSED(session, &sessions, "all", session_query, .filter = SV("is:open"), .all = true);
	REFUSED(promise, &promises, "state", promise_query, .filter = SV("is:open"), .state = PROMISE_KEPT);
	REFUSED(dispute, &disputes, "team", dispute_query, .filter = SV("is:open"), .team = SV("Collections"));
	REFUSED(callback, &callbacks, "day", callback_query, .filter = SV("is:open"), .day = 2461000);
	REFUSED(message, &threads, "unread", thread_query, .filter = SV("is:open"), .unread = true);
	CHECK_OK(service_link_list(u, u->snap, &(struct link_query){ .filter = SV("tries>=0"), .limit = 3 }, &links));
	CHECK(links.items.n == 3 && links.more && links.next.n > 0);
	CHECK_FAULT(ST_INVALID, "filter", "column 1: there is no field",
		    service_link_list(u, u->snap, &(struct link_query){ .filter = SV("bal>3") }, &links));
	CHECK_FAULT(ST_INVALID, "after", "no place",
		    service_link_list(u, u->snap, &(struct link_query){ .after = SV("00") }, &links));
}

static void without_the_language_lists_answer_as_they_did(void **state)
{
	struct world *w = *state;
	struct session_page some = { .total = 0 }, all;
	struct callback_page callbacks = { .total = 0 };
	struct unit *u;

	lists_fill(w);
	u = world_look(w);
	CHECK_OK(service_session_list(u, u->snap, &(struct session_query){ .limit = 200 }, &some));
	CHECK_OK(service_session_list(u, u->snap, &(struct session_query){ .filter = SV("session>0"), .limit = 200 }, &all));
	CHECK(some.items.n > 0 && some.items.n < all.items.n && some.next.n == 0 && some.total == 0); /* only open ones */
	CHECK_OK(service_callback_list(u, u->snap, &(struct callback_query){ .limit = 200 }, &callbacks));
	for (size_t i = 0; i < callbacks.items.n; i++)
		CHECK(callbacks.items.at[i].state == CALLBACK_OPEN || callbacks.items.at[i].state == CALLBACK_TAKEN);
	CHECK(callbacks.next.n == 0);
}

static void who_sees_no_details_finds_nobody_by_them(void **state)
{
	struct world *w = *state;
	struct list_query q = { .filter = SV("name:maria") };
	struct account_page p;
	struct event_page events;

	lists_fill(w);
	world_look(w)->roles = ROLE_AGENT;
	CHECK_FAULT(ST_INVALID, "filter", "your role does not see that field",
		    service_account_list(&w->u, w->u.snap, &q, &p));
	CHECK_FAULT(ST_INVALID, "filter", "your role does not see that field",
		    service_event_list(&w->u, w->u.snap, &q, &events));
	q.filter = SV("sort:name");
	CHECK_FAULT(ST_INVALID, "filter", "your role does not see that field",
		    service_account_list(&w->u, w->u.snap, &q, &p));
	q.filter = SV("example.org");
	CHECK_OK(service_account_list(&w->u, w->u.snap, &q, &p));
	CHECK_INT(0, p.items.n);
	w->u.roles = ROLE_OPERATOR;
	CHECK_OK(service_account_list(&w->u, w->u.snap, &q, &p));
	CHECK_INT(40, p.items.n);
}

static void mine_is_whoever_asks(void **state)
{
	struct world *w = *state;
	struct dispute_query q = { .filter = SV("is:mine"), .limit = 200 };
	struct dispute_page p;
	size_t both = 0;

	lists_fill(w);
	for (int i = 0; i < 2; i++) {
		world_look(w)->actor = i ? SV("Bob") : SV("ana");
		CHECK_OK(service_dispute_list(&w->u, w->u.snap, &q, &p));
		CHECK(p.items.n > 0);
		for (size_t k = 0; k < p.items.n; k++)
			CHECK(sv_eq(w->u.actor, p.items.at[k].user));
		both += p.items.n;
	}
	w->u.actor = SV("carl");
	CHECK_OK(service_dispute_list(&w->u, w->u.snap, &q, &p));
	CHECK(p.items.n == 0 && both < 40);
}

static void days_are_those_of_the_organisation(void **state)
{
	struct world *w = *state;
	struct list_query q = { .filter = SV("due:tomorrow") };
	struct account_page p;

	make_account(w, .number = "A-1", .due_date = zone_day(zone_utc(), WORLD_NOW) + 1);
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	CHECK_INT(1, p.items.n);
	sql(w, "INSERT INTO setting (name, value, put_at) VALUES ('organisation.time_zone', 'Pacific/Auckland', 1)");
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p)); /* there it is tomorrow already */
	CHECK_INT(0, p.items.n);
	q.filter = SV("due:today");
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	CHECK_INT(1, p.items.n);
}

static void notifications_of_a_filter_have_their_words(void **state)
{
	struct world *w = *state;
	struct notification_query q = { .filter = SV("act:link.locked") };
	struct notification_page p;

	lists_fill(w);
	sql(w, "UPDATE event SET kind = 'link.locked' WHERE seq = 30; UPDATE notification SET kind = 'link.locked' WHERE seq = 30");
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &q, &p));
	CHECK(p.items.n >= 1);
	for (size_t i = 0; i < p.items.n; i++) {
		CHECK(sv_starts(p.items.at[i].title, SV("Link locked: ")));
		CHECK_SV("link.locked", p.items.at[i].kind);
	}
}

/* The feed from the beginning, `limit` at a time, joined; every step moves on. */
static size_t followed(struct world *w, const char *typed, int64_t limit, int64_t *seqs)
{
	struct feed_query q = { .limit = limit, .filter = sv_from(typed) };
	struct feed_page p;
	size_t n = 0;

	do {
		CHECK_OK(service_feed_read(world_look(w), w->u.snap, &q, &p));
		for (size_t i = 0; i < p.items.n; i++) {
			CHECK(p.items.at[i].seq > q.after && p.items.at[i].seq <= p.next);
			seqs[n++] = p.items.at[i].seq;
		}
		CHECK(p.next > q.after || p.next == p.head);
		q.after = p.next;
	} while (p.next < p.head);
	return n;
}

static void a_filtered_feed_loses_and_doubles_nothing(void **state)
{
	static const char *const filters[] = { "is:portal", "-is:portal", "ch:sms", "type:LINK,SESS", "act:link.*", "name:maria",
					       "acct:no-11", "amt>1", "by:ana (is:portal | src:manual)", "acct:nothing", "by:bob" };
	struct world *w = *state;

	lists_fill(w);
	sql(w, "INSERT INTO chain (id, seq, hash, seal) VALUES (1, 90, x'', x'')");
	for (size_t f = 0; f < COUNT(filters); f++) {
		struct list_query q = { .filter = sv_from(filters[f]), .limit = 200 };
		int64_t seqs[EVENTS];
		struct event_page want;

		CHECK_OK(service_event_list(world_look(w), w->u.snap, &q, &want)); /* newest first */
		for (int64_t limit = 1; limit < 100; limit = limit * 3 + 1) {
			CHECK_INT(want.items.n, followed(w, filters[f], limit, seqs));
			for (size_t i = 0; i < want.items.n; i++)
				CHECK_INT(want.items.at[want.items.n - 1 - i].seq, seqs[i]);
		}
	}
}

static void a_filter_of_the_feed_passes_by_thousands_and_moves_the_reader_on(void **state)
{
	struct world *w = *state;
	struct feed_query q = { .filter = SV("act:link.sent") };
	struct feed_page p;

	sql(w, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) INSERT INTO event (seq, at, kind, "
	       "actor, body_hash, hash) SELECT i, i, CASE WHEN i = 5990 THEN 'link.sent' ELSE 'link.held' END, 'system', x'', x'' "
	       "FROM n");
	sql(w, "INSERT INTO chain (id, seq, hash, seal) VALUES (1, 6000, x'', x'')");
	CHECK_OK(service_feed_read(world_look(w), w->u.snap, &q, &p));
	CHECK(p.items.n == 0 && p.next >= 1000 && p.next < 5990); /* looked at some of them, and says so */
	while (p.items.n == 0) {
		q.after = p.next;
		CHECK_OK(service_feed_read(world_look(w), w->u.snap, &q, &p));
	}
	CHECK_INT(1, p.items.n);
	CHECK_INT(5990, p.items.at[0].seq);
	CHECK_INT(6000, p.next);
	CHECK_FAULT(ST_INVALID, "filter", "its own order",
		    service_feed_read(world_look(w), w->u.snap, &(struct feed_query){ .filter = SV("sort:seq") }, &p));
	CHECK_OK(service_feed_read(world_look(w), w->u.snap, &(struct feed_query){ .filter = SV("act:link.sent"), .last = 5 }, &p));
	CHECK(p.items.n == 1 && p.next == 6000);
}

static int64_t found(struct world *w, const char *typed)
{
	struct list_query q = { .filter = sv_from(typed), .count = true };
	struct account_page p;

	CHECK_OK(service_account_list(world_look(w), w->u.snap, &q, &p));
	return p.total;
}

static void what_an_import_wrote_and_changed_is_found_by_its_words(void **state)
{
	struct world *w = *state;

	book_import(w, "contact_id,contact_name,document,email,account_no,reference,creditor,currency,balance\n"
		       "C1,Maria González,D-00001234,m@example.org,MX-77001,R-00000001,Northwind,EUR,10.00\n"
		       "C2,Jörg Straße,D-00001235,j@example.org,DE-77002,R-00000002,Northwind,EUR,10.00\n"
		       "C2,Jörg Straße,D-00001235,j@example.org,DE-77003,R-00000003,Northwind,EUR,10.00\n");
	CHECK_INT(1, found(w, "gonzález"));
	CHECK_INT(2, found(w, "STRASSE"));
	CHECK_INT(2, found(w, "name:straße"));
	CHECK_INT(1, found(w, "77002"));
	CHECK_INT(2, found(w, "acct:de-77*"));
	CHECK_INT(3, found(w, "\"example.org\""));
	book_import(w, "contact_id,contact_name,document,email,account_no,reference,creditor,currency,balance\n"
		       "C1,Maria Hernández,D-00001234,maria@example.net,MX-77001,R-00000001,Northwind,EUR,10.00\n"
		       "C3,Ana González,D-00001236,a@example.org,ES-77004,R-00000004,Northwind,EUR,10.00\n");
	CHECK_INT(1, found(w, "gonzález"));
	CHECK_INT(1, found(w, "hernández"));
	CHECK_INT(1, found(w, "\"example.net\""));
	CHECK_INT(3, found(w, "(maria | strasse)"));
	CHECK_INT(1, found(w, "es-77004"));
	CHECK_INT(4, found(w, "bal:10 client:northwind acct:~-7700"));
	book_import(w, "contact_id,contact_name,document,account_no,reference,creditor,currency,balance,due_date\n"
		       "C1,Maria Hernández,D-00001234,MX-77001,R-00000001,Åse Bank,EUR,12.50,2026-03-01\n"
		       "C2,Jörg Straße,D-00001235,DE-77002,R-00000002,Northwind,EUR,0.00,2026-03-01\n");
	CHECK_INT(1, found(w, "dpd:9 bal:12.5 due:2026-03-01 client:åse"));
	CHECK_INT(1, found(w, "-dpd>=0 bal:0 due:2026-03-01"));
	sql(w, "UPDATE contact SET folded = 'renamed by hand' WHERE external = 'C3'"); /* the triggers are awake again */
	CHECK_INT(1, found(w, "renamed"));
	CHECK_INT(0, found(w, "name:gonzález"));
}

static int64_t promises_of(struct world *w, struct sv account, const char *more)
{
	struct promise_query q = { .filter = sv_print(&w->u.arena, "acct:=" SV_FMT "%s", SV_ARG(account), more), .count = true };
	struct promise_page p;

	CHECK_OK(service_promise_list(&w->u, w->u.snap, &q, &p));
	return p.total;
}

static void the_promises_that_an_account_counts_are_those_of_the_list(void **state)
{
	struct world *w = *state;
	struct account_page all;
	int64_t made = 0, kept = 0, open = 0;

	lists_fill(w);
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &(struct list_query){ .limit = 200 }, &all));
	for (size_t i = 0; i < all.items.n; i++) {
		struct sv number = all.items.at[i].account;
		struct account_detail d;

		CHECK_OK(service_account_show(&w->u, w->u.snap, number, &d));
		CHECK_INT(promises_of(w, number, ""), d.activity->promises_made);
		CHECK_INT(promises_of(w, number, " status:kept"), d.activity->promises_kept);
		CHECK_INT(promises_of(w, number, " is:open"), d.activity->promises_open);
		made += d.activity->promises_made;
		kept += d.activity->promises_kept;
		open += d.activity->promises_open;
	}
	CHECK(made > kept + open && kept > 0 && open > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(accounts_come_by_number_and_page_by_page),
		WORLD_TEST(days_past_due_of_the_filter_are_those_of_the_row),
		WORLD_TEST(the_older_fields_do_not_stand_beside_the_language),
		WORLD_TEST(without_the_language_lists_answer_as_they_did),
		WORLD_TEST(who_sees_no_details_finds_nobody_by_them),
		WORLD_TEST(mine_is_whoever_asks),
		WORLD_TEST(days_are_those_of_the_organisation),
		WORLD_TEST(notifications_of_a_filter_have_their_words),
		WORLD_TEST(a_filtered_feed_loses_and_doubles_nothing),
		WORLD_TEST(what_an_import_wrote_and_changed_is_found_by_its_words),
		WORLD_TEST(a_filter_of_the_feed_passes_by_thousands_and_moves_the_reader_on),
		WORLD_TEST(the_promises_that_an_account_counts_are_those_of_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
