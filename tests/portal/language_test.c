/* The language of a page: whose word counts. Translations themselves are the catalogues'; here the page says which it
 * was made in. */
#include "tests/support/visit.h"

#include "server/store/setting.h"

static void check_language(struct visit *v, const char *path, const char *want)
{
	struct arena *a = &v->w->u.arena;

	visit_get(v, path);
	CHECK(visit_says(v, arena_print(a, "<html lang=\"%s\"", want)));
}

static enum status put_language(struct tx *tx, void *arg)
{
	return store_setting_put(tx, SV("organisation.language"), sv_from(arg));
}

static char french[] = "fr";

static void the_organisations_language_is_the_last_resort(void **state)
{
	struct visit v = { .w = *state };

	check_language(&v, "/", "en");
	CHECK_OK(world_write(v.w, put_language, french));
	check_language(&v, "/", "fr");
	v.accept_language = "xx, yy;q=0.5";
	check_language(&v, "/", "fr");
}

static void the_browsers_language_goes_before_the_organisations(void **state)
{
	struct visit v = { .w = *state, .accept_language = "de-AT, en;q=0.5" };

	CHECK_OK(world_write(v.w, put_language, french));
	check_language(&v, "/", "de");
}

static void what_the_reader_chose_goes_before_all_and_stays(void **state)
{
	struct visit v = { .w = *state, .accept_language = "de" };

	check_language(&v, "/?lang=ar", "ar");
	CHECK(visit_says(&v, "dir=\"rtl\""));
	check_language(&v, "/", "ar");
	check_language(&v, "/?lang=nonsense", "ar");
	check_language(&v, "/?lang=pt", "pt");
}

static void a_links_language_goes_before_the_browsers(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *path = arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token));

	v.accept_language = "de";
	check_language(&v, path, "en"); /* the contact's, in which the message was written */
	CHECK(v.lang.n == 0);
	check_language(&v, arena_print(&v.w->u.arena, "%s?lang=fr", path), "fr");
	visit_answer(&v, "4321");
	check_language(&v, "/home", "fr");
}

static void a_link_without_a_choice_opens_the_portal_in_its_language(void **state)
{
	struct visit v = visit_with_link(*state);

	v.accept_language = "de";
	visit_answer(&v, "4321");
	check_language(&v, "/home", "en");
}

static bool leads_to(struct visit *v, const char *rest)
{
	return visit_says(v, arena_print(&v->w->u.arena, "%slang=de\"", rest));
}

static void a_page_in_another_language_is_about_the_same_thing(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *dispute;

	visit_answer(&v, "4321");
	dispute = arena_print(&v.w->u.arena, "/account/%lld/dispute", (long long)v.account);
	visit_get(&v, "/callback?account=A-2");
	CHECK(leads_to(&v, "\"/callback?account=A-2&amp;"));
	visit_get(&v, "/messages/new?x=y&account=A-1&lang=en");
	CHECK(leads_to(&v, "\"/messages/new?account=A-1&amp;"));
	visit_get(&v, arena_print(&v.w->u.arena, "%s?reason=other&part=amount&amount=9.50&step=statement", dispute));
	CHECK(leads_to(&v, arena_print(&v.w->u.arena, "%s?reason=other&amp;part=amount&amp;amount=9.50&amp;step=statement&amp;",
				       dispute)));
	visit_get(&v, "/home");
	CHECK(leads_to(&v, "\"?"));
}

static void what_an_address_asks_in_vain_is_not_repeated(void **state)
{
	static const char *const asked[] = { "/callback?account=B-77", "/messages/new?account=B-77", "/home?other=B-77",
					     "/messages?done=B-77" };
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	for (size_t i = 0; i < COUNT(asked); i++) {
		visit_get(&v, asked[i]);
		CHECK_INT(200, v.status);
		CHECK(!visit_says(&v, "B-77"));
	}
	visit_get(&v, arena_print(&v.w->u.arena, "/account/%lld/dispute?reason=other&part=invoices&step=part&account=B-77&i=77B77",
				  (long long)v.account));
	CHECK_INT(200, v.status);
	CHECK(!visit_says(&v, "B-77") && !visit_says(&v, "77B77"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_organisations_language_is_the_last_resort),
		WORLD_TEST(the_browsers_language_goes_before_the_organisations),
		WORLD_TEST(what_the_reader_chose_goes_before_all_and_stays),
		WORLD_TEST(a_links_language_goes_before_the_browsers),
		WORLD_TEST(a_link_without_a_choice_opens_the_portal_in_its_language),
		WORLD_TEST(a_page_in_another_language_is_about_the_same_thing),
		WORLD_TEST(what_an_address_asks_in_vain_is_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
