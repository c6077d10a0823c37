/* One moment of the database per turn, and when it may serve the next request: only while no group
 * of writes has begun since what it saw was settled. Comparing with what is settled alone goes back
 * in time between two listeners. */
#include "tests/support/check.h"

#include "server/http/listener.h"

#include "tests/http/fakes.h"

struct world {
	struct writer writer;
	struct shared shared;
	struct http http;
	struct listener l;
};

static void world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	w->shared.writer = &w->writer;
	w->http.config.shared = &w->shared;
	w->l.http = &w->http;
}

/* A request that looks: true if it had to begin a moment of its own. */
static bool request(struct world *w)
{
	struct snap *s = listener_snap(&w->l);
	bool fresh = !snap_begun(s);

	if (fresh)
		fake_look(s);
	return fresh;
}

static void requests_of_a_quiet_turn_share_a_moment(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	CHECK(request(&w));
	CHECK(!request(&w));
	CHECK(!request(&w));
	snap_end(&w.l.snap); /* the turn's end */
	CHECK(request(&w));
}

static void a_moment_is_dropped_as_soon_as_a_group_begins(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	CHECK(request(&w));
	atomic_store(&w.writer.begun, 1);
	CHECK(request(
	    &w)); /* it may have been committed, though not settled: another listener may show it */
	CHECK(
	    request(&w)); /* and nothing seen while it is under way is good for a second request */
	atomic_store(&w.writer.settled, 1);
	CHECK(request(&w));
	CHECK(!request(&w));
}

static void a_request_that_did_not_look_leaves_no_moment(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	CHECK(!snap_begun(listener_snap(&w.l)));
	atomic_store(&w.writer.begun, 1);
	atomic_store(&w.writer.settled, 1);
	CHECK(request(&w));  /* begins after what settled meanwhile ... */
	CHECK(!request(&w)); /* ... and so may be shared */
}

static bool remembers(struct world *w)
{
	return snap_remembers(listener_snap(&w->l));
}

static void what_is_remembered_lasts_over_turns_until_a_group_begins(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	CHECK(request(&w));
	(void)arena_alloc(&w.l.snap.kept, 1);
	snap_rest(&w.l.snap); /* the turn's end */
	CHECK(remembers(&w));
	CHECK(snap_begun(&w.l.snap)); /* what is read now is of the same moment as what is remembered */
	snap_rest(&w.l.snap);
	atomic_store(&w.writer.begun, 1);
	CHECK(!remembers(&w)); /* it may have been committed */
	(void)arena_alloc(&w.l.snap.kept, 1);
	CHECK(!remembers(&w)); /* nothing read while it is under way is good for a second request */
	atomic_store(&w.writer.settled, 1);
	(void)arena_alloc(&w.l.snap.kept, 1);
	CHECK(!remembers(&w));
	(void)arena_alloc(&w.l.snap.kept, 1);
	CHECK(remembers(&w));
	snap_end(&w.l.snap);
}

static struct writer *commits_now;

/* A group is begun and committed between the listener's question and its moment. */
static void commit_in_between(void)
{
	atomic_fetch_add(&commits_now->begun, 1);
	atomic_fetch_add(&commits_now->settled, 1);
}

static void a_commit_between_the_question_and_the_moment_makes_it_forget(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	CHECK(request(&w));
	(void)arena_alloc(&w.l.snap.kept, 1);
	snap_rest(&w.l.snap);
	commits_now = &w.writer;
	fake_at_begin = commit_in_between;
	CHECK(!remembers(&w));
	fake_at_begin = NULL;
	CHECK(!snap_begun(&w.l.snap));
	CHECK_INT(1, w.l.seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_of_a_quiet_turn_share_a_moment),
		cmocka_unit_test(a_moment_is_dropped_as_soon_as_a_group_begins),
		cmocka_unit_test(a_request_that_did_not_look_leaves_no_moment),
		cmocka_unit_test(what_is_remembered_lasts_over_turns_until_a_group_begins),
		cmocka_unit_test(a_commit_between_the_question_and_the_moment_makes_it_forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
