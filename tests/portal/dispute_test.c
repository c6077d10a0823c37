/* Disputing through the portal's routes, without script: step by step, all at once, back and forth, and files. */
#include "tests/support/visit.h"

#include <stdio.h>

#include "common/file.h"

static struct visit signed_in(struct world *w)
{
	struct visit v = visit_with_link(w);

	visit_answer(&v, "4321");
	CHECK_INT(303, v.status);
	return v;
}

static const char *path(struct visit *v, const char *end)
{
	return arena_print(&v->w->u.arena, "/account/%lld/%s", (long long)v->account, end);
}

static const char *encoded(struct visit *v, const char *more)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")), more);
}

/* The page's form with its hidden form id, and more. */
static void send(struct visit *v, const char *more)
{
	struct arena *a = &v->w->u.arena;

	visit_post(v, path(v, "dispute"),
		   arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")),
			       SV_ARG(visit_field(v, "form_id")), more));
}

static void one_question_a_page_leads_to_a_receipt_without_script(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, "/home");
	CHECK(visit_says(&v, "Dispute this debt"));
	visit_get(&v, path(&v, "dispute"));
	visit_golden(&v, "dispute-reason");
	visit_get(&v, path(&v, "dispute?reason=already_paid&step=part"));
	visit_golden(&v, "dispute-part");
	visit_get(&v, path(&v, "dispute?reason=already_paid&part=amount&amount=100&step=statement"));
	visit_golden(&v, "dispute-statement");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started"); /* nothing so far */
	send(&v, "reason=already_paid&part=amount&amount=100&statement=Paid+%3Cb%3Eon%3C%2Fb%3E+3+May.%0ASee+receipt.&step=check");
	CHECK_INT(200, v.status);
	visit_golden(&v, "dispute-check");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
	send(&v, "reason=already_paid&part=amount&amount=100&statement=Paid+on+3+May.&step=send");
	CHECK_INT(303, v.status);
	CHECK(sv_starts(v.location, SV("/dispute/DI-")));
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	visit_golden(&v, "dispute");
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "Your disputes") && visit_says(&v, "With our team"));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.dispute_filed");
}

static void a_step_without_its_answer_shows_the_question_again(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, path(&v, "dispute?step=part"));
	CHECK(visit_says(&v, "Question 1 of 3") && visit_says(&v, "Please choose a reason."));
	visit_get(&v, path(&v, "dispute?reason=other&step=statement"));
	CHECK(visit_says(&v, "Question 2 of 3") && visit_says(&v, "Please choose how much of it you dispute."));
	visit_get(&v, path(&v, "dispute?reason=other&part=amount&amount=99999&step=statement"));
	CHECK(visit_says(&v, "Question 2 of 3") && visit_says(&v, "value=\"99999\""));
	CHECK(visit_says(&v, "This is more than the balance."));
	visit_get(&v, path(&v, "dispute?reason=other&reason=not_mine&step=part&x=%zz")); /* nobody's form made that */
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "Question 1 of 3"));
	visit_get(&v, path(&v, "dispute?reason=other&part=whole&step=send&statement=words"));
	CHECK(visit_says(&v, "Question 3 of 3") && !visit_says(&v, ">words<"));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static void going_back_keeps_every_answer(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, path(&v, "dispute?reason=wrong_amount&part=amount&amount=12.50&step=statement"));
	send(&v, "reason=wrong_amount&part=amount&amount=12.50&statement=Too+much.&step=reason");
	CHECK(visit_says(&v, "Question 1 of 3"));
	CHECK(visit_says(&v, "value=\"wrong_amount\" checked"));
	CHECK_SV("Too much.", visit_field(&v, "statement"));
	CHECK_SV("12.50", visit_field(&v, "amount"));
	send(&v, "reason=other&part=amount&amount=12.50&statement=Too+much.&step=part");
	CHECK(visit_says(&v, "Question 2 of 3") && visit_says(&v, "value=\"amount\" checked"));
	CHECK_SV("other", visit_field(&v, "reason"));
	send(&v, "reason=other&part=whole&amount=12.50&statement=Too+much.&step=statement");
	CHECK(visit_says(&v, "Question 3 of 3") && visit_says(&v, ">Too much.</textarea>"));
}

