/* The portal's tables: routes, templates in every language, forms. */
#include "server/portal/portal.h"

#include "common/embedded.h"
#include "common/template.h"

/* clang-format off */
#define RECORD(r, help)                static const struct limit r##_limits[] = { { SIZE_MAX, 0, 0 },
#define FIELD(r, f, kind, flags, help)
#define FIELD_AS(r, f, name, kind, flags, help)
#define LIMIT(r, f, lo, hi)            { offsetof(struct r, f), lo, hi },
#define RECORD_END(r)                  };
#include "server/portal/forms.def"
#define RECORD(r, help)                static const struct field r##_fields[] = {
#define FIELD(r, f, kind, flags, help) { #f, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define FIELD_AS(r, f, name, kind, flags, help) { name, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define LIMIT(r, f, lo, hi)
#define RECORD_END(r)                  }; const struct record r##_record = { #r, sizeof(struct r), r##_fields, COUNT(r##_fields), \
                                       r##_limits + 1, COUNT(r##_limits) - 1, "" };
#include "server/portal/forms.def"

static const struct route routes[] = {
#define SECTION(id) (1u << (ROOM_SHIFT + SECTION_##id))
#define PAGE(path_, guards_, function, help_) \
	{ .verb = VERB_GET, .path = path_, .guards = guards_, .page = function, .help = help_ },
#define POST(path_, guards_, form_, name, help_) \
	{ .verb = VERB_POST, .path = path_, .guards = guards_, .form = &form_##_record, \
	  .write = portal_##name##_write, .after = portal_##name##_after, .help = help_ },
#define POST_WORK(path_, guards_, form_, name, help_) \
	{ .verb = VERB_POST, .path = path_, .guards = guards_, .form = &form_##_record, .work = portal_##name##_work, \
	  .write = portal_##name##_write, .after = portal_##name##_after, .help = help_ },
#define POST_ASK(path_, guards_, form_, name, help_) \
	{ .verb = VERB_POST, .path = path_, .guards = guards_, .form = &form_##_record, .work = portal_##name##_work, \
	  .after = portal_##name##_after, .help = help_ },
#define PAGE_WORK(path_, guards_, name, help_) \
	{ .verb = VERB_GET, .path = path_, .guards = guards_, .work = portal_##name##_work, \
	  .after = portal_##name##_after, .help = help_ },
#include "server/portal/routes.def"
};
/* clang-format on */

const struct http_rooms portal_rooms = { .routes = routes,
					 .n = COUNT(routes),
					 .visitor = portal_visitor,
					 .error = portal_error,
					 .admits = portal_admits,
					 .origin = portal_origin,
					 .upload_room = portal_upload_room,
					 .static_tail = portal_static_tail };

static const struct {
	const char *name;
	const struct record *record;
} pages[PAGE__COUNT] = {
#define PAGE_VIEW(id, file, record_) [PAGE_##id] = { file, &record_##_record },
#include "server/portal/pages.def"
};

/* By page and language; set by portal_start before any thread runs. */
static struct template *templates[PAGE__COUNT][CATALOGUES_MAX];

static struct sv source(void *arg, struct sv name)
{
	struct arena *a = arg;

	return embedded_find(assets_files, arena_print(a, "assets/portal/" SV_FMT, SV_ARG(name)));
}

static enum status compile(size_t page, size_t language, struct arena *a)
{
	const struct catalogue *c = catalogue_at(language);
	enum status st = template_compile(TEMPLATE_HTML, pages[page].name, pages[page].record, c, source, a,
					  &templates[page][language]);
	struct fault f = *fault_last();

	return st == ST_OK ? st : fail(st, SV_FMT ": %s", SV_ARG(catalogue_code(c)), f.text);
}

enum status portal_start(void)
{
	struct arena a = ARENA_INIT;
	enum status st = ST_OK;

	for (size_t i = 0; i < PAGE__COUNT && st == ST_OK; i++)
		for (size_t l = 0; l < catalogue_count() && st == ST_OK; l++)
			st = compile(i, l, &a);
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
	for (size_t i = 0; i < PAGE__COUNT; i++)
		for (size_t l = 0; l < CATALOGUES_MAX; l++) {
			template_free(templates[i][l]);
			templates[i][l] = NULL;
		}
}

enum status portal_show(struct web *w, int status, enum page page, const void *view)
{
	return web_page(w, status, templates[page][catalogue_index(w->language)], view);
}
