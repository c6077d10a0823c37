/* Imports of books under the two-person rule: who gives one, what is given, and how it ends. */
#include "tests/service/approval_calls.h"

#include "common/clock.h"

#include "server/engine/engine.h"
#include "server/rule/approval.h"
#include "server/service/approval.h"

static const char book[] = "contact_id,contact_name,document,email,account_no,reference,creditor,currency,balance,"
			   "due_date\nC1,Ana Sample,X-11112222,ana@example.org,A-1,R-33334444,North,USD,10.00,"
			   "2026-01-15\n";

static int64_t send_book(struct world *w, int64_t uid, bool dry)
{
	struct book_new q = { .file = SV("book.csv"), .dry_run = dry };
	struct book_report r;
	struct book_chunk c = { .data = SV_CONST("") };

	CHECK_OK(call(w, uid, M_book_import, &q, &r));
	c.import = r.import;
	c.data = sv_of(book, sizeof(book) - 1);
	CHECK_OK(call(w, uid, M_book_chunk, &c, &r));
	return r.import;
}

static void two_supervisors(struct world *w)
{
	enrol(w, ANA, "ana", "supervisor");
	enrol(w, BEN, "ben", "supervisor");
	enrol(w, OTTO, "otto", "admin");
}

static void finish(struct world *w) /* the engine's part */
{
	for (int i = 0; i < 100; i++) {
		struct turn t = { .now = clock_now() };

		CHECK_OK(engine_book.turn(world_look(w), &t));
		if (!t.did)
			return;
	}
	fail_msg("the engine never ends");
}

static void an_import_waits_for_another_supervisor_and_is_applied_then(void **state)
{
	struct world *w = *state;
	struct book_new next = { .file = SV("next.csv") };
	struct approval_row row;
	struct book_report r;
	struct book_ref ref;
	int64_t id;

	two_supervisors(w);
	ref.import = send_book(w, ANA, false);
	CHECK_FAULT(ST_CONFLICT, "", "another supervisor", call(w, ANA, M_book_finish, &ref, &r));
	id = told();
	finish(w);
	CHECK_FAULT(ST_CONFLICT, "", "waits for a second person already", call(w, BEN, M_book_finish, &ref, &r));
	CHECK_FAULT(ST_FORBIDDEN, "", "book.finish", end(w, OTTO, M_approval_give, id, &row));
	clock_move(3600000); /* an hour: longer than a sender may be silent */
	CHECK_FAULT(ST_CONFLICT, "", "under way", call(w, BEN, M_book_import, &next, &r));
	CHECK_OK(end(w, BEN, M_approval_give, id, &row));
	finish(w);
	CHECK_OK(call(w, BEN, M_book_show, &ref, &r));
	CHECK_INT(IMPORT_DONE, r.state);
	CHECK_INT(1, r.accounts_new);
	CHECK_EVENTS(w, "approval.asked,approval.given,book.imported");
}

static void a_file_that_grew_after_it_was_asked_for_is_not_given(void **state)
{
	struct world *w = *state;
	struct book_chunk more = { .offset = sizeof(book) - 1, .data = SV("C2,x\n") };
	struct approval_row row;
	struct book_report r;
	struct book_ref ref;
	int64_t id;

	two_supervisors(w);
	more.import = ref.import = send_book(w, ANA, false);
	CHECK_STATUS(ST_CONFLICT, call(w, ANA, M_book_finish, &ref, &r));
	id = told();
	CHECK_OK(call(w, ANA, M_book_chunk, &more, &r));
	CHECK_FAULT(ST_CONFLICT, "", "has changed", end(w, BEN, M_approval_give, id, &row));
	CHECK_OK(end(w, BEN, M_approval_refuse, id, &row));
	CHECK_OK(call(w, BEN, M_book_show, &ref, &r));
	CHECK_INT(IMPORT_FAILED, r.state);
	CHECK_SV("ben refused it", r.reason);
	CHECK_EVENTS(w, "approval.asked,approval.refused,book.failed");
	send_book(w, BEN, false); /* nothing blocks the next one */
}

static void an_import_that_nobody_gives_ends_with_its_approval(void **state)
{
	struct world *w = *state;
	struct book_report r;
	struct book_ref ref;
	size_t did = 0;

	two_supervisors(w);
	ref.import = send_book(w, ANA, false);
	CHECK_STATUS(ST_CONFLICT, call(w, ANA, M_book_finish, &ref, &r));
	clock_move(APPROVAL_MS);
	CHECK_OK(service_approval_expire(world_look(w), &did));
	CHECK_INT(1, did);
	CHECK_OK(call(w, BEN, M_book_show, &ref, &r));
	CHECK_INT(IMPORT_FAILED, r.state);
	CHECK_SV("nobody gave it within a day", r.reason);
}

static void a_dry_run_waits_for_nobody(void **state)
{
	struct world *w = *state;
	struct book_report r;
	struct book_ref ref;

	two_supervisors(w);
	ref.import = send_book(w, ANA, true);
	CHECK_OK(call(w, ANA, M_book_finish, &ref, &r));
	CHECK_OK(call(w, ANA, M_book_finish, &ref, &r)); /* again: only shown */
	finish(w);
	CHECK_OK(call(w, ANA, M_book_show, &ref, &r));
	CHECK_INT(IMPORT_DRY, r.state);
	CHECK_EVENTS(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_import_waits_for_another_supervisor_and_is_applied_then),
		WORLD_TEST(a_file_that_grew_after_it_was_asked_for_is_not_given),
		WORLD_TEST(an_import_that_nobody_gives_ends_with_its_approval),
		WORLD_TEST(a_dry_run_waits_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
