/* Rights without signing in count for the address, whoever's it is on file; and every message's reader has them. */
#include "tests/support/outbox.h"
#include "tests/support/world.h"

#include "common/clock.h"

#include "server/engine/engine.h"
#include "server/service/account.h"
#include "server/service/consent.h"
#include "server/service/link.h"
#include "server/service/notice.h"
#include "server/service/right.h"
#include "server/store/account.h"
#include "server/store/link.h"

struct doing {
	struct world *w;
	struct link_new link;
	struct link_sent sent;
	struct notice_new notice;
	struct consent_new consent;
	struct consent_page page;
	struct right_door door;
	enum right right;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_link_send(&d->w->u, tx, &d->link, &d->sent);
}

static enum status run_notice(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_notice_add(tx, &d->notice);
}

static enum status run_consent(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_consent_set(&d->w->u, tx, &d->consent, &d->page);
}

static enum status run_right(struct tx *tx, void *arg)
{
	struct doing *d = arg;
	enum status st = service_right_use(&d->w->u, tx, &d->door, d->right);

	d->w->u.actor = SV("ana");
	return st;
}

static enum status try_send(struct world *w, const char *account, enum channel channel)
{
	struct doing d = { .w = w, .link = { .account = sv_from(account), .channel = channel } };

	return world_write(w, run_send, &d);
}

static struct hand_off reserve(struct world *w, const char *account, enum channel channel)
{
	struct hand_off_list due;

	CHECK_OK(try_send(w, account, channel));
	CHECK_OK(service_link_begin(world_look(w), 8, &due));
	CHECK_INT(1, due.n);
	return due.at[0];
}

static void end_as(struct world *w, struct hand_off *h, bool sent)
{
	struct hand_off_list list = { h, 1 };

	h->sent = sent;
	h->reason = SV("refused");
	CHECK_OK(service_link_end(world_look(w), &list));
}

static struct hand_off sent(struct world *w, const char *account, enum channel channel)
{
	struct hand_off h = reserve(w, account, channel);

	end_as(w, &h, true);
	return h;
}

static enum status use(struct world *w, struct sv token, bool by_mail, enum right right)
{
	struct doing d = { .w = w, .door = { .by_mail = by_mail, .token = token }, .right = right };

	return world_write(w, run_right, &d);
}

static void allow(struct world *w, const char *account, enum consent_scope scope, const char *address)
{
	struct doing d = { .w = w, .consent = { sv_from(account), scope, sv_from(address), CONSENT_ALLOWED, SV("asked") } };

	CHECK_OK(world_write(w, run_consent, &d));
}

static struct sv token_of(struct sv url)
{
	return sv_from_to(url, url.n - TOKEN_LEN, url.n);
}

static enum link_state state_of(struct world *w, int64_t link)
{
	struct link_core l;

	CHECK_OK(store_link_core(world_look(w)->snap, link, &l, &w->u.arena));
	return l.state;
}

static int64_t contact_of(struct world *w, const char *account)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	return c.contact;
}

/* Each a contact of its own. */
static void make(struct world *w, const char *account)
{
	make_account(w, .number = account, .email = "family@example.org", .phone = "+12025550101",
		     .whatsapp = "+12025550101");
}

static void a_stop_binds_every_contact_that_has_the_address_or_gets_it_later(void **state)
{
	struct account_detail detail = { .account = SV_NONE };
	struct world *w = *state;
	struct hand_off h;

	make(w, "A-1");
	make(w, "A-2");
	h = sent(w, "A-1", CHANNEL_SMS);
	CHECK_OK(use(w, h.token, false, RIGHT_STOP));
	make(w, "A-3");
	for (int i = 1; i <= 3; i++) {
		const char *account = arena_print(&w->u.arena, "A-%d", i);

		CHECK_STATUS(ST_CONFLICT, try_send(w, account, CHANNEL_SMS));
		CHECK_STATUS(ST_CONFLICT, try_send(w, account, CHANNEL_WHATSAPP));
		CHECK_OK(try_send(w, account, CHANNEL_EMAIL));
		CHECK_OK(service_account_show(world_look(w), w->u.snap, sv_from(account), &detail));
		CHECK_INT(2, detail.consents.n); /* an operator sees why */
		CHECK_SV("+12025550101", detail.consents.at[0].address);
		CHECK_INT(CONSENT_AT_LANDING, detail.consents.at[0].door);
	}
	allow(w, "A-2", CONSENT_ELECTRONIC, "");
	CHECK_STATUS(ST_CONFLICT, try_send(w, "A-2", CHANNEL_SMS));
	allow(w, "A-2", CONSENT_SMS, "+1 202 555 01 01");
	CHECK_OK(try_send(w, "A-2", CHANNEL_SMS));
	CHECK_STATUS(ST_CONFLICT, try_send(w, "A-3", CHANNEL_SMS));
}

static void who_is_not_the_contact_is_none_of_the_others_at_that_address(void **state)
{
	struct world *w = *state;
	struct hand_off h;

	make(w, "A-1");
	make(w, "A-2");
	h = sent(w, "A-1", CHANNEL_EMAIL);
	CHECK_OK(use(w, h.token, false, RIGHT_NOT_ME));
	CHECK_OK(use(w, h.token, false, RIGHT_STOP)); /* less, and later */
	make(w, "A-3");
	for (int i = 1; i <= 3; i++) {
		const char *account = arena_print(&w->u.arena, "A-%d", i);

		allow(w, account, CONSENT_ALL, "");
		CHECK_STATUS(ST_CONFLICT, try_send(w, account, CHANNEL_EMAIL));
		CHECK_OK(try_send(w, account, CHANNEL_SMS));
	}
	allow(w, "A-3", CONSENT_EMAIL, "family@example.org");
	CHECK_OK(try_send(w, "A-3", CHANNEL_EMAIL));
}

