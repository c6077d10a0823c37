/* Asking for a call: the form, the call's page, calling it off, its calendar file. */
#include <string.h>

#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/callback.h"
#include "server/service/session.h"

enum { NUMBER_MAX = 64, CALENDAR_MAX = 4096 };

static enum status show(struct web *w, const struct callback_ask *typed, struct view_callback_form *v)
{
	TRY(portal_frame(w, &v->frame));
	TRY(service_callback_form(&w->unit, w->unit.snap, typed, v));
	for (size_t i = 0; i < v->accounts.n; i++)
		if (v->accounts.at[i].checked)
			portal_keep(w, v->frame, "account", v->accounts.at[i].value);
	return portal_show(w, 200, PAGE_CALLBACK_FORM, v);
}

enum status portal_callback_form(struct web *w)
{
	struct view_callback_form v = { .frame = NULL };
	struct callback_ask typed = { .contact = w->visitor.contact, .session = w->visitor.session,
				      .account = form_query(&w->unit.arena, w->query, "account", NUMBER_MAX) };

	return show(w, &typed, &v);
}

static struct callback_ask typed_of(const struct visitor *who, const struct form_callback *f)
{
	return (struct callback_ask){ .contact = who->contact, .session = who->session, .account = f->account,
				      .window = f->window, .number = f->number, .other_number = f->other_number,
				      .topic = f->topic, .form_id = f->form_id };
}

enum status portal_callback_write(struct post *p, struct tx *tx)
{
	struct callback_ask q = typed_of(&p->visitor, p->form);
	struct sv *reference = NEW(&p->unit.arena, struct sv);

	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_callback_ask(&p->unit, tx, &q, reference);
}

/* The fault beside its field, with what was chosen and typed still in place. */
static enum status show_again(struct web *w, struct post *p)
{
	struct view_callback_form v = { .frame = NULL };
	struct callback_ask typed = typed_of(&w->visitor, p->form);
	struct sv *const places[] = { &v.account_error, &v.window_error, &v.number_error, &v.other_error,
				      &v.topic_error };
	static const char *const fields[] = { "account", "window", "number", "other_number", "topic" };
	struct sv text = portal_fault(w, p);

	v.error = text;
	for (size_t i = 0; i < COUNT(fields); i++)
		if (strcmp(p->fault.field, fields[i]) == 0) {
			v.error = SV_NONE;
			*places[i] = text;
		}
	return show(w, &typed, &v);
}

static enum status to_page(struct web *w, struct sv reference)
{
	web_redirect(w, sv_print(&w->unit.arena, "/callback/" SV_FMT, SV_ARG(reference)));
	return ST_OK;
}

enum status portal_callback_after(struct web *w, struct post *p)
{
	if (p->st == ST_INVALID || p->st == ST_CONFLICT)
		return show_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	return to_page(w, *(const struct sv *)p->result);
}

static enum status show_one(struct web *w, enum page page, struct sv error)
{
	struct view_callback v = { .error = error };

	TRY(portal_frame(w, &v.frame));
	TRY(service_callback_show(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &v));
	if (page == PAGE_CALL_OFF && !v.waits)
		return to_page(w, v.reference);
	if (page == PAGE_CALLBACK)
		TRY(portal_feedback(w, v.frame, w->vars[0]));
	return portal_show(w, 200, page, &v);
}

enum status portal_callback(struct web *w)
{
	return show_one(w, PAGE_CALLBACK, SV_NONE);
}

enum status portal_call_off_form(struct web *w)
{
	return show_one(w, PAGE_CALL_OFF, SV_NONE);
}

enum status portal_call_off_write(struct post *p, struct tx *tx)
{
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_callback_call_off(&p->unit, tx, p->visitor.contact, p->visitor.session, p->vars[0]);
}

/* Whatever came first, its page says how the call stands. */
enum status portal_call_off_after(struct web *w, struct post *p)
{
	if (p->st != ST_OK && p->st != ST_CONFLICT)
		return fault_carry(&p->fault);
	return to_page(w, w->vars[0]);
}

enum status portal_callback_calendar(struct web *w)
{
	struct render how = { w->visitor.locale, w->visitor.zone, w->language };
	struct buf b = buf_new(&w->unit.arena, CALENDAR_MAX);

	TRY(portal_language(w, SV_NONE));
	how.language = w->language;
	how.locale = w->visitor.locale;
	TRY(service_callback_calendar(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &how, &b));
	w->reply.status = 200;
	w->reply.body = b;
	w->reply.type = SV("text/calendar; charset=utf-8");
	w->reply.file_name = SV("call.ics");
	return ST_OK;
}
