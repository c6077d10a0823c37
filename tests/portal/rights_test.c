/* Rights without signing in, and the signed-in choice of messages, as a debtor meets them: pages, the two posts, what a
 * stranger may learn (nothing), and what stays when parts of the portal are switched off. */
#include "tests/support/outbox.h"
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/engine/engine.h"
#include "server/portal/portal.h"
#include "server/service/link.h"
#include "server/service/notice.h"
#include "server/service/operator.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/session.h"

struct putting {
	struct world *w;
	struct setting_put q;
};

static enum status run_put(struct tx *tx, void *arg)
{
	struct putting *p = arg;
	struct setting_row row;

	return service_setting_put(&p->w->u, tx, &p->q, &row);
}

static void put(struct visit *v, const char *name, const char *value)
{
	struct putting p = { v->w, { .name = sv_from(name), .value = sv_from(value) } };

	CHECK_OK(world_write(v->w, run_put, &p));
}

/* Somebody without cookies who has the link. */
static struct visit stranger(const struct visit *v)
{
	return (struct visit){ .w = v->w, .token = v->token };
}

static const char *path_of(struct visit *v, const char *end)
{
	return arena_print(&v->w->u.arena, "/l/" SV_FMT "%s", SV_ARG(v->token), end);
}

static void choose(struct visit *v, const char *path, const char *right)
{
	visit_get(v, path);
	visit_post(v, arena_print(&v->w->u.arena, "/l/" SV_FMT "/rights", SV_ARG(v->token)),
		   arena_print(&v->w->u.arena, "form_token=" SV_FMT "&right=%s", SV_ARG(visit_field(v, "form_token")),
			       right));
}

static void confirm(struct visit *v)
{
	visit_post(v, path_of(v, "/rights/sure"),
		   arena_print(&v->w->u.arena, "form_token=" SV_FMT "&right=" SV_FMT,
			       SV_ARG(visit_field(v, "form_token")), SV_ARG(visit_field(v, "right"))));
}

static void a_right_is_a_choice_and_a_confirmation_without_a_cookie(void **state)
{
	static const char *const rights[] = { "stop", "not_me", "paper", "person" };
	struct visit v = visit_with_link(*state);
	struct visit s = stranger(&v);

	visit_get(&s, path_of(&s, "/rights"));
	CHECK_INT(200, s.status);
	visit_golden(&s, "rights");
	CHECK(!s.pre.n && !s.session.n);
	for (size_t i = 0; i < COUNT(rights); i++) {
		struct sv before = world_events(v.w);

		choose(&s, path_of(&s, "/rights"), rights[i]);
		CHECK_INT(200, s.status);
		visit_golden(&s, arena_print(&v.w->u.arena, "rights-%s", rights[i]));
		CHECK(sv_eq(before, world_events(v.w))); /* the choice did nothing */
		confirm(&s);
		CHECK_INT(200, s.status);
		visit_golden(&s, arena_print(&v.w->u.arena, "rights-%s-done", rights[i]));
		CHECK(!sv_eq(before, world_events(v.w)));
	}
}

static void a_form_of_one_step_or_link_is_no_form_of_another(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = stranger(&v);
	struct arena *a = &v.w->u.arena;
	struct sv first, second;

	visit_get(&s, path_of(&s, "/rights"));
	first = sv_copy(a, visit_field(&s, "form_token"));
	visit_post(&s, path_of(&s, "/rights/sure"), arena_print(a, "form_token=" SV_FMT "&right=stop", SV_ARG(first)));
	CHECK(visit_says(&s, "Please choose once more."));
	visit_post(&s, path_of(&s, "/rights"), "right=stop");
	CHECK(visit_says(&s, "Please choose once more."));
	visit_post(&s, path_of(&s, "/rights"), arena_print(a, "form_token=" SV_FMT, SV_ARG(first)));
	CHECK(visit_says(&s, "Please choose what you would like."));
	visit_golden(&s, "rights-none-chosen");
	choose(&s, path_of(&s, "/rights"), "stop");
	second = sv_copy(a, visit_field(&s, "form_token"));
	visit_post(&s, path_of(&s, "/rights/sure"), arena_print(a, "form_token=" SV_FMT "&right=paper", SV_ARG(second)));
	CHECK(visit_says(&s, "Please choose once more."));
	visit_post(&s, "/l/0000000000000000000000000000000000000000000/rights/sure",
		   arena_print(a, "form_token=" SV_FMT "&right=stop", SV_ARG(second)));
	CHECK(visit_says(&s, "Please choose once more."));
	CHECK_EVENTS(v.w, "link.sent");
}

