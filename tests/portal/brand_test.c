/* The organisation on its pages: colour in the one style sheet, logo, ways to reach it, legal footer; and sections that
 * are switched off. */
#include "tests/support/picture.h"
#include "tests/support/visit.h"

#include "server/http/static.h"
#include "server/portal/portal.h"
#include "server/http/web_text.h"
#include "server/service/brand.h"
#include "server/service/section.h"
#include "server/store/setting.h"

struct putting {
	const char *name, *value;
};

static enum status run_put(struct tx *tx, void *arg)
{
	const struct putting *p = arg;

	return store_setting_put(tx, sv_from(p->name), sv_from(p->value));
}

static void put(struct visit *v, const char *name, const char *value)
{
	struct putting p = { name, value };

	CHECK_OK(world_write(v->w, run_put, &p));
}

struct logo_run {
	struct unit *u;
	struct setting_row row;
};

static enum status run_logo(struct tx *tx, void *arg)
{
	struct logo_run *l = arg;
	struct brand_logo logo;

	TRY(service_logo_begin(l->u, tx, &(struct brand_logo_new){ SV("logo.png") }, &logo));
	TRY(service_logo_chunk(l->u, tx,
			       &(struct brand_logo_chunk){ logo.upload, 0, picture_png(tx->arena, 300, 100) }, &logo));
	return service_logo_finish(l->u, tx, logo.upload, &l->row);
}

/* The style sheet as the door answers it. */
static struct sv sheet(struct visit *v, const char *target, bool *ret_keep)
{
	struct unit *u = world_look(v->w);
	struct sv text = sv_print(&u->arena, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target), body;
	struct web *w;

	CHECK_OK(web_from_text(&u->arena, &v->w->shared, &v->w->snap, text, &w));
	CHECK(static_answer(w, portal_static_tail(w, SV("portal.css")), SV_NONE));
	CHECK_INT(200, w->reply.status);
	*ret_keep = w->reply.keep;
	body = sv_copy(&u->arena, buf_sv(&w->reply.body));
	web_text_free(w);
	return body;
}

/* "/static/portal.css?v=..." as the last page names it. */
static const char *sheet_path(struct visit *v)
{
	size_t at = sv_find_sv(v->page, SV("/static/portal.css"));
	struct sv rest = sv_from_to(v->page, at, v->page.n);

	CHECK(at < v->page.n);
	return sv_z(&v->w->u.arena, sv_cut(&rest, '"'));
}

static bool says(struct sv text, const char *what)
{
	return sv_find_sv(text, sv_from(what)) < text.n;
}

static void the_colour_comes_with_the_style_sheet_and_changes_its_address(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *plain, *blue;
	struct sv css;
	bool keep;

	visit_get(&v, "/");
	plain = sheet_path(&v);
	css = sheet(&v, plain, &keep);
	CHECK(keep && !says(css, "#1a56c4; --brand-deep"));
	put(&v, "brand.colour", "#1a56c4");
	visit_get(&v, "/");
	blue = sheet_path(&v);
	CHECK(strcmp(plain, blue) != 0);
	css = sheet(&v, blue, &keep);
	CHECK(keep);
	CHECK(says(css, "@media screen { :root { --brand: #1a56c4; --brand-fill: #1a56c4;"));
	CHECK(says(css, "@media screen and (prefers-color-scheme: dark) { :root { --brand: #"));
	(void)sheet(&v, plain, &keep);
	CHECK(!keep); /* the address of what it was before */
	put(&v, "brand.colour_dark", "#8fb8ff");
	CHECK(says(sheet(&v, "/static/portal.css", &keep), "dark) { :root { --brand: #8fb8ff;"));
	put(&v, "brand.colour", "");
	css = sheet(&v, "/static/portal.css", &keep);
	CHECK(!says(css, "#1a56c4; --brand-fill") && says(css, "#8fb8ff;"));
}

static void a_logo_stands_in_the_header_with_its_size_and_may_be_kept(void **state)
{
	struct visit v = visit_with_link(*state);
	struct logo_run l = { .u = &v.w->u };
	struct sv file;

	CHECK_OK(world_write(v.w, run_logo, &l));
	visit_get(&v, "/");
	file = l.row.value;
	file = sv_cut(&file, ' ');
	CHECK(visit_says(&v, arena_print(&v.w->u.arena, "<img src=\"/brand/" SV_FMT "\" alt=\"Quits\" width=\"120\" height=\"40\">",
					 SV_ARG(file))));
	visit_get(&v, arena_print(&v.w->u.arena, "/brand/" SV_FMT, SV_ARG(file)));
	CHECK_INT(200, v.status);
	CHECK(sv_starts(v.page, SV("\x89PNG")));
	visit_get(&v, "/brand/0000000000000000.png");
	CHECK_INT(404, v.status);
	put(&v, "portal.on", "off"); /* the rights that stay show it too */
	visit_get(&v, arena_print(&v.w->u.arena, "/brand/" SV_FMT, SV_ARG(file)));
	CHECK_INT(200, v.status);
}

