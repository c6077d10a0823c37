/* What needs a person: each kind at its boundaries, by the services that make and end it. */
#include "tests/service/dispute_world.h"

#include "common/clock.h"
#include "common/date.h"
#include "common/id.h"

#include "server/service/event.h"
#include "server/service/need.h"
#include "server/store/setting.h"

enum { MINUTE = 60000 };

static struct need_row need_of(struct world *w, enum need kind)
{
	struct kpi_needs n;

	CHECK_OK(service_kpi_needs(world_look(w), w->u.snap, &n));
	CHECK_INT(need__end - 1, n.items.n);
	CHECK_INT(kind, n.items.at[kind - 1].kind);
	return n.items.at[kind - 1];
}

static void check_need(struct world *w, enum need kind, int64_t count, int64_t since, const char *account)
{
	struct need_row r = need_of(w, kind);

	CHECK_INT(count, r.count);
	CHECK_INT(since, r.since);
	CHECK_SV(account, r.account);
}

struct sql {
	const char *text;
	const struct value *v;
	size_t n;
};

static enum status run_sql(struct tx *tx, void *arg)
{
	const struct sql *s = arg;

	return tx_run_once(tx, &(struct query){ "test.need", s->text }, s->v, s->n, NULL);
}

#define SQL(w, text, ...)                                                                                              \
	do {                                                                                                           \
		const struct value v_[] = { __VA_ARGS__ };                                                             \
		struct sql s_ = { (text), v_, COUNT(v_) };                                                             \
		CHECK_OK(world_write((w), run_sql, &s_));                                                              \
	} while (0)

static void nothing_needs_nobody(void **state)
{
	struct world *w = *state;
	struct kpi_needs n;

	CHECK_OK(service_kpi_needs(world_look(w), w->u.snap, &n));
	CHECK_INT(7, n.items.n);
	CHECK_INT(24, n.first_action_hours);
	for (size_t i = 0; i < n.items.n; i++) {
		CHECK_INT(0, n.items.at[i].count);
		CHECK_INT(0, n.items.at[i].since);
		CHECK_SV("", n.items.at[i].account);
	}
}

struct desk {
	struct world *w;
	int64_t dispute;
	struct dispute_row row;
};

static enum status run_take(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_dispute_take(&d->w->u, tx, d->dispute, &d->row);
}

static enum status run_note(struct tx *tx, void *arg)
{
	struct desk *d = arg;
	struct dispute_note_new q = { .dispute = d->dispute, .note = SV("asked the creditor") };

	return service_dispute_note(&d->w->u, tx, &q, &d->row);
}

static enum status run_hours(struct tx *tx, void *arg)
{
	return store_setting_put(tx, SV("dispute.first_action_hours"), sv_from(arg));
}

static void a_dispute_is_late_after_the_setting_until_somebody_acts_on_it(void **state)
{
	struct world *w = *state;
	struct filing f[3];
	struct desk d = { .w = w };
	int64_t first = clock_now(), day = 24 * 60 * MINUTE;
	char hours[] = "48";

	make_account(w, .balance = 10000);
	for (int i = 0; i < 3; i++) {
		f[i] = filing(w, "other", "amount", "1");
		CHECK_OK(world_write(w, run_file, &f[i]));
		clock_move(MINUTE);
	}
	clock_hold(first + day - 1);
	check_need(w, NEED_DISPUTE, 0, 0, "");
	clock_hold(first + day);
	check_need(w, NEED_DISPUTE, 1, first, "A-1");
	clock_hold(first + day + 10 * MINUTE);
	check_need(w, NEED_DISPUTE, 3, first, "A-1");
	d.dispute = dispute_id(w, f[0].reference);
	CHECK_OK(world_write(w, run_take, &d));
	check_need(w, NEED_DISPUTE, 2, first + MINUTE, "A-1");
	d.dispute = dispute_id(w, f[1].reference);
	CHECK_OK(world_write(w, run_note, &d)); /* a note is an act, whatever the state says */
	check_need(w, NEED_DISPUTE, 1, first + 2 * MINUTE, "A-1");
	CHECK_OK(world_write(w, run_hours, hours));
	check_need(w, NEED_DISPUTE, 0, 0, "");
}

static void put_callback(struct world *w, const char *state, int64_t from, int64_t to)
{
	struct account_core c = core_of(w, "A-1");

	SQL(w,
	    "INSERT INTO callback (contact, id, account, reference, topic, state, window_from, window_to, zone, number, on_file, "
	    "team, made_at, session) VALUES ($1, $2, $3, $4, 'other', $5, $6, $7, 'UTC', '+44', 0, 1, $8, 1)",
	    V(c.contact), V(id_new()), V(c.id), V(sv_print(&w->u.arena, "CB-%lld", (long long)id_new())), V(sv_from(state)), V(from),
	    V(to), V(clock_now()));
}

static void a_call_counts_from_an_hour_before_its_window_until_its_end(void **state)
{
	struct world *w = *state;
	int64_t from = clock_now() + 120 * MINUTE, to = from + 120 * MINUTE;

	make_account(w);
	put_callback(w, "open", from, to);
	clock_hold(from - 60 * MINUTE - 1);
	check_need(w, NEED_CALLBACK, 0, 0, "");
	clock_hold(from - 60 * MINUTE);
	check_need(w, NEED_CALLBACK, 1, from, "A-1");
	SQL(w, "UPDATE callback SET state = $1", V(SV("taken"))); /* somebody said he will call: it is to be done still */
	clock_hold(to - 1);
	check_need(w, NEED_CALLBACK, 1, from, "A-1");
	clock_hold(to);
	check_need(w, NEED_CALLBACK, 0, 0, "");
	SQL(w, "UPDATE callback SET state = $1, ended_at = $2", V(SV("done")), V(clock_now()));
	clock_hold(to - 1);
	check_need(w, NEED_CALLBACK, 0, 0, "");
}

