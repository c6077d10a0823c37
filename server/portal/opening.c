/* See opening.h. Links that are spent, expired, locked or unknown all answer with the same words after the same reads;
 * a budget that is used up says no more than what can be done about it. */
#include "server/portal/opening.h"

#include "common/crypt.h"

#include "server/http/cookie.h"
#include "server/service/home.h"
#include "server/service/identity.h"

struct sv opening_browser(struct web *w)
{
	struct sv pre = web_cookie_value(w, COOKIE_PRE);

	if (crypt_token_looks_right(pre))
		return pre;
	pre = crypt_token(&w->unit.arena);
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_PRE), .value = pre });
	return pre;
}

static struct sv owner_of(struct arena *a, struct sv browser, struct sv token)
{
	return sv_print(a, SV_FMT "|" SV_FMT, SV_ARG(browser), SV_ARG(token));
}

struct sv opening_form_token(struct web *w, struct sv browser)
{
	return web_form_token(w, owner_of(&w->unit.arena, browser, w->vars[0]));
}

bool opening_form_token_good(struct post *p, struct sv form_token_)
{
	return crypt_token_looks_right(p->pre) &&
	       form_token_good(p->unit.shared->keys, owner_of(&p->unit.arena, p->pre, p->vars[0]), form_token_);
}

enum status opening_person(struct web *w)
{
	return portal_say(w, 200, SV(N_("We would like to help you in person")),
			  SV(N_("Your page can not be opened in this way at the moment. Please contact us: a person "
				"will help you.")),
			  false);
}

static enum status locked(struct web *w)
{
	struct frame fr;

	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	return portal_say(w, 200, SV(N_("This link is locked")), identity_locked(fr.org), false);
}

static enum status later(struct web *w, int64_t seconds)
{
	w->reply.retry_after = (int)seconds;
	return portal_say(w, 429, SV(N_("Please try again later")),
			  SV(N_("Too many wrong answers came from your network. Please wait a while and try again, or "
				"contact us: we will help you.")),
			  false);
}

static enum status many_codes(struct web *w)
{
	return portal_say(w, 200, SV(N_("Please wait before you ask for another code")),
			  SV(N_("We have sent you several codes in the last hour. Please wait a while and open your "
				"link again, or contact us: we will help you.")),
			  false);
}

static enum status opened(struct web *w, const struct verified *v)
{
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_SESSION),
				       .value = sv_copy(&w->unit.arena, v->cookie),
				       .seconds = v->seconds });
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_PRE) });
	/* inside it goes on in the language of the page that was just read */
	TRY(portal_language(w, v->language));
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_LANGUAGE), .value = catalogue_code(w->language) });
	web_redirect(w, v->welcome ? SV("/welcome") : SV("/home"));
	return ST_OK;
}

enum status opening_after(struct web *w, const struct verified *v)
{
	switch (v->verdict) {
	case VERDICT_OPENED:
		return opened(w, v);
	case VERDICT_LOCKED:
		return locked(w);
	case VERDICT_LATER:
		return later(w, v->wait);
	case VERDICT_PERSON:
		return opening_person(w);
	case VERDICT_CODE:
		web_redirect(w, sv_print(&w->unit.arena, "/l/" SV_FMT "/code", SV_ARG(w->vars[0])));
		return ST_OK;
	case VERDICT_CODES:
		return many_codes(w);
	case VERDICT_WRONG:
	case VERDICT_DEAD:
		break;
	}
	return portal_dead(w);
}
