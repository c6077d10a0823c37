/* Steps in the array of activities: kept beside the time, for the session that holds the slot and for nobody else. */
#include "tests/support/check.h"

#include "server/runtime/activity.h"

static void a_step_is_of_the_session_that_holds_the_slot(void **state)
{
	struct activity *a = activity_new(64);
	int64_t slot;

	(void)state;
	CHECK_OK(activity_claim(a, 7, 1000, &slot));
	CHECK(activity_step_of(a, slot, 7) == NULL);
	activity_step(a, slot, 7, "home");
	CHECK_SV("home", sv_from(activity_step_of(a, slot, 7)));
	CHECK(activity_step_of(a, slot, 8) == NULL);
	activity_step(a, slot, 8, "promise"); /* a page that comes late from whoever was there before */
	CHECK_SV("home", sv_from(activity_step_of(a, slot, 7)));
	activity_free(a);
}

static void a_slot_given_back_forgets_its_step(void **state)
{
	struct activity *a = activity_new(64);
	int64_t slot, again = -1;

	(void)state;
	CHECK_OK(activity_claim(a, 7, 1000, &slot));
	activity_step(a, slot, 7, "home");
	activity_drop(a, slot, 7);
	CHECK(activity_step_of(a, slot, 7) == NULL);
	for (int64_t session = 100; again != slot; session++) { /* slots go around */
		CHECK_OK(activity_claim(a, session, 1000, &again));
		CHECK(activity_step_of(a, again, session) == NULL);
	}
	activity_free(a);
}

static void a_step_is_no_activity_and_nothing_to_write(void **state)
{
	struct activity *a = activity_new(64);
	int64_t slot, sessions[64], times[64];

	(void)state;
	CHECK_OK(activity_claim(a, 7, 1000, &slot));
	activity_step(a, slot, 7, "home");
	CHECK_INT(1000, activity_last(a, slot));
	CHECK_INT(0, activity_take_dirty(a, sessions, times, 64));
	activity_free(a);
}

static void slots_that_are_none_have_no_step(void **state)
{
	struct activity *a = activity_new(64);

	(void)state;
	activity_step(a, -1, 7, "home");
	activity_step(a, 64, 7, "home");
	CHECK(activity_step_of(a, -1, 7) == NULL);
	CHECK(activity_step_of(a, 64, 7) == NULL);
	activity_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_is_of_the_session_that_holds_the_slot),
		cmocka_unit_test(a_slot_given_back_forgets_its_step),
		cmocka_unit_test(a_step_is_no_activity_and_nothing_to_write),
		cmocka_unit_test(slots_that_are_none_have_no_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
