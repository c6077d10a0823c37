/* The signed-in visitor of a request, and signing out. */
#include <string.h>

#include "common/phrase.h"

#include "server/http/cookie.h"
#include "server/portal/portal.h"
#include "server/runtime/activity.h"
#include "server/service/session.h"

static const struct step {
	const char *path, *word;
} steps[] = {
#define STEP(path, word) { path, word },
#include "server/portal/steps.def"
};

const char *portal_step(const struct route *r)
{
	for (size_t i = 0; i < COUNT(steps); i++) {
		size_t n = strlen(steps[i].path);

		if (strncmp(r->path, steps[i].path, n) == 0 && (r->path[n] == '\0' || r->path[n] == '/'))
			return steps[i].word;
	}
	return NULL;
}

/* What an operator sees of a visit (session.list): which page, in memory alone. A page that has no word changes nothing. */
static void note_step(struct web *w, const struct visit *v)
{
	const char *word = w->route ? portal_step(w->route) : NULL;

	if (word)
		activity_step(w->unit.shared->activity, v->slot, v->session, word);
}

enum status portal_visitor(struct web *w, bool human)
{
	struct visit v;

	TRY(service_session_of(&w->unit, w->unit.snap, web_cookie_value(w, COOKIE_SESSION), human, &v));
	if (human)
		note_step(w, &v);
	w->visitor = (struct visitor){ .session = v.session, .contact = v.contact, .tries = v.tries,
				       .slot = (int32_t)v.slot };
	w->language_known = false; /* decided by who asks; and an upload asks again at its end */
	memcpy(w->visitor.cookie.b, v.cookie.b, sizeof(w->visitor.cookie.b));
	w->visitor.language = v.language;
	w->visitor.country = v.country;
	w->visitor.zone = v.zone;
	w->visitor.unread = v.unread;
	return portal_language(w, SV_NONE);
}

enum status portal_sign_out_write(struct post *p, struct tx *tx)
{
	p->unit.actor = SV("debtor");
	return service_session_end(&p->unit, tx, p->visitor.session, END_SIGNED_OUT, NULL);
}

/* Whoever changes the language of a page that refused it comes by here. */
enum status portal_sign_out_back(struct web *w)
{
	web_redirect(w, SV("/home"));
	return ST_OK;
}

enum status portal_sign_out_after(struct web *w, struct post *p)
{
	if (p->st != ST_OK && p->st != ST_CONFLICT) /* ended meanwhile is as good */
		return fault_carry(&p->fault);
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_SESSION) });
	portal_feedback_later(w);
	web_redirect(w, SV("/bye"));
	return ST_OK;
}

void portal_known(struct web *w)
{
	(void)!portal_visitor(w, true);
}
