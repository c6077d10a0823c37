/* Conversations with the team: the list, a new message, the conversation, closing it. Files come with the forms
 * (http/upload.h). */
#include <string.h>

#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/message.h"
#include "server/service/receipt.h"
#include "server/service/session.h"

enum { NUMBER_MAX = 64 };

enum status portal_threads(struct web *w)
{
	struct view_threads v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_thread_list(&w->unit, w->unit.snap, w->visitor.contact, &v));
	return portal_show(w, 200, PAGE_THREADS, &v);
}

static enum status show_form(struct web *w, const struct message_ask *typed, struct view_thread_form *v)
{
	TRY(portal_frame(w, &v->frame));
	TRY(service_thread_form(&w->unit, w->unit.snap, typed, v));
	for (size_t i = 0; i < v->accounts.n; i++)
		if (v->accounts.at[i].checked)
			portal_keep(w, v->frame, "account", v->accounts.at[i].value);
	return portal_show(w, 200, PAGE_THREAD_FORM, v);
}

enum status portal_thread_form(struct web *w)
{
	struct view_thread_form v = { .frame = NULL };
	struct message_ask typed = { .contact = w->visitor.contact, .session = w->visitor.session,
				     .account = form_query(&w->unit.arena, w->query, "account", NUMBER_MAX) };

	return show_form(w, &typed, &v);
}

static struct message_ask typed_thread(const struct visitor *who, const struct form_thread *f)
{
	return (struct message_ask){ .contact = who->contact, .session = who->session, .topic = f->topic,
				     .account = f->account, .text = f->text, .form_id = f->form_id };
}

enum status portal_thread_write(struct post *p, struct tx *tx)
{
	struct message_ask q = typed_thread(&p->visitor, p->form);
	struct sv *reference = NEW(&p->unit.arena, struct sv);

	q.files = p->files;
	q.n_files = p->n_files;
	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_thread_start(&p->unit, tx, &q, reference);
}

static bool shown_again(enum status st)
{
	return st == ST_INVALID || st == ST_CONFLICT || st == ST_LIMIT;
}

/* done: the reference of what was done; the page names it. */
static enum status to_thread(struct web *w, struct sv reference, struct sv done)
{
	web_redirect(w, done.n ? sv_print(&w->unit.arena, "/messages/" SV_FMT "?done=" SV_FMT "#newest", SV_ARG(reference),
					  SV_ARG(done))
			       : sv_print(&w->unit.arena, "/messages/" SV_FMT "#newest", SV_ARG(reference)));
	return ST_OK;
}

enum status portal_thread_after(struct web *w, struct post *p)
{
	struct view_thread_form v = { .frame = NULL };
	struct message_ask typed = typed_thread(&w->visitor, p->form);
	struct sv text;

	if (p->st == ST_OK)
		return to_thread(w, *(const struct sv *)p->result, *(const struct sv *)p->result);
	if (!shown_again(p->st))
		return fault_carry(&p->fault);
	text = portal_fault(w, p);
	if (strcmp(p->fault.field, "topic") == 0)
		v.topic_error = text;
	else if (strcmp(p->fault.field, "account") == 0)
		v.account_error = text;
	else if (strcmp(p->fault.field, "text") == 0)
		v.text_error = text;
	else if (strcmp(p->fault.field, "files") == 0)
		v.files_error = text;
	else
		v.error = text;
	return show_form(w, &typed, &v);
}

/* What was done a moment ago, if it was in this visit, and the question how it was. */
static enum status say_done(struct web *w, struct view_thread *v)
{
	struct sv reference = w->query.n ? form_query(&w->unit.arena, w->query, "done", NUMBER_MAX) : SV_NONE;

	if (!reference.n || !service_receipt_here(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, reference))
		return ST_OK;
	v->done = reference;
	portal_keep(w, v->frame, "done", reference);
	return portal_feedback(w, v->frame, reference);
}

static enum status show_thread(struct web *w, struct view_thread *v)
{
	TRY(portal_frame(w, &v->frame));
	TRY(say_done(w, v));
	TRY(service_thread_show(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, w->vars[0], v));
	return portal_show(w, 200, PAGE_THREAD, v);
}

/* Reading changes nothing that anybody else could be waiting for; that it was read is noted behind the page. */
enum status portal_thread_show(struct web *w)
{
	struct view_thread v = { .frame = NULL };

	TRY(show_thread(w, &v));
	for (size_t i = 0; i < v.talk.n; i++)
		if (v.talk.at[i].fresh && w->verb == VERB_GET) {
			service_thread_seen(&w->unit, w->visitor.contact, w->vars[0], v.newest);
			break;
		}
	return ST_OK;
}

enum status portal_reply_write(struct post *p, struct tx *tx)
{
	const struct form_reply *f = p->form;
	struct message_ask q = { .contact = p->visitor.contact, .session = p->visitor.session,
				 .reference = p->vars[0], .text = f->text, .form_id = f->form_id,
				 .files = p->files, .n_files = p->n_files };

	p->unit.actor = SV("debtor");
	p->result = NEW(&p->unit.arena, struct sv);
	TRY(service_session_lives(tx, p->visitor.session));
	return service_thread_reply(&p->unit, tx, &q, p->result);
}

enum status portal_reply_after(struct web *w, struct post *p)
{
	const struct form_reply *f = p->form;
	struct view_thread v = { .reply = f->text };
	struct sv text;

	if (p->st == ST_OK)
		return to_thread(w, w->vars[0], *(const struct sv *)p->result);
	if (!shown_again(p->st))
		return fault_carry(&p->fault);
	text = portal_fault(w, p);
	if (strcmp(p->fault.field, "text") == 0)
		v.text_error = text;
	else if (strcmp(p->fault.field, "files") == 0)
		v.files_error = text;
	else
		v.error = text;
	return show_thread(w, &v);
}

enum status portal_thread_close_write(struct post *p, struct tx *tx)
{
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	p->result = NEW(&p->unit.arena, struct sv);
	return service_thread_close(&p->unit, tx, p->visitor.contact, p->visitor.session, p->vars[0], p->result);
}

enum status portal_thread_close_after(struct web *w, struct post *p)
{
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	return to_thread(w, w->vars[0], *(const struct sv *)p->result);
}
