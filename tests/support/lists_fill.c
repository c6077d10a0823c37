/* The rows of lists.h, put straight into the store: every state and word, some things absent, letters beyond ASCII. */
#include "tests/support/lists_inside.h"

#include <stdlib.h>

#include "common/utf8.h"

enum { CONTACTS = 25, ACCOUNTS = 40, EVENTS = 90 };

static int64_t any(int64_t from, int64_t to)
{
	return from + random() % (to - from + 1);
}

static struct value any_word(const struct choice *c)
{
	return value_text(sv_from(c->words[random() % (long)c->n].text));
}

static struct value any_time(void)
{
	return V(WORLD_NOW + any(-240, 240) * 3600000 + any(0, 1000));
}

static struct value maybe(struct value v)
{
	return random() % 3 ? v : V_NULL;
}

static int64_t contact_of(int64_t account)
{
	return 1 + account % CONTACTS;
}

static struct value text(struct tx *tx, const char *before, int64_t n)
{
	return value_text(sv_from(arena_print(tx->arena, "%s%02d", before, (int)n)));
}

static enum status put(struct tx *tx, const char *sql, const struct value *v, size_t n)
{
	const struct query q = { "lists.fill", sql };

	return tx_run_once(tx, &q, v, n, NULL);
}

static const char *const currencies[] = { "USD", "JPY", "KWD", "EUR" };

static enum status people(struct tx *tx)
{
	static const char *const names[] = { "Maria Gonzalez", "Åse Strøm", "Jörg Straße", "Ana García", "Bob O'Neil" };

	TRY(put(tx, "INSERT INTO operator (id, uid, name, roles, added_at) VALUES (9001, 9001, 'ana', 'operator', 1), "
		    "(9002, 9002, 'Bob', 'operator', 1)", NO_ARGS));
	TRY(put(tx, "INSERT INTO team (id, name, added_at) VALUES (2, 'Førde & Straße', 1)", NO_ARGS));
	for (int64_t i = 1; i <= CONTACTS; i++) {
		struct sv name = sv_from(arena_print(tx->arena, "%s %d", names[i % 5], (int)i)),
			  email = sv_from(arena_print(tx->arena, "p%d@example.org", (int)i));

		TRY(put(tx, "INSERT INTO contact (id, external, name, folded, email, phone, added_at, changed_at) VALUES "
			    "($1, $2, $3, $4, $5, $6, 1, 1)",
			ARGS(V(i), text(tx, "C-", i), V(name),
			     V(sv_print(tx->arena, SV_FMT " " SV_FMT " +1202555%04d", SV_ARG(utf8_fold(tx->arena, name)),
					SV_ARG(email), (int)i)),
			     V(email), V(sv_from(arena_print(tx->arena, "+1202555%04d", (int)i))))));
	}
	return ST_OK;
}

static enum status account(struct tx *tx, int64_t i)
{
	static const char *const creditors[] = { "Northwind Energy", "Åse & Söhne", "Straßenbau GmbH", "harbour Bank" };

	return put(tx, "INSERT INTO account (contact, id, number, creditor, currency, balance, due_date, state, added_at, "
		       "changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
		   ARGS(V(contact_of(i)), V(1000 + i), V(sv_from(arena_print(tx->arena, i % 4 ? "NO-1%02d" : "NO-1%02d-É", (int)i))), V(sv_from(creditors[i % 4])),
			V(sv_from(currencies[random() % 4])), V(any(0, 3) ? any(1, 500000) : 0),
			maybe(V(zone_day(zone_utc(), WORLD_NOW) + any(-90, 30))), any_word(&account_state_choice), any_time()));
}

static enum status visits(struct tx *tx, int64_t i)
{
	int64_t session = 3000 + i;
	bool ended = random() % 2;

