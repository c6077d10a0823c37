/* Disputes: filed in one transaction with their hold, once per form, of one's own accounts; released at the end. */
#include "tests/service/dispute_world.h"

#include "server/service/home.h"
#include "server/service/kpi.h"
#include "server/service/promise.h"
#include "server/service/feed.h"
#include "server/store/event.h"
#include "server/store/setting.h"
#include "common/zone.h"

static enum account_state state_of(struct world *w)
{
	return core_of(w, "A-1").state;
}

static void a_dispute_holds_its_part_flags_the_account_and_stands_in_the_log(void **state)
{
	struct world *w = *state;
	struct filing f;
	struct event_filter last = { .newest = true, .limit = 1 };
	struct event_row_list l;
	int64_t next;

	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "40.50");
	CHECK_MONEY(0, held(w));
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_MONEY(4050, held(w));
	CHECK_INT(ACCOUNT_REVIEW, state_of(w));
	CHECK_EVENTS(w, "portal.dispute_filed");
	CHECK(sv_starts(f.reference, SV("DI-")));
	CHECK_OK(store_event_list(world_look(w)->snap, &last, &l, &next, &w->u.arena));
	CHECK_SV("wrong_amount", l.at[0].body->reason);
	CHECK_MONEY(4050, l.at[0].body->amount);
	CHECK_INT(1, l.at[0].body->team);
	CHECK_SV("debtor", l.at[0].actor);
}

static void the_same_form_sent_twice_files_once(void **state)
{
	struct world *w = *state;
	struct filing f;
	struct sv first;

	make_account(w, .balance = 10000);
	f = filing(w, "not_mine", "whole", "");
	CHECK_OK(world_write(w, run_file, &f));
	first = f.reference;
	f.q.part = SV("amount"); /* whatever else it says now */
	CHECK_OK(world_write(w, run_file, &f));
	CHECK(sv_eq(first, f.reference));
	CHECK_EVENTS(w, "portal.dispute_filed");
}

static void a_form_of_another_visit_files_nothing(void **state)
{
	struct world *w = *state;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "not_mine", "whole", "");
	f.q.session = SESSION + 1;
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_file, &f));
	CHECK_EVENTS(w, "");
	CHECK_MONEY(0, held(w));
}

static void what_is_wrong_names_its_question_and_nothing_is_filed(void **state)
{
	static const struct {
		const char *reason, *part, *amount, *field;
	} rows[] = {
		{ "", "whole", "", "reason" },		   { "because", "whole", "", "reason" },
		{ "other", "", "", "part" },		   { "other", "half", "", "part" },
		{ "other", "amount", "", "amount" },	   { "other", "amount", "ten", "amount" },
		{ "other", "amount", "0", "amount" },	   { "other", "amount", "100.01", "amount" },
		{ "other", "invoices", "", "i" },
	};
	struct world *w = *state;
	char *long_text = arena_alloc(&w->u.arena, 6002);
	struct filing f;

	make_account(w, .balance = 10000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		f = filing(w, rows[i].reason, rows[i].part, rows[i].amount);
		CHECK_STATUS(ST_INVALID, world_write(w, run_file, &f));
		assert_string_equal(rows[i].field, fault_last()->field);
	}
	memset(long_text, 'x', 6001);
	f = filing(w, "other", "whole", "");
	f.q.statement = sv_from(long_text);
	CHECK_FAULT(ST_INVALID, "statement", "too long", world_write(w, run_file, &f));
	CHECK_EVENTS(w, "");
	CHECK_INT(ACCOUNT_NEW, state_of(w));
}

static void answers_are_checked_only_as_far_as_they_were_asked(void **state)
{
	struct world *w = *state;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "other", "", "");
	CHECK_OK(service_dispute_check(world_look(w), w->u.snap, &f.q, STAGE_NONE));
	CHECK_OK(service_dispute_check(world_look(w), w->u.snap, &f.q, STAGE_REASON));
	CHECK_STATUS(ST_INVALID, service_dispute_check(world_look(w), w->u.snap, &f.q, STAGE_PART));
}