static void nothing_leaves_for_a_stopped_address_whose_ever_it_is(void **state)
{
	struct doing d = { .w = *state, .notice = { .kind = NOTICE_REPLY, .channel = CHANNEL_EMAIL,
						    .subject = SV("An answer"), .text = SV("Yes.") } };
	struct world *w = *state;
	struct hand_off first, second;
	struct notice_out_list notices;
	struct turn t;
	bool stands;

	make(w, "A-1");
	make(w, "A-2");
	first = sent(w, "A-1", CHANNEL_EMAIL);
	second = reserve(w, "A-2", CHANNEL_EMAIL);
	d.notice.contact = contact_of(w, "A-2");
	CHECK_OK(world_write(w, run_notice, &d));
	CHECK_OK(service_notice_begin(world_look(w), 8, &notices));
	CHECK_INT(1, notices.n);
	CHECK_OK(use(w, first.token, false, RIGHT_STOP));
	CHECK_OK(service_link_stands(world_look(w), &second, &stands));
	CHECK(!stands);
	CHECK_OK(service_notice_stands(world_look(w), &notices.at[0], &stands));
	CHECK(!stands);
	end_as(w, &second, false);
	CHECK_OK(service_notice_end(world_look(w), &notices));
	clock_move(600000);
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(0, outbox_count(w, ".eml"));
	CHECK_EVENTS(w, "link.sent,link.revoked,portal.opt_out,notice.cancelled");
}

static void who_is_not_the_contact_holds_no_link_any_more(void **state)
{
	struct world *w = *state;
	struct hand_off first, second, elsewhere;

	make(w, "A-1");
	make(w, "A-2");
	first = sent(w, "A-1", CHANNEL_SMS);
	second = sent(w, "A-2", CHANNEL_WHATSAPP);
	elsewhere = sent(w, "A-1", CHANNEL_EMAIL);
	CHECK_OK(use(w, first.token, false, RIGHT_STOP)); /* he may be the contact: his links stay */
	CHECK_INT(LINK_PENDING, state_of(w, first.link));
	CHECK_OK(use(w, first.token, false, RIGHT_NOT_ME));
	CHECK_INT(LINK_REVOKED, state_of(w, first.link));
	CHECK_INT(LINK_REVOKED, state_of(w, second.link));
	CHECK_INT(LINK_PENDING, state_of(w, elsewhere.link));
}

static void a_message_that_was_sent_twice_stops_messages_by_either_link(void **state)
{
	struct world *w = *state;
	struct hand_off first;
	struct hand_off_list due;

	make(w, "A-1");
	first = reserve(w, "A-1", CHANNEL_SMS); /* it leaves, and the process ends before it says so */
	clock_move(61000);
	CHECK_OK(service_link_begin(world_look(w), 8, &due));
	CHECK_INT(1, due.n);
	end_as(w, &due.at[0], true);
	CHECK_OK(use(w, first.token, false, RIGHT_STOP));
	CHECK_STATUS(ST_CONFLICT, try_send(w, "A-1", CHANNEL_SMS));
	CHECK_EVENTS(w, "link.sent,portal.opt_out");
}

static void a_message_that_was_called_refused_and_came_all_the_same_stops_messages(void **state)
{
	struct world *w = *state;
	struct hand_off h;

	make(w, "A-1");
	h = reserve(w, "A-1", CHANNEL_SMS);
	end_as(w, &h, false);
	CHECK_OK(use(w, h.token, true, RIGHT_STOP)); /* it is no e-mail's token */
	CHECK_EVENTS(w, "link.failed");
	CHECK_OK(use(w, h.token, false, RIGHT_STOP));
	CHECK_STATUS(ST_CONFLICT, try_send(w, "A-1", CHANNEL_SMS));
}

static void who_got_a_code_speaks_of_his_address_alone(void **state)
{
	struct doing d = { .w = *state, .notice = { .kind = NOTICE_CODE, .channel = CHANNEL_EMAIL,
						    .address = SV("mistyped@example.org"), .subject = SV("A code"),
						    .text = SV("123456") } };
	struct world *w = *state;
	struct notice_out_list notices;
	struct sv token;

	make(w, "A-1");
	d.notice.contact = contact_of(w, "A-1");
	CHECK_OK(world_write(w, run_notice, &d));
	CHECK_OK(service_notice_begin(world_look(w), 8, &notices));
	token = token_of(notices.at[0].who.stop_url);
	CHECK_FAULT(ST_INVALID, "right", "choose", use(w, token, true, RIGHT_PAPER));
	CHECK_FAULT(ST_INVALID, "right", "choose", use(w, token, true, RIGHT_PERSON));
	CHECK_EVENTS(w, "");
	CHECK_OK(use(w, token, true, RIGHT_STOP));
	CHECK_OK(try_send(w, "A-1", CHANNEL_EMAIL)); /* to the address on file */
	CHECK_FAULT(ST_CONFLICT, "address", "stopped", world_write(w, run_notice, &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_stop_binds_every_contact_that_has_the_address_or_gets_it_later),
		WORLD_TEST(who_is_not_the_contact_is_none_of_the_others_at_that_address),
		WORLD_TEST(nothing_leaves_for_a_stopped_address_whose_ever_it_is),
		WORLD_TEST(who_is_not_the_contact_holds_no_link_any_more),
		WORLD_TEST(a_message_that_was_sent_twice_stops_messages_by_either_link),
		WORLD_TEST(a_message_that_was_called_refused_and_came_all_the_same_stops_messages),
		WORLD_TEST(who_got_a_code_speaks_of_his_address_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