static void a_token_that_never_was_gets_the_same_pages_and_nothing_happens(void **state)
{
	static const char *const rights[] = { "stop", "not_me", "paper", "person" };
	struct visit v = visit_with_link(*state);
	struct visit known = stranger(&v), unknown = stranger(&v);

	unknown.token = SV("0000000000000000000000000000000000000000000");
	for (size_t i = 0; i < COUNT(rights); i++) {
		struct sv before;

		choose(&known, path_of(&known, "/rights"), rights[i]);
		choose(&unknown, path_of(&unknown, "/rights"), rights[i]);
		CHECK(sv_eq(visit_tidy(&known), visit_tidy(&unknown)));
		confirm(&known);
		before = world_events(v.w);
		confirm(&unknown);
		CHECK(sv_eq(before, world_events(v.w)));
		CHECK(sv_eq(visit_tidy(&known), visit_tidy(&unknown)));
	}
}

static void the_rights_stay_when_the_portal_is_switched_off(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = stranger(&v);

	put(&v, "portal.on", "off");
	visit_get(&s, path_of(&s, ""));
	CHECK_INT(503, s.status);
	CHECK(visit_says(&s, "This portal is closed at the moment"));
	CHECK(visit_says(&s, path_of(&s, "/rights"))); /* and leads to them */
	visit_get(&s, "/home");
	CHECK_INT(503, s.status);
	CHECK(!visit_says(&s, "/rights"));
	visit_get(&s, path_of(&s, "/rights"));
	CHECK_INT(200, s.status);
	choose(&s, path_of(&s, "/rights"), "stop");
	confirm(&s);
	CHECK_EVENTS(v.w, "link.sent,setting.changed,portal.opt_out");
}

/* Where the unsubscribe address of the newest e-mail leads. */
static const char *mail_path(struct visit *v)
{
	struct arena *a = &v->w->u.arena;
	struct turn t = { .now = clock_now() };
	struct sv mail, url;

	CHECK_OK(engine_outreach.turn(world_look(v->w), &t));
	mail = outbox_newest(v->w, ".eml");
	CHECK(sv_find_sv(mail, SV("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")) < mail.n);
	url = sv_from_to(mail, sv_find_sv(mail, SV("\r\nList-Unsubscribe:\r\n <http://")), mail.n);
	url = sv_from_to(url, sv_find_sv(url, SV("/u/")), url.n);
	return sv_z(a, sv_copy(a, sv_cut(&url, '>')));
}

static enum status run_code(struct tx *tx, void *arg)
{
	struct visit *v = arg;
	struct account_core c;
	struct notice_new q = { .kind = NOTICE_CODE, .channel = CHANNEL_EMAIL, .address = SV("mistyped@example.org"),
				.subject = SV("A code"), .text = SV("123456") };

	TRY(store_account_core(tx_look(tx), SV("A-1"), &c, &v->w->u.arena));
	q.contact = c.contact;
	return service_notice_add(tx, &q);
}

static void who_got_a_code_is_offered_what_counts_for_his_address_alone(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = { .w = v.w };
	struct arena *a = &v.w->u.arena;
	const char *path;

	CHECK_OK(world_write(v.w, run_code, &v));
	path = mail_path(&v);
	visit_get(&s, path);
	CHECK(visit_says(&s, "value=\"stop\""));
	CHECK(visit_says(&s, "value=\"not_me\""));
	CHECK(visit_says(&s, "It counts for the address that our message went to."));
	CHECK(!visit_says(&s, "value=\"paper\""));
	CHECK(!visit_says(&s, "value=\"person\""));
	visit_post(&s, arena_print(a, "%s/rights", path),
		   arena_print(a, "form_token=" SV_FMT "&right=paper", SV_ARG(visit_field(&s, "form_token"))));
	CHECK(visit_says(&s, "Please choose what you would like."));
}