static void chosen_invoices_become_disputed_and_come_back(void **state)
{
	struct world *w = *state;
	struct filing f;
	int64_t id = make_account(w, .balance = 10000);

	put_invoice(w, id, "INV-1", 6000, 6000, "open");
	put_invoice(w, id, "INV-2", 5000, 3000, "part_paid");
	put_invoice(w, id, "INV-3", 1000, 1000, "open");
	put_invoice(w, id, "INV-4", 900, 0, "paid");
	put_invoice(w, id, "INV-5", 900, 900, "void");
	f = filing(w, "service_disputed", "invoices", "");
	CHECK_INT(3, form_of(&f).picks.n); /* neither paid nor void ones */
	pick(&f, 0);
	pick(&f, 1);
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_SV("void,paid,disputed,disputed,open", invoices(w));
	CHECK_MONEY(4000, held(w));
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_SV("void,paid,open,part_paid,open", invoices(w));
	CHECK_MONEY(0, held(w));
}

static void an_invoice_stays_disputed_while_another_dispute_is_about_it(void **state)
{
	struct world *w = *state;
	struct filing one, all;
	int64_t id = make_account(w, .balance = 10000);

	put_invoice(w, id, "INV-1", 6000, 6000, "open");
	put_invoice(w, id, "INV-2", 4000, 4000, "open");
	one = filing(w, "already_paid", "invoices", "");
	pick(&one, 0);
	CHECK_OK(world_write(w, run_file, &one));
	all = filing(w, "not_mine", "whole", "");
	CHECK_INT(1, form_of(&all).picks.n); /* the other is disputed already */
	CHECK_OK(world_write(w, run_file, &all));
	CHECK_MONEY(10000, held(w));
	CHECK_OK(resolve(w, all.reference, OUTCOME_RESOLVED));
	CHECK_SV("disputed,open", invoices(w));
	CHECK_MONEY(4000, held(w));
	CHECK_INT(ACCOUNT_REVIEW, state_of(w));
	CHECK_OK(resolve(w, one.reference, OUTCOME_RESOLVED));
	CHECK_SV("open,open", invoices(w));
	CHECK_INT(ACCOUNT_NEW, state_of(w));
}

static void a_whole_balance_stays_whole_whatever_the_book_says_later(void **state)
{
	struct world *w = *state;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "identity_theft", "whole", "");
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_MONEY(10000, held(w));
	f = filing(w, "other", "whole", "");
	CHECK_FAULT(ST_CONFLICT, "", "disputed already", world_write(w, run_file, &f));
	CHECK_EVENTS(w, "portal.dispute_filed");
}

static void an_account_of_somebody_else_does_not_exist(void **state)
{
	struct world *w = *state;
	struct view_dispute_page page = { .frame = NULL };
	struct view_dispute_form form = { .frame = NULL };
	struct filing f;
	struct filing mine;
	int64_t other;

	make_account(w, .balance = 10000);
	other = make_account(w, .number = "B-1", .balance = 10000);
	mine = filing(w, "other", "whole", "");
	CHECK_OK(world_write(w, run_file, &mine));
	f = filing(w, "other", "whole", "");
	f.q.account = other;
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_file, &f));
	CHECK_STATUS(ST_NOT_FOUND, service_dispute_form(world_look(w), w->u.snap, &f.q, &form));
	CHECK_STATUS(ST_NOT_FOUND, service_dispute_check(world_look(w), w->u.snap, &f.q, STAGE_NONE));
	CHECK_STATUS(ST_NOT_FOUND, service_dispute_page(world_look(w), w->u.snap, core_of(w, "B-1").contact,
							mine.reference, &page));
	CHECK_EVENTS(w, "portal.dispute_filed");
}

struct setting {
	const char *name, *value;
};

static enum status run_set(struct tx *tx, void *arg)
{
	const struct setting *s = arg;

	return store_setting_put(tx, sv_from(s->name), sv_from(s->value));
}

