/* What link.preflight tells and what link.send then does are one judgement, in every state of a contact that there is; and how
 * a channel is chosen where none is asked for. */
#include "tests/support/outbox.h"
#include "tests/support/visit.h"
#include "tests/support/world.h"

#include <stdio.h>

#include "common/clock.h"

#include "server/service/consent.h"
#include "server/service/link.h"
#include "server/store/link.h"
#include "server/store/setting.h"

static enum status run_sql(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void sql(struct world *w, const char *text)
{
	CHECK_OK(world_write(w, run_sql, arena_copy(&w->u.arena, text, strlen(text) + 1)));
}

struct setting_of {
	const char *name, *value;
};

static enum status run_setting(struct tx *tx, void *arg)
{
	const struct setting_of *s = arg;

	return store_setting_put(tx, sv_from(s->name), sv_from(s->value));
}

static void set(struct world *w, const char *name, const char *value)
{
	struct setting_of s = { name, value };

	CHECK_OK(world_write(w, run_setting, &s));
}

struct doing {
	struct world *w;
	struct link_new link;
	struct link_sent sent;
	struct consent_new consent;
	struct consent_page page;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_link_send(&d->w->u, tx, &d->link, &d->sent);
}

static enum status run_consent(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_consent_set(&d->w->u, tx, &d->consent, &d->page);
}

static int64_t send_link(struct world *w, const char *account, enum channel channel, int64_t hold)
{
	struct doing d = { .w = w, .link = { .account = sv_from(account), .channel = channel, .hold = hold } };

	CHECK_OK(world_write(w, run_send, &d));
	return d.sent.link;
}

static void forbid(struct world *w, const char *account, enum consent_scope scope)
{
	struct doing d = { .w = w, .consent = { .account = sv_from(account), .scope = scope, .state = CONSENT_WITHDRAWN,
						.reason = SV("said so") } };

	CHECK_OK(world_write(w, run_consent, &d));
}

static struct link_preflight preflight(struct world *w, const char *account, enum channel channel)
{
	struct link_preflight_query q = { .account = sv_from(account), .channel = channel };
	struct link_preflight p;

	CHECK_OK(service_link_preflight(world_look(w), w->u.snap, &q, &p));
	snap_end(&w->snap);
	return p;
}

static struct sv words_of_fault(struct world *w)
{
	const struct fault *f = fault_last();

	return f->field[0] ? sv_print(&w->u.arena, "%s: %s", f->field, f->text) : sv_print(&w->u.arena, "%s", f->text);
}

/* Asks beforehand and then sends. True: it was sent. */
static bool agree(struct world *w, const char *account, enum channel asked)
{
	struct link_preflight p = preflight(w, account, asked);
	struct doing d = { .w = w, .link = { .account = sv_from(account), .channel = asked ? asked : p.channel,
				       .hold = p.held ? 0 : 5000 /* one is held at a time */ } };
	enum status st;
	struct sv said;

	CHECK(!asked || !p.channel || p.channel == asked);
	if (!asked && !p.channel) { /* no way at all: nothing to ask link.send for */
		CHECK(!p.may && p.reason.n);
		return false;
	}
	st = world_write(w, run_send, &d);
	said = st == ST_OK ? SV_NONE : words_of_fault(w);
	if (p.may != (st == ST_OK) || !sv_eq(p.reason, said))
		fail_msg("%s by %s: told %d " SV_FMT ", sent %d " SV_FMT, account, choice_text(&channel_choice, (int)asked),
			 p.may, SV_ARG(p.reason), st == ST_OK, SV_ARG(said));
	return p.may;
}

/* Addresses (bits) x stops (bits): every contact that there may be. */
static int agree_everywhere(struct world *w)
{
	char number[20];
	int sent = 0;

	for (int has = 0; has < 8; has++)
		for (int stop = 0; stop < 8; stop++) {
			snprintf(number, sizeof(number), "A-%d%d", has, stop);
			for (int ch = channel__none; ch < channel__end; ch++)
				sent += agree(w, number, (enum channel)ch);
		}
	return sent;
}

static void fill(struct world *w)
{
	static const enum consent_scope scopes[] = { CONSENT_SMS, CONSENT_WHATSAPP, CONSENT_EMAIL };
	char number[20];

	for (int has = 0; has < 8; has++)
		for (int stop = 0; stop < 8; stop++) {
			snprintf(number, sizeof(number), "A-%d%d", has, stop);
			make_account(w, .number = arena_print(&w->u.arena, "%s", number), .phone = has & 1 ? "+12025550143" : "",
				     .whatsapp = has & 2 ? "+12025550144" : "", .email = has & 4 ? "maria@example.org" : "");
			for (size_t i = 0; i < COUNT(scopes); i++)
				if (stop >> i & 1)
					forbid(w, number, scopes[i]);
		}
}

static void whatever_link_send_refuses_is_told_beforehand_in_its_words(void **state)
{
	struct world *w = *state;

	fill(w);
	/* asked for: 16 contacts have the address and no stop there, for each of three channels; not asked for: of 64 contacts
	 * 27 have no way */
	CHECK_INT(3 * 16 + 37, agree_everywhere(w));
	set(w, "portal.on", "off");
	CHECK_INT(0, agree_everywhere(w));
	set(w, "portal.on", "on");
	set(w, "identity.mode", "last6");
	CHECK_INT(0, agree_everywhere(w));
	set(w, "identity.mode", "last4");
	sql(w, "UPDATE contact SET digits = NULL; UPDATE account SET digits = NULL");
	CHECK_INT(0, agree_everywhere(w));
}

static void each_refusal_has_its_own_words(void **state)
{
	struct world *w = *state;

	make_account(w, .whatsapp = "", .phone = "");
	CHECK_SV("channel: the contact has no address for sms", preflight(w, "A-1", CHANNEL_SMS).reason);
	CHECK_INT(channel__none, preflight(w, "A-1", CHANNEL_SMS).channel);
	CHECK_SV("", preflight(w, "A-1", CHANNEL_EMAIL).reason);
	forbid(w, "A-1", CONSENT_ALL);
	CHECK_SV("channel: the contact wants no messages there (email); account.show says since when and why",
		 preflight(w, "A-1", channel__none).reason);
	CHECK_INT(CHANNEL_EMAIL, preflight(w, "A-1", channel__none).channel);
	sql(w, "UPDATE contact SET digits = NULL; UPDATE account SET digits = NULL");
	CHECK_SV("account: no link can be sent: neither document nor reference has four digits",
		 preflight(w, "A-1", channel__none).reason);
	set(w, "portal.on", "off");
	CHECK_SV("the portal is switched off (setting portal.on)", preflight(w, "A-1", channel__none).reason);
	make_account(w, .number = "A-2", .email = "", .phone = "");
	set(w, "portal.on", "on");
	CHECK_SV("channel: the contact has no address", preflight(w, "A-2", channel__none).reason);
}

static void an_account_that_is_not_there_is_not_found_as_when_sending(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w, .link = { .account = SV("A-404"), .channel = CHANNEL_EMAIL } };
	struct link_preflight_query q = { .account = SV("A-404") };
	struct link_preflight p;

	CHECK_FAULT(ST_NOT_FOUND, "account", "A-404", service_link_preflight(world_look(w), w->u.snap, &q, &p));
	snap_end(&w->snap);
	CHECK_FAULT(ST_NOT_FOUND, "account", "A-404", world_write(w, run_send, &d));
	set(w, "portal.on", "off");
	CHECK_FAULT(ST_NOT_FOUND, "account", "A-404", service_link_preflight(world_look(w), w->u.snap, &q, &p));
	snap_end(&w->snap);
	CHECK_FAULT(ST_NOT_FOUND, "account", "A-404", world_write(w, run_send, &d));
}

