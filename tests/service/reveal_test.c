/* Who read whose details: told once in fifteen minutes, before the answer, and no answer without it; through dispatch, as a
 * caller meets it. */
#include "tests/service/approval_calls.h"
#include "tests/support/lists.h"

#include "common/clock.h"

#include "server/runtime/revealed.h"
#include "server/service/document.h"
#include "server/store/account.h"
#include "server/store/document.h"
#include "server/store/event.h"

/* "ana account.show A-1;" for every look so far, oldest first. */
static struct sv looks(struct world *w)
{
	bool kinds[E__COUNT] = { [E_account_viewed] = true };
	struct unit *u = world_look(w);
	struct event_filter f = { .kinds = kinds, .limit = 500 };
	struct buf b = buf_new(&u->arena, 65536);
	struct event_row_list l;
	int64_t next;

	CHECK_OK(store_event_list(u->snap, &f, &l, &next, &u->arena));
	for (size_t i = 0; i < l.n; i++)
		buf_print(&b, SV_FMT " " SV_FMT " " SV_FMT ";", SV_ARG(l.at[i].actor), SV_ARG(l.at[i].body->name),
			  SV_ARG(l.at[i].account));
	snap_end(&w->snap);
	return buf_sv(&b);
}

static enum status show(struct world *w, int64_t uid, const char *account)
{
	struct account_detail d;

	return call(w, uid, M_account_show, &(struct account_ref){ .account = sv_from(account) }, &d);
}

static size_t count(struct sv text, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == c;
	return n;
}

