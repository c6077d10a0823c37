/* Help: how this works and how we protect who uses it. Open to anybody and neutral: nothing on it depends on who reads
 * it, but a signed-in reader sees his places around it. */
#include "server/portal/portal.h"
#include "server/service/home.h"
#include "server/service/identity.h"

static enum status show(struct web *w, enum page page)
{
	struct view_help v = { .frame = NULL };
	struct frame fr;

	portal_known(w);
	TRY(portal_frame(w, &v.frame));
	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	v.asks = identity_asks(fr.org);
	TRY(portal_origin(w, &v.address));
	return portal_show(w, 200, page, &v);
}

enum status portal_help_how(struct web *w)
{
	return show(w, PAGE_HELP_HOW);
}

enum status portal_help_safety(struct web *w)
{
	return show(w, PAGE_HELP_SAFETY);
}
