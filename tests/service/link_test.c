/* Links end to end: reserved, handed over, answered, spent once; and what stops them. */
#include "tests/support/outbox.h"
#include "tests/support/world.h"

#include <dirent.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/file.h"

#include "server/engine/engine.h"
#include "server/runtime/writer.h"
#include "server/service/link.h"
#include "server/service/operator.h"
#include "server/service/session.h"
#include "server/service/verify.h"
#include "server/store/link.h"
#include "server/store/session.h"
#include "server/store/setting.h"

struct sending {
	struct world *w;
	struct link_new q;
	struct link_sent ret;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return service_link_send(&s->w->u, tx, &s->q, &s->ret);
}

static struct link_sent send_link(struct world *w, const char *account, int64_t hold)
{
	struct sending s = { w, { .account = sv_from(account), .channel = CHANNEL_EMAIL, .hold = hold },
			     { 0 } };

	CHECK_OK(world_write(w, run_send, &s));
	return s.ret;
}

static void hand_over(struct world *w)
{
	struct turn t = { .now = clock_now() };

	CHECK_OK(engine_outreach.turn(world_look(w), &t));
}

/* The newest token in the outbox, read from the message as a debtor would. */
static struct sv read_token(struct world *w)
{
	struct arena *a = &w->u.arena;
	char *folder = arena_print(a, "%s/outbox", w->dir), newest[256] = "";
	DIR *d = opendir(folder);
	const struct dirent *e;
	struct sv text, token;

	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && strcmp(e->d_name, newest) > 0)
			snprintf(newest, sizeof(newest), "%s", e->d_name);
	closedir(d);
	CHECK(newest[0]);
	CHECK_OK(file_read(a, arena_print(a, "%s/%s", folder, newest), 65536, &text));
	text = sv_from_to(text, sv_find_sv(text, SV("/l/")) + 3, text.n);
	CHECK(text.n > TOKEN_LEN);
	{
		struct buf b = buf_new(a, 64);

		for (size_t i = 0; i < text.n && b.n < TOKEN_LEN; i++) {
			if (text.p[i] == '=' && i + 2 < text.n && text.p[i + 1] == '\r') {
				i += 2;
				continue;
			}
			buf_char(&b, text.p[i]);
		}
		token = buf_sv(&b);
	}
	CHECK(crypt_token_looks_right(token));
	return token;
}

struct answering {
	struct world *w;
	struct sv token;
	const char *digits;
	struct verified ret;
	struct sv browser, form;
};

static enum status run_answer(struct tx *tx, void *arg)
{
	struct answering *a = arg;

	struct link_answer q = { .token = a->token, .typed = { .digits = sv_from(a->digits) },
				 .browser = a->browser, .form = a->form };

	return service_link_verify(&a->w->u, tx, &q, &a->ret);
}

static struct verified answer(struct world *w, struct sv token, const char *digits)
{
	struct answering a = { .w = w, .token = token, .digits = digits };

	CHECK_OK(world_write(w, run_answer, &a));
	return a.ret;
}

static enum link_state state_of(struct world *w, int64_t link)
{
	struct unit *u = world_look(w);
	struct link_row row;

	CHECK_OK(store_link_row(u->snap, link, u->now, &row, &u->arena));
	return row.state;
}

static void a_link_is_held_until_its_hold_is_over(void **state)
{
	struct world *w = *state;
	struct link_sent l;

	make_account(w, .number = "A-1");
	l = send_link(w, "A-1", 5000);
	hand_over(w);
	CHECK_INT(LINK_HELD, state_of(w, l.link));
	clock_move(5000);
	hand_over(w);
	CHECK_INT(LINK_PENDING, state_of(w, l.link));
	CHECK_EVENTS(w, "link.held,link.sent");
}

/* More than a message may hold. */
static const char *endless(struct world *w)
{
	char *text = arena_alloc(&w->u.arena, 70001);

	memset(text, 'x', 70000);
	text[70000] = '\0';
	return text;
}

