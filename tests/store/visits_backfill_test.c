/* The statement that gives a database from before the roll-up of visits its roll-up, for every hour there was a visit. */
#include "tests/support/world.h"

#include "common/embedded.h"

#include "server/store/kpi.h"

enum { EVENTS = 40 };

/* A store has the newest schema as soon as it is open, so the statement is run by itself. */
static const char *statement(struct world *w)
{
	struct sv sql = embedded_find(schema_sql_files, "server/store/schema/0018_notification.sql");

	sql = sv_from_to(sql, sv_find_sv(sql, SV("INSERT INTO kpi")), sql.n);
	CHECK(sql.n > 0);
	return sv_z(&w->u.arena, sql);
}

static void put_event(struct tx *tx, int64_t seq, int64_t at, const char *kind)
{
	struct hash h = { { 0 } };

	CHECK_OK(tx_run_once(tx,
			     &(struct query){ "test.event", "INSERT INTO event (seq, at, kind, actor, body_hash, hash) VALUES "
							    "($1, $2, $3, 'debtor', $4, $4)" },
			     ARGS(V(seq), V(at), V(sv_from(kind)), V_HASH(&h)), NULL));
}

static int64_t counted(struct snap *s, struct arena *a, int64_t from, int64_t to)
{
	struct money_sum_list l;

	CHECK_OK(store_kpi_sum(s, "sessions", from, to, &l, a));
	CHECK(l.n <= 1);
	return l.n ? l.at[0].count : 0;
}

struct past {
	const char *statement;
	const int64_t *at;
};

static enum status run_past(struct tx *tx, void *arg)
{
	const struct past *p = arg;

	for (int i = 0; i < EVENTS; i++)
		put_event(tx, i + 1, p->at[i], i % 4 ? "portal.session_started" : "link.sent");
	return store_exec(tx, p->statement);
}

static void visits_from_before_are_counted_by_their_hours(void **state)
{
	struct world *w = *state;
	int64_t hour = WORLD_NOW / HOUR_MS, at[EVENTS];
	struct past p = { statement(w), at };

	for (int i = 0; i < EVENTS; i++)
		at[i] = WORLD_NOW + (int64_t)i * i * 7 * 60000;
	CHECK_OK(world_write(w, run_past, &p));
	world_look(w);
	for (int64_t h = hour - 2; h < hour + 200; h++) {
		int64_t want = 0;

		for (int i = 0; i < EVENTS; i++)
			want += i % 4 && at[i] / HOUR_MS == h;
		CHECK_INT(want, counted(w->u.snap, &w->u.arena, h, h + 1));
	}
	CHECK_INT(EVENTS - EVENTS / 4, counted(w->u.snap, &w->u.arena, 0, INT64_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(visits_from_before_are_counted_by_their_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
