/* Operators and disputes: lists, taking, notes, ends, teams; and requests for the original creditor's name. */
#include "tests/service/dispute_world.h"
#include "tests/support/outbox.h"

#include "common/thread.h"

#include "server/runtime/writer.h"
#include "server/service/notice.h"
#include "server/service/team.h"
#include "server/store/operator.h"
#include "server/store/setting.h"

static void file(struct world *w, struct filing *f)
{
	CHECK_OK(world_write(w, run_file, f));
}

struct one {
	struct world *w;
	int64_t dispute;
	struct sv note;
	struct dispute_row row;
};

static enum status run_take(struct tx *tx, void *arg)
{
	struct one *o = arg;

	return service_dispute_take(&o->w->u, tx, o->dispute, &o->row);
}

static enum status run_note(struct tx *tx, void *arg)
{
	struct one *o = arg;

	return service_dispute_note(&o->w->u, tx, &(struct dispute_note_new){ .dispute = o->dispute, .note = o->note },
				    &o->row);
}

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 1, .user = SV("ana"), .uid = 4711, .roles = SV("supervisor") };

	(void)arg;
	return store_operator_add(tx, &o);
}

static void a_dispute_is_taken_once_noted_and_ended_with_an_answer(void **state)
{
	struct world *w = *state;
	struct dispute_detail d = { .head = NULL };
	struct filing f;
	struct one o;

	CHECK_OK(world_write(w, run_enrol, NULL));
	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "25");
	file(w, &f);
	o = (struct one){ .w = w, .dispute = dispute_id(w, f.reference), .note = SV("the creditor is slow") };
	CHECK_OK(world_write(w, run_take, &o));
	CHECK_INT(DISPUTE_INVESTIGATING, o.row.state);
	CHECK_SV("ana", o.row.user);
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_take, &o));
	CHECK_OK(world_write(w, run_note, &o));
	CHECK_MONEY(2500, held(w)); /* still */
	CHECK_OK(resolve(w, f.reference, OUTCOME_RESOLVED));
	CHECK_STATUS(ST_CONFLICT, resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_take, &o));
	CHECK_OK(service_dispute_show(world_look(w), w->u.snap, o.dispute, &d));
	CHECK_INT(DISPUTE_RESOLVED, d.head->state);
	CHECK_INT(2, d.notes.n);
	CHECK_SV("the creditor is slow", d.notes.at[0].note);
	CHECK_SV("called the creditor", d.notes.at[1].note);
	CHECK_SV("ana", d.notes.at[1].user);
	CHECK_INT(3, d.steps.n);
	CHECK_SV("We looked into it.", d.reply);
	CHECK_MONEY(0, d.held);
	CHECK_EVENTS(w, "portal.dispute_filed,dispute.investigating,dispute.noted,dispute.resolved");
}

static enum status run_leave(struct tx *tx, void *arg)
{
	struct one *o = arg;

	return service_dispute_leave(&o->w->u, tx, &(struct dispute_leave){ .dispute = o->dispute, .reason = o->note },
				     &o->row);
}

static enum status run_enrol_ben(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 2, .user = SV("ben"), .uid = 4712, .roles = SV("operator") };

	(void)arg;
	return store_operator_add(tx, &o);
}

static void call_as(struct world *w, int64_t operator_, const char *name, unsigned roles)
{
	w->u.operator = operator_;
	w->u.actor = sv_from(name);
	w->u.roles = roles;
}

