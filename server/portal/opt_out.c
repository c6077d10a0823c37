/* Which messages a debtor gets, decided by himself: what is so and what may be changed, the confirmation in words, and
 * the act, which is in force before its answer leaves. */
#include "server/portal/portal.h"
#include "server/service/consent.h"
#include "server/service/opt_out.h"
#include "server/service/session.h"

static enum status show(struct web *w, struct sv error)
{
	struct view_opt_out v = { .error = error };

	TRY(portal_frame(w, &v.frame));
	TRY(service_opt_out_show(&w->unit, w->unit.snap, w->visitor.contact, &v));
	return portal_show(w, 200, PAGE_OPT_OUT, &v);
}

enum status portal_opt_out(struct web *w)
{
	return show(w, SV_NONE);
}

enum status portal_opt_out_choice_write(struct post *p, struct tx *tx)
{
	(void)p;
	(void)tx; /* a choice changes nothing */
	return ST_OK;
}

enum status portal_opt_out_choice_after(struct web *w, struct post *p)
{
	const struct form_choice *f = p->form;
	struct view_opt_out_sure v = { .frame = NULL };
	enum status st = p->st;

	if (st == ST_OK)
		st = service_opt_out_ask(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, f->choice, &v);
	if (st == ST_INVALID)
		return show(w, sv_copy(&w->unit.arena, fault_phrase(p->st == ST_OK ? fault_last() : &p->fault)));
	TRY(st);
	TRY(portal_frame(w, &v.frame));
	return portal_show(w, 200, PAGE_OPT_OUT_SURE, &v);
}

enum status portal_opt_out_write(struct post *p, struct tx *tx)
{
	const struct form_opt_out *f = p->form;
	struct opt_out_ask q = { .contact = p->visitor.contact, .session = p->visitor.session, .choice = f->choice,
				 .address = f->address, .form_id = f->form_id };
	struct sv *path = NEW(&p->unit.arena, struct sv);

	p->result = path;
	TRY(service_session_lives(tx, p->visitor.session));
	return service_opt_out_act(&p->unit, tx, &q, path);
}

enum status portal_opt_out_after(struct web *w, struct post *p)
{
	if (p->st == ST_INVALID)
		return show(w, portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	service_consent_settle(&w->unit, w->visitor.contact);
	web_redirect(w, sv_copy(&w->unit.arena, *(const struct sv *)p->result));
	return ST_OK;
}

/* Where a page's language is switched after a choice: back to the choices. */
enum status portal_opt_out_back(struct web *w)
{
	web_redirect(w, SV("/opt-out"));
	return ST_OK;
}