static void the_footer_says_how_to_reach_the_organisation_and_inside_its_legal_text(void **state)
{
	struct visit v = visit_with_link(*state);

	put(&v, "organisation.phone", "+1 202 555 0100");
	put(&v, "organisation.email", "help@example.org");
	put(&v, "organisation.hours", "Monday to Friday 9:00-17:00");
	put(&v, "organisation.address", "1 Quay <Street>");
	put(&v, "legal.footer.en", "Registered & supervised.\nNumber 42.");
	put(&v, "legal.footer.de", "Eingetragen.");
	visit_get(&v, "/");
	visit_golden(&v, "brand-front");
	CHECK(!visit_says(&v, "Registered"));
	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "Registered &amp; supervised.\nNumber 42."));
	visit_get(&v, "/home?lang=de");
	CHECK(visit_says(&v, "Eingetragen."));
	visit_get(&v, "/home?lang=es");
	CHECK(visit_says(&v, "Registered"));
}

/* A path of the route for this visitor: numbers and references need not exist. */
static const char *path_of(struct visit *v, const char *pattern)
{
	struct buf b = buf_new(&v->w->u.arena, 256);
	struct sv rest = sv_from(pattern);

	(void)sv_cut(&rest, '/');
	while (rest.p) {
		struct sv part = sv_cut(&rest, '/');

		buf_char(&b, '/');
		if (sv_is(part, ":account"))
			buf_print(&b, "%lld", (long long)v->account);
		else
			buf_add(&b, part.n && part.p[0] == ':' ? SV("1") : part);
	}
	return sv_z(&v->w->u.arena, buf_sv(&b));
}

static const char *section_setting(enum section s)
{
	static const char *const names[] = {
		[SECTION_NONE] = "",
#define SECTION_ROW(id, field, name, default_, help) [SECTION_##id] = name,
#include "server/store/section.def"
	};

	return names[s];
}

/* Walks every route there is, so that a page of a later release is not forgotten. */
static void a_section_that_is_off_answers_as_if_it_were_not_there(void **state)
{
	struct visit v = visit_with_link(*state);
	struct arena *a = &v.w->u.arena;
	const char *token;
	int walked = 0;

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	token = arena_print(a, "form_token=" SV_FMT, SV_ARG(visit_field(&v, "form_token")));
	for (enum section s = SECTION_NONE + 1; s < SECTION__COUNT; s++) {
		put(&v, section_setting(s), "off");
		for (size_t i = 0; i < portal_rooms.n; i++) {
			const struct route *r = &portal_rooms.routes[i];
			const char *path = path_of(&v, r->path);
			struct sv unknown;

			if (!(r->guards & 1u << (ROOM_SHIFT + s)))
				continue;
			visit_get(&v, "/nowhere");
			unknown = v.page;
			if (r->verb == VERB_GET)
				visit_get(&v, path);
			else
				visit_post(&v, path, token);
			if (v.status != 404 || !sv_eq(unknown, v.page))
				fail_msg("%s with %s off: %d", path, section_setting(s), v.status);
			walked++;
		}
		visit_get(&v, "/home");
		CHECK_INT(200, v.status);
		put(&v, section_setting(s), "on");
	}
	CHECK(walked >= 2);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

/* Portal off: nothing opens, nothing is posted, but for what is always there. */
static void a_portal_that_is_off_opens_nothing_but_what_always_stays(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	put(&v, "portal.on", "off");
	for (size_t i = 0; i < portal_rooms.n; i++) {
		const struct route *r = &portal_rooms.routes[i];

		if (r->guards & ALWAYS)
			continue;
		if (r->verb == VERB_GET)
			visit_get(&v, path_of(&v, r->path));
		else
			visit_post(&v, path_of(&v, r->path), "");
		if (v.status != 503)
			fail_msg("%s: %d", r->path, v.status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_colour_comes_with_the_style_sheet_and_changes_its_address),
		WORLD_TEST(a_logo_stands_in_the_header_with_its_size_and_may_be_kept),
		WORLD_TEST(the_footer_says_how_to_reach_the_organisation_and_inside_its_legal_text),
		WORLD_TEST(a_section_that_is_off_answers_as_if_it_were_not_there),
		WORLD_TEST(a_portal_that_is_off_opens_nothing_but_what_always_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
