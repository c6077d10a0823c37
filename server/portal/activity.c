/* What the debtor did here: the list, and the receipt of one. */
#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/receipt.h"

enum { REFERENCE_MAX = 32 };

enum status portal_activity(struct web *w)
{
	struct view_activity v = { .frame = NULL };
	struct sv before = form_query(&w->unit.arena, w->query, "before", REFERENCE_MAX);

	TRY(portal_frame(w, &v.frame));
	TRY(service_activity(&w->unit, w->unit.snap, w->visitor.contact, before, &v));
	portal_keep(w, v.frame, "before", before);
	return portal_show(w, 200, PAGE_ACTIVITY, &v);
}

enum status portal_done(struct web *w)
{
	struct view_done_page v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_receipt_show(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &v));
	TRY(portal_feedback(w, v.frame, w->vars[0]));
	return portal_show(w, 200, PAGE_DONE, &v);
}
