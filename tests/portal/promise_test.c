/* A promise's life in the browser: made, moved, cancelled, its calendar file, two tabs. */
#include "tests/support/visit.h"

#include "common/clock.h"

static enum status run_exec(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void make(struct visit *v, const char *amount, const char *day)
{
	struct arena *a = &v->w->u.arena;

	visit_get(v, v->promise);
	visit_post(v, v->promise,
		   arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=%s&promised_date=%s",
			       SV_ARG(visit_field(v, "form_token")), SV_ARG(visit_field(v, "form_id")), amount, day));
	CHECK_INT(303, v->status);
	CHECK(sv_starts(v->location, SV("/promise/PR-")));
}

static const char *below(struct visit *v, const char *promise, const char *what)
{
	return arena_print(&v->w->u.arena, "%s/%s", promise, what);
}

/* The fields of the form on the page, as a browser would send them. */
static const char *filled(struct visit *v, const char *day)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT "&promised_date=%s",
			   SV_ARG(visit_field(v, "form_token")), SV_ARG(visit_field(v, "form_id")), day);
}

static void a_promise_is_moved_through_its_form(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *old, *path;

	visit_answer(&v, "4321");
	make(&v, "100", "2026-03-20");
	old = sv_z(&v.w->u.arena, v.location);
	path = below(&v, old, "move");
	visit_get(&v, path);
	visit_golden(&v, "promise-move");
	visit_post(&v, path, filled(&v, "2026-03-20"));
	CHECK_INT(200, v.status);
	visit_golden(&v, "promise-move-wrong");
	visit_post(&v, path, filled(&v, "2026-03-28"));
	CHECK_INT(303, v.status);
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	visit_golden(&v, "promise-moved-to");
	visit_get(&v, old);
	visit_golden(&v, "promise-moved");
	visit_get(&v, path); /* the back button, or another tab */
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "This promise was moved to another day already."));
}

static void a_promise_is_cancelled_in_a_second_step_that_says_what_it_means(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *old, *path, *token;

	visit_answer(&v, "4321");
	make(&v, "100", "2026-03-20");
	old = sv_z(&v.w->u.arena, v.location);
	path = below(&v, old, "cancel");
	visit_get(&v, path);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.promise_created"); /* looking changes nothing */
	visit_golden(&v, "promise-cancel");
	token = arena_print(&v.w->u.arena, "form_token=" SV_FMT, SV_ARG(visit_field(&v, "form_token")));
	visit_post(&v, path, token);
	CHECK_INT(303, v.status);
	CHECK(sv_starts(v.location, SV("/receipt/RC-")));
	{
		struct sv first = v.location;

		visit_post(&v, path, token); /* the other tab, or a double click */
		CHECK(sv_eq(first, v.location));
	}
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	visit_golden(&v, "promise-cancelled-receipt");
	visit_get(&v, old);
	visit_golden(&v, "promise-cancelled");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.promise_created,portal.promise_cancelled");
}

static void two_tabs_that_move_one_promise_leave_one(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *path, *one, *other;

	visit_answer(&v, "4321");
	make(&v, "100", "2026-03-20");
	path = below(&v, sv_z(&v.w->u.arena, v.location), "move");
	visit_get(&v, path);
	one = filled(&v, "2026-03-28");
	visit_get(&v, path);
	other = filled(&v, "2026-03-29");
	visit_post(&v, path, one);
	CHECK_INT(303, v.status);
	visit_post(&v, path, other);
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "This promise was moved to another day already."));
	visit_post(&v, path, one);
	CHECK_INT(303, v.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.promise_created,portal.promise_rescheduled");
}

/* Of the calendar file that was fetched last. */
static struct sv uid_of(struct visit *v)
{
	static const struct sv mark = SV_CONST("\r\nUID:");
	size_t at = sv_find_sv(v->page, mark);
	struct sv rest;

	CHECK(at < v->page.n);
	rest = sv_from_to(v->page, at + mark.n, v->page.n);
	return sv_cut(&rest, '\r');
}