static void a_dispute_is_left_by_who_has_it_or_by_a_supervisor_and_is_open_again(void **state)
{
	struct world *w = *state;
	struct dispute_detail d = { .head = NULL };
	struct filing f;
	struct one o;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(world_write(w, run_enrol_ben, NULL));
	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "25");
	file(w, &f);
	o = (struct one){ .w = w, .dispute = dispute_id(w, f.reference) };
	CHECK_FAULT(ST_CONFLICT, "dispute", "nobody has taken it", world_write(w, run_leave, &o));
	CHECK_OK(world_write(w, run_take, &o));
	call_as(w, 2, "ben", ROLE_OPERATOR);
	CHECK_FAULT(ST_FORBIDDEN, "dispute", "ana has it", world_write(w, run_leave, &o));
	call_as(w, 2, "ben", ROLE_SUPERVISOR);
	o.note = SV("ana is ill; he paid with 4111 1111 1111 1111");
	CHECK_OK(world_write(w, run_leave, &o));
	CHECK_INT(DISPUTE_OPEN, o.row.state);
	CHECK_SV("", o.row.user);
	CHECK_MONEY(2500, held(w)); /* still */
	call_as(w, 2, "ben", ROLE_OPERATOR);
	CHECK_OK(world_write(w, run_take, &o)); /* another may take it now */
	CHECK_SV("ben", o.row.user);
	o.note = SV_NONE;
	CHECK_OK(world_write(w, run_leave, &o));
	CHECK_OK(service_dispute_show(world_look(w), w->u.snap, o.dispute, &d));
	CHECK_INT(1, d.notes.n);
	CHECK_SV("ana is ill; he paid with **** **** **** 1111", d.notes.at[0].note);
	CHECK_EVENTS(w, "portal.dispute_filed,dispute.investigating,dispute.left,dispute.investigating,dispute.left");
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_FAULT(ST_CONFLICT, "", "rejected", world_write(w, run_leave, &o));
}

static void what_a_debtor_was_told_of_a_dispute_stays_true_when_it_is_left(void **state)
{
	struct world *w = *state;
	struct view_dispute_page v = { .frame = NULL };
	struct filing f;
	struct one o;

	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "25");
	file(w, &f);
	o = (struct one){ .w = w, .dispute = dispute_id(w, f.reference), .note = SV("too hard") };
	CHECK_OK(world_write(w, run_take, &o));
	CHECK_OK(service_dispute_page(world_look(w), w->u.snap, f.q.contact, f.reference, &v));
	CHECK_SV("Being looked into", v.status);
	CHECK_OK(world_write(w, run_leave, &o));
	CHECK_OK(service_dispute_page(world_look(w), w->u.snap, f.q.contact, f.reference, &v));
	CHECK_SV("Received", v.status); /* nobody looks into it now */
	CHECK(sv_find_sv(v.text, SV("do not collect the disputed part")) < v.text.n);
	CHECK_INT(2, v.updates.n); /* somebody did begin; who of the team has it is not his business */
	CHECK_SV("A person began to look into it", v.updates.at[0].title);
	CHECK(v.open);
}

static void card_numbers_are_masked_in_notes_and_answers_of_disputes(void **state)
{
	struct world *w = *state;
	struct dispute_detail d = { .head = NULL };
	struct ending e = { w, { .outcome = OUTCOME_RESOLVED, .reply = SV("Paid with 4111 1111 1111 1111."),
				 .note = SV("card 4111111111111111") } };
	struct filing f;
	struct one o;

	CHECK_OK(world_write(w, run_enrol, NULL));
	make_account(w, .balance = 10000);
	f = filing(w, "wrong_amount", "amount", "25");
	file(w, &f);
	o = (struct one){ .w = w, .dispute = dispute_id(w, f.reference), .note = SV("he paid by 5500 0000 0000 0004") };
	CHECK_OK(world_write(w, run_note, &o));
	e.q.dispute = o.dispute;
	CHECK_OK(world_write(w, run_resolve, &e));
	CHECK_OK(service_dispute_show(world_look(w), w->u.snap, o.dispute, &d));
	CHECK_SV("Paid with **** **** **** 1111.", d.reply);
	CHECK_SV("he paid by **** **** **** 0004", d.notes.at[0].note);
	CHECK_SV("card ************1111", d.notes.at[1].note);
}

static void an_end_without_an_answer_is_refused(void **state)
{
	struct world *w = *state;
	struct ending e = { w, { .outcome = OUTCOME_REJECTED, .reply = SV("  ") } };
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "other", "whole", "");
	file(w, &f);
	e.q.dispute = dispute_id(w, f.reference);
	CHECK_FAULT(ST_INVALID, "reply", "blank", world_write(w, run_resolve, &e));
	CHECK_MONEY(10000, held(w));
	e.q.dispute++;
	e.q.reply = SV("no");
	CHECK_FAULT(ST_NOT_FOUND, "dispute", "no such", world_write(w, run_resolve, &e));
}

