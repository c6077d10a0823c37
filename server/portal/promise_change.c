/* Moving and cancelling a promise. What is not possible any more is said on the promise's own page, which shows why. */
#include <string.h>

#include "common/arena.h"

#include "server/portal/portal.h"
#include "server/service/promise.h"
#include "server/service/session.h"

static struct promise_change_ask ask(const struct visitor *v, struct sv reference)
{
	return (struct promise_change_ask){ .contact = v->contact, .session = v->session,
					    .reference = reference, .zone = v->zone };
}

static enum status refused(struct web *w, enum status st)
{
	if (st != ST_CONFLICT)
		return st;
	return portal_promise_page(w, w->vars[0], sv_copy(&w->unit.arena, fault_phrase(fault_last())));
}

static enum status show_move(struct web *w, struct view_promise_move *v)
{
	struct promise_change_ask q = ask(&w->visitor, w->vars[0]);
	enum status st;

	TRY(portal_frame(w, &v->frame));
	st = service_promise_move_form(&w->unit, w->unit.snap, &q, v);
	return st == ST_OK ? portal_show(w, 200, PAGE_PROMISE_MOVE, v) : refused(w, st);
}

enum status portal_promise_move(struct web *w)
{
	struct view_promise_move v = { .frame = NULL };

	return show_move(w, &v);
}

enum status portal_promise_move_write(struct post *p, struct tx *tx)
{
	const struct form_promise_move *f = p->form;
	struct promise_change_ask q = ask(&p->visitor, p->vars[0]);
	struct sv *reference = NEW(&p->unit.arena, struct sv);

	q.promised_date = f->promised_date;
	q.form_id = f->form_id;
	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_promise_move(&p->unit, tx, &q, reference);
}

enum status portal_promise_move_after(struct web *w, struct post *p)
{
	const struct form_promise_move *f = p->form;
	const struct sv *reference = p->result;
	struct view_promise_move v = { .day_value = f->promised_date };

	if (p->st == ST_CONFLICT)
		return portal_promise_page(w, w->vars[0], portal_fault(w, p));
	if (p->st == ST_INVALID) {
		*(strcmp(p->fault.field, "promised_date") == 0 ? &v.day_error : &v.error) = portal_fault(w, p);
		return show_move(w, &v);
	}
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/promise/" SV_FMT, SV_ARG(*reference)));
	return ST_OK;
}

enum status portal_promise_cancel(struct web *w)
{
	struct promise_change_ask q = ask(&w->visitor, w->vars[0]);
	struct view_promise_cancel v = { .frame = NULL };
	enum status st;

	TRY(portal_frame(w, &v.frame));
	st = service_promise_cancel_form(&w->unit, w->unit.snap, &q, &v);
	return st == ST_OK ? portal_show(w, 200, PAGE_PROMISE_CANCEL, &v) : refused(w, st);
}

enum status portal_promise_cancel_write(struct post *p, struct tx *tx)
{
	struct promise_change_ask q = ask(&p->visitor, p->vars[0]);
	struct sv *receipt = NEW(&p->unit.arena, struct sv);

	p->result = receipt;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_promise_cancel(&p->unit, tx, &q, receipt);
}

enum status portal_promise_cancel_after(struct web *w, struct post *p)
{
	const struct sv *receipt = p->result;

	if (p->st == ST_CONFLICT)
		return portal_promise_page(w, w->vars[0], portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/receipt/" SV_FMT, SV_ARG(*receipt)));
	return ST_OK;
}