static void a_link_that_can_not_be_written_fails_alone(void **state)
{
	struct world *w = *state;
	struct link_sent first, bad, last;

	make_account(w, .number = "A-1");
	make_account(w, .number = "A-2", .name = endless(w));
	make_account(w, .number = "A-3");
	first = send_link(w, "A-1", 0);
	bad = send_link(w, "A-2", 0);
	last = send_link(w, "A-3", 0);
	hand_over(w);
	CHECK_EVENTS(w, "link.sent,link.failed,link.sent");
	CHECK_INT(2, outbox_count(w, ".eml"));
	clock_move(61000); /* no lease runs out on what was sent */
	hand_over(w);
	CHECK_INT(1, outbox_count(w, arena_print(&w->u.arena, "-%lld-", (long long)first.link)));
	CHECK_INT(0, outbox_count(w, arena_print(&w->u.arena, "-%lld-", (long long)bad.link)));
	CHECK_INT(1, outbox_count(w, arena_print(&w->u.arena, "-%lld-", (long long)last.link)));
	CHECK_EVENTS(w, "link.sent,link.failed,link.sent,link.failed");
}

static void the_right_digits_spend_a_link_once(void **state)
{
	struct world *w = *state;
	struct link_sent l;
	struct sv token;

	make_account(w, .number = "A-1", .document = "X9876");
	l = send_link(w, "A-1", 0);
	hand_over(w);
	token = read_token(w);
	CHECK_INT(VERDICT_OPENED, answer(w, token, "9876").verdict);
	CHECK_INT(LINK_CONSUMED, state_of(w, l.link));
	CHECK_INT(VERDICT_DEAD, answer(w, token, "9876").verdict);
	CHECK_EVENTS(w, "link.sent,portal.session_started");
}

static const struct sv browser = SV_CONST("browserbrowserbrowserbrowserbrowserbrowserb"),
		       stranger = SV_CONST("strangerstrangerstrangerstrangerstrangerstr");

static struct verified answer_from(struct world *w, struct sv token, const char *digits, struct sv from, const char *form)
{
	struct answering a = { .w = w, .token = token, .digits = digits, .browser = from, .form = sv_from(form) };

	CHECK_OK(world_write(w, run_answer, &a));
	return a.ret;
}

static void the_same_answer_sent_again_within_a_minute_opens_the_same_visit(void **state)
{
	struct world *w = *state;
	struct verified first, again;
	struct sv token;

	make_account(w, .number = "A-1", .document = "X9876", .fresh = true);
	send_link(w, "A-1", 0);
	hand_over(w);
	token = sv_copy(&w->u.arena, read_token(w));
	first = answer_from(w, token, "9876", browser, "page");
	CHECK_INT(VERDICT_OPENED, first.verdict);
	clock_move(59999);
	again = answer_from(w, token, "9876", browser, "page");
	CHECK_INT(VERDICT_OPENED, again.verdict);
	CHECK(sv_eq(first.cookie, again.cookie));
	CHECK(first.welcome && again.welcome); /* its page was not seen either */
	CHECK(again.seconds < first.seconds);
	CHECK_INT(VERDICT_DEAD, answer_from(w, token, "9876", stranger, "page").verdict);
	CHECK_INT(VERDICT_DEAD, answer_from(w, token, "9876", browser, "another").verdict);
	CHECK_INT(VERDICT_DEAD, answer_from(w, token, "0000", browser, "page").verdict);
	clock_move(1);
	CHECK_INT(VERDICT_DEAD, answer_from(w, token, "9876", browser, "page").verdict);
	CHECK_EVENTS(w, "link.sent,portal.session_started");
}

static enum status run_end_all(struct tx *tx, void *arg)
{
	struct session_core s;
	size_t n;

	TRY(store_session_live(tx_look(tx), 0, &s, 1, &n));
	CHECK_INT(1, n);
	return service_session_end(arg, tx, s.id, END_SIGNED_OUT, NULL);
}

static void a_visit_that_was_ended_is_not_opened_by_sending_the_answer_again(void **state)
{
	struct world *w = *state;
	struct sv token;

	make_account(w, .number = "A-1", .document = "X9876");
	send_link(w, "A-1", 0);
	hand_over(w);
	token = sv_copy(&w->u.arena, read_token(w));
	CHECK_INT(VERDICT_OPENED, answer_from(w, token, "9876", browser, "page").verdict);
	CHECK_OK(world_write(w, run_end_all, &w->u));
	CHECK_INT(VERDICT_DEAD, answer_from(w, token, "9876", browser, "page").verdict);
}

static void the_reference_of_the_account_is_as_good_as_the_document(void **state)
{
	struct world *w = *state;

	make_account(w, .number = "A-1", .reference = "REF-88-4321");
	send_link(w, "A-1", 0);
	hand_over(w);
	CHECK_INT(VERDICT_OPENED, answer(w, read_token(w), "4321").verdict);
}

