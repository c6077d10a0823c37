/* Consent end to end: what is stopped does not leave, whenever it was queued; and rights without signing in. */
#include "tests/support/outbox.h"
#include "tests/support/world.h"

#include <stdatomic.h>

#include "common/clock.h"
#include "common/locale.h"
#include "common/thread.h"

#include "server/engine/engine.h"
#include "server/runtime/writer.h"
#include "server/service/account.h"
#include "server/service/consent.h"
#include "server/service/feed.h"
#include "server/service/kpi.h"
#include "server/service/link.h"
#include "server/service/notice.h"
#include "server/service/receipt.h"
#include "server/service/right.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/link.h"

struct doing {
	struct world *w;
	struct link_new link;
	struct link_sent sent;
	struct consent_new consent;
	struct consent_page page;
	struct notice_new notice;
	struct right_door door;
	enum right right;
	struct sv token;
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

static enum status run_notice(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return service_notice_add(tx, &d->notice);
}

static enum status run_right(struct tx *tx, void *arg)
{
	struct doing *d = arg;
	enum status st = service_right_use(&d->w->u, tx, &d->door, d->right);

	d->w->u.actor = SV("ana");
	return st;
}

static enum status run_again(struct tx *tx, void *arg)
{
	struct doing *d = arg;
	enum status st = service_link_again(&d->w->u, tx, d->token);

	d->w->u.actor = SV("ana");
	return st;
}

static struct link_sent send_link(struct world *w, enum channel channel)
{
	struct doing d = { .w = w, .link = { .account = SV("A-1"), .channel = channel } };

	CHECK_OK(world_write(w, run_send, &d));
	return d.sent;
}

static enum status try_send(struct world *w, enum channel channel)
{
	struct doing d = { .w = w, .link = { .account = SV("A-1"), .channel = channel } };

	return world_write(w, run_send, &d);
}

static void record(struct world *w, enum consent_scope scope, const char *address, enum consent_state state)
{
	struct doing d = { .w = w, .consent = { SV("A-1"), scope, sv_from(address), state, SV("on the phone") } };

	CHECK_OK(world_write(w, run_consent, &d));
}

static void hand_over(struct world *w)
{
	struct turn t = { .now = clock_now() };

	CHECK_OK(engine_outreach.turn(world_look(w), &t));
}

/* A link by a channel, handed over as if by the engine: its token, and the e-mail's unsubscribe token. */
static struct hand_off reserve(struct world *w, enum channel channel)
{
	struct hand_off_list due;

	send_link(w, channel);
	CHECK_OK(service_link_begin(world_look(w), 8, &due));
	CHECK_INT(1, due.n);
	due.at[0].sent = true;
	CHECK_OK(service_link_end(world_look(w), &due));
	return due.at[0];
}

static void use(struct world *w, struct right_door door, enum right right)
{
	struct doing d = { .w = w, .door = door, .right = right };

	CHECK_OK(world_write(w, run_right, &d));
}

static struct sv mail_token(const struct hand_off *h)
{
	return sv_from_to(h->who.stop_url, h->who.stop_url.n - TOKEN_LEN, h->who.stop_url.n);
}

static int64_t contact_of(struct world *w)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	return c.contact;
}

static void make(struct world *w)
{
	make_account(w, .number = "A-1", .name = "Maria Sample", .email = "maria@example.org", .phone = "+12025550101",
		     .whatsapp = "+12025550101");
}

static void a_link_is_refused_where_messages_were_stopped(void **state)
{
	struct world *w = *state;

	make(w);
	record(w, CONSENT_EMAIL, "Maria@Example.org", CONSENT_WITHDRAWN);
	CHECK_FAULT(ST_CONFLICT, "channel", "wants no messages", try_send(w, CHANNEL_EMAIL));
	CHECK_OK(try_send(w, CHANNEL_SMS));
	record(w, CONSENT_ALL, "", CONSENT_WITHDRAWN);
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_WHATSAPP));
	record(w, CONSENT_WHATSAPP, "", CONSENT_ALLOWED);
	CHECK_OK(try_send(w, CHANNEL_WHATSAPP));
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_SMS));
}