	TRY(put(tx, "INSERT INTO link (id, account, contact, channel, source, purpose, state, actor, made_at, sent_at, "
		    "expires_at, touches, tries, verified_at, touched_at) VALUES ($1, $2, $3, $4, $5, 'reply', $6, $7, $8, $9, $10, $11, "
		    "$12, $13, CASE WHEN $11 > 0 THEN 1 END)",
		ARGS(V(2000 + i), V(1000 + i), V(contact_of(i)), any_word(&channel_choice), any_word(&link_source_choice),
		     any_word(&link_state_choice), V(i % 3 ? SV("Bob") : SV("system")), any_time(), maybe(any_time()),
		     maybe(any_time()), V(any(0, 1)), V(any(0, 5)), maybe(any_time()))));
	if (i % 3 == 0)
		return ST_OK;
	lists_ever[i] = true;
	TRY(put(tx, "INSERT INTO session (id, contact, account, link, cookie, slot, started_at, active_at, expires_at, ended_at, "
		    "ended_by) VALUES ($1, $2, $3, $4, $5, $1, $6, $7, $8, $9, $10)",
		ARGS(V(session), V(contact_of(i)), V(1000 + i), V(2000 + i), V_BLOB(text(tx, "", i).s), any_time(),
		     V(WORLD_NOW - (i % 2 ? 60000 : 7200000)), V(WORLD_NOW + 1), ended ? V(WORLD_NOW) : V_NULL,
		     ended ? any_word(&session_end_choice) : V_NULL)));
	lists_live[contact_of(i)] |= !ended && i % 2;
	if (i % 2) {
		lists_acted[i] = true;
		lists_done[i] = i % 5 != 0; /* else long after the visit began */
		TRY(put(tx, "INSERT INTO receipt (contact, id, reference, kind, session, at) VALUES ($1, $2, $3, $4, $5, $6)",
			ARGS(V(contact_of(i)), V(4000 + i), text(tx, "RC-", i), any_word(&receipt_kind_choice), V(session),
			     V(lists_done[i] ? 1 : WORLD_NOW + 40 * DAY_MS))));
	}
	return put(tx, "INSERT INTO feedback (session, subject, contact, account, score, words, at) VALUES ($1, $2, $3, $4, $5, $6, "
		       "$7)",
		   ARGS(V(session), V(i % 2 ? 4000 + i : 0), V(contact_of(i)), V(1000 + i), V(any(1, 5)),
			maybe(V(SV("Très Bien, merci"))), any_time()));
}

static enum status promise_and_dispute(struct tx *tx, int64_t i)
{
	const struct choice_word *promise = &promise_state_choice.words[random() % (long)promise_state_choice.n];
	const struct choice_word *dispute = &dispute_state_choice.words[random() % (long)dispute_state_choice.n];
	bool over = dispute->value == DISPUTE_RESOLVED || dispute->value == DISPUTE_REJECTED;
	int64_t first;

