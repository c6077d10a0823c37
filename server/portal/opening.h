/* What the pages of opening a link share: the landing page (landing.c) and the code page (code.c). Before sign-in a
 * browser is known by its pre-session cookie; the nonce of a form is bound to that cookie and to the link. */
#ifndef QUITS_SERVER_PORTAL_OPENING_H
#define QUITS_SERVER_PORTAL_OPENING_H

#include "server/portal/portal.h"
#include "server/service/verify.h"

/* The pre-session cookie's value; a browser without one gets one. */
struct sv opening_browser(struct web *w);
/* For forms of this browser and the link of the path. */
struct sv opening_form_token(struct web *w, struct sv browser);
bool opening_form_token_good(struct post *p, struct sv form_token);

/* Every verdict but WRONG: the session's cookie and the way in, or what there is to say. */
MUST_USE enum status opening_after(struct web *w, const struct verified *v);
MUST_USE enum status opening_person(struct web *w);

#endif
