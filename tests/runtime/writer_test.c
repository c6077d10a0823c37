/* The writer: groups, refusals that leave their neighbours alone, deadlines; the activity array. */
#include "tests/support/world.h"

#include <stdatomic.h>

#include "common/clock.h"
#include "common/thread.h"

#include "server/runtime/activity.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/store/event.h"

enum { THREADS = 8, EACH = 100 };

static enum status run_tell(struct tx *tx, void *arg)
{
	int *n = arg;

	TRY(tx_tell(tx, E_setting_changed, 0, 0, SV("ana"), NULL));
	return ++*n % 5 == 0 ? fail(ST_CONFLICT, "every fifth is refused") : ST_OK;
}

static void *write_many(void *arg)
{
	struct world *w = arg;
	struct arena a = ARENA_INIT;
	static _Thread_local int n;
	intptr_t good = 0;

	for (int i = 0; i < EACH; i++) {
		good += writer_do(w->shared.writer, "test", &a, run_tell, &n) == ST_OK;
		arena_reset(&a);
	}
	arena_free(&a);
	return (void *)good;
}

static void writes_of_many_threads_share_commits_and_refusals_touch_nobody_else(void **state)
{
	struct world *w = *state;
	struct thread *t[THREADS];
	struct audit_result r;
	intptr_t good = 0;
	struct unit *u;

	for (int i = 0; i < THREADS; i++)
		CHECK_OK(thread_start("test", THREAD_WORKER, write_many, w, &t[i]));
	for (int i = 0; i < THREADS; i++)
		good += (intptr_t)thread_join(t[i]);
	CHECK_INT(THREADS * EACH * 4 / 5, good);
	u = world_look(w);
	CHECK_OK(store_event_verify(u->snap, w->keys, SV_NONE, &r, &u->arena));
	CHECK_INT(good, r.events);
	{
		struct writer_figures f;

		writer_figures(w->shared.writer, &f);
		CHECK_INT(THREADS * EACH, f.writes);
		CHECK(f.groups <= f.writes);
		CHECK_INT(writer_begun(w->shared.writer), writer_settled(w->shared.writer));
	}
}

static _Atomic int told;

static void note(struct write *wr)
{
	atomic_fetch_add(&told, wr->st == ST_UNAVAILABLE ? 100 : 1);
}

static void a_write_past_its_time_is_for_certain_not_done(void **state)
{
	struct world *w = *state;
	struct arena a = ARENA_INIT;
	int n = 0;
	struct write wr = { .name = "late", .run = run_tell, .arg = &n, .arena = &a, .done = note,
			    .due = clock_mono_ms() - 1 };

	atomic_store(&told, 0);
	CHECK(writer_post(w->shared.writer, &wr));
	CHECK_OK(writer_do(w->shared.writer, "after", &a, run_tell, &n)); /* it was told before this one */
	CHECK_INT(100, atomic_load(&told));
	CHECK_INT(1, n);
	CHECK_EVENTS(w, "setting.changed");
	arena_free(&a);
}

static void activity_only_moves_forward_and_is_flushed_once(void **state)
{
	struct activity *a = activity_new(64);
	int64_t slot, other, sessions[128], times[128];

	(void)state;
	CHECK_OK(activity_claim(a, 77, 1000, &slot));
	CHECK_OK(activity_claim(a, 78, 1000, &other));
	CHECK(slot != other);
	activity_touch(a, slot, 2000);
	activity_touch(a, slot, 1500);
	CHECK_INT(2000, activity_last(a, slot));
	CHECK_INT(1, activity_take_dirty(a, sessions, times, 128));
	CHECK_INT(77, sessions[0]);
	CHECK_INT(2000, times[0]);
	CHECK_INT(0, activity_take_dirty(a, sessions, times, 128));
	activity_drop(a, slot, 78); /* somebody else's slot stays */
	CHECK_INT(2000, activity_last(a, slot));
	activity_drop(a, slot, 77);
	activity_touch(a, slot, 3000);
	CHECK_INT(0, activity_last(a, slot));
	activity_free(a);
}

static void when_every_slot_is_taken_the_next_visit_is_refused(void **state)
{
	struct activity *a = activity_new(64);
	int64_t slot;

	(void)state;
	for (int i = 1; i <= 64; i++)
		CHECK_OK(activity_claim(a, i, 1, &slot));
	CHECK_STATUS(ST_LIMIT, activity_claim(a, 65, 1, &slot));
	activity_drop(a, 10, 11);
	CHECK_OK(activity_claim(a, 65, 1, &slot));
	CHECK_INT(10, slot);
	CHECK_STATUS(ST_CONFLICT, activity_restore(a, 10, 5, 1));
	activity_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(writes_of_many_threads_share_commits_and_refusals_touch_nobody_else),
		WORLD_TEST(a_write_past_its_time_is_for_certain_not_done),
		cmocka_unit_test(activity_only_moves_forward_and_is_flushed_once),
		cmocka_unit_test(when_every_slot_is_taken_the_next_visit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