static struct dispute_page listed(struct world *w, struct dispute_query q)
{
	struct dispute_page page;

	CHECK_OK(service_dispute_list(world_look(w), w->u.snap, &q, &page));
	return page;
}

static void lists_are_filtered_and_paged(void **state)
{
	struct world *w = *state;
	struct dispute_query q = { .limit = 2 };
	struct dispute_page page;
	struct filing f[3];

	make_account(w, .balance = 10000);
	for (size_t i = 0; i < 3; i++) {
		f[i] = filing(w, "other", "amount", "1");
		file(w, &f[i]);
	}
	CHECK_OK(resolve(w, f[0].reference, OUTCOME_RESOLVED));
	page = listed(w, q);
	CHECK_INT(2, page.items.n);
	CHECK(page.more);
	q.before = page.items.at[1].dispute;
	page = listed(w, q);
	CHECK_INT(1, page.items.n);
	CHECK(!page.more);
	CHECK_INT(2, listed(w, (struct dispute_query){ .state = DISPUTE_OPEN }).items.n);
	CHECK_INT(1, listed(w, (struct dispute_query){ .state = DISPUTE_RESOLVED }).items.n);
	CHECK_INT(3, listed(w, (struct dispute_query){ .team = SV("Collections") }).items.n);
	CHECK_INT(3, listed(w, (struct dispute_query){ .account = SV("A-1") }).items.n);
	q = (struct dispute_query){ .team = SV("Nobody") };
	CHECK_FAULT(ST_NOT_FOUND, "team", "Nobody", service_dispute_list(world_look(w), w->u.snap, &q, &page));
}

struct teaming {
	struct world *w;
	struct team_new put;
	struct team_member member;
	bool joins;
	struct team_row row;
};

static enum status run_team(struct tx *tx, void *arg)
{
	struct teaming *t = arg;

	if (t->put.name.n)
		return service_team_put(&t->w->u, tx, &t->put, &t->row);
	return service_team_member(&t->w->u, tx, &t->member, t->joins, &t->row);
}

static enum status run_route(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(store_setting_put(tx, SV("routing.dispute.identity_theft"), SV("Fraud")));
	return store_setting_put(tx, SV("routing.dispute.not_mine"), SV("No such team"));
}

static void a_dispute_goes_to_the_team_of_its_reason_or_to_the_default(void **state)
{
	struct world *w = *state;
	struct teaming t = { .w = w, .put = { .name = SV("Fraud") } };
	struct filing f;

	make_account(w, .balance = 10000);
	CHECK_OK(world_write(w, run_team, &t));
	CHECK_FAULT(ST_CONFLICT, "name", "a team of that name", world_write(w, run_team, &t));
	CHECK_OK(world_write(w, run_route, NULL));
	f = filing(w, "identity_theft", "amount", "1");
	file(w, &f);
	CHECK_INT(1, listed(w, (struct dispute_query){ .team = SV("Fraud") }).items.n);
	f = filing(w, "not_mine", "amount", "1");
	file(w, &f);
	f = filing(w, "other", "amount", "1");
	file(w, &f);
	CHECK_INT(2, listed(w, (struct dispute_query){ .team = SV("Collections") }).items.n);
}