static void set(struct world *w, const char *name, const char *value)
{
	struct setting s = { name, value };

	CHECK_OK(world_write(w, run_set, &s));
}

static void a_section_that_is_off_files_nothing_by_any_door(void **state)
{
	struct world *w = *state;
	struct view_home home = { .frame = NULL };
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "other", "whole", "");
	set(w, "section.disputes", "off");
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_file, &f));
	CHECK_OK(service_home(world_look(w), w->u.snap, &(struct home_ask){ f.q.contact, 0, zone_utc() }, &home));
	CHECK_SV("", home.accounts.at[0].dispute_path);
	CHECK(home.accounts.at[0].promise_path.n > 0);
	CHECK_EVENTS(w, "");
}

struct promising {
	struct world *w;
	struct promise_ask q;
	struct sv reference;
};

static enum status run_promise(struct tx *tx, void *arg)
{
	struct promising *p = arg;

	return service_promise_make(&p->w->u, tx, &p->q, &p->reference);
}

static struct promising promise(struct filing *f, const char *amount)
{
	return (struct promising){ .w = f->w,
				   .q = { .contact = f->q.contact,
					  .session = SESSION,
					  .account = f->q.account,
					  .amount = sv_from(amount),
					  .promised_date = SV("2026-03-20"),
					  .form_id = form_id_new(f->w->keys, &f->w->u.arena, "promise", SESSION),
					  .zone = zone_utc() } };
}

static void what_is_disputed_can_not_be_promised_and_is_named(void **state)
{
	struct world *w = *state;
	struct promising p;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "40");
	CHECK_OK(world_write(w, run_file, &f));
	p = promise(&f, "60.01");
	CHECK_FAULT(ST_INVALID, "amount", "dispute", world_write(w, run_promise, &p));
	p = promise(&f, "60");
	CHECK_OK(world_write(w, run_promise, &p));
	CHECK_INT(ACCOUNT_REVIEW, state_of(w)); /* a person still looks at it */
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_INT(ACCOUNT_PROMISED, state_of(w));
	p = promise(&f, "40");
	CHECK_OK(world_write(w, run_promise, &p));
}

static void a_promise_is_no_waiver_of_a_dispute(void **state)
{
	struct world *w = *state;
	struct promising p;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "not_mine", "whole", "");
	p = promise(&f, "100");
	CHECK_OK(world_write(w, run_promise, &p));
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_MONEY(10000, held(w));
	p = promise(&f, "1");
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_promise, &p));
}

static void operators_are_told_and_the_figures_count_it(void **state)
{
	struct world *w = *state;
	struct notification_page page;
	struct kpi_page kpi;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "other", "whole", "");
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ 0 }, &page));
	CHECK_SV("Portal dispute: A-1", page.items.at[0].title);
	CHECK_MONEY(10000, page.items.at[0].amount);
	CHECK_OK(service_kpi_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &kpi));
	CHECK_INT(1, kpi.disputes);
	CHECK_INT(0, kpi.previous->disputes);
}

static void a_debtor_sees_his_dispute_its_life_and_no_note(void **state)
{
	struct world *w = *state;
	struct view_dispute_page v = { .frame = NULL };
	struct view_dispute_list list;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "already_paid", "amount", "10");
	f.q.statement = SV("Paid on 3 May.\nWith 4111 1111 1111 1111.");
	CHECK_OK(world_write(w, run_file, &f));
	CHECK_OK(service_dispute_page(world_look(w), w->u.snap, f.q.contact, f.reference, &v));
	CHECK(v.open);
	CHECK_SV("Received", v.status);
	CHECK_SV("Paid on 3 May.\nWith **** **** **** 1111.", v.statement); /* no place for card numbers */
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	v = (struct view_dispute_page){ .frame = NULL };
	CHECK_OK(service_dispute_page(world_look(w), w->u.snap, f.q.contact, f.reference, &v));
	CHECK(!v.open);
	CHECK_SV("Not accepted", v.status);
	CHECK_SV("We looked into it.", v.reply);
	CHECK_INT(2, v.updates.n);
	CHECK_SV("The dispute was not accepted", v.updates.at[0].title); /* newest first */
	CHECK_OK(service_dispute_of_account(world_look(w), w->u.snap, f.q.contact, f.q.account, &list));
	CHECK_INT(1, list.n);
	CHECK_OK(service_dispute_of_account(world_look(w), w->u.snap, f.q.contact, f.q.account + 1, &list));
	CHECK_INT(0, list.n);
}