static void all_on_one_page_files_at_once_and_shows_what_was_typed_again(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, path(&v, "dispute/form"));
	visit_golden(&v, "dispute-form");
	send(&v, "part=amount&amount=much&statement=My+words.&step=all");
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "Please choose a reason.") && visit_says(&v, ">My words.</textarea>"));
	CHECK(visit_says(&v, "value=\"much\""));
	send(&v, "reason=not_mine&part=whole&statement=My+words.&step=all");
	CHECK_INT(303, v.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.dispute_filed");
}

static void words_that_are_too_many_come_back_whole(void **state)
{
	struct visit v = signed_in(*state);
	struct buf b = buf_new(&v.w->u.arena, 20000);

	visit_get(&v, path(&v, "dispute/form"));
	buf_z(&b, "reason=other&part=whole&step=all&statement=");
	for (int i = 0; i < 7000; i++)
		buf_char(&b, 'y');
	buf_char(&b, '\0');
	send(&v, b.p);
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "This is too long."));
	CHECK(visit_says(&v, "yyyyyyyyyy</textarea>"));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static void the_same_form_sent_twice_leads_to_the_same_dispute(void **state)
{
	struct visit v = signed_in(*state);
	struct visit again;
	struct sv first;

	visit_get(&v, path(&v, "dispute/form"));
	again = v;
	send(&v, "reason=other&part=amount&amount=5&step=all");
	first = v.location;
	send(&again, "reason=other&part=amount&amount=5&step=all");
	CHECK_INT(303, again.status);
	CHECK(sv_eq(first, again.location));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.dispute_filed");
}

static void nothing_left_to_dispute_is_said_on_a_page(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, path(&v, "dispute/form"));
	send(&v, "reason=other&part=whole&step=all");
	CHECK_INT(303, v.status);
	visit_get(&v, path(&v, "dispute"));
	CHECK_INT(409, v.status);
	CHECK(visit_says(&v, "The whole balance is disputed already."));
	visit_get(&v, path(&v, "dispute/form"));
	CHECK_INT(409, v.status);
}

static void count_one(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

static int files_in(struct visit *v, const char *folder)
{
	int n = 0;

	folder_each(arena_print(&v->w->u.arena, "%s/%s", v->w->dir, folder), count_one, &n);
	return n;
}

static void evidence_is_sent_after_filing_and_a_bad_file_loses_nothing(void **state)
{
	static const struct visit_file bad[] = { { "a.exe", "MZ\1" } };
	static const struct visit_file good[] = { { "../receipt.txt", "I paid." }, { "letter.html", "<script>" } };
	struct visit v = signed_in(*state);
	const char *at;

	visit_get(&v, path(&v, "dispute/form"));
	send(&v, "reason=already_paid&part=whole&step=all");
	at = sv_z(&v.w->u.arena, v.location);
	visit_get(&v, at);
	visit_upload(&v, at, encoded(&v, ""), bad, 1);
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "We can not take the file a.exe.") && visit_says(&v, "Received"));
	CHECK_INT(0, files_in(&v, "attachments"));
	visit_upload(&v, at, encoded(&v, ""), NULL, 0);
	CHECK(visit_says(&v, "Please choose a file first."));
	visit_upload(&v, at, encoded(&v, ""), good, 2);
	CHECK_INT(303, v.status);
	visit_get(&v, at);
	CHECK(visit_says(&v, ">receipt.txt<") && visit_says(&v, ">letter.html.txt<"));
	CHECK_INT(2, files_in(&v, "attachments"));
	CHECK_INT(0, files_in(&v, "scratch"));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.dispute_filed,portal.evidence_added");
}