static void asking_beforehand_writes_nothing(void **state)
{
	struct world *w = *state;
	struct link_page links;

	make_account(w);
	CHECK(preflight(w, "A-1", channel__none).may);
	CHECK(preflight(w, "A-1", CHANNEL_EMAIL).may);
	CHECK_OK(service_link_list(world_look(w), w->u.snap, &(struct link_query){ .limit = 1 }, &links));
	CHECK_INT(0, links.items.n);
	snap_end(&w->snap);
	CHECK_EVENTS(w, "");
	CHECK_INT(0, outbox_count(w, ""));
}

/* Links that opened the portal, newest last. */
static void used(struct world *w, enum channel channel)
{
	int64_t link = send_link(w, "A-1", channel, 60000);

	sql(w, arena_print(&w->u.arena, "UPDATE link SET state = 'consumed', due_at = NULL WHERE id = %" PRId64, link));
}

static enum channel chosen(struct world *w)
{
	return preflight(w, "A-1", channel__none).channel;
}

static void a_contact_s_own_wish_stands_over_what_worked_before_and_that_over_the_order(void **state)
{
	struct world *w = *state;

	make_account(w, .whatsapp = "+12025550144");
	CHECK_INT(CHANNEL_SMS, chosen(w));
	used(w, CHANNEL_EMAIL);
	CHECK_INT(CHANNEL_EMAIL, chosen(w));
	used(w, CHANNEL_SMS);
	CHECK_INT(CHANNEL_SMS, chosen(w)); /* the newest */
	sql(w, "UPDATE contact SET preferred_channel = 'whatsapp'");
	CHECK_INT(CHANNEL_WHATSAPP, chosen(w));
	sql(w, "UPDATE contact SET whatsapp = NULL");
	CHECK_INT(CHANNEL_SMS, chosen(w)); /* a wish without an address is none */
	forbid(w, "A-1", CONSENT_SMS);
	CHECK_INT(CHANNEL_EMAIL, chosen(w)); /* forbidden is skipped: the link before that one */
	forbid(w, "A-1", CONSENT_ALL);
	CHECK_INT(CHANNEL_SMS, chosen(w)); /* all are: the first with an address says why */
	CHECK(!preflight(w, "A-1", channel__none).may);
}

