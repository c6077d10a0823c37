/* Promising to pay: the form, the post, the promise's page and its calendar file. */
#include <string.h>

#include "server/portal/portal.h"
#include "server/service/promise.h"
#include "server/service/session.h"

/* Paths name an account by its id: numbers come from other systems and may hold anything. */
static int64_t account_of(struct sv part)
{
	int64_t id = 0;

	return sv_int(part, &id) ? id : 0; /* 0 is nobody's */
}

static enum status show(struct web *w, struct view_promise_form *v)
{
	TRY(portal_frame(w, &v->frame));
	TRY(service_promise_form(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session,
				 account_of(w->vars[0]), w->visitor.zone, v));
	return portal_show(w, 200, PAGE_PROMISE, v);
}

enum status portal_promise(struct web *w)
{
	struct view_promise_form v = { .frame = NULL };

	return show(w, &v);
}

enum status portal_promise_write(struct post *p, struct tx *tx)
{
	const struct form_promise *f = p->form;
	struct sv *reference = NEW(&p->unit.arena, struct sv);
	struct promise_ask q = { .contact = p->visitor.contact,
				 .session = p->visitor.session,
				 .account = account_of(p->vars[0]),
				 .amount = f->amount,
				 .promised_date = f->promised_date,
				 .form_id = f->form_id,
				 .zone = p->visitor.zone };

	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_promise_make(&p->unit, tx, &q, reference);
}

/* The fault beside its field, with what was typed still in place. */
static enum status show_again(struct web *w, struct post *p)
{
	const struct form_promise *f = p->form;
	struct view_promise_form v = { .amount_value = f->amount, .day_value = f->promised_date };
	struct sv text = portal_fault(w, p);

	if (strcmp(p->fault.field, "amount") == 0)
		v.amount_error = text;
	else if (strcmp(p->fault.field, "promised_date") == 0)
		v.day_error = text;
	else
		v.error = text;
	return show(w, &v);
}

enum status portal_promise_after(struct web *w, struct post *p)
{
	const struct sv *reference = p->result;

	if (p->st == ST_INVALID || p->st == ST_CONFLICT)
		return show_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/promise/" SV_FMT, SV_ARG(*reference)));
	return ST_OK;
}

enum status portal_promise_page(struct web *w, struct sv reference, struct sv error)
{
	struct view_receipt v = { .error = error };

	TRY(portal_frame(w, &v.frame));
	TRY(service_promise_page(&w->unit, w->unit.snap, w->visitor.contact, reference, w->visitor.zone, &v));
	TRY(portal_feedback(w, v.frame, reference));
	return portal_show(w, 200, PAGE_RECEIPT, &v);
}

enum status portal_receipt(struct web *w)
{
	return portal_promise_page(w, w->vars[0], SV_NONE);
}

enum status portal_reminder(struct web *w)
{
	struct render how = { w->visitor.locale, w->visitor.zone, w->language };
	struct sv file;

	TRY(service_promise_reminder(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &how, &file));
	w->reply.status = 200;
	w->reply.type = SV("text/calendar; charset=utf-8");
	w->reply.file_name = SV("reminder.ics");
	w->reply.body = buf_new(&w->unit.arena, file.n);
	buf_add(&w->reply.body, file);
	return ST_OK;
}
