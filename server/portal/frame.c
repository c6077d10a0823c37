/* What every page shares: header, places, languages, footer; and which parts of the portal are switched on. */
#include <string.h>

#include "common/arena.h"
#include "common/crypt.h"
#include "common/template.h"

#include "server/http/static.h"
#include "server/portal/portal.h"
#include "server/service/brand.h"
#include "server/service/home.h"

enum { KEPT_MOST = 8192 };

static bool plain(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && (!c || !strchr("/-_.", c)))
			return false;
	}
	return true;
}

static void languages(struct web *w, struct view_frame *f)
{
	f->languages.n = catalogue_count();
	f->languages.at = NEW_N(&w->unit.arena, struct view_language, f->languages.n);
	for (size_t i = 0; i < f->languages.n; i++) {
		const struct catalogue *c = catalogue_at(i);

		f->languages.at[i] = (struct view_language){ .code = catalogue_code(c),
							     .name = catalogue_name(c),
							     .current = i == catalogue_index(w->language) };
		if (w->kept.n)
			f->languages.at[i].lang_path =
				sv_print(&w->unit.arena, SV_FMT "?" SV_FMT "lang=" SV_FMT, SV_ARG(w->path), SV_ARG(w->kept),
					 SV_ARG(f->languages.at[i].code));
	}
}

void portal_keep(struct web *w, struct view_frame *f, const char *name, struct sv value)
{
	struct buf b = buf_new(&w->unit.arena, KEPT_MOST);

	if (!value.n || !plain(w->path))
		return;
	buf_add(&b, w->kept);
	buf_print(&b, "%s=", name);
	url_escape(&b, value);
	buf_char(&b, '&');
	if (buf_end(&b, "what a page keeps") != ST_OK)
		return; /* then it begins anew in the other language */
	w->kept = buf_sv(&b);
	languages(w, f);
}

static void places(struct web *w, const struct frame *fr, struct view_frame *f)
{
	static const struct {
		const char *path, *label;
		enum section section;
	} all[] = {
		{ "/home", N_("Overview"), SECTION_NONE },
		{ "/messages", N_("Messages"), SECTION_MESSAGES },
		{ "/callback", N_("Request a call"), SECTION_CALLBACKS },
		{ "/preferences", N_("Preferences"), SECTION_PREFERENCES },
		{ "/opt-out", N_("Stop messages"), SECTION_OPT_OUT },
		{ "/activity", N_("Your activity"), SECTION_NONE },
		{ "/summary", N_("Summary"), SECTION_SUMMARY },
	};

	f->nav.at = NEW_N(&w->unit.arena, struct view_nav, COUNT(all));
	for (size_t i = 0; i < COUNT(all); i++) {
		if (!section_on(fr->org, all[i].section))
			continue;
		f->nav.at[f->nav.n++] = (struct view_nav){ .nav_path = sv_from(all[i].path),
							   .label = sv_from(all[i].label),
							   .current = sv_is(w->path, all[i].path),
							   .unread = all[i].section == SECTION_MESSAGES
									     ? w->visitor.unread
									     : 0 };
	}
}

static void how_to_reach(const struct frame *fr, struct view_frame *f)
{
	f->contact_line = fr->contact_line;
	f->phone = fr->phone;
	f->email = fr->email;
	f->address = fr->address;
	f->hours = fr->hours;
	f->reach = f->phone.n || f->email.n || f->address.n || f->hours.n;
}

static void logo(struct web *w, const struct frame *fr, struct view_frame *f)
{
	struct logo_shown l;

	if (!service_logo(&w->unit.arena, fr->org, &l))
		return;
	f->logo_path = l.path;
	f->logo_width = l.width;
	f->logo_height = l.height;
}

enum status portal_frame(struct web *w, struct view_frame **ret)
{
	struct view_frame *f = NEW(&w->unit.arena, struct view_frame);
	struct frame fr;

	TRY(portal_language(w, SV_NONE));
	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	f->organisation = fr.organisation;
	how_to_reach(&fr, f);
	f->css_path = static_url(&w->unit.arena, "portal.css", portal_static_tail(w, SV("portal.css")));
	f->icon_path = static_url(&w->unit.arena, "icon.svg", SV_NONE);
	logo(w, &fr, f);
	f->lang = catalogue_code(w->language);
	f->dir = catalogue_right_to_left(w->language) ? SV("rtl") : SV("ltr");
	f->signed_in = w->visitor.session != 0;
	languages(w, f);
	if (f->signed_in) {
		f->form_token = web_form_token(w, sv_of(w->visitor.cookie.b, sizeof(w->visitor.cookie.b)));
		f->legal = service_legal(fr.org, w->language);
		places(w, &fr, f);
	}
	*ret = f;
	return ST_OK;
}

/* A page that a link leads to, whatever it says, leads on to the rights that need no signing in; those themselves do
 * not. */
static struct sv rights_of(struct web *w)
{
	bool there = sv_find_sv(w->path, SV("/rights")) < w->path.n;

	return sv_starts(w->path, SV("/l/")) && !there && crypt_token_looks_right(w->vars[0])
		       ? sv_print(&w->unit.arena, "/l/" SV_FMT "/rights", SV_ARG(w->vars[0]))
		       : SV_NONE;
}

enum status portal_say(struct web *w, int status, struct sv title, struct sv text, bool home)
{
	struct view_message v = { .title = title, .text = text, .home = home && w->visitor.session != 0,
				  .rights_path = rights_of(w) };

	TRY(portal_frame(w, &v.frame));
	return portal_show(w, status, PAGE_MESSAGE, &v);
}

/* The portal is switched off; whoever came with a link still finds his rights. */
static enum status closed(struct web *w)
{
	struct view_message v = { .title = SV(N_("This portal is closed at the moment")),
				  .text = SV(N_("Nothing was done. Please come back later, or contact us.")),
				  .rights_path = rights_of(w) };

	TRY(portal_language(w, SV_NONE));
	TRY(portal_frame(w, &v.frame));
	return portal_show(w, 503, PAGE_MESSAGE, &v);
}

enum status portal_admits(struct web *w, unsigned guards)
{
	struct frame fr;

	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	if (!(guards & ALWAYS) && !fr.on)
		return closed(w);
	for (int s = SECTION_NONE + 1; s < SECTION__COUNT; s++)
		if (guards & (1u << (ROOM_SHIFT + s)) && !section_on(fr.org, (enum section)s))
			return fail(ST_NOT_FOUND, N_("There is nothing at this address."));
	return ST_OK;
}

struct sv portal_fault(struct web *w, const struct post *p)
{
	return sv_copy(&w->unit.arena, fault_phrase(&p->fault));
}

enum status portal_origin(struct web *w, struct sv *ret_origin)
{
	struct frame fr;

	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	*ret_origin = fr.base_url.n ? sv_copy(&w->unit.arena, fr.base_url)
				    : sv_print(&w->unit.arena, "http://%s", w->unit.shared->listen);
	return ST_OK;
}
