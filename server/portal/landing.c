/* The landing page of a link: before identity nothing is said about a debt, and opening it changes nothing.
 * The nonce of its form is bound to the pre-session cookie and to the link, so a wrong answer counts only when
 * it comes from a browser that was served this page. Links that are spent, expired, locked or unknown all
 * answer with the same words after the same reads. */
#include "common/crypt.h"
#include "common/phrase.h"

#include "server/http/cookie.h"
#include "server/portal/portal.h"
#include "server/rule/link.h"
#include "server/service/link.h"

static struct sv owner_of(struct arena *a, struct sv pre, struct sv token)
{
	return sv_print(a, SV_FMT "|" SV_FMT, SV_ARG(pre), SV_ARG(token));
}

enum status portal_front(struct web *w)
{
	return portal_say(w, 200, SV(N_("Please open your personal link")),
			  SV(N_("This site is opened with the personal link from a message that we sent you. "
			  "If you can not find it, contact us and we will send you another one.")),
			  false);
}

static enum status dead(struct web *w)
{
	return portal_say(w, 200, SV(N_("This link can not be used any more")),
			  SV(N_("It may have been used already, or its time has run out. For your safety a "
			  "link works only once. Contact us and we will send you another one.")),
			  false);
}

static enum status show(struct web *w, struct sv token, struct sv error)
{
	struct sv pre = web_cookie_value(w, COOKIE_PRE);
	struct view_landing v = { .error = error };
	struct sv language;
	bool lives;

	TRY(service_link_lives(&w->unit, w->unit.snap, token, &lives, &language));
	TRY(portal_language(w, language));
	if (!crypt_token_looks_right(pre)) {
		pre = crypt_token(&w->unit.arena);
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_PRE), .value = pre });
	}
	if (!lives)
		return dead(w);
	TRY(portal_frame(w, &v.frame));
	v.frame->signed_in = false;
	v.frame->nav.n = 0;
	v.action_path = sv_print(&w->unit.arena, "/l/" SV_FMT, SV_ARG(token));
	v.form_token = web_form_token(w, owner_of(&w->unit.arena, pre, token));
	return portal_show(w, 200, PAGE_LANDING, &v);
}

enum status portal_landing(struct web *w)
{
	service_link_touch(&w->unit, w->vars[0]);
	return show(w, w->vars[0], SV_NONE);
}

enum status portal_landing_write(struct post *p, struct tx *tx)
{
	const struct form_identity *f = p->form;
	struct verified *v = NEW(&p->unit.arena, struct verified);
	struct sv owner = owner_of(&p->unit.arena, p->pre, p->vars[0]);
	char digits[4];

	p->result = v;
	p->unit.actor = SV("debtor");
	/* Neither of these is an answer, so neither counts as a try. */
	if (!link_answer(f->digits, digits))
		return fail_field(ST_INVALID, "digits", N_("Please enter exactly four digits."));
	if (!crypt_token_looks_right(p->pre) ||
	    !form_token_good(p->unit.shared->keys, owner, f->form_token))
		return fail_field(ST_INVALID, "form_token", N_("Please enter the four digits once more."));
	return service_link_verify(&p->unit, tx, p->vars[0], digits, v);
}

enum status portal_landing_after(struct web *w, struct post *p)
{
	const struct verified *v = p->result;

	if (p->st == ST_INVALID)
		return show(w, w->vars[0], portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	switch (v->verdict) {
	case VERDICT_OPENED:
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_SESSION),
					       .value = sv_copy(&w->unit.arena, v->cookie),
					       .seconds = v->seconds });
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_PRE) });
		/* inside it goes on in the language of the page that was just read */
		TRY(portal_language(w, v->language));
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_LANGUAGE), .value = catalogue_code(w->language) });
		web_redirect(w, v->welcome ? SV("/welcome") : SV("/home"));
		return ST_OK;
	case VERDICT_WRONG:
		return show(w, w->vars[0],
			    phrase(&w->unit.arena,
				   N_("These are not the digits we have on file. Tries left: {tries}."),
				   P_NUMBER("tries", v->tries_left)));
	case VERDICT_LOCKED:
		return portal_say(w, 200, SV(N_("This link is locked")),
			  SV(N_("The digits were wrong too often, so this link is locked for good. "
				  "Contact us: we will help you and can send you another link.")),
				  false);
	case VERDICT_DEAD:
		break;
	}
	return dead(w);
}