static void the_reference_of_another_account_opens_nothing(void **state)
{
	struct world *w = *state;

	make_account(w, .number = "A-1", .contact = "C-1", .reference = "R1111");
	make_account(w, .number = "A-2", .contact = "C-1", .reference = "R2222");
	send_link(w, "A-1", 0);
	hand_over(w);
	CHECK_INT(VERDICT_WRONG, answer(w, read_token(w), "2222").verdict);
}

static void five_wrong_answers_lock_a_link_for_good(void **state)
{
	struct world *w = *state;
	struct link_sent l;
	struct sv token;

	make_account(w, .number = "A-1");
	l = send_link(w, "A-1", 0);
	hand_over(w);
	token = read_token(w);
	for (int i = 4; i > 0; i--) {
		struct verified v = answer(w, token, "0000");

		CHECK_INT(VERDICT_WRONG, v.verdict);
		CHECK_INT(i, v.tries_left);
	}
	CHECK_INT(VERDICT_LOCKED, answer(w, token, "0000").verdict);
	CHECK_INT(LINK_LOCKED, state_of(w, l.link));
	CHECK_INT(VERDICT_DEAD, answer(w, token, "1234").verdict);
	CHECK_EVENTS(w, "link.sent,link.locked");
}

static void a_wrong_answer_counts_also_across_a_restart(void **state)
{
	struct world *w = *state;
	struct sv token;

	make_account(w, .number = "A-1");
	send_link(w, "A-1", 0);
	hand_over(w);
	token = sv_copy(&w->u.arena, read_token(w));
	CHECK_INT(4, answer(w, token, "0000").tries_left);
	{
		char kept[TOKEN_LEN + 1];

		memcpy(kept, token.p, TOKEN_LEN);
		world_restart(w);
		CHECK_INT(3, answer(w, sv_of(kept, TOKEN_LEN), "0000").tries_left);
	}
}

static void a_link_works_until_its_last_millisecond_and_not_after(void **state)
{
	struct world *w = *state;
	struct link_sent l;
	struct sv token;

	make_account(w, .number = "A-1");
	l = send_link(w, "A-1", 0);
	hand_over(w);
	token = read_token(w);
	clock_move(INT64_C(72) * 3600000 - 1);
	CHECK_INT(VERDICT_WRONG, answer(w, token, "0000").verdict);
	clock_move(1);
	CHECK_INT(VERDICT_DEAD, answer(w, token, "1234").verdict);
	CHECK_INT(LINK_EXPIRED, state_of(w, l.link));
}

static void a_new_link_for_the_same_channel_revokes_the_pending_one(void **state)
{
	struct world *w = *state;
	struct link_sent first, second;

	make_account(w, .number = "A-1");
	first = send_link(w, "A-1", 0);
	hand_over(w);
	second = send_link(w, "A-1", 0);
	hand_over(w);
	CHECK_INT(LINK_REVOKED, state_of(w, first.link));
	CHECK_INT(LINK_PENDING, state_of(w, second.link));
	CHECK_EVENTS(w, "link.sent,link.revoked,link.sent");
}

static enum status run_cancel(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct link_row row;

	return service_link_cancel(&s->w->u, tx, s->ret.link, &row);
}

static void a_held_link_taken_back_is_never_handed_over(void **state)
{
	struct world *w = *state;
	struct sending s = { .w = w };

	make_account(w, .number = "A-1");
	s.ret = send_link(w, "A-1", 5000);
	CHECK_OK(world_write(w, run_cancel, &s));
	clock_move(60000);
	hand_over(w);
	CHECK_INT(LINK_REVOKED, state_of(w, s.ret.link));
	CHECK_EVENTS(w, "link.held,link.cancelled");
	CHECK_FAULT(ST_CONFLICT, "link", "revoked already", world_write(w, run_cancel, &s));
}

static void a_contact_without_that_address_is_told_by_field(void **state)
{
	struct world *w = *state;
	struct sending s = { w, { .account = SV("A-1"), .channel = CHANNEL_WHATSAPP }, { 0 } };

	make_account(w, .number = "A-1");
	CHECK_FAULT(ST_INVALID, "channel", "no address for whatsapp", world_write(w, run_send, &s));
	s.q.account = SV("A-404");
	CHECK_FAULT(ST_NOT_FOUND, "account", "A-404", world_write(w, run_send, &s));
	CHECK_EVENTS(w, "");
}

