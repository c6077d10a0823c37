/* The first visit: asked once in a contact's life, and never in the way. */
#include "tests/support/visit.h"

#include "server/store/account.h"
#include "server/store/preference.h"
#include "server/store/setting.h"

static struct visit fresh(void **state)
{
	struct world *w = *state;
	struct visit v = { .w = w };

	v.account = make_account(w, .number = "A-1", .contact = "C-1", .document = "X-4321", .fresh = true);
	visit_link(&v, "A-1");
	return v;
}

static const char *form(struct visit *v, const char *rest)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")), rest);
}

static struct preference now(struct visit *v)
{
	struct account_core c;
	struct preference p;

	CHECK_OK(store_account_core(world_look(v->w)->snap, SV("A-1"), &c, &v->w->u.arena));
	CHECK_OK(store_preference(v->w->u.snap, c.contact, &p, &v->w->u.arena));
	return p;
}

static void the_first_visit_is_asked_and_the_second_on_any_device_is_not(void **state)
{
	struct visit v = fresh(state), second = { .w = v.w };

	visit_answer(&v, "4321");
	CHECK_SV("/welcome", v.location);
	visit_get(&v, "/welcome");
	CHECK_INT(200, v.status);
	visit_golden(&v, "welcome");
	CHECK(visit_says(&v, "value=\"email\" checked")); /* the channel that brought him */
	visit_link(&second, "A-1");
	visit_answer(&second, "4321");
	CHECK_SV("/home", second.location); /* though the first was not answered yet */
	visit_get(&second, "/welcome");
	CHECK_SV("/home", second.location);
	visit_get(&v, "/welcome"); /* a reload */
	visit_post(&v, "/welcome", form(&v, "answer=confirm&channel=sms&language=es"));
	CHECK_SV("/home", v.location);
	CHECK_SV("es", v.lang);
	CHECK_INT(CHANNEL_SMS, now(&v).channel);
	CHECK_SV("es", now(&v).language);
	visit_get(&v, "/welcome");
	CHECK_SV("/home", v.location);
	CHECK(sv_ends(world_events(v.w), SV("portal.preferences_updated")));
}

static void skipping_changes_nothing(void **state)
{
	struct visit v = fresh(state);

	visit_answer(&v, "4321");
	visit_get(&v, "/welcome");
	visit_post(&v, "/welcome", form(&v, "answer=skip&channel=sms&language=es"));
	CHECK_SV("/home", v.location);
	CHECK_INT(0, now(&v).channel);
	CHECK_SV("en", now(&v).language);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
	visit_get(&v, "/welcome");
	CHECK_SV("/home", v.location);
}

static void sent_twice_it_is_answered_once(void **state)
{
	struct visit v = fresh(state);
	const char *sent;

	visit_answer(&v, "4321");
	visit_get(&v, "/welcome");
	sent = form(&v, "answer=confirm&channel=sms&language=en");
	visit_post(&v, "/welcome", sent);
	visit_post(&v, "/welcome", sent);
	CHECK_SV("/home", v.location);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.preferences_updated");
}

static void it_never_stands_in_the_way(void **state)
{
	struct visit v = fresh(state);

	visit_answer(&v, "4321");
	visit_get(&v, "/activity");
	CHECK_INT(200, v.status);
	visit_get(&v, "/home");
	CHECK_INT(200, v.status);
}

static void what_can_not_be_is_shown_again(void **state)
{
	struct visit v = fresh(state);

	visit_answer(&v, "4321");
	visit_get(&v, "/welcome");
	visit_post(&v, "/welcome", form(&v, "answer=confirm&channel=whatsapp&language=es"));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "We may not write to you in this way."));
	CHECK(visit_says(&v, "value=\"es\" lang=\"es\" selected"));
}

static enum status run_off(struct tx *tx, void *arg)
{
	(void)arg;
	return store_setting_put(tx, SV("section.preferences"), SV("off"));
}

static enum status run_on(struct tx *tx, void *arg)
{
	(void)arg;
	return store_setting_put(tx, SV("section.preferences"), SV("on"));
}

static void without_the_section_nobody_is_asked_and_the_first_visit_is_still_to_come(void **state)
{
	struct visit v = fresh(state), second = { .w = v.w };

	CHECK_OK(world_write(v.w, run_off, NULL));
	visit_answer(&v, "4321");
	CHECK_SV("/home", v.location);
	visit_get(&v, "/welcome");
	CHECK_INT(404, v.status);
	CHECK_OK(world_write(v.w, run_on, NULL));
	visit_link(&second, "A-1");
	visit_answer(&second, "4321");
	CHECK_SV("/welcome", second.location);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_first_visit_is_asked_and_the_second_on_any_device_is_not),
		WORLD_TEST(skipping_changes_nothing),
		WORLD_TEST(sent_twice_it_is_answered_once),
		WORLD_TEST(it_never_stands_in_the_way),
		WORLD_TEST(what_can_not_be_is_shown_again),
		WORLD_TEST(without_the_section_nobody_is_asked_and_the_first_visit_is_still_to_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