	lists_first[i] = i <= CONTACTS || i % 2; /* else moved from the contact's promise before */
	first = lists_first[i] ? i : i - CONTACTS;
	if (promise->value == PROMISE_KEPT || promise->value == PROMISE_PARTLY_KEPT || promise->value == PROMISE_BROKEN)
		lists_outcome[first] = (enum promise_state)promise->value;
	lists_promised[i] = promise->value == PROMISE_ACTIVE || promise->value == PROMISE_VERIFYING;
	lists_disputed[i] = !over;
	TRY(put(tx, "INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, session, "
		    "moves, chain, replaces) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
		ARGS(V(contact_of(i)), V(5000 + i), V(1000 + i), text(tx, "PR-", i), V(any(1, 90000)),
		     V(sv_from(currencies[random() % 4])), V(zone_day(zone_utc(), WORLD_NOW) + any(-9, 9)),
		     value_text(sv_from(promise->text)), any_time(), V(3000 + i), V(any(0, 2)),
		     lists_first[i] ? V_NULL : text(tx, "PR-", first))));
	TRY(put(tx, "INSERT INTO dispute (contact, id, account, reference, reason, part, amount, currency, state, team, was, session, "
		    "filed_at, changed_at, operator, ended_at) VALUES ($1, $2, $3, $4, $5, 'whole', $6, $7, $8, $9, 'new', 1, "
		    "$10, $11, $12, $13)",
		ARGS(V(contact_of(i)), V(6000 + i), V(1000 + i), text(tx, "DS-", i), any_word(&dispute_reason_choice),
		     V(any(1, 90000)), V(sv_from(currencies[random() % 4])), value_text(sv_from(dispute->text)), V(any(1, 2)),
		     any_time(), any_time(), maybe(V(any(9001, 9002))), over ? V(WORLD_NOW) : V_NULL)));
	lists_handled[i] = i % 3 == 0 || i % 4 == 0;
	TRY(put(tx, "INSERT INTO dispute_step (dispute, id, at, kind) VALUES ($1, 1, 1, $2)",
		ARGS(V(6000 + i), V(i % 3 ? SV("evidence") : SV("investigating")))));
	if (i % 4 == 0)
		TRY(put(tx, "INSERT INTO dispute_note (dispute, id, at, operator, note) VALUES ($1, 1, 1, 9001, 'x')", ARGS(V(6000 + i))));
	for (int64_t n = any(0, 2); n > 0; n--)
		TRY(put(tx, "INSERT INTO attachment (contact, id, kind, owner, name, type, bytes, sha256, at) VALUES ($1, $2, "
			    "'dispute', $3, 'a.pdf', 'pdf', 1, $4, 1)",
			ARGS(V(contact_of(i)), V(7000 + 10 * i + n), V(6000 + i), V_BLOB(text(tx, "", n).s))));
	return ST_OK;
}

static enum status talk(struct tx *tx, int64_t i)
{
	const struct choice_word *state = &callback_state_choice.words[random() % (long)callback_state_choice.n];
	bool waits = state->value == CALLBACK_OPEN || state->value == CALLBACK_TAKEN;
	int64_t from = WORLD_NOW + any(-5, 5) * 3600000;

	TRY(put(tx, "INSERT INTO callback (contact, id, account, reference, topic, state, window_from, window_to, zone, number, "
		    "on_file, team, made_at, session, taken_by, ended_at, miss, taken_at, acted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
		    "$8, 'UTC', '+12025550100', 1, $9, $10, 1, $11, $12, $13, $14, $15)",
		ARGS(V(contact_of(i)), V(8000 + i), V(1000 + i), text(tx, "CB-", i), any_word(&talk_topic_choice),
		     value_text(sv_from(state->text)), V(from), V(from + 7200000), V(any(1, 2)), any_time(),
		     maybe(V(any(9001, 9002))), waits ? V_NULL : V(WORLD_NOW),
		     state->value == CALLBACK_MISSED ? V(SV("no_answer")) : V_NULL, i % 3 ? V_NULL : V(1), i % 4 ? V_NULL : V(1))));
	lists_called[i] = i % 3 == 0 || i % 4 == 0;
	return put(tx, "INSERT INTO thread (contact, id, reference, account, topic, state, team, made_at, changed_at, unread_team, "
		       "taken_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		   ARGS(V(contact_of(i)), V(9000 + i), text(tx, "MS-", i), maybe(V(1000 + i)), any_word(&talk_topic_choice),
			any_word(&thread_state_choice), V(any(1, 2)), any_time(), any_time(), V(any(0, 2)),
			maybe(V(any(9001, 9002)))));
}

static enum status event(struct tx *tx, int64_t seq)
{
	static const char *const actors[] = { "debtor", "system", "ana", "Bob" };
	static const char *const bodies[] = {
		"{}", "{\"amount\":2500,\"currency\":\"EUR\"}", "{\"amount\":700,\"currency\":\"JPY\",\"channel\":\"sms\"}",
		"{\"channel\":\"email\",\"source\":\"manual\"}",
	};
	int64_t account = 1 + random() % ACCOUNTS;
	struct value of = maybe(V(1000 + account)), kind = V(sv_from(event_table[random() % E__COUNT].name)), at = any_time();

