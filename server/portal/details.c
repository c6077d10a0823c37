/* Contact details: the form, and the code that a new address waits for. */
#include <string.h>

#include "server/portal/portal.h"
#include "server/service/details.h"
#include "server/service/session.h"

enum status portal_details(struct web *w)
{
	struct view_details v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_details(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, &v));
	return portal_show(w, 200, PAGE_DETAILS, &v);
}

enum status portal_details_write(struct post *p, struct tx *tx)
{
	const struct form_details *f = p->form;
	struct details_done *done = NEW(&p->unit.arena, struct details_done);
	struct details_ask q = { .contact = p->visitor.contact,
				 .session = p->visitor.session,
				 .email = f->email,
				 .phone = f->phone,
				 .whatsapp = f->whatsapp,
				 .street = f->street,
				 .city = f->city,
				 .postcode = f->postcode,
				 .form_id = f->form_id };

	p->result = done;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_details_save(&p->unit, tx, &q, done);
}

static enum status details_again(struct web *w, struct post *p)
{
	const struct form_details *f = p->form;
	struct view_details v = { .frame = NULL };
	const struct {
		const char *field;
		struct sv *error;
	} errors[] = { { "email", &v.email_error },	  { "phone", &v.phone_error },
		       { "whatsapp", &v.whatsapp_error }, { "street", &v.street_error },
		       { "city", &v.city_error },	  { "postcode", &v.postcode_error } };
	struct sv *at = &v.error;

	TRY(portal_frame(w, &v.frame));
	/* With a number of its own: nothing was done under the one that was sent, and it may be the very thing that is wrong. */
	TRY(service_details(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, &v));
	v.email = f->email;
	v.phone = f->phone;
	v.whatsapp = f->whatsapp;
	v.street = f->street;
	v.city = f->city;
	v.postcode = f->postcode;
	for (size_t i = 0; i < COUNT(errors); i++)
		if (strcmp(p->fault.field, errors[i].field) == 0)
			at = errors[i].error;
	*at = portal_fault(w, p);
	return portal_show(w, 200, PAGE_DETAILS, &v);
}

static struct sv code_path(struct web *w, enum channel c)
{
	return sv_print(&w->unit.arena, "/preferences/code/%s", choice_text(&channel_choice, (int)c));
}

enum status portal_details_after(struct web *w, struct post *p)
{
	const struct details_done *done = p->result;

	if (p->st == ST_INVALID || p->st == ST_CONFLICT || p->st == ST_LIMIT)
		return details_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	if (done->waiting)
		web_redirect(w, code_path(w, done->waiting));
	else if (done->reference.n)
		web_redirect(w, sv_print(&w->unit.arena, "/receipt/" SV_FMT, SV_ARG(done->reference)));
	else
		web_redirect(w, SV("/preferences"));
	return ST_OK;
}

static enum status show_code(struct web *w, struct sv error)
{
	struct view_address_code v = { .error = error };

	TRY(portal_frame(w, &v.frame));
	TRY(service_details_code(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &v));
	return portal_show(w, 200, PAGE_ADDRESS_CODE, &v);
}

enum status portal_address_code(struct web *w)
{
	enum status st = show_code(w, SV_NONE);

	if (st != ST_NOT_FOUND)
		return st;
	web_redirect(w, SV("/preferences")); /* no code is waited for any more: one came back to the page */
	return ST_OK;
}

struct answered {
	struct sv reference, says;
};

static struct details_answer answer_of(const struct post *p, struct sv typed)
{
	return (struct details_answer){ p->visitor.contact, p->visitor.session, p->vars[0], typed };
}

enum status portal_address_code_write(struct post *p, struct tx *tx)
{
	const struct form_address_code *f = p->form;
	struct answered *done = NEW(&p->unit.arena, struct answered);
	struct details_answer q = answer_of(p, f->code);

	p->result = done;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_details_answer(&p->unit, tx, &q, &done->reference, &done->says);
}

enum status portal_address_code_after(struct web *w, struct post *p)
{
	const struct answered *done = p->result;

	if (p->st == ST_INVALID)
		return show_code(w, portal_fault(w, p));
	if (p->st == ST_NOT_FOUND) { /* done already: the page was sent twice, or has been kept */
		web_redirect(w, SV("/preferences"));
		return ST_OK;
	}
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	if (!done->reference.n)
		return show_code(w, sv_copy(&w->unit.arena, done->says));
	web_redirect(w, sv_print(&w->unit.arena, "/receipt/" SV_FMT, SV_ARG(done->reference)));
	return ST_OK;
}

enum status portal_address_again_write(struct post *p, struct tx *tx)
{
	struct details_answer q = answer_of(p, SV_NONE);

	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_details_again(&p->unit, tx, &q);
}

enum status portal_address_again_after(struct web *w, struct post *p)
{
	if (p->st == ST_LIMIT || p->st == ST_INVALID)
		return show_code(w, portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/preferences/code/" SV_FMT, SV_ARG(w->vars[0])));
	return ST_OK;
}

/* Whoever changes the language of the answer to that comes by here. */
enum status portal_address_back(struct web *w)
{
	web_redirect(w, sv_print(&w->unit.arena, "/preferences/code/" SV_FMT, SV_ARG(w->vars[0])));
	return ST_OK;
}

enum status portal_address_drop_write(struct post *p, struct tx *tx)
{
	struct details_answer q = answer_of(p, SV_NONE);

	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_details_drop(&p->unit, tx, &q);
}

enum status portal_address_drop_after(struct web *w, struct post *p)
{
	if (p->st != ST_OK && p->st != ST_NOT_FOUND)
		return fault_carry(&p->fault);
	web_redirect(w, SV("/preferences"));
	return ST_OK;
}
