/* The first page inside. */
#include "server/portal/portal.h"
#include "server/service/home.h"

enum status portal_home(struct web *w)
{
	struct view_home v = { .name = SV_NONE };

	TRY(PORTAL_FRAME(w, &v));
	TRY(service_home(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.zone, &v));
	return web_page(w, 200, portal_template(PAGE_HOME), &v);
}
