/* Asking who the original creditor was: the form, the request, its page. */
#include "server/portal/portal.h"
#include "server/service/creditor.h"
#include "server/service/session.h"

static struct creditor_ask ask_of(const struct visitor *who, struct sv account, struct sv form_id)
{
	struct creditor_ask q = { .contact = who->contact, .session = who->session, .form_id = form_id };

	if (!sv_int(account, &q.account))
		q.account = 0; /* nobody's */
	return q;
}

static enum status show(struct web *w, struct view_creditor_form *v)
{
	struct creditor_ask q = ask_of(&w->visitor, w->vars[0], SV_NONE);

	TRY(portal_frame(w, &v->frame));
	TRY(service_creditor_form(&w->unit, w->unit.snap, &q, v));
	return portal_show(w, 200, PAGE_CREDITOR_FORM, v);
}

enum status portal_creditor_form(struct web *w)
{
	struct view_creditor_form v = { .frame = NULL };

	return show(w, &v);
}

enum status portal_creditor_write(struct post *p, struct tx *tx)
{
	const struct form_creditor *f = p->form;
	struct sv *reference = NEW(&p->unit.arena, struct sv);
	struct creditor_ask q = ask_of(&p->visitor, p->vars[0], f->form_id);

	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_creditor_request(&p->unit, tx, &q, reference);
}

enum status portal_creditor_after(struct web *w, struct post *p)
{
	const struct sv *reference = p->result;
	struct view_creditor_form v = { .frame = NULL };

	if (p->st == ST_INVALID || p->st == ST_CONFLICT) {
		v.error = portal_fault(w, p);
		return show(w, &v);
	}
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/creditor/" SV_FMT, SV_ARG(*reference)));
	return ST_OK;
}

enum status portal_creditor(struct web *w)
{
	struct view_creditor_page v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_creditor_page(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &v));
	TRY(portal_feedback(w, v.frame, w->vars[0]));
	return portal_show(w, 200, PAGE_CREDITOR, &v);
}