static void the_original_creditor_is_asked_for_and_shown(void **state)
{
	struct visit v = signed_in(*state);

	visit_get(&v, path(&v, "creditor"));
	visit_golden(&v, "creditor-form");
	visit_post(&v, path(&v, "creditor"),
		   arena_print(&v.w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT,
			       SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(303, v.status);
	CHECK(sv_starts(v.location, SV("/creditor/CR-")));
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	visit_golden(&v, "creditor");
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "href=\"/creditor/CR-"));
}

static void what_is_not_ones_own_is_not_there(void **state)
{
	struct visit v = signed_in(*state);
	int64_t other = make_account(v.w, .number = "B-1");
	struct arena *a = &v.w->u.arena;

	visit_get(&v, arena_print(a, "/account/%lld/dispute", (long long)other));
	CHECK_INT(404, v.status);
	visit_get(&v, arena_print(a, "/account/%lld/dispute/form", (long long)other));
	CHECK_INT(404, v.status);
	visit_get(&v, arena_print(a, "/account/%lld/creditor", (long long)other));
	CHECK_INT(404, v.status);
	visit_get(&v, "/dispute/DI-00000-00000");
	CHECK_INT(404, v.status);
	visit_get(&v, "/creditor/CR-00000-00000");
	CHECK_INT(404, v.status);
}

static enum status run_off(struct tx *tx, void *arg)
{
	(void)arg;
	return store_exec(tx, "INSERT INTO setting (name, value, put_at) VALUES ('section.disputes', 'off', 0)");
}

static void with_the_section_off_what_was_done_in_it_has_its_plain_receipts(void **state)
{
	struct visit v = signed_in(*state);
	const char *dispute, *creditor;

	visit_get(&v, path(&v, "dispute/form"));
	send(&v, "step=all&reason=other&part=amount&amount=1.00&statement=In+my+own+words.");
	CHECK_INT(303, v.status);
	dispute = sv_z(&v.w->u.arena, v.location);
	visit_get(&v, path(&v, "creditor"));
	visit_post(&v, path(&v, "creditor"),
		   arena_print(&v.w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT,
			       SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(303, v.status);
	creditor = sv_z(&v.w->u.arena, v.location);
	CHECK_OK(world_write(v.w, run_off, NULL));
	visit_get(&v, "/activity");
	CHECK(!visit_says(&v, "\"/dispute/") && !visit_says(&v, "\"/creditor/"));
	CHECK(visit_says(&v, arena_print(&v.w->u.arena, "\"/receipt/%s\"", dispute + strlen("/dispute/"))));
	CHECK(visit_says(&v, arena_print(&v.w->u.arena, "\"/receipt/%s\"", creditor + strlen("/creditor/"))));
	visit_get(&v, arena_print(&v.w->u.arena, "/receipt/%s", dispute + strlen("/dispute/")));
	CHECK_INT(200, v.status);
	visit_get(&v, arena_print(&v.w->u.arena, "/receipt/%s", creditor + strlen("/creditor/")));
	CHECK_INT(200, v.status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(one_question_a_page_leads_to_a_receipt_without_script),
		WORLD_TEST(a_step_without_its_answer_shows_the_question_again),
		WORLD_TEST(going_back_keeps_every_answer),
		WORLD_TEST(all_on_one_page_files_at_once_and_shows_what_was_typed_again),
		WORLD_TEST(words_that_are_too_many_come_back_whole),
		WORLD_TEST(the_same_form_sent_twice_leads_to_the_same_dispute),
		WORLD_TEST(nothing_left_to_dispute_is_said_on_a_page),
		WORLD_TEST(evidence_is_sent_after_filing_and_a_bad_file_loses_nothing),
		WORLD_TEST(the_original_creditor_is_asked_for_and_shown),
		WORLD_TEST(what_is_not_ones_own_is_not_there),
		WORLD_TEST(with_the_section_off_what_was_done_in_it_has_its_plain_receipts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
