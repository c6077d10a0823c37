/* Interactions: only kinds with a phrase, only to their contact; nothing of an event's body comes along. */
#include "tests/service/promise_fixture.h"

#include "server/service/event.h"
#include "server/service/interaction.h"

struct telling {
	int64_t account, contact;
	enum event_id kind;
	struct event_body body;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	struct telling *t = arg;

	return tx_tell(tx, t->kind, t->account, t->contact, SV("ana"), &t->body);
}

static struct view_interaction_list list(struct world *w, int64_t contact, int64_t account)
{
	struct view_interaction_list l;

	CHECK_OK(service_interactions(world_look(w), w->u.snap, contact, account, 50, &l));
	return l;
}

static void of_all_kinds_of_events_only_those_with_a_phrase_are_seen(void **state)
{
	struct world *w = *state;
	struct account_core c;
	struct view_interaction_list l;
	static const char *const seen[] = { "link.sent", "portal.session_started", "portal.promise_created",
					    "portal.promise_rescheduled", "portal.promise_cancelled", "notice.sent",
					    "portal.callback_requested", "callback.done", "callback.missed",
					    "portal.message_sent", "message.replied", "portal.summary_downloaded",
					    "portal.dispute_filed", "portal.evidence_added", "dispute.resolved",
					    "dispute.rejected", "portal.creditor_requested", "creditor.answered",
					    "portal.opt_out", "portal.opt_in", "portal.preferences_updated",
					    "portal.address_changed" };
	size_t want = 0;

	make_account(w);
	c = account_of(w, "A-1");
	for (int kind = 0; kind < E__COUNT; kind++) {
		struct telling t = { c.id, c.contact, (enum event_id)kind,
				     { .channel = CHANNEL_SMS, .currency = c.currency, .amount = 1,
				       .reason = SV("score 12, call after six") } };

		CHECK_OK(world_write(w, run_tell, &t));
		for (size_t i = 0; i < COUNT(seen); i++)
			want += strcmp(event_table[kind].name, seen[i]) == 0;
	}
	l = list(w, c.contact, 0);
	CHECK_INT(COUNT(seen), want);
	CHECK_INT(want, l.n); /* a kind that is added to the one list is added to the other */
	for (size_t i = 0; i < l.n; i++) {
		CHECK(l.at[i].summary.n && l.at[i].status.n && l.at[i].channel.n);
		CHECK(sv_find_sv(l.at[i].summary, SV("score")) == l.at[i].summary.n);
	}
}

static void each_names_its_day_and_channel_newest_first(void **state)
{
	struct world *w = *state;
	struct account_core c;
	struct view_interaction_list l;
	struct telling t;

	make_account(w);
	c = account_of(w, "A-1");
	t = (struct telling){ c.id, c.contact, E_link_sent, { .channel = CHANNEL_EMAIL } };
	CHECK_OK(world_write(w, run_tell, &t));
	clock_move(60000);
	t = (struct telling){ c.id, c.contact, E_portal_session_started, { .channel = CHANNEL_EMAIL } };
	CHECK_OK(world_write(w, run_tell, &t));
	t = (struct telling){ c.id, c.contact, E_notice_sent, { .channel = CHANNEL_EMAIL, .name = SV("receipt") } };
	CHECK_OK(world_write(w, run_tell, &t)); /* of something that stands there itself */
	l = list(w, c.contact, 0);
	CHECK_INT(2, l.n);
	CHECK_SV("You visited this portal", l.at[0].summary);
	CHECK_SV("Portal", l.at[0].channel);
	CHECK_INT(WORLD_NOW + 60000, l.at[0].at);
	CHECK_SV("We sent you a link to this portal", l.at[1].summary);
	CHECK_SV("E-mail", l.at[1].channel);
	CHECK_SV("Sent", l.at[1].status);
}

static void a_call_that_nobody_made_is_no_call_that_was_not_answered(void **state)
{
	struct world *w = *state;
	struct account_core c;
	struct view_interaction_list l;
	struct telling t;

	make_account(w);
	c = account_of(w, "A-1");
	t = (struct telling){ c.id, c.contact, E_callback_missed, { .reason = SV("not_called") } };
	CHECK_OK(world_write(w, run_tell, &t));
	t.body.reason = SV("no_answer");
	CHECK_OK(world_write(w, run_tell, &t));
	l = list(w, c.contact, 0);
	CHECK_SV("We tried to call you", l.at[0].summary);
	CHECK_SV("Not reached", l.at[0].status);
	CHECK_SV("A call did not take place", l.at[1].summary);
	CHECK_SV("Missed", l.at[1].status);
}

static void nobody_sees_anothers_and_an_account_only_its_own(void **state)
{
	struct world *w = *state;
	struct account_core one, two, other;
	struct telling t;

	make_account(w, .contact = "C-1");
	make_account(w, .number = "A-2", .contact = "C-1");
	make_account(w, .number = "B-1");
	one = account_of(w, "A-1");
	two = account_of(w, "A-2");
	other = account_of(w, "B-1");
	t = (struct telling){ two.id, two.contact, E_link_sent, { .channel = CHANNEL_EMAIL } };
	CHECK_OK(world_write(w, run_tell, &t));
	t = (struct telling){ 0, 0, E_link_sent, { .channel = CHANNEL_EMAIL } }; /* nobody's */
	CHECK_OK(world_write(w, run_tell, &t));
	CHECK_INT(1, list(w, one.contact, 0).n);
	CHECK_INT(0, list(w, one.contact, one.id).n);
	CHECK_INT(1, list(w, one.contact, two.id).n);
	CHECK_INT(0, list(w, other.contact, 0).n);
	CHECK_INT(0, list(w, other.contact, two.id).n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(of_all_kinds_of_events_only_those_with_a_phrase_are_seen),
		WORLD_TEST(each_names_its_day_and_channel_newest_first),
		WORLD_TEST(a_call_that_nobody_made_is_no_call_that_was_not_answered),
		WORLD_TEST(nobody_sees_anothers_and_an_account_only_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
