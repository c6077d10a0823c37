/* The portal's tables: routes, templates, forms; and the frame of every page. */
#include "server/portal/portal.h"

#include "common/embedded.h"
#include "common/template.h"

#include "server/http/cookie.h"
#include "server/http/static.h"
#include "server/service/home.h"
#include "server/service/link.h"

/* clang-format off */
#define RECORD(r, help)                static const struct field r##_fields[] = {
#define FIELD(r, f, kind, flags, help) { #f, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define RECORD_END(r)                  }; const struct record r##_record = { #r, sizeof(struct r), r##_fields, COUNT(r##_fields), NULL, 0, "" };
#include "server/portal/forms.def"

static const struct route routes[] = {
#define PAGE(path_, guards_, function, help_) \
	{ .verb = VERB_GET, .path = path_, .guards = guards_, .page = function, .help = help_ },
#define POST(path_, guards_, form_, name, help_) \
	{ .verb = VERB_POST, .path = path_, .guards = guards_, .form = &form_##_record, \
	  .write = portal_##name##_write, .after = portal_##name##_after, .help = help_ },
#include "server/portal/routes.def"
};
/* clang-format on */

const struct http_rooms portal_rooms = { .routes = routes,
					 .n = COUNT(routes),
					 .visitor = portal_visitor,
					 .error = portal_error,
					 .origin = portal_origin };

static const struct {
	const char *name;
	const struct record *record;
} pages[PAGE__COUNT] = {
	[PAGE_MESSAGE] = { "message.html", &view_message_record },
	[PAGE_LANDING] = { "landing.html", &view_landing_record },
	[PAGE_HOME] = { "home.html", &view_home_record },
	[PAGE_PROMISE] = { "promise.html", &view_promise_form_record },
	[PAGE_RECEIPT] = { "receipt.html", &view_receipt_record },
};

static struct template *templates[PAGE__COUNT]; /* set by portal_start before any thread runs */

static struct sv source(void *arg, struct sv name)
{
	struct arena *a = arg;

	return embedded_find(assets_files, arena_print(a, "assets/portal/" SV_FMT, SV_ARG(name)));
}

enum status portal_start(void)
{
	struct arena a = ARENA_INIT;
	enum status st = ST_OK;

	for (int i = 0; i < PAGE__COUNT && st == ST_OK; i++)
		st = template_compile(TEMPLATE_HTML, pages[i].name, pages[i].record, source, &a,
				      &templates[i]);
	arena_free(&a);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		portal_end();
		return fault_carry(&f);
	}
	return ST_OK;
}

void portal_end(void)
{
	for (int i = 0; i < PAGE__COUNT; i++) {
		if (templates[i])
			template_free(templates[i]);
		templates[i] = NULL;
	}
}

const struct template *portal_template(enum page page)
{
	return templates[page];
}

enum status portal_frame(struct web *w, struct sv *organisation, struct sv *contact_line,
			 struct sv *css_path, bool *signed_in, struct sv *token)
{
	struct frame f;

	TRY(service_frame(&w->unit, w->unit.snap, &f));
	*organisation = f.organisation;
	*contact_line = f.contact_line;
	*css_path = static_url(&w->unit.arena, "portal.css");
	*signed_in = w->visitor.session != 0;
	if (*signed_in)
		*token = web_form_token(w, sv_of(w->visitor.cookie.b, sizeof(w->visitor.cookie.b)));
	return ST_OK;
}

enum status portal_say(struct web *w, int status, const char *title, const char *text, bool home)
{
	struct view_message v = { .title = sv_from(title), .text = sv_from(text),
				  .home = home && w->visitor.session != 0 };

	TRY(PORTAL_FRAME(w, &v));
	return web_page(w, status, portal_template(PAGE_MESSAGE), &v);
}

enum status portal_origin(struct web *w, struct sv *ret_origin)
{
	return service_base_url(&w->unit, w->unit.snap, ret_origin);
}
