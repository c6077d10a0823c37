/* One account: what is known of it, and what can be done. */
#include "common/arena.h"
#include "common/template.h"

#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/account_page.h"
#include "server/service/home.h"

enum { NUMBER_MAX = 10, PATH_MOST = 512 };

static int64_t page_of(struct web *w, const char *name)
{
	int64_t n = 1;

	return sv_int(form_query(&w->unit.arena, w->query, name, NUMBER_MAX), &n) ? n : 1;
}

static bool there_is(struct sv path)
{
	struct route_found found;

	route_find(&portal_rooms, VERB_GET, path, &found);
	return found.route != NULL;
}

/* All alike, whatever they do: disputing stands beside promising. A place whose section is off, or that this release does
 * not have, is left out. */
static enum status actions_of(struct web *w, int64_t account, struct view_account_page *v)
{
	static const struct {
		const char *place;
		bool below; /* the account's page; else it is told the account's number */
		const char *label;
		enum section section;
		bool owed;  /* only while something is owed */
	} all[] = {
		{ "promise", true, N_("Promise to pay"), SECTION_PROMISES, true },
		{ "dispute", true, N_("Dispute this debt"), SECTION_DISPUTES, true },
		{ "creditor", true, N_("Ask for the original creditor"), SECTION_DISPUTES, true },
		{ "/messages/new", false, N_("Write a message"), SECTION_MESSAGES, false },
		{ "/callback", false, N_("Request a call"), SECTION_CALLBACKS, false },
	};
	struct frame fr;

	TRY(service_frame(&w->unit, w->unit.snap, &fr));
	v->actions.at = NEW_N(&w->unit.arena, struct view_action, COUNT(all));
	for (size_t i = 0; i < COUNT(all); i++) {
		struct buf path = buf_new(&w->unit.arena, PATH_MOST);

		if (all[i].below)
			buf_print(&path, "/account/%lld/", (long long)account);
		buf_z(&path, all[i].place);
		if (!section_on(fr.org, all[i].section) || (all[i].owed && v->settled) || !there_is(buf_sv(&path)))
			continue;
		if (!all[i].below) {
			buf_z(&path, "?account=");
			url_escape(&path, v->number);
		}
		v->actions.at[v->actions.n++] = (struct view_action){ buf_sv(&path), sv_from(all[i].label) };
	}
	return ST_OK;
}

enum status portal_account(struct web *w)
{
	struct view_account_page v = { .frame = NULL };
	struct account_ask q = { .contact = w->visitor.contact,
				 .invoices = page_of(w, "invoices"),
				 .payments = page_of(w, "payments"),
				 .zone = w->visitor.zone };

	(void)sv_int(w->vars[0], &q.account); /* else 0, which is nobody's */
	TRY(portal_frame(w, &v.frame));
	TRY(service_account_page(&w->unit, w->unit.snap, &q, &v));
	TRY(actions_of(w, q.account, &v));
	if (q.invoices > 1)
		portal_keep(w, v.frame, "invoices", sv_print(&w->unit.arena, "%lld", (long long)q.invoices));
	if (q.payments > 1)
		portal_keep(w, v.frame, "payments", sv_print(&w->unit.arena, "%lld", (long long)q.payments));
	return portal_show(w, 200, PAGE_ACCOUNT, &v);
}