static void a_card_number_in_an_operators_reason_is_masked_where_it_is_kept_and_told(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w, .consent = { SV("A-1"), CONSENT_SMS, SV_NONE, CONSENT_WITHDRAWN,
						SV("read out 4111 1111 1111 1111") } };

	make(w);
	CHECK_OK(world_write(w, run_consent, &d));
	CHECK_SV("read out **** **** **** 1111", d.page.items.at[0].note);
}

static void a_stop_takes_back_what_is_queued_in_its_own_transaction(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w, .notice = { .kind = NOTICE_REPLY, .subject = SV("An answer"), .text = SV("Yes.") } };

	make(w);
	send_link(w, CHANNEL_EMAIL);
	send_link(w, CHANNEL_SMS);
	d.notice.contact = contact_of(w);
	d.notice.channel = CHANNEL_EMAIL;
	CHECK_OK(world_write(w, run_notice, &d));
	record(w, CONSENT_EMAIL, "", CONSENT_WITHDRAWN);
	CHECK_EVENTS(w, "link.revoked,notice.cancelled,consent.set");
	hand_over(w);
	CHECK_INT(0, outbox_count(w, ".eml"));
	CHECK_INT(1, outbox_count(w, ".sms.txt"));
	CHECK_FAULT(ST_CONFLICT, "address", "Messages to this address were stopped", world_write(w, run_notice, &d));
}

static void an_address_that_changed_is_asked_for_when_it_is_handed_over(void **state)
{
	static const struct query change = { "test.email", "UPDATE contact SET email = $1" };
	struct world *w = *state;
	struct doing d = { .w = w };
	struct hand_off_list due;

	make(w);
	record(w, CONSENT_EMAIL, "new@example.org", CONSENT_WITHDRAWN);
	d.link = (struct link_new){ .account = SV("A-1"), .channel = CHANNEL_EMAIL };
	CHECK_OK(world_write(w, run_send, &d)); /* to the old address it may go */
	snap_end(&w->snap);
	{
		struct tx *tx = store_tx(w->shared.store);

		CHECK_OK(store_group_begin(tx));
		CHECK_OK(tx_run_once(tx, &change, ARGS(V(SV("new@example.org"))), NULL));
		CHECK_OK(store_group_commit(tx));
	}
	CHECK_OK(service_link_begin(world_look(w), 8, &due));
	CHECK_INT(0, due.n);
	CHECK_EVENTS(w, "consent.set,link.revoked");
}

static void what_was_reserved_before_the_stop_does_not_leave_after_it(void **state)
{
	struct world *w = *state;
	struct hand_off_list due;
	struct notice_out_list notices;
	struct doing d = { .w = w, .notice = { .kind = NOTICE_REPLY, .subject = SV("An answer"), .text = SV("Yes.") } };
	bool stands;

	make(w);
	send_link(w, CHANNEL_EMAIL);
	d.notice.contact = contact_of(w);
	CHECK_OK(world_write(w, run_notice, &d));
	CHECK_OK(service_link_begin(world_look(w), 8, &due));
	CHECK_OK(service_notice_begin(world_look(w), 8, &notices));
	CHECK_OK(service_link_stands(world_look(w), &due.at[0], &stands));
	CHECK(stands);
	record(w, CONSENT_ALL, "", CONSENT_WITHDRAWN);
	CHECK_OK(service_link_stands(world_look(w), &due.at[0], &stands));
	CHECK(!stands);
	CHECK_OK(service_notice_stands(world_look(w), &notices.at[0], &stands));
	CHECK(!stands);
	CHECK_OK(service_link_end(world_look(w), &due));
	CHECK_OK(service_notice_end(world_look(w), &notices));
	clock_move(600000);
	hand_over(w);
	CHECK_INT(0, outbox_count(w, "-"));
	CHECK_EVENTS(w, "link.revoked,notice.cancelled,consent.set");
}

/* The engine as it runs in the server, on a thread and a snapshot of its own. */
struct sender {
	const struct shared *shared;
	_Atomic bool stop;
};

