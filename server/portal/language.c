/* The language of a page (product.md 3.10): chosen by the reader, or the link's, the contact's, the browser's, the
 * organisation's, in that order. A choice is kept in a cookie of this browser and nowhere else: a GET changes nothing
 * on the server, so anyone may follow a link with ?lang= in it. */
#include "common/locale.h"

#include "server/http/cookie.h"
#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/home.h"

enum { KEPT_SECONDS = 180 * 86400, TAG_MAX = 12 };

static const struct catalogue *chosen(struct web *w)
{
	struct sv asked = w->query.n ? form_query(&w->unit.arena, w->query, "lang", TAG_MAX) : SV_NONE;
	const struct catalogue *c = catalogue_find(asked);

	if (!c)
		return catalogue_find(web_cookie_value(w, COOKIE_LANGUAGE));
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_LANGUAGE), .value = catalogue_code(c),
				       .seconds = KEPT_SECONDS });
	return c;
}

enum status portal_language(struct web *w, struct sv link_language)
{
	const struct catalogue *c;
	struct frame fr;

	if (w->language_known)
		return ST_OK;
	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	c = chosen(w);
	if (!c)
		c = catalogue_find(link_language);
	if (!c)
		c = catalogue_find(w->visitor.language);
	if (!c)
		c = catalogue_accepted(w->accept_language);
	if (!c)
		c = catalogue_find(fr.language);
	w->language = c;
	w->language_known = true;
	w->visitor.locale = locale_tag(&w->unit.arena, catalogue_code(c), w->visitor.country);
	return ST_OK;
}