struct adding {
	struct world *w;
	int64_t contact;
	struct sv reference;
	struct scratch_file file;
	size_t n;
};

static enum status run_evidence(struct tx *tx, void *arg)
{
	struct adding *a = arg;

	return service_dispute_evidence(&a->w->u, tx, a->contact, SESSION, a->reference, &a->file, a->n);
}

static struct adding evidence(struct filing *f, const char *text)
{
	struct adding a = { .w = f->w, .contact = f->q.contact, .reference = f->reference, .n = 1 };
	struct sha256 sum;

	a.file = (struct scratch_file){ .name = SV("a.txt"), .type = FILE_TEXT, .bytes = (int64_t)strlen(text) };
	a.file.path = sv_print(&f->w->u.arena, "%s/scratch/upload-a", f->w->dir);
	sha256_begin(&sum);
	sha256_add(&sum, sv_from(text));
	sha256_end(&sum, a.file.sha256);
	CHECK_OK(file_write(&f->w->u.arena, a.file.path.p, sv_from(text)));
	return a;
}

static void evidence_is_added_while_it_is_open_and_told_once(void **state)
{
	struct world *w = *state;
	struct view_dispute_page v = { .frame = NULL };
	struct adding a;
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "already_paid", "whole", "");
	CHECK_OK(world_write(w, run_file, &f));
	a = evidence(&f, "receipt");
	CHECK_OK(world_write(w, run_evidence, &a));
	a = evidence(&f, "receipt"); /* the same form again */
	CHECK_OK(world_write(w, run_evidence, &a));
	CHECK_EVENTS(w, "portal.dispute_filed,portal.evidence_added");
	a.n = 0;
	CHECK_FAULT(ST_INVALID, "files", "choose a file", world_write(w, run_evidence, &a));
	a = evidence(&f, "another");
	a.contact++;
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_evidence, &a));
	CHECK_OK(service_dispute_page(world_look(w), w->u.snap, f.q.contact, f.reference, &v));
	CHECK_INT(1, v.files.n);
	CHECK(sv_starts(v.updates.at[0].title, SV("You added files: ")));
	CHECK_OK(resolve(w, f.reference, OUTCOME_RESOLVED));
	a = evidence(&f, "too late");
	CHECK_FAULT(ST_CONFLICT, "", "has ended", world_write(w, run_evidence, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_dispute_holds_its_part_flags_the_account_and_stands_in_the_log),
		WORLD_TEST(the_same_form_sent_twice_files_once),
		WORLD_TEST(a_form_of_another_visit_files_nothing),
		WORLD_TEST(what_is_wrong_names_its_question_and_nothing_is_filed),
		WORLD_TEST(answers_are_checked_only_as_far_as_they_were_asked),
		WORLD_TEST(chosen_invoices_become_disputed_and_come_back),
		WORLD_TEST(an_invoice_stays_disputed_while_another_dispute_is_about_it),
		WORLD_TEST(a_whole_balance_stays_whole_whatever_the_book_says_later),
		WORLD_TEST(an_account_of_somebody_else_does_not_exist),
		WORLD_TEST(a_section_that_is_off_files_nothing_by_any_door),
		WORLD_TEST(what_is_disputed_can_not_be_promised_and_is_named),
		WORLD_TEST(a_promise_is_no_waiver_of_a_dispute),
		WORLD_TEST(operators_are_told_and_the_figures_count_it),
		WORLD_TEST(a_debtor_sees_his_dispute_its_life_and_no_note),
		WORLD_TEST(evidence_is_added_while_it_is_open_and_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