static void *run_sender(void *arg)
{
	struct sender *s = arg;
	struct unit u = { .shared = s->shared, .actor = SV("system") };
	struct snap snap;

	CHECK_OK(snap_open(s->shared->store, &snap));
	u.snap = &snap;
	while (!atomic_load(&s->stop)) {
		struct turn t = { .now = clock_now() };

		u.now = t.now;
		(void)!engine_outreach.turn(&u, &t);
		snap_end(&snap);
		arena_reset(&u.arena);
	}
	snap_close(&snap);
	arena_free(&u.arena);
	locale_thread_end();
	return NULL;
}

static void once_a_stop_is_acknowledged_no_message_leaves_however_they_race(void **state)
{
	struct world *w = *state;
	struct sender s = { .shared = &w->shared };
	struct thread *t;

	for (int i = 0; i < 12; i++)
		make_account(w, .number = arena_print(&w->u.arena, "A-%d", i + 1), .email = "one@example.org");
	CHECK_OK(thread_start("sender", THREAD_ENGINE, run_sender, &s, &t));
	for (int i = 0; i < 12; i++) {
		struct sv number = sv_print(&w->u.arena, "A-%d", i + 1);
		struct doing d = { .w = w, .link = { .account = number, .channel = CHANNEL_EMAIL },
				   .consent = { number, CONSENT_EMAIL, SV_NONE, CONSENT_WITHDRAWN, SV("stop") } };
		const char *part;
		int before;

		CHECK_OK(world_write(w, run_send, &d));
		part = arena_print(&w->u.arena, "-%lld-", (long long)d.sent.link);
		for (volatile int spin = 0; spin < i * 40000; spin++)
			;
		CHECK_OK(world_write(w, run_consent, &d));
		service_consent_settle(&w->u, 0);
		before = outbox_count(w, part); /* acknowledged here */
		CHECK_STATUS(ST_CONFLICT, world_write(w, run_send, &d));
		for (volatile int spin = 0; spin < 400000; spin++)
			;
		CHECK_INT(before, outbox_count(w, part));
	}
	atomic_store(&s.stop, true);
	thread_join(t);
}

static void the_reader_of_a_link_stops_messages_to_its_address(void **state)
{
	struct world *w = *state;
	struct hand_off h;
	struct account_detail detail = { .account = SV_NONE };

	make(w);
	h = reserve(w, CHANNEL_SMS);
	use(w, (struct right_door){ .token = h.token }, RIGHT_STOP);
	use(w, (struct right_door){ .token = h.token }, RIGHT_STOP);
	CHECK_EVENTS(w, "link.sent,portal.opt_out");
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_SMS));
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_WHATSAPP)); /* the same number */
	CHECK_OK(try_send(w, CHANNEL_EMAIL));
	CHECK_OK(service_account_show(world_look(w), w->u.snap, SV("A-1"), &detail));
	CHECK_INT(2, detail.consents.n);
	for (size_t i = 0; i < detail.consents.n; i++) {
		CHECK_SV("+12025550101", detail.consents.at[i].address);
		CHECK_INT(CONSENT_AT_LANDING, detail.consents.at[i].door);
		CHECK_SV("debtor", detail.consents.at[i].actor);
	}
}

static void a_spent_link_still_stops_messages(void **state)
{
	struct world *w = *state;
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	clock_move(INT64_C(100) * 86400000);
	use(w, (struct right_door){ .token = h.token }, RIGHT_STOP);
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_EMAIL));
}

static void not_me_parks_the_number_for_every_channel_and_tells_an_operator(void **state)
{
	struct world *w = *state;
	struct notification_page page = { .items = { NULL, 0 } };
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_SMS);
	use(w, (struct right_door){ .token = h.token }, RIGHT_NOT_ME);
	use(w, (struct right_door){ .token = h.token }, RIGHT_NOT_ME);
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_SMS));
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_WHATSAPP));
	record(w, CONSENT_ALL, "", CONSENT_ALLOWED); /* a wider word frees no parked address */
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_SMS));
	CHECK_OK(try_send(w, CHANNEL_EMAIL));
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ 0 }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_SV("Not this person: Maria Sample", page.items.at[0].title);
	record(w, CONSENT_SMS, "+12025550101", CONSENT_ALLOWED);
	CHECK_OK(try_send(w, CHANNEL_SMS));
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_WHATSAPP));
}