static enum status run_exec(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void exec(struct world *w, const char *sql)
{
	CHECK_OK(world_write(w, run_exec, arena_copy(&w->u.arena, sql, strlen(sql) + 1)));
}

static void people(struct world *w)
{
	enrol(w, ANA, "ana", "operator");
	enrol(w, BEN, "ben", "supervisor");
	enrol(w, CLEO, "cleo", "viewer,agent,auditor");
	make_account(w, .number = "A-1");
	make_account(w, .number = "A-2");
}

static void a_reader_of_details_is_told_once_in_fifteen_minutes(void **state)
{
	struct world *w = *state;

	people(w);
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_EVENTS(w, "account.viewed");
	clock_move(REVEALED_MS - 1);
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_SV("ana account.show A-1;", looks(w));
	clock_move(1);
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_SV("ana account.show A-1;ana account.show A-1;", looks(w));
}

static void another_operator_and_another_account_are_told_by_themselves(void **state)
{
	struct world *w = *state;

	people(w);
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_OK(show(w, BEN, "A-1"));
	CHECK_OK(show(w, ANA, "A-2"));
	CHECK_OK(show(w, BEN, "A-1"));
	CHECK_SV("ana account.show A-1;ben account.show A-1;ana account.show A-2;", looks(w));
}

static void whose_answers_are_masked_reveals_nothing_and_is_not_told(void **state)
{
	struct world *w = *state;
	struct account_detail d;

	people(w);
	CHECK_OK(call(w, CLEO, M_account_show, &(struct account_ref){ .account = SV("A-1") }, &d));
	CHECK_SV("M***", d.contact_name);
	CHECK_EVENTS(w, "");
}

static void a_read_that_found_nothing_or_was_refused_is_not_told(void **state)
{
	struct world *w = *state;
	struct account_ref none = { .account = SV_NONE };
	struct account_detail d;

	people(w);
	CHECK_STATUS(ST_NOT_FOUND, show(w, ANA, "A-404"));
	CHECK_STATUS(ST_INVALID, call(w, ANA, M_account_show, &none, &d));
	enrol(w, OTTO, "otto", "admin");
	CHECK_STATUS(ST_FORBIDDEN, show(w, OTTO, "A-1"));
	CHECK_EVENTS(w, "");
}

static void lists_show_nobodys_addresses_and_the_account_itself_does(void **state)
{
	struct world *w = *state;
	struct account_page page;
	struct account_detail d;

	people(w);
	make_account(w, .number = "A-9", .name = "Rosa Vidal", .email = "rosa@example.org", .phone = "+34600000001");
	CHECK_OK(call(w, BEN, M_account_list, &(struct list_query){ .filter = SV("acct:=a-9") }, &page));
	CHECK_SV("Rosa Vidal", page.items.at[0].contact_name);
	CHECK_SV("r***@example.org", page.items.at[0].email);
	CHECK_SV("+***01", page.items.at[0].phone);
	CHECK_OK(call(w, BEN, M_account_find, &(struct account_query){ .text = SV("rosa") }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_SV("r***@example.org", page.items.at[0].email);
	CHECK_EVENTS(w, "");
	CHECK_OK(call(w, BEN, M_account_show, &(struct account_ref){ .account = SV("A-9") }, &d));
	CHECK_SV("rosa@example.org", d.email);
	CHECK_EVENTS(w, "account.viewed");
}

static void the_queue_of_calls_shows_its_numbers_and_tells_of_each_once(void **state)
{
	struct world *w = *state;
	struct callback_page page;

	lists_fill(w);
	exec(w, "DELETE FROM notification; DELETE FROM event");
	enrol(w, ANA, "dora", "operator");
	enrol(w, CLEO, "cleo", "viewer");
	CHECK_OK(call(w, CLEO, M_callback_list, &(struct callback_query){ .limit = 3 }, &page));
	CHECK(sv_find_sv(page.items.at[0].number, SV("***")) < page.items.at[0].number.n);
	CHECK_INT(0, count(looks(w), ';'));
	CHECK_OK(call(w, ANA, M_callback_list, &(struct callback_query){ .limit = 3 }, &page));
	CHECK_INT(3, page.items.n);
	CHECK(sv_find_sv(page.items.at[0].number, SV("***")) == page.items.at[0].number.n);
	CHECK_INT(3, count(looks(w), ';'));
	CHECK_OK(call(w, ANA, M_callback_list, &(struct callback_query){ .limit = 4 }, &page));
	CHECK_INT(4, count(looks(w), ';')); /* the fourth alone is new */
}

static void lists_figures_and_the_feed_tell_of_nobody(void **state)
{
	static const enum method_id lists_of[] = { M_account_list, M_account_find, M_link_list, M_feed_read, M_session_list,
						   M_dispute_list, M_callback_list, M_message_list, M_kpi_show,
						   M_notification_list };
	struct world *w = *state;

	people(w);
	for (size_t i = 0; i < COUNT(lists_of); i++) {
		const struct method *m = &method_table[lists_of[i]];
		struct arena a = ARENA_INIT;

		CHECK_OK(call(w, BEN, m->id, arena_alloc(&a, m->in->size + 1), arena_alloc(&a, m->out->size)));
		arena_free(&a);
	}
	CHECK_EVENTS(w, "");
}

static void after_a_restart_the_first_read_is_told_again(void **state)
{
	struct world *w = *state;

	people(w);
	CHECK_OK(show(w, ANA, "A-1"));
	world_restart(w);
	CHECK_SV("ana account.show A-1;", looks(w)); /* what was answered had its row */
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_SV("ana account.show A-1;ana account.show A-1;", looks(w));
}

static void the_row_stands_in_the_chain_and_names_no_value_of_the_contact(void **state)
{
	struct world *w = *state;
	struct event_page page;
	struct audit_result r;

	people(w);
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_OK(show(w, BEN, "A-2"));
	CHECK_OK(call(w, BEN, M_event_list, &(struct list_query){ .filter = SV("act:account.viewed sort:seq") }, &page));
	CHECK_INT(2, page.items.n);
	CHECK_SV("ana", page.items.at[0].actor);
	CHECK_SV("A-1", page.items.at[0].account);
	CHECK(page.items.at[0].contact);
	CHECK_SV("account.show", page.items.at[0].body->name);
	CHECK_INT(ANA, page.items.at[0].body->operator);
	CHECK_OK(call(w, BEN, M_audit_verify, &(struct audit_query){ .head = SV_NONE }, &r));
	CHECK_INT(2, r.events);
}

/* A disk that takes no more: every read that was answered has its row, the first without one is refused. */
static void what_can_not_be_told_is_not_shown(void **state)
{
	struct world *w = *state;
	struct account_detail d = { .contact_name = SV_NONE };
	struct account_ref ref = { .account = SV("A-1") };
	enum status st = ST_OK;
	size_t answered = 0;

	people(w);
	exec(w, "PRAGMA max_page_count = 1"); /* no less than it has: no page more */
	while (st == ST_OK && answered < 400) {
		clock_move(REVEALED_MS);
		d.contact_name = SV_NONE;
		st = call(w, ANA, M_account_show, &ref, &d);
		answered += st == ST_OK;
	}
	CHECK_INT(ST_UNAVAILABLE, st);
	CHECK(strstr(fault_last()->text, "storage"));
	CHECK_SV("", d.contact_name);
	CHECK_INT(answered, count(looks(w), ';'));
	CHECK_STATUS(ST_UNAVAILABLE, show(w, ANA, "A-1")); /* nor by asking again */
	exec(w, "PRAGMA max_page_count = 1000000");
	CHECK_OK(show(w, ANA, "A-1"));
	CHECK_INT(answered + 1, count(looks(w), ';'));
}

struct adding {
	struct document d;
};

static enum status run_add(struct tx *tx, void *arg)
{
	return store_document_add(tx, &((struct adding *)arg)->d);
}

static void every_method_that_shows_one_contact_tells_whose_details_were_read(void **state)
{
	struct world *w = *state;
	struct adding adding = { { .id = 1, .session = 1, .bytes = 10,
				   .code = document_code_hash(w->keys, SV("22222-22222-22222-22222")) } };
	struct account_core c;
	struct dispute_detail dispute;
	struct thread_detail thread;
	struct promise_page promises;
	struct promise_detail promise;
	struct document_checked document;

	lists_fill(w);
	exec(w, "DELETE FROM notification; DELETE FROM event"); /* its own were put there without the chain */
	enrol(w, ANA, "dora", "operator"); /* the book has an Ana */
	CHECK_OK(call(w, ANA, M_dispute_show, &(struct dispute_ref){ 6003 }, &dispute));
	CHECK_OK(call(w, ANA, M_message_show, &(struct thread_ref){ 9003 }, &thread));
	CHECK_OK(call(w, ANA, M_promise_list, &(struct promise_query){ .limit = 1 }, &promises));
	CHECK_OK(call(w, ANA, M_promise_show, &(struct promise_ref){ promises.items.at[0].reference }, &promise));
	CHECK(sv_eq(sv_print(&w->u.arena,
			     "dora dispute.show " SV_FMT ";dora message.show " SV_FMT ";dora promise.show " SV_FMT ";",
			     SV_ARG(dispute.head->account), SV_ARG(thread.thread->account), SV_ARG(promise.account)),
		    looks(w)));
	CHECK_OK(store_account_core(world_look(w)->snap, promise.account, &c, &w->u.arena));
	adding.d.contact = c.contact;
	CHECK_OK(world_write(w, run_add, &adding));
	CHECK_OK(call(w, ANA, M_document_check, &(struct document_query){ .code = SV("22222-22222-22222-22222") }, &document));
	CHECK(document.issued && document.contact_name.n);
	CHECK_INT(4, count(looks(w), ';')); /* of the contact: no account is named */
	CHECK_OK(call(w, ANA, M_document_check, &(struct document_query){ .code = SV("33333-33333-33333-33333") }, &document));
	CHECK(!document.issued);
	CHECK_INT(4, count(looks(w), ';')); /* nobody was shown */
}

static bool is_personal(const struct record *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];

		if (f->flags & PERSONAL || ((f->kind == K_RECORD || f->kind == K_LIST) && is_personal(f->of)))
			return true;
	}
	return false;
}

/* Of one: what is personal stands outside a list of items. */
static bool shows_one(const struct method *m)
{
	for (size_t i = 0; i < m->out->n; i++) {
		const struct field *f = &m->out->fields[i];
		bool inside = (f->kind == K_RECORD || f->kind == K_LIST) && is_personal(f->of);

		if (f->flags & PERSONAL || (inside && !(f->kind == K_LIST && strcmp(f->name, "items") == 0)))
			return true;
	}
	return m->permission == MAY_DETAILS;
}

/* Whoever adds a query that shows one contact must say in service/reveal.def whose details it reveals, or why it need not. */
static void every_query_that_shows_one_contact_is_marked_and_no_other(void **state)
{
	static const struct {
		enum method_id method;
		const struct record *answer; /* NULL: spared */
		const char *why;
	} marks[] = {
#define REVEALS(method, answer, account, contact) { M_##method, &answer##_record, "" },
#define REVEALS_ROWS(method, answer)              { M_##method, &answer##_record, "rows" },
#define SPARES(method, why)                       { M_##method, NULL, why },
#include "server/service/reveal.def"
	};
	int marked[M__COUNT] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(marks); i++) {
		marked[marks[i].method]++;
		CHECK(!method_table[marks[i].method].command);
		CHECK(marks[i].answer ? marks[i].answer == method_table[marks[i].method].out : marks[i].why[0]);
	}
	for (size_t i = 0; i < COUNT(marks); i++)
		if (strcmp(marks[i].why, "rows") == 0)
			marked[marks[i].method]--; /* it shows many, and says so */
	for (size_t i = 0; i < M__COUNT; i++)
		if (!method_table[i].command && marked[i] != (int)shows_one(&method_table[i]))
			fail_msg("%s is %d times in service/reveal.def", method_table[i].name, marked[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_reader_of_details_is_told_once_in_fifteen_minutes),
		WORLD_TEST(another_operator_and_another_account_are_told_by_themselves),
		WORLD_TEST(whose_answers_are_masked_reveals_nothing_and_is_not_told),
		WORLD_TEST(a_read_that_found_nothing_or_was_refused_is_not_told),
		WORLD_TEST(lists_show_nobodys_addresses_and_the_account_itself_does),
		WORLD_TEST(the_queue_of_calls_shows_its_numbers_and_tells_of_each_once),
		WORLD_TEST(lists_figures_and_the_feed_tell_of_nobody),
		WORLD_TEST(after_a_restart_the_first_read_is_told_again),
		WORLD_TEST(the_row_stands_in_the_chain_and_names_no_value_of_the_contact),
		WORLD_TEST(what_can_not_be_told_is_not_shown),
		WORLD_TEST(every_method_that_shows_one_contact_tells_whose_details_were_read),
		cmocka_unit_test(every_query_that_shows_one_contact_is_marked_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