static void teams_are_made_renamed_joined_and_left(void **state)
{
	struct world *w = *state;
	struct teaming t = { .w = w, .put = { .name = SV("Legal") } };
	struct team_page page;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(world_write(w, run_team, &t));
	t.put.rename = SV("Law");
	CHECK_OK(world_write(w, run_team, &t));
	CHECK_SV("Law", t.row.team);
	t = (struct teaming){ .w = w, .member = { .team = SV("Law"), .user = SV("ana") }, .joins = true };
	CHECK_OK(world_write(w, run_team, &t));
	CHECK_OK(world_write(w, run_team, &t)); /* again: nothing new */
	CHECK_SV("ana", t.row.members);
	t.member.user = SV("nobody");
	CHECK_FAULT(ST_NOT_FOUND, "user", "nobody", world_write(w, run_team, &t));
	t = (struct teaming){ .w = w, .member = { .team = SV("Law"), .user = SV("ana") } };
	CHECK_OK(world_write(w, run_team, &t));
	CHECK_SV("", t.row.members);
	CHECK_OK(service_team_list(world_look(w), w->u.snap, &page));
	CHECK_INT(2, page.items.n);
	CHECK_SV("Collections", page.items.at[0].team);
	CHECK_EVENTS(w, "team.changed,team.changed,team.member_added,team.member_removed");
}

static void collection_rests_until_the_original_creditor_is_named(void **state)
{
	struct world *w = *state;
	struct view_creditor_page v = { .frame = NULL };
	struct creditor_page page;
	struct asking a, again;

	make_account(w, .balance = 10000);
	a = asking(w);
	CHECK_OK(world_write(w, run_ask, &a));
	CHECK_MONEY(10000, held(w));
	CHECK_INT(ACCOUNT_REVIEW, core_of(w, "A-1").state);
	again = asking(w);
	CHECK_OK(world_write(w, run_ask, &again)); /* it waits already */
	CHECK(sv_eq(a.reference, again.reference));
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .all = false }, &page));
	CHECK_INT(1, page.items.n);
	a.answer = (struct creditor_answer){ .request = page.items.at[0].request, .original = SV("First Bank") };
	CHECK_FAULT(ST_INVALID, "address", "blank", world_write(w, run_answer, &a));
	a.answer.address = SV("1 Main Street\nAustin");
	CHECK_OK(world_write(w, run_answer, &a));
	CHECK_FAULT(ST_CONFLICT, "request", "answered already", world_write(w, run_answer, &a));
	CHECK_MONEY(0, held(w));
	CHECK_INT(ACCOUNT_NEW, core_of(w, "A-1").state);
	CHECK_OK(service_creditor_page(world_look(w), w->u.snap, a.q.contact, a.reference, &v));
	CHECK_SV("First Bank", v.original);
	CHECK_STATUS(ST_NOT_FOUND,
		     service_creditor_page(world_look(w), w->u.snap, a.q.contact + 1, a.reference, &v));
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .all = false }, &page));
	CHECK_INT(0, page.items.n);
	CHECK_EVENTS(w, "portal.creditor_requested,creditor.answered");
}

static void a_request_and_a_dispute_release_the_account_only_together(void **state)
{
	struct world *w = *state;
	struct creditor_page page;
	struct asking a;
	struct filing f;

	make_account(w, .balance = 10000);
	a = asking(w);
	CHECK_OK(world_write(w, run_ask, &a));
	f = filing(w, "wrong_amount", "amount", "10");
	file(w, &f);
	CHECK_MONEY(10000, held(w));
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .all = true }, &page));
	a.answer = (struct creditor_answer){ .request = page.items.at[0].request, .original = SV("First Bank"),
					     .address = SV("Austin, 4111 1111 1111 1111") };
	CHECK_OK(world_write(w, run_answer, &a));
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .all = true }, &page));
	CHECK_SV("Austin, **** **** **** 1111", page.items.at[0].address); /* no place for card numbers */
	CHECK_MONEY(1000, held(w));
	CHECK_INT(ACCOUNT_REVIEW, core_of(w, "A-1").state);
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_INT(ACCOUNT_NEW, core_of(w, "A-1").state);
}

/* The race: two threads send the same form at the same moment. */
struct racer {
	struct filing f;
	enum status st;
	struct arena arena;
};

static enum status run_raced(struct tx *tx, void *arg)
{
	struct racer *r = arg;
	struct unit u = { .shared = r->f.w->u.shared, .actor = SV("debtor") };
	enum status st = service_dispute_file(&u, tx, &r->f.q, &r->f.reference);

