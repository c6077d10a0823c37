/* The first page inside. */
#include "server/portal/portal.h"
#include "server/service/home.h"

enum status portal_home(struct web *w)
{
	struct view_home v = { .tries = w->visitor.tries };

	TRY(portal_frame(w, &v.frame));
	TRY(service_home(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.zone, &v));
	return portal_show(w, 200, PAGE_HOME, &v);
}