static void a_hand_off_that_is_tried_again_makes_another_token(void **state)
{
	struct world *w = *state;
	struct hand_off_list first, second;
	struct unit *u;

	make_account(w, .number = "A-1");
	send_link(w, "A-1", 0);
	u = world_look(w);
	CHECK_OK(service_link_begin(u, 8, &first)); /* and the server dies before the channel took it */
	CHECK_INT(1, first.n);
	clock_move(59000);
	CHECK_OK(service_link_begin(world_look(w), 8, &second));
	CHECK_INT(0, second.n); /* leased */
	clock_move(2000);
	CHECK_OK(service_link_begin(world_look(w), 8, &second));
	CHECK_INT(1, second.n);
	CHECK(!sv_eq(first.at[0].token, second.at[0].token));
	second.at[0].sent = true;
	CHECK_OK(service_link_end(world_look(w), &second));
	CHECK_INT(VERDICT_DEAD, answer(w, first.at[0].token, "1234").verdict);
	CHECK_INT(VERDICT_OPENED, answer(w, second.at[0].token, "1234").verdict);
}

static void no_table_holds_a_raw_token(void **state)
{
	struct world *w = *state;
	struct sv token, bytes;
	struct arena a = ARENA_INIT;

	make_account(w, .number = "A-1");
	send_link(w, "A-1", 0);
	hand_over(w);
	token = read_token(w);
	CHECK_OK(file_read(&a, arena_print(&a, "%s/quits.db-wal", w->dir), 64 << 20, &bytes));
	CHECK(bytes.n > 0);
	CHECK_INT(bytes.n, sv_find_sv(bytes, token));
	CHECK_OK(file_read(&a, arena_print(&a, "%s/quits.db", w->dir), 64 << 20, &bytes));
	CHECK_INT(bytes.n, sv_find_sv(bytes, token));
	arena_free(&a);
}

static void an_expired_message_leaves_the_outbox(void **state)
{
	struct world *w = *state;
	struct turn t;

	make_account(w, .number = "A-1");
	send_link(w, "A-1", 0);
	hand_over(w);
	(void)read_token(w);
	clock_move(INT64_C(72) * 3600000);
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_maintenance.turn(world_look(w), &t));
	{
		DIR *d = opendir(arena_print(&w->u.arena, "%s/outbox", w->dir));
		int files = 0;

		for (const struct dirent *e; (e = readdir(d)) != NULL;)
			files += e->d_name[0] != '.';
		closedir(d);
		CHECK_INT(0, files);
	}
	CHECK_EVENTS(w, "link.sent,link.expired");
}

static enum status run_off(struct tx *tx, void *arg)
{
	return store_setting_put(tx, SV("portal.on"), sv_from(arg));
}

static void while_the_portal_is_off_nothing_is_due_and_then_at_once(void **state)
{
	struct world *w = *state;
	struct turn t;

	make_account(w);
	(void)send_link(w, "A-1", 0);
	CHECK_OK(world_write(w, run_off, (char[]){ "off" }));
	clock_move(1000);
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(0, t.did);
	CHECK_INT(0, t.wake_at); /* or the engine would turn without a pause */
	CHECK_OK(world_write(w, run_off, (char[]){ "on" }));
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(1, t.did);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(while_the_portal_is_off_nothing_is_due_and_then_at_once),
		WORLD_TEST(a_link_is_held_until_its_hold_is_over),
		WORLD_TEST(a_link_that_can_not_be_written_fails_alone),
		WORLD_TEST(the_right_digits_spend_a_link_once),
		WORLD_TEST(the_same_answer_sent_again_within_a_minute_opens_the_same_visit),
		WORLD_TEST(a_visit_that_was_ended_is_not_opened_by_sending_the_answer_again),
		WORLD_TEST(the_reference_of_the_account_is_as_good_as_the_document),
		WORLD_TEST(the_reference_of_another_account_opens_nothing),
		WORLD_TEST(five_wrong_answers_lock_a_link_for_good),
		WORLD_TEST(a_wrong_answer_counts_also_across_a_restart),
		WORLD_TEST(a_link_works_until_its_last_millisecond_and_not_after),
		WORLD_TEST(a_new_link_for_the_same_channel_revokes_the_pending_one),
		WORLD_TEST(a_held_link_taken_back_is_never_handed_over),
		WORLD_TEST(a_contact_without_that_address_is_told_by_field),
		WORLD_TEST(a_hand_off_that_is_tried_again_makes_another_token),
		WORLD_TEST(no_table_holds_a_raw_token),
		WORLD_TEST(an_expired_message_leaves_the_outbox),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