static void paper_stops_every_electronic_channel(void **state)
{
	struct world *w = *state;
	struct hand_off h;
	bool paper;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	use(w, (struct right_door){ .token = h.token }, RIGHT_PAPER);
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_SMS));
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_EMAIL));
	CHECK_OK(store_contact_wants_paper(world_look(w)->snap, contact_of(w), &paper));
	CHECK(paper);
	CHECK_EVENTS(w, "link.sent,portal.paper,portal.opt_out");
	record(w, CONSENT_ELECTRONIC, "", CONSENT_ALLOWED);
	CHECK_OK(store_contact_wants_paper(world_look(w)->snap, contact_of(w), &paper));
	CHECK(!paper);
	CHECK_OK(try_send(w, CHANNEL_EMAIL));
}

static void a_person_is_asked_for_once_a_day(void **state)
{
	struct world *w = *state;
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	for (int i = 0; i < 3; i++)
		use(w, (struct right_door){ .token = h.token }, RIGHT_PERSON);
	CHECK_EVENTS(w, "link.sent,portal.person_requested");
	clock_move(INT64_C(86400000));
	use(w, (struct right_door){ .token = h.token }, RIGHT_PERSON);
	CHECK_EVENTS(w, "link.sent,portal.person_requested,portal.person_requested");
	CHECK_OK(try_send(w, CHANNEL_EMAIL));
}

static void a_token_that_never_was_changes_and_tells_nothing(void **state)
{
	struct world *w = *state;
	struct sv unknown = crypt_token(&w->u.arena);

	make(w);
	for (int r = RIGHT_STOP; r < RIGHT__COUNT; r++) {
		use(w, (struct right_door){ .token = unknown }, (enum right)r);
		use(w, (struct right_door){ .by_mail = true, .token = unknown }, (enum right)r);
	}
	CHECK_EVENTS(w, "");
}

static void an_unsubscribe_token_is_good_for_its_address_and_nothing_else(void **state)
{
	struct world *w = *state;
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	use(w, (struct right_door){ .token = mail_token(&h) }, RIGHT_STOP); /* it is no link */
	CHECK_EVENTS(w, "link.sent");
	use(w, (struct right_door){ .by_mail = true, .token = h.token }, RIGHT_STOP); /* and a link is none of those */
	CHECK_EVENTS(w, "link.sent");
	clock_move(INT64_C(399) * 86400000);
	use(w, (struct right_door){ .by_mail = true, .one_click = true, .token = mail_token(&h) }, RIGHT_STOP);
	CHECK_EVENTS(w, "link.sent,portal.opt_out");
	CHECK_STATUS(ST_CONFLICT, try_send(w, CHANNEL_EMAIL));
	CHECK_OK(try_send(w, CHANNEL_SMS));
}

static void an_unsubscribe_token_ends_after_four_hundred_days(void **state)
{
	struct world *w = *state;
	struct hand_off h;
	size_t did;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	clock_move(INT64_C(401) * 86400000);
	CHECK_OK(service_right_drop(world_look(w), &did));
	CHECK_INT(1, did);
	use(w, (struct right_door){ .by_mail = true, .token = mail_token(&h) }, RIGHT_STOP);
	CHECK_OK(try_send(w, CHANNEL_EMAIL));
}

static void opt_outs_count_confirmations_that_changed_a_consent(void **state)
{
	struct world *w = *state;
	struct kpi_figures now = { 0 }, again = { 0 };
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_SMS);
	use(w, (struct right_door){ .token = h.token }, RIGHT_STOP);
	use(w, (struct right_door){ .token = h.token }, RIGHT_STOP);
	use(w, (struct right_door){ .token = h.token }, RIGHT_NOT_ME);
	record(w, CONSENT_EMAIL, "", CONSENT_WITHDRAWN); /* an operator's record is none */
	CHECK_OK(service_kpi_figures(world_look(w), w->u.snap, 0, clock_now() + 1, &now));
	CHECK_INT(2, now.opt_outs);
	CHECK_OK(service_kpi_recount(world_look(w), w->u.snap, 0, clock_now() + 1, &again));
	CHECK_INT(now.opt_outs, again.opt_outs);
}

