/* Guards of pages and posts (security.md T9); dispatch.c asks them before any page or write
 * runs. */
#include "server/http/guard.h"

#include "common/catalogue.h"

bool guard_same_origin(const struct web *w)
{
	bool no_origin = w->origin.n == 0, null_origin = sv_eq(w->origin, SV("null"));
	bool ours = w->ours.n > 0 && sv_eq_fold(w->origin, w->ours);

	if (w->fetch_site.n)
		return sv_eq(w->fetch_site, SV("same-origin")) &&
		       (no_origin || null_origin || ours);
	return no_origin || ours;
}

enum guarded guard_visitor(const struct http_rooms *rooms, struct web *w)
{
	unsigned guards = w->route->guards;
	enum status st;

	if (!(guards & (SIGNED_IN | FORM)))
		return GUARD_PASS;
	st = rooms->visitor(w, !(guards & QUIET));
	if (st == ST_OK)
		return GUARD_PASS;
	if (st != ST_UNAUTHENTICATED)
		return GUARD_REFUSE;
	web_redirect(w, SV("/"));
	return GUARD_SIGN_IN;
}

enum status guard_form(const struct web *w, const struct form_pairs *pairs)
{
	unsigned guards = w->route->guards;
	struct sv owner = sv_of(w->visitor.cookie.b, sizeof(w->visitor.cookie.b));

	if ((guards & (FORM | PRE_FORM)) && !guard_same_origin(w))
		return fail(ST_FORBIDDEN, N_("This form was sent from another site."));
	if ((guards & FORM) && !web_form_token_good(w, owner, form_pair_value(pairs, "form_token")))
		return fail(ST_FORBIDDEN, N_("This page is too old. Please load it again."));
	return ST_OK;
}