static void the_mail_programs_button_acts_at_once(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = { .w = v.w };
	struct arena *a = &v.w->u.arena;
	const char *path;

	visit_send(&v, "A-1");
	path = mail_path(&v);
	visit_get(&s, path); /* shows the rights, and changes nothing */
	CHECK(visit_says(&s, "This is not me"));
	CHECK(visit_says(&s, arena_print(a, "action=\"%s/rights\"", path)));
	CHECK_EVENTS(v.w, "link.sent,link.revoked,link.sent");
	visit_post(&s, path, "List-Unsubscribe=Maybe");
	CHECK_EVENTS(v.w, "link.sent,link.revoked,link.sent");
	visit_post(&s, path, "List-Unsubscribe=One-Click");
	CHECK_INT(200, s.status);
	CHECK(visit_says(&s, "If this link was ours, we send no messages to this address from now on."));
	CHECK_EVENTS(v.w, "link.sent,link.revoked,link.sent,portal.opt_out");
	visit_post(&s, "/u/0000000000000000000000000000000000000000000", "List-Unsubscribe=One-Click");
	CHECK_INT(200, s.status);
	CHECK(visit_says(&s, "If this link was ours, we send no messages to this address from now on."));
}

static void a_dead_link_offers_a_new_one_in_the_same_words_whatever_it_was(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit old = stranger(&v), unknown = stranger(&v);
	struct arena *a = &v.w->u.arena;
	struct turn t;

	unknown.token = SV("0000000000000000000000000000000000000000000");
	clock_move(INT64_C(73) * 3600000);
	visit_get(&old, path_of(&old, ""));
	visit_get(&unknown, path_of(&unknown, ""));
	CHECK(sv_eq(visit_tidy(&old), visit_tidy(&unknown)));
	visit_post(&old, path_of(&old, "/again"),
		   arena_print(a, "form_token=" SV_FMT, SV_ARG(visit_field(&old, "form_token"))));
	visit_post(&unknown, path_of(&unknown, "/again"),
		   arena_print(a, "form_token=" SV_FMT, SV_ARG(visit_field(&unknown, "form_token"))));
	CHECK_INT(200, old.status);
	visit_golden(&old, "again");
	CHECK(sv_eq(visit_tidy(&old), visit_tidy(&unknown)));
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_outreach.turn(world_look(v.w), &t));
	CHECK_INT(1, outbox_count(v.w, ".eml"));
	visit_post(&old, path_of(&old, "/again"), "form_token=x");
	CHECK_INT(1, outbox_count(v.w, ".eml"));
}

static void the_message_and_the_page_show_the_same_two_words_in_any_language(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = { .w = v.w, .accept_language = "de" };
	struct arena *a = &v.w->u.arena;
	struct turn t = { .now = clock_now() };
	struct sv text, words;

	visit_send(&v, "A-1");
	CHECK_OK(engine_outreach.turn(world_look(v.w), &t));
	text = outbox_text(v.w, ".eml");
	words = sv_from_to(text, sv_find_sv(text, SV("that it is ours: ")) + 17, text.n);
	words = sv_copy(a, sv_trim(sv_cut(&words, '\n')));
	text = sv_from_to(text, sv_find_sv(text, SV("/l/")) + 3, text.n);
	s.token = sv_copy(a, sv_from_to(text, 0, TOKEN_LEN));
	CHECK(words.n > 6);
	visit_get(&s, path_of(&s, ""));
	CHECK(visit_says(&s, arena_print(a, "lang=\"en\" dir=\"auto\">" SV_FMT "<", SV_ARG(words))));
	visit_get(&s, path_of(&s, "?lang=ar"));
	CHECK(visit_says(&s, "dir=\"rtl\""));
	CHECK(visit_says(&s, arena_print(a, "lang=\"en\" dir=\"auto\">" SV_FMT "<", SV_ARG(words))));
}

