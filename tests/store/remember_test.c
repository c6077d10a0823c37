/* What a reader remembers: found again under its kind and key, bounded, never in a write, gone with the moment. */
#include "tests/support/world.h"

#include "common/arena.h"

#include "server/runtime/writer.h"
#include "server/store/remember.h"
#include "server/store/setting.h"

static void a_thing_is_found_under_its_kind_and_key_and_no_other(void **state)
{
	struct world *w = *state;
	struct snap *s = world_look(w)->snap;
	char longest[49] = { 0 };
	int one = 1, two = 2;

	CHECK(!remember_get(s, REMEMBER_SESSION, SV("key")));
	remember_put(s, REMEMBER_SESSION, SV("key"), &one);
	remember_put(s, REMEMBER_HOME, SV("key"), &two);
	CHECK(remember_get(s, REMEMBER_SESSION, SV("key")) == &one);
	CHECK(remember_get(s, REMEMBER_HOME, SV("key")) == &two);
	CHECK(!remember_get(s, REMEMBER_HOME, SV("kez")) && !remember_get(s, REMEMBER_HOME, SV("ke")));
	remember_put(s, REMEMBER_HOME, SV("key"), &one);
	CHECK(remember_get(s, REMEMBER_HOME, SV("key")) == &one);
	remember_put(s, REMEMBER_HOME, sv_of(longest, sizeof(longest)), &one);
	CHECK(!remember_get(s, REMEMBER_HOME, sv_of(longest, sizeof(longest))));
}

static void however_many_things_come_each_is_found_as_itself_or_not_at_all(void **state)
{
	struct world *w = *state;
	struct snap *s = world_look(w)->snap;
	static int64_t numbers[50000];
	size_t found = 0;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		numbers[i] = (int64_t)i;
		remember_put(s, REMEMBER_HOME, sv_of(&numbers[i], sizeof(numbers[i])), &numbers[i]);
	}
	for (size_t i = 0; i < COUNT(numbers); i++) {
		const int64_t *got = remember_get(s, REMEMBER_HOME, sv_of(&numbers[i], sizeof(numbers[i])));

		CHECK(!got || got == &numbers[i]);
		found += got != NULL;
	}
	CHECK(found > 4000 && found < COUNT(numbers));
}

static void too_much_is_forgotten_at_the_turns_end_and_less_is_not(void **state)
{
	struct world *w = *state;
	struct snap *s = world_look(w)->snap;
	int one = 1;

	remember_put(s, REMEMBER_HOME, SV("key"), &one);
	snap_rest(s);
	CHECK(remember_get(s, REMEMBER_HOME, SV("key")) == &one);
	(void)arena_alloc(remember_arena(s), REMEMBER_BYTES);
	CHECK(remember_get(s, REMEMBER_HOME, SV("key")) == &one); /* somebody may be reading it */
	snap_rest(s);
	CHECK(!remember_get(s, REMEMBER_HOME, SV("key")));
	CHECK(!snap_remembers(s));
}

static enum status put_name(struct tx *tx, void *arg)
{
	const struct org *org;
	const char *name = arg;

	CHECK(!remember_arena(tx_look(tx)));
	TRY(store_org_seen(tx_look(tx), tx->arena, &org));
	TRY(store_setting_put(tx, SV("organisation.name"), sv_from(name)));
	TRY(store_org_seen(tx_look(tx), tx->arena, &org)); /* a write sees its own changes at once */
	CHECK_SV(name, org->organisation);
	return ST_OK;
}

static void a_write_remembers_nothing_and_a_reader_until_its_moment_ends(void **state)
{
	struct world *w = *state;
	const struct org *org, *again;
	struct snap *s = world_look(w)->snap;

	CHECK_OK(world_write(w, put_name, (void *)(uintptr_t) "One"));
	CHECK_OK(store_org_seen(s, &w->u.arena, &org));
	CHECK_SV("One", org->organisation);
	snap_rest(s);
	CHECK(!snap_begun(s));
	CHECK_OK(store_org_seen(s, &w->u.arena, &again));
	CHECK(org == again); /* without a look at the database */
	CHECK(!snap_begun(s));
	CHECK_OK(world_write(w, put_name, (void *)(uintptr_t) "Two"));
	CHECK_OK(store_org_seen(s, &w->u.arena, &again));
	CHECK_SV("Two", again->organisation);
}

static void a_moment_can_be_begun_before_anything_is_read(void **state)
{
	struct world *w = *state;
	struct snap *s = world_look(w)->snap;
	const struct org *org;

	CHECK_OK(snap_begin(s));
	CHECK(snap_begun(s));
	CHECK_OK(writer_do(w->shared.writer, "test", &w->u.arena, put_name, (void *)(uintptr_t) "Later"));
	CHECK_OK(store_org_seen(s, &w->u.arena, &org));
	CHECK_SV("Quits", org->organisation); /* of the moment that began before */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_thing_is_found_under_its_kind_and_key_and_no_other),
		WORLD_TEST(however_many_things_come_each_is_found_as_itself_or_not_at_all),
		WORLD_TEST(too_much_is_forgotten_at_the_turns_end_and_less_is_not),
		WORLD_TEST(a_write_remembers_nothing_and_a_reader_until_its_moment_ends),
		WORLD_TEST(a_moment_can_be_begun_before_anything_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