static void the_calendar_file_says_nothing_of_a_debt_and_is_the_promises_own(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *old, *moved;
	struct sv uid;

	visit_answer(&v, "4321");
	make(&v, "100", "2026-03-20");
	old = sv_z(&v.w->u.arena, v.location);
	visit_get(&v, below(&v, old, "reminder.ics"));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260321\r\nSUMMARY:Reminder\r\n"));
	CHECK(!visit_says(&v, "Northwind") && !visit_says(&v, "100") && !visit_says(&v, "A-1"));
	CHECK(visit_says(&v, sv_z(&v.w->u.arena, sv_from_to(sv_from(old), 9, strlen(old)))));
	uid = uid_of(&v);
	CHECK_SV(arena_print(&v.w->u.arena, "%s@127.0.0.1", old + strlen("/promise/")), uid); /* no other portal's */
	visit_get(&v, below(&v, old, "move"));
	visit_post(&v, below(&v, old, "move"), filled(&v, "2026-03-28"));
	CHECK_INT(303, v.status);
	moved = sv_z(&v.w->u.arena, v.location);
	visit_get(&v, below(&v, moved, "reminder.ics"));
	CHECK(visit_says(&v, "SEQUENCE:1\r\n"));
	CHECK(sv_eq(uid, uid_of(&v))); /* the entry moves with the promise */
	visit_get(&v, "/promise/PR-00000-00000/reminder.ics");
	CHECK_INT(404, v.status);
	v.session = SV("");
	visit_get(&v, below(&v, old, "reminder.ics"));
	CHECK_INT(303, v.status);
}

static void a_form_shows_why_nothing_can_be_promised(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	make(&v, "1234.50", "2026-03-20");
	visit_get(&v, v.promise);
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "The whole balance is promised already."));
	CHECK(!visit_says(&v, "name=\"amount\""));
}

static void with_the_section_off_its_pages_are_unknown_and_the_receipt_stays(void **state)
{
	struct visit v = visit_with_link(*state);
	static const char *const gone[] = { "move", "cancel", "reminder.ics" };
	static const char *const lists[] = { NULL, "/home", "/activity" };
	const char *old;

	visit_answer(&v, "4321");
	make(&v, "100", "2026-03-20");
	old = sv_z(&v.w->u.arena, v.location);
	CHECK_OK(world_write(v.w, run_exec,
			     (void *)(uintptr_t)"INSERT INTO setting (name, value, put_at) VALUES ('section.promises', 'off', 0)"));
	for (size_t i = 0; i < COUNT(gone); i++) {
		visit_get(&v, below(&v, old, gone[i]));
		CHECK_INT(404, v.status);
	}
	visit_get(&v, v.promise);
	CHECK_INT(404, v.status);
	visit_get(&v, old);
	CHECK_INT(404, v.status);
	for (size_t i = 0; i < COUNT(lists); i++) { /* what was promised is said, and leads nowhere */
		visit_get(&v, i ? lists[i] : arena_print(&v.w->u.arena, "/account/%lld", (long long)v.account));
		CHECK(visit_says(&v, old + strlen("/promise/")));
		CHECK(!visit_says(&v, "\"/promise/"));
	}
	visit_get(&v, arena_print(&v.w->u.arena, "/receipt/%s", old + strlen("/promise/")));
	CHECK_INT(200, v.status);
	CHECK(!visit_says(&v, "\"/promise/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_promise_is_moved_through_its_form),
		WORLD_TEST(a_promise_is_cancelled_in_a_second_step_that_says_what_it_means),
		WORLD_TEST(two_tabs_that_move_one_promise_leave_one),
		WORLD_TEST(the_calendar_file_says_nothing_of_a_debt_and_is_the_promises_own),
		WORLD_TEST(a_form_shows_why_nothing_can_be_promised),
		WORLD_TEST(with_the_section_off_its_pages_are_unknown_and_the_receipt_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