	if (st == ST_OK)
		r->f.reference = sv_copy(&r->arena, r->f.reference);
	arena_free(&u.arena);
	return st;
}

static void *race(void *arg)
{
	struct racer *r = arg;

	r->st = writer_do(r->f.w->shared.writer, "race", &r->arena, run_raced, r);
	return NULL;
}

static void two_equal_forms_at_once_are_one_dispute(void **state)
{
	struct world *w = *state;
	struct racer racers[8];
	struct thread *threads[8];
	struct filing f;

	make_account(w, .balance = 10000);
	f = filing(w, "other", "whole", "");
	world_look(w);
	for (size_t i = 0; i < COUNT(racers); i++) {
		racers[i] = (struct racer){ .f = f };
		CHECK_OK(thread_start("race", THREAD_WORKER, race, &racers[i], &threads[i]));
	}
	for (size_t i = 0; i < COUNT(racers); i++) {
		thread_join(threads[i]);
		CHECK_INT(ST_OK, racers[i].st);
		CHECK(sv_eq(racers[0].f.reference, racers[i].f.reference));
	}
	CHECK_EVENTS(w, "portal.dispute_filed");
	for (size_t i = 0; i < COUNT(racers); i++)
		arena_free(&racers[i].arena);
}

static enum status run_off(struct tx *tx, void *arg)
{
	(void)arg;
	return store_setting_put(tx, SV("section.disputes"), SV("off"));
}

static void while_disputes_are_off_nobody_is_told_of_an_answer_that_he_can_not_open(void **state)
{
	struct world *w = *state;
	struct asking a;
	struct creditor_page page;
	struct filing f[2];
	bool told;

	make_account(w, .balance = 10000);
	for (size_t i = 0; i < COUNT(f); i++) {
		f[i] = filing(w, "other", "amount", "1");
		file(w, &f[i]);
	}
	a = asking(w);
	CHECK_OK(world_write(w, run_ask, &a));
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .account = SV("A-1") }, &page));
	a.answer = (struct creditor_answer){ .request = page.items.at[0].request, .original = SV("Harbour Bank"),
					     .address = SV("1 Quay") };
	CHECK_OK(resolve(w, f[0].reference, OUTCOME_RESOLVED));
	CHECK_OK(service_notice_queued(world_look(w)->snap, a.q.contact, NOTICE_REPLY, &told));
	CHECK(told);
	CHECK_OK(world_write(w, run_off, NULL));
	outbox_hand_over(w);
	CHECK_OK(service_notice_queued(world_look(w)->snap, a.q.contact, NOTICE_REPLY, &told));
	CHECK(!told); /* the one that waited has not left either */
	CHECK(sv_find_sv(world_events(w), SV("notice.cancelled")) < world_events(w).n);
	CHECK_OK(resolve(w, f[1].reference, OUTCOME_RESOLVED));
	CHECK_OK(world_write(w, run_answer, &a));
	CHECK_OK(service_notice_queued(world_look(w)->snap, a.q.contact, NOTICE_REPLY, &told));
	CHECK(!told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_dispute_is_taken_once_noted_and_ended_with_an_answer),
		WORLD_TEST(a_dispute_is_left_by_who_has_it_or_by_a_supervisor_and_is_open_again),
		WORLD_TEST(what_a_debtor_was_told_of_a_dispute_stays_true_when_it_is_left),
		WORLD_TEST(card_numbers_are_masked_in_notes_and_answers_of_disputes),
		WORLD_TEST(an_end_without_an_answer_is_refused),
		WORLD_TEST(lists_are_filtered_and_paged),
		WORLD_TEST(a_dispute_goes_to_the_team_of_its_reason_or_to_the_default),
		WORLD_TEST(teams_are_made_renamed_joined_and_left),
		WORLD_TEST(collection_rests_until_the_original_creditor_is_named),
		WORLD_TEST(a_request_and_a_dispute_release_the_account_only_together),
		WORLD_TEST(two_equal_forms_at_once_are_one_dispute),
		WORLD_TEST(while_disputes_are_off_nobody_is_told_of_an_answer_that_he_can_not_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