static void put_thread(struct world *w, int64_t id, int64_t account, int64_t unread, int64_t at)
{
	struct account_core c = core_of(w, "A-1");

	SQL(w,
	    "INSERT INTO thread (contact, id, reference, account, topic, state, team, made_at, changed_at, unread_team) "
	    "VALUES ($1, $2, $3, $4, 'other', 'open', 1, $5, $5, $6)",
	    V(c.contact), V(id), V(sv_print(&w->u.arena, "TH-%lld", (long long)id)), V_OPT(account), V(at), V(unread));
	for (int64_t i = 0; i < 3; i++) /* the first was read, the others wait or not */
		SQL(w, "INSERT INTO message (contact, thread, id, sender, text, at, read_at) VALUES ($1, $2, $3, 'debtor', 'x', $4, $5)",
		    V(c.contact), V(id), V(id * 10 + i), V(at + i), V_OPT(i == 0 || !unread ? at + 9 : 0));
}

static void threads_with_unread_messages_name_the_oldest_message(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w);

	put_thread(w, 1, account, 0, 1000);
	check_need(w, NEED_MESSAGE, 0, 0, "");
	put_thread(w, 2, account, 2, 5000);
	check_need(w, NEED_MESSAGE, 1, 5001, "A-1");
	put_thread(w, 3, 0, 2, 3000); /* about no account */
	check_need(w, NEED_MESSAGE, 2, 3001, "");
}

static enum status run_locked(struct tx *tx, void *arg)
{
	const struct account_core *c = arg;

	return tx_tell(tx, E_link_locked, c->id, c->contact, SV("debtor"), NULL);
}

static enum status run_zone(struct tx *tx, void *arg)
{
	return store_setting_put(tx, SV("organisation.time_zone"), sv_from(arg));
}

static void locked_links_count_until_the_organisations_midnight(void **state)
{
	struct world *w = *state;
	struct account_core c;
	int64_t at = clock_now(); /* 12:00 UTC is 8:00 in New York, in daylight saving */
	char zone[] = "America/New_York";

	make_account(w);
	c = core_of(w, "A-1");
	CHECK_OK(world_write(w, run_zone, zone));
	CHECK_OK(world_write(w, run_locked, &c));
	clock_move(5);
	CHECK_OK(world_write(w, run_locked, &c));
	check_need(w, NEED_LOCKED, 2, at, "A-1");
	clock_hold(at + 16 * 60 * MINUTE - 1);
	check_need(w, NEED_LOCKED, 2, at, "A-1");
	clock_hold(at + 16 * 60 * MINUTE);
	check_need(w, NEED_LOCKED, 0, 0, "");
}

static void put_promise(struct world *w, const char *state, int64_t day, int64_t made_at, int64_t ended_at)
{
	struct account_core c = core_of(w, "A-1");

	SQL(w,
	    "INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, session, ended_at) "
	    "VALUES ($1, $2, $3, $4, 100, 'EUR', $5, $6, $7, 1, $8)",
	    V(c.contact), V(id_new()), V(c.id), V(sv_print(&w->u.arena, "PR-%lld", (long long)id_new())), V(day), V(sv_from(state)),
	    V(made_at), V_OPT(ended_at));
}

static void promises_count_on_their_day_while_they_are_open(void **state)
{
	struct world *w = *state;
	int64_t today = time_day_utc(clock_now());

	make_account(w);
	put_promise(w, "active", today, 7000, 0);
	put_promise(w, "verifying", today, 6000, 0);
	put_promise(w, "active", today + 1, 1000, 0);
	put_promise(w, "verifying", today - 1, 1000, 0);
	put_promise(w, "kept", today, 1000, 8000);
	put_promise(w, "cancelled", today, 1000, 8000);
	check_need(w, NEED_DUE, 2, 6000, "A-1");
	clock_hold(day_time_utc(today + 1));
	check_need(w, NEED_DUE, 1, 1000, "A-1");
}

static void broken_promises_count_for_the_days_of_a_week(void **state)
{
	struct world *w = *state;
	int64_t midnight = day_time_utc(time_day_utc(clock_now()));

	make_account(w);
	put_promise(w, "broken", 2461000, 1, midnight - 6 * DAY_MS - 1);
	put_promise(w, "kept", 2461000, 1, midnight + 1);
	check_need(w, NEED_BROKEN, 0, 0, "");
	put_promise(w, "broken", 2461000, 1, midnight + 1);
	put_promise(w, "broken", 2461000, 1, midnight - 6 * DAY_MS);
	check_need(w, NEED_BROKEN, 2, midnight - 6 * DAY_MS, "A-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(nothing_needs_nobody),
		WORLD_TEST(a_dispute_is_late_after_the_setting_until_somebody_acts_on_it),
		WORLD_TEST(a_call_counts_from_an_hour_before_its_window_until_its_end),
		WORLD_TEST(threads_with_unread_messages_name_the_oldest_message),
		WORLD_TEST(locked_links_count_until_the_organisations_midnight),
		WORLD_TEST(promises_count_on_their_day_while_they_are_open),
		WORLD_TEST(broken_promises_count_for_the_days_of_a_week),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
