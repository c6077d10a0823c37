/* The event log: whoever deletes, reorders, edits or cuts a record is found; erasing a body is not. */
#include "tests/support/world.h"

#include <stdio.h>

#include "server/service/event.h"
#include "server/store/event.h"

enum { EVENTS = 8 };

static enum status run_tell(struct tx *tx, void *arg)
{
	struct event_body b = { .name = SV("organisation.name"), .value = SV("Quits") };

	(void)arg;
	for (int i = 0; i < EVENTS; i++)
		TRY(tx_tell(tx, E_setting_changed, 0, 41 + i % 2, SV("ana"), &b));
	return ST_OK;
}

static enum status run_sql(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void sql(struct world *w, const char *text)
{
	char room[512];

	snprintf(room, sizeof(room), "%s", text);
	CHECK_OK(world_write(w, run_sql, room));
}

static enum status verify(struct world *w, struct sv head, struct audit_result *ret)
{
	struct unit *u = world_look(w);

	return store_event_verify(u->snap, w->keys, head, ret, &u->arena);
}

static void an_untouched_log_verifies_and_names_its_head(void **state)
{
	struct world *w = *state;
	struct audit_result r;

	CHECK_OK(verify(w, SV_NONE, &r));
	CHECK_INT(0, r.events);
	CHECK_OK(world_write(w, run_tell, NULL));
	CHECK_OK(verify(w, SV_NONE, &r));
	CHECK_INT(EVENTS, r.events);
	CHECK_INT(EVENTS, r.seq);
	CHECK_INT(64, r.head.n);
	CHECK_OK(verify(w, r.head, &r));
}

static void every_kind_of_tampering_is_found(void **state)
{
	static const struct {
		const char *sql, *says;
	} crimes[] = {
		{ "DELETE FROM event WHERE seq = 4", "at 4: records are missing" },
		{ "UPDATE event SET body = replace(body, 'Quits', 'Quitz') WHERE seq = 3", "at 3" },
		{ "UPDATE event SET actor = 'bob' WHERE seq = 5", "at 5" },
		{ "UPDATE event SET at = at + 1 WHERE seq = 6", "at 6" },
		{ "UPDATE event SET account = 9 WHERE seq = 2", "at 2" },
		{ "UPDATE event SET kind = 'link.sent' WHERE seq = 2", "at 2" },
		{ "UPDATE event SET seq = 100 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 2;"
		  "UPDATE event SET seq = 2 WHERE seq = 100", "at 1" },
		{ "DELETE FROM event WHERE seq > 5", "cut off" },
		{ "DELETE FROM event WHERE seq > 5; UPDATE chain SET seq = 5, hash = (SELECT hash FROM event "
		  "WHERE seq = 5)", "head was edited" },
		{ "DELETE FROM event; DELETE FROM chain", "noted earlier" },
		{ "INSERT INTO event (seq, at, kind, actor, body_hash, hash) SELECT 9, at, kind, actor, "
		  "body_hash, hash FROM event WHERE seq = 8", "at 9" },
	};
	struct world *w = *state;
	struct audit_result r;
	char head[65];

	CHECK_OK(world_write(w, run_tell, NULL));
	CHECK_OK(verify(w, SV_NONE, &r));
	snprintf(head, sizeof(head), SV_FMT, SV_ARG(r.head));
	sql(w, "CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_chain AS SELECT * FROM chain");
	for (size_t i = 0; i < COUNT(crimes); i++) {
		sql(w, crimes[i].sql);
		CHECK_FAULT(ST_CONFLICT, "", crimes[i].says, verify(w, sv_from(head), &r));
		sql(w, "DELETE FROM event; INSERT INTO event SELECT * FROM kept_event; DELETE FROM chain; "
		       "INSERT INTO chain SELECT * FROM kept_chain");
		CHECK_OK(verify(w, sv_from(head), &r));
	}
}

static enum status run_erase(struct tx *tx, void *arg)
{
	(void)arg;
	return store_event_erase(tx, 41);
}

static void an_erased_body_leaves_the_chain_whole(void **state)
{
	struct world *w = *state;
	struct audit_result r;

	CHECK_OK(world_write(w, run_tell, NULL));
	CHECK_OK(world_write(w, run_erase, NULL));
	CHECK_OK(verify(w, SV_NONE, &r));
	CHECK_INT(EVENTS / 2, r.erased);
}

static void an_old_copy_of_the_database_does_not_hold_the_newer_head(void **state)
{
	struct world *w = *state;
	struct audit_result r;
	char head[65];

	CHECK_OK(world_write(w, run_tell, NULL));
	sql(w, "CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_chain AS SELECT * FROM chain");
	CHECK_OK(world_write(w, run_tell, NULL));
	CHECK_OK(verify(w, SV_NONE, &r));
	snprintf(head, sizeof(head), SV_FMT, SV_ARG(r.head));
	sql(w, "DELETE FROM event; INSERT INTO event SELECT * FROM kept_event; DELETE FROM chain; "
	       "INSERT INTO chain SELECT * FROM kept_chain");
	CHECK_OK(verify(w, SV_NONE, &r)); /* by itself it is whole */
	CHECK_FAULT(ST_CONFLICT, "", "noted earlier", verify(w, sv_from(head), &r));
}

static enum status run_tell_and_fail(struct tx *tx, void *arg)
{
	TRY(run_tell(tx, arg));
	return fail(ST_CONFLICT, "on purpose");
}

static void a_write_that_fails_leaves_no_event_and_no_gap(void **state)
{
	struct world *w = *state;
	struct audit_result r;

	CHECK_STATUS(ST_CONFLICT, world_write(w, run_tell_and_fail, NULL));
	CHECK_EVENTS(w, "");
	CHECK_OK(world_write(w, run_tell, NULL));
	CHECK_OK(verify(w, SV_NONE, &r));
	CHECK_INT(EVENTS, r.seq);
}

static void a_head_that_is_no_head_is_refused_by_field(void **state)
{
	struct world *w = *state;
	struct audit_result r;

	CHECK_FAULT(ST_INVALID, "head", "hex", verify(w, SV("12ab"), &r));
	CHECK_FAULT(ST_INVALID, "head", "SEQ", verify(w, SV("x:12ab"), &r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_untouched_log_verifies_and_names_its_head),
		WORLD_TEST(every_kind_of_tampering_is_found),
		WORLD_TEST(an_erased_body_leaves_the_chain_whole),
		WORLD_TEST(an_old_copy_of_the_database_does_not_hold_the_newer_head),
		WORLD_TEST(a_write_that_fails_leaves_no_event_and_no_gap),
		WORLD_TEST(a_head_that_is_no_head_is_refused_by_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
