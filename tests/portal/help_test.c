/* Help, for anybody. */
#include "tests/support/visit.h"

#include "server/store/setting.h"

static const char *const pages[] = { "/help/how", "/help/safety" };

static void help_is_there_before_identity_and_says_nothing_of_anybody(void **state)
{
	struct visit v = visit_with_link(*state);
	static const char *const never[] = { "debt", "owe", "creditor", "balance", "overdue", "invoice", "Northwind", "Maria" };
	static const char *const golden[] = { "help-how", "help-safety" };

	for (size_t i = 0; i < COUNT(pages); i++) {
		visit_get(&v, pages[i]);
		CHECK_INT(200, v.status);
		visit_golden(&v, golden[i]);
		for (size_t k = 0; k < COUNT(never); k++)
			if (visit_says(&v, never[k]))
				fail_msg("%s says %s", pages[i], never[k]);
	}
}

static void every_page_leads_to_help_from_the_landing_page_on(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_get(&v, arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token)));
	CHECK(visit_says(&v, "href=\"/help/how\"") && visit_says(&v, "href=\"/help/safety\""));
	visit_get(&v, "/nowhere");
	CHECK(visit_says(&v, "href=\"/help/safety\""));
	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "href=\"/help/safety\""));
}

static void a_signed_in_reader_keeps_his_places_around_it(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	visit_get(&v, "/help/how");
	CHECK(visit_says(&v, "href=\"/home\"") && visit_says(&v, "action=\"/sign-out\""));
}

static enum status run_off(struct tx *tx, void *arg)
{
	(void)arg;
	return store_setting_put(tx, SV("portal.on"), SV("off"));
}

static void help_stays_when_the_portal_is_off(void **state)
{
	struct visit v = visit_with_link(*state);

	CHECK_OK(world_write(v.w, run_off, NULL));
	for (size_t i = 0; i < COUNT(pages); i++) {
		visit_get(&v, pages[i]);
		CHECK_INT(200, v.status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(help_is_there_before_identity_and_says_nothing_of_anybody),
		WORLD_TEST(every_page_leads_to_help_from_the_landing_page_on),
		WORLD_TEST(a_signed_in_reader_keeps_his_places_around_it),
		WORLD_TEST(help_stays_when_the_portal_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
