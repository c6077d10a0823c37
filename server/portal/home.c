/* The first page inside. */
#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/home.h"

enum { ID_MAX = 20 };

enum status portal_home(struct web *w)
{
	struct view_home v = { .tries = w->visitor.tries };
	struct home_ask q = { .contact = w->visitor.contact, .zone = w->visitor.zone };

	(void)sv_int(form_query(&w->unit.arena, w->query, "after", ID_MAX), &q.after);
	TRY(portal_frame(w, &v.frame));
	if (q.after > 0)
		portal_keep(w, v.frame, "after", sv_print(&w->unit.arena, "%lld", (long long)q.after));
	TRY(service_home(&w->unit, w->unit.snap, &q, &v));
	return portal_show(w, 200, PAGE_HOME, &v);
}
