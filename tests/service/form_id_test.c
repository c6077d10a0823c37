/* form_id.c: the numbers of forms are the server's own. */
#include "tests/support/world.h"

#include "server/service/form_id.h"

static void a_form_opens_with_its_own_number_each_time(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->u.arena;
	struct sv one = form_id_new(w->keys, a, "promise", 7), two = form_id_new(w->keys, a, "promise", 7);
	int64_t first, again, other;

	CHECK_OK(form_id_open(w->keys, a, "promise", 7, one, &first));
	CHECK_OK(form_id_open(w->keys, a, "promise", 7, one, &again));
	CHECK_OK(form_id_open(w->keys, a, "promise", 7, two, &other));
	CHECK_INT(first, again);
	CHECK(first != other && first > 0);
}

static void a_form_of_another_visit_or_purpose_or_hand_is_refused(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->u.arena;
	struct sv id = form_id_new(w->keys, a, "promise", 7);
	int64_t number = 42;

	CHECK_FAULT(ST_INVALID, "form_id", "too old", form_id_open(w->keys, a, "promise", 8, id, &number));
	CHECK_FAULT(ST_INVALID, "form_id", "too old", form_id_open(w->keys, a, "dispute", 7, id, &number));
	CHECK_FAULT(ST_INVALID, "form_id", "too old", form_id_open(w->keys, a, "promise", 7, SV_NONE, &number));
	for (size_t i = 0; i < id.n; i++) {
		char *bent = arena_print(a, SV_FMT, SV_ARG(id));

		bent[i] = bent[i] == 'A' ? 'B' : 'A';
		CHECK_FAULT(ST_INVALID, "form_id", "too old",
			    form_id_open(w->keys, a, "promise", 7, sv_from(bent), &number));
	}
	CHECK_INT(42, number);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_form_opens_with_its_own_number_each_time),
		WORLD_TEST(a_form_of_another_visit_or_purpose_or_hand_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