static void a_forbidden_wish_is_skipped(void **state)
{
	struct world *w = *state;

	make_account(w);
	sql(w, "UPDATE contact SET preferred_channel = 'email'");
	CHECK_INT(CHANNEL_EMAIL, chosen(w));
	forbid(w, "A-1", CONSENT_EMAIL);
	CHECK_INT(CHANNEL_SMS, chosen(w));
	CHECK(preflight(w, "A-1", channel__none).may);
}

static void the_pending_link_that_would_be_replaced_is_named_for_its_channel_alone(void **state)
{
	struct world *w = *state;
	int64_t link;

	make_account(w);
	link = send_link(w, "A-1", CHANNEL_EMAIL, 0);
	CHECK_INT(link, preflight(w, "A-1", CHANNEL_EMAIL).held); /* waits for its hand-off */
	outbox_hand_over(w);
	CHECK_INT(link, preflight(w, "A-1", CHANNEL_EMAIL).replaces);
	CHECK_INT(0, preflight(w, "A-1", CHANNEL_EMAIL).held);
	CHECK_INT(0, preflight(w, "A-1", CHANNEL_SMS).replaces);
	clock_move(INT64_C(72) * 3600000);
	CHECK_INT(0, preflight(w, "A-1", CHANNEL_EMAIL).replaces); /* over, swept or not */
}

static void of_two_that_are_to_be_held_the_second_is_refused(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w, .link = { .account = SV("A-1"), .channel = CHANNEL_EMAIL, .hold = 5000 } };

	make_account(w);
	CHECK_OK(world_write(w, run_send, &d));
	d.link.channel = CHANNEL_SMS;
	CHECK_INT(ST_CONFLICT, world_write(w, run_send, &d));
	CHECK(strstr(fault_last()->text, "held already"));
	d.link.hold = 0; /* a script that sends at once sends */
	CHECK_OK(world_write(w, run_send, &d));
}

static void a_held_link_of_the_account_is_named_whatever_its_channel(void **state)
{
	struct world *w = *state;
	int64_t link;

	make_account(w);
	make_account(w, .number = "A-2", .contact = "C-A-1");
	link = send_link(w, "A-1", CHANNEL_EMAIL, 5000);
	CHECK_INT(link, preflight(w, "A-1", CHANNEL_SMS).held);
	CHECK(preflight(w, "A-1", CHANNEL_EMAIL).may); /* it may go at once, but not be held beside it */
	CHECK_INT(0, preflight(w, "A-2", CHANNEL_EMAIL).held);
}

static void an_account_on_which_nothing_is_owed_is_told_and_may_be_written_to(void **state)
{
	struct world *w = *state;

	make_account(w);
	make_account(w, .number = "A-2", .balance = -1);
	CHECK(!preflight(w, "A-1", CHANNEL_EMAIL).nothing_owed);
	CHECK(preflight(w, "A-2", CHANNEL_EMAIL).nothing_owed);
	CHECK(preflight(w, "A-2", CHANNEL_EMAIL).may);
}

static void a_contact_is_in_the_portal_for_thirty_minutes_from_the_last_activity(void **state)
{
	struct world *w = *state;
	struct visit v = visit_with_link(w);

	make_account(w, .number = "A-9");
	CHECK(!preflight(w, "A-1", channel__none).in_portal);
	visit_answer(&v, "4321");
	CHECK(preflight(w, "A-1", channel__none).in_portal);
	CHECK(preflight(w, "A-2", channel__none).in_portal); /* the same contact's other account */
	CHECK(!preflight(w, "A-9", channel__none).in_portal);
	clock_move(20 * 60000);
	visit_get(&v, "/home");
	clock_move(20 * 60000);
	CHECK(preflight(w, "A-1", channel__none).in_portal);
	clock_move(10 * 60000);
	CHECK(!preflight(w, "A-1", channel__none).in_portal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(whatever_link_send_refuses_is_told_beforehand_in_its_words),
		WORLD_TEST(each_refusal_has_its_own_words),
		WORLD_TEST(an_account_that_is_not_there_is_not_found_as_when_sending),
		WORLD_TEST(asking_beforehand_writes_nothing),
		WORLD_TEST(a_contact_s_own_wish_stands_over_what_worked_before_and_that_over_the_order),
		WORLD_TEST(a_forbidden_wish_is_skipped),
		WORLD_TEST(the_pending_link_that_would_be_replaced_is_named_for_its_channel_alone),
		WORLD_TEST(of_two_that_are_to_be_held_the_second_is_refused),
		WORLD_TEST(a_held_link_of_the_account_is_named_whatever_its_channel),
		WORLD_TEST(an_account_on_which_nothing_is_owed_is_told_and_may_be_written_to),
		WORLD_TEST(a_contact_is_in_the_portal_for_thirty_minutes_from_the_last_activity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
