/* Who may pass: the checks that a route's guards name. THREAD_HTTP. */
#ifndef QUITS_SERVER_HTTP_GUARD_H
#define QUITS_SERVER_HTTP_GUARD_H

#include "server/http/form.h"
#include "server/http/route.h"

/* Did the portal's own page send this POST: Sec-Fetch-Site says same-origin and Origin does not
 * contradict it, or Origin is ours, or both are absent (an old browser: then the token alone
 * decides). Our pages send no Referer, so browsers make Origin "null": only Sec-Fetch-Site can
 * vouch for those. */
bool guard_same_origin(const struct web *w);

/* What became of the request at its guards. */
enum guarded {
	GUARD_PASS,
	GUARD_SIGN_IN, /* nobody is signed in: the reply is a redirect to / */
	GUARD_REFUSE   /* the fault says why */
};
/* SIGNED_IN, and FORM's visitor. FORM without SIGNED_IN means SIGNED_IN too. */
enum guarded guard_visitor(const struct http_rooms *rooms, struct web *w);
/* FORM and PRE_FORM: the origin; FORM: the token in `pairs`. FORBIDDEN. */
MUST_USE enum status guard_form(const struct web *w, const struct form_pairs *pairs);

#endif