	TRY(put(tx, "INSERT INTO event (seq, at, kind, account, contact, actor, body, body_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, "
		    "$7, x'', x'')",
		ARGS(V(seq), at, kind, of, of.type == VALUE_NULL ? maybe(V(contact_of(account))) : V(contact_of(account)),
		     V(sv_from(actors[random() % 4])), maybe(V(sv_from(bodies[random() % 4]))))));
	if (seq % 3)
		return ST_OK;
	return put(tx, "INSERT INTO notification (seq, at, kind, account, contact) SELECT seq, at, kind, account, contact FROM event "
		       "WHERE seq = $1", ARGS(V(seq)));
}

static bool answers_late(int64_t contact)
{
	for (int64_t i = 1; i <= ACCOUNTS; i++)
		if (contact_of(i) == contact && i % 2 && !lists_done[i])
			return true;
	return false;
}

/* Sent 20 days from now nobody answers within a week, 36 days from now those do who have a receipt of day 40. */
static enum status notice_and_hold(struct tx *tx, int64_t i)
{
	const struct choice_word *kind = &notice_kind_choice.words[i % (int64_t)notice_kind_choice.n],
				 *state = &notice_state_choice.words[i / 3 % (int64_t)notice_state_choice.n],
				 *hold = &command_state_choice.words[i % 3 ? 0 : i / 3 % (int64_t)command_state_choice.n];
	bool queued = state->value == NOTICE_QUEUED, late = i % 4 != 0, held = hold->value == COMMAND_HELD;
	int64_t at = WORLD_NOW + (late ? 36 : 20) * DAY_MS + i;

	TRY(put(tx, "INSERT INTO notice (contact, id, channel, kind, state, made_at, due_at, failures, ended_at) VALUES ($1, $2, $3, "
		    "$4, $5, $6, $7, $8, $9)",
		ARGS(V(contact_of(i)), V(9500 + i), value_text(sv_from(channel_choice.words[i % 3].text)), value_text(sv_from(kind->text)),
		     value_text(sv_from(state->text)), V(WORLD_NOW - i * 1000), queued ? V(WORLD_NOW + i) : V_NULL,
		     V(late && answers_late(contact_of(i)) ? 7 : i % 3), queued ? V_NULL : V(at))));
	return put(tx, "INSERT INTO held_command (id, operator, account, contact, method, params, made_at, due_at, state, ended_at) "
		       "VALUES ($1, $2, $3, $4, $5, '{}', $6, $7, $8, $9)",
		   ARGS(V(9700 + i), V(9001 + i % 2), i % 7 ? V(1000 + i) : V_NULL, V(contact_of(i)),
			i % 4 ? V(SV("message.reply")) : V(SV("dispute.take")), V(WORLD_NOW - i * 500), V(WORLD_NOW + i * 100),
			value_text(sv_from(hold->text)), held ? V_NULL : V(WORLD_NOW)));
}

static enum status run(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(people(tx));
	for (int64_t i = 1; i <= ACCOUNTS; i++) {
		TRY(account(tx, i));
		TRY(visits(tx, i));
		TRY(promise_and_dispute(tx, i));
		TRY(talk(tx, i));
	}
	for (int64_t i = 1; i <= ACCOUNTS; i++)
		TRY(notice_and_hold(tx, i));
	for (int64_t seq = 1; seq <= EVENTS; seq++)
		TRY(event(tx, seq));
	return ST_OK;
}

void lists_fill(struct world *w)
{
	srandom(20260310);
	lists_forget();
	lists_arena = &w->u.arena;
	CHECK_OK(world_write(w, run, NULL));
	lists_events(w);
}