static void signed_in_a_debtor_stops_messages_and_allows_them_again(void **state)
{
	struct visit v = visit_with_link(*state);
	struct arena *a = &v.w->u.arena;
	const char *sure;

	visit_answer(&v, "4321");
	visit_get(&v, "/opt-out");
	visit_golden(&v, "opt-out");
	visit_post(&v, "/opt-out", arena_print(a, "form_token=" SV_FMT "&choice=stop:email:this",
					       SV_ARG(visit_field(&v, "form_token"))));
	CHECK_INT(200, v.status);
	visit_golden(&v, "opt-out-sure");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
	sure = arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&choice=" SV_FMT "&address=" SV_FMT,
			   SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id")),
			   SV_ARG(visit_field(&v, "choice")), SV_ARG(visit_field(&v, "address")));
	visit_post(&v, "/opt-out/sure", sure);
	CHECK_INT(303, v.status);
	{
		struct sv first = v.location;

		visit_post(&v, "/opt-out/sure", sure); /* sent twice, done once */
		CHECK(sv_eq(first, v.location));
	}
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.opt_out");
	visit_get(&v, sv_z(a, v.location));
	visit_golden(&v, "opt-out-receipt");
	visit_get(&v, "/opt-out");
	visit_golden(&v, "opt-out-stopped");
	visit_post(&v, "/opt-out", arena_print(a, "form_token=" SV_FMT "&choice=allow:all:every",
					       SV_ARG(visit_field(&v, "form_token"))));
	visit_golden(&v, "opt-out-allow-sure");
	visit_post(&v, "/opt-out/sure",
		   arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&choice=allow:all:every",
			       SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(303, v.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.opt_out,portal.opt_in");
}

struct late {
	struct form_opt_out form;
	struct session_core session;
	struct post post;
};

static enum status run_late(struct tx *tx, void *arg)
{
	struct late *l = arg;

	return portal_opt_out_write(&l->post, tx);
}

static enum status run_leave(struct tx *tx, void *arg)
{
	struct late *l = arg;
	bool ended;

	return store_session_end(tx, l->session.id, END_SIGNED_OUT, tx->now, &ended);
}

static void a_choice_whose_visit_ended_meanwhile_is_not_made(void **state)
{
	struct visit v = visit_with_link(*state);
	struct late l = { .post = { .st = ST_OK } };
	struct hash h;
	bool found;

	visit_answer(&v, "4321");
	visit_get(&v, "/opt-out");
	visit_post(&v, "/opt-out", arena_print(&v.w->u.arena, "form_token=" SV_FMT "&choice=stop:email:this",
					       SV_ARG(visit_field(&v, "form_token"))));
	l.form = (struct form_opt_out){ .form_id = visit_field(&v, "form_id"), .choice = visit_field(&v, "choice"),
					.address = visit_field(&v, "address") };
	h = crypt_hash(v.w->keys, KEY_COOKIE, v.session);
	CHECK_OK(store_session_by_cookie(world_look(v.w)->snap, &h, &l.session, &found, &v.w->u.arena));
	CHECK(found);
	l.post = (struct post){ .form = &l.form, .unit = { .shared = &v.w->shared } };
	l.post.visitor.contact = l.session.contact;
	l.post.visitor.session = l.session.id;
	CHECK_OK(world_write(v.w, run_leave, &l));
	CHECK_STATUS(ST_UNAUTHENTICATED, world_write(v.w, run_late, &l)); /* it was let in by an older look */
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
	arena_free(&l.post.unit.arena);
}

static void what_is_not_offered_can_not_be_chosen(void **state)
{
	static const char *const wrong[] = { "", "stop:fax:this", "allow:email:this", "stop:email", "stop:whatsapp:this",
					     "allow:electronic:every" };
	struct visit v = visit_with_link(*state);
	struct arena *a = &v.w->u.arena;

	visit_answer(&v, "4321");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		visit_get(&v, "/opt-out");
		visit_post(&v, "/opt-out", arena_print(a, "form_token=" SV_FMT "&choice=%s",
						       SV_ARG(visit_field(&v, "form_token")), wrong[i]));
		CHECK(visit_says(&v, "Please choose what you would like."));
	}
	visit_golden(&v, "opt-out-none-chosen");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static void the_section_can_be_switched_off_and_the_rights_can_not(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit s = stranger(&v);

	visit_answer(&v, "4321");
	put(&v, "section.opt_out", "off");
	visit_get(&v, "/opt-out");
	CHECK_INT(404, v.status);
	visit_get(&v, "/home");
	CHECK(!visit_says(&v, "/opt-out"));
	visit_get(&s, path_of(&s, "/rights"));
	CHECK_INT(200, s.status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_right_is_a_choice_and_a_confirmation_without_a_cookie),
		WORLD_TEST(a_form_of_one_step_or_link_is_no_form_of_another),
		WORLD_TEST(a_token_that_never_was_gets_the_same_pages_and_nothing_happens),
		WORLD_TEST(the_rights_stay_when_the_portal_is_switched_off),
		WORLD_TEST(who_got_a_code_is_offered_what_counts_for_his_address_alone),
		WORLD_TEST(the_mail_programs_button_acts_at_once),
		WORLD_TEST(a_dead_link_offers_a_new_one_in_the_same_words_whatever_it_was),
		WORLD_TEST(the_message_and_the_page_show_the_same_two_words_in_any_language),
		WORLD_TEST(signed_in_a_debtor_stops_messages_and_allows_them_again),
		WORLD_TEST(a_choice_whose_visit_ended_meanwhile_is_not_made),
		WORLD_TEST(what_is_not_offered_can_not_be_chosen),
		WORLD_TEST(the_section_can_be_switched_off_and_the_rights_can_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