static void a_new_link_goes_to_the_address_on_file_three_times_a_day(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w };
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	d.token = h.token;
	CHECK_OK(world_write(w, run_again, &d)); /* it still lives: open that one */
	hand_over(w);
	CHECK_INT(0, outbox_count(w, ".eml"));
	clock_move(INT64_C(73) * 3600000);
	for (int i = 0; i < 5; i++) {
		CHECK_OK(world_write(w, run_again, &d));
		CHECK_OK(world_write(w, run_again, &d)); /* pressed twice: the second would make the first one's link useless */
		hand_over(w);
		CHECK_INT(i < 3 ? i + 1 : 3, outbox_count(w, ".eml"));
		clock_move(60000);
	}
	clock_move(INT64_C(86400000));
	CHECK_OK(world_write(w, run_again, &d));
	hand_over(w);
	CHECK_INT(4, outbox_count(w, ".eml"));
}

static void nobody_gets_a_new_link_where_messages_were_stopped_or_no_link_ever_was(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w };
	struct hand_off h;

	make(w);
	h = reserve(w, CHANNEL_EMAIL);
	clock_move(INT64_C(73) * 3600000);
	d.token = crypt_token(&w->u.arena);
	CHECK_OK(world_write(w, run_again, &d));
	record(w, CONSENT_EMAIL, "", CONSENT_WITHDRAWN);
	d.token = h.token;
	CHECK_OK(world_write(w, run_again, &d));
	hand_over(w);
	CHECK_INT(0, outbox_count(w, ".eml"));
	CHECK_EVENTS(w, "link.sent,consent.set");
}

static void an_operators_record_says_what_is_wrong_with_it(void **state)
{
	struct world *w = *state;
	struct doing d = { .w = w, .consent = { SV("A-1"), CONSENT_ALL, SV("maria@example.org"), CONSENT_WITHDRAWN,
						SV("letter") } };

	make(w);
	CHECK_FAULT(ST_INVALID, "scope", "channel", world_write(w, run_consent, &d));
	d.consent.address = SV_NONE;
	d.consent.state = CONSENT_PARKED;
	CHECK_FAULT(ST_INVALID, "address", "one address", world_write(w, run_consent, &d));
	CHECK_EVENTS(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_link_is_refused_where_messages_were_stopped),
		WORLD_TEST(a_card_number_in_an_operators_reason_is_masked_where_it_is_kept_and_told),
		WORLD_TEST(a_stop_takes_back_what_is_queued_in_its_own_transaction),
		WORLD_TEST(an_address_that_changed_is_asked_for_when_it_is_handed_over),
		WORLD_TEST(what_was_reserved_before_the_stop_does_not_leave_after_it),
		WORLD_TEST(once_a_stop_is_acknowledged_no_message_leaves_however_they_race),
		WORLD_TEST(the_reader_of_a_link_stops_messages_to_its_address),
		WORLD_TEST(a_spent_link_still_stops_messages),
		WORLD_TEST(not_me_parks_the_number_for_every_channel_and_tells_an_operator),
		WORLD_TEST(paper_stops_every_electronic_channel),
		WORLD_TEST(a_person_is_asked_for_once_a_day),
		WORLD_TEST(a_token_that_never_was_changes_and_tells_nothing),
		WORLD_TEST(an_unsubscribe_token_is_good_for_its_address_and_nothing_else),
		WORLD_TEST(an_unsubscribe_token_ends_after_four_hundred_days),
		WORLD_TEST(opt_outs_count_confirmations_that_changed_a_consent),
		WORLD_TEST(a_new_link_goes_to_the_address_on_file_three_times_a_day),
		WORLD_TEST(nobody_gets_a_new_link_where_messages_were_stopped_or_no_link_ever_was),
		WORLD_TEST(an_operators_record_says_what_is_wrong_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
