/* Disputing, in the portal. One question a page without any script: reason and part are asked with GET, so that the back
 * button is what it always is; the debtor's own words never stand in an address, so from there on the form is posted,
 * and every page carries the answers so far. Nothing is stored before "send". All on one page does the same at once. */
#include <string.h>

#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/service/dispute.h"
#include "server/service/session.h"

/* Paths name an account by its id: numbers come from other systems and may hold anything. */
static int64_t account_of(struct sv part)
{
	int64_t id = 0;

	return sv_int(part, &id) ? id : 0; /* 0 is nobody's */
}

static struct dispute_ask ask_of(const struct visitor *who, struct sv account, const struct form_dispute *f)
{
	return (struct dispute_ask){ .contact = who->contact,
				     .session = who->session,
				     .account = account_of(account),
				     .reason = f->reason,
				     .part = f->part,
				     .amount = f->amount,
				     .picks = f->i,
				     .statement = f->statement,
				     .form_id = f->form_id };
}

/* What is checked before a page is shown or the dispute is filed. */
static enum dispute_stage stage_of(struct sv step)
{
	if (sv_is(step, "part"))
		return STAGE_REASON;
	if (sv_is(step, "statement"))
		return STAGE_PART;
	if (sv_is(step, "check") || sv_is(step, "send") || sv_is(step, "all"))
		return STAGE_STATEMENT;
	return STAGE_NONE;
}

static bool is_final(struct sv step)
{
	return sv_is(step, "send") || sv_is(step, "all");
}

static enum page page_of(struct sv step)
{
	if (sv_is(step, "part"))
		return PAGE_DISPUTE_PART;
	if (sv_is(step, "statement"))
		return PAGE_DISPUTE_STATEMENT;
	if (sv_is(step, "check") || sv_is(step, "send"))
		return PAGE_DISPUTE_CHECK;
	return sv_is(step, "all") ? PAGE_DISPUTE_FORM : PAGE_DISPUTE_REASON;
}

/* The fault beside its question; *page becomes the page with that question, unless all stand on one. */
static void place(struct view_dispute_form *v, const char *field, struct sv text, enum page *page)
{
	const struct {
		const char *field;
		struct sv *place;
		enum page page;
	} places[] = {
		{ "reason", &v->reason_error, PAGE_DISPUTE_REASON },
		{ "part", &v->part_error, PAGE_DISPUTE_PART },
		{ "amount", &v->amount_error, PAGE_DISPUTE_PART },
		{ "i", &v->picks_error, PAGE_DISPUTE_PART },
		{ "statement", &v->statement_error, PAGE_DISPUTE_STATEMENT },
	};

	for (size_t i = 0; i < COUNT(places); i++)
		if (strcmp(field, places[i].field) == 0) {
			*places[i].place = text;
			if (*page != PAGE_DISPUTE_FORM)
				*page = places[i].page;
			return;
		}
	v->error = text;
}

/* The answers that travel in the address; of the invoices those that are the account's. */
static void keep(struct web *w, const struct form_dispute *f, const struct view_dispute_form *v)
{
	if (w->verb != VERB_GET)
		return;
	for (size_t i = 0; i < v->reasons.n; i++)
		if (v->reasons.at[i].checked)
			portal_keep(w, v->frame, "reason", v->reasons.at[i].value);
	if (v->whole || v->some || v->by_invoice)
		portal_keep(w, v->frame, "part", f->part);
	portal_keep(w, v->frame, "amount", f->amount);
	for (size_t i = 0; i < v->picked.n; i++)
		portal_keep(w, v->frame, "i", v->picked.at[i].code);
	if (page_of(f->step) != PAGE_DISPUTE_REASON)
		portal_keep(w, v->frame, "step", f->step);
}

static enum status show(struct web *w, const struct form_dispute *f, enum page page, struct view_dispute_form *v)
{
	struct dispute_ask q = ask_of(&w->visitor, w->vars[0], f);

	TRY(portal_frame(w, &v->frame));
	TRY(service_dispute_form(&w->unit, w->unit.snap, &q, v));
	v->posting = f->statement.n > 0;
	keep(w, f, v);
	return portal_show(w, 200, page, v);
}

/* Nothing can be disputed: said on a page of its own, since there is nothing to ask. */
static enum status show_impossible(struct web *w)
{
	struct fault f = *fault_last();

	if (f.status != ST_CONFLICT)
		return fault_carry(&f);
	return portal_say(w, 409, SV(N_("Dispute this debt")), sv_copy(&w->unit.arena, fault_phrase(&f)), true);
}

/* Answers that travel in the address: only ours are read, each once but for invoices. */
static enum status read_query(struct web *w, struct form_dispute *ret)
{
	struct form_pairs *pairs = NEW(&w->unit.arena, struct form_pairs);
	struct form_pairs *ours = NEW(&w->unit.arena, struct form_pairs);

	TRY(form_split(&w->unit.arena, w->query, pairs));
	for (size_t i = 0; i < pairs->n; i++)
		if (record_field(&form_dispute_record, pairs->at[i].name) && !sv_is(pairs->at[i].name, "statement") &&
		    !sv_is(pairs->at[i].name, "form_token"))
			ours->at[ours->n++] = pairs->at[i];
	return form_fill(&w->unit.arena, ours, &form_dispute_record, ret);
}

enum status portal_dispute_steps(struct web *w)
{
	struct view_dispute_form v = { .frame = NULL };
	struct form_dispute f = { .step = SV_NONE };
	struct dispute_ask q;
	enum page page;
	enum status st;

	if (read_query(w, &f) != ST_OK)
		f = (struct form_dispute){ .step = SV_NONE }; /* an address of somebody's making: begin anew */
	if (is_final(f.step) || sv_is(f.step, "check"))
		f.step = SV("statement"); /* those are posted */
	q = ask_of(&w->visitor, w->vars[0], &f);
	page = page_of(f.step);
	st = service_dispute_check(&w->unit, w->unit.snap, &q, stage_of(f.step));
	if (st == ST_INVALID)
		place(&v, fault_last()->field, sv_copy(&w->unit.arena, fault_phrase(fault_last())), &page);
	else if (st != ST_OK)
		return show_impossible(w);
	return show(w, &f, page, &v);
}

enum status portal_dispute_form(struct web *w)
{
	const struct form_dispute f = { .step = SV_NONE };
	struct dispute_ask q = ask_of(&w->visitor, w->vars[0], &f);
	struct view_dispute_form v = { .frame = NULL };

	if (service_dispute_check(&w->unit, w->unit.snap, &q, STAGE_NONE) != ST_OK)
		return show_impossible(w);
	return show(w, &f, PAGE_DISPUTE_FORM, &v);
}

enum status portal_dispute_write(struct post *p, struct tx *tx)
{
	const struct form_dispute *f = p->form;
	struct sv *reference = NEW(&p->unit.arena, struct sv);
	struct dispute_ask q = ask_of(&p->visitor, p->vars[0], f);

	p->result = reference;
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	if (is_final(f->step))
		return service_dispute_file(&p->unit, tx, &q, reference);
	return service_dispute_try(&p->unit, tx, &q, stage_of(f->step));
}

enum status portal_dispute_after(struct web *w, struct post *p)
{
	const struct form_dispute *f = p->form;
	const struct sv *reference = p->result;
	struct view_dispute_form v = { .frame = NULL };
	enum page page = page_of(f->step);

	if (p->st == ST_OK && is_final(f->step)) {
		web_redirect(w, sv_print(&w->unit.arena, "/dispute/" SV_FMT, SV_ARG(*reference)));
		return ST_OK;
	}
	if (p->st == ST_INVALID) {
		struct sv text = portal_fault(w, p);

		if (strcmp(p->fault.field, "statement") == 0) /* the door's own words are for developers */
			text = SV(N_("This is too long. Please shorten it; you can add a file after sending."));
		place(&v, p->fault.field, text, &page);
	} else if (p->st != ST_OK) {
		(void)fault_carry(&p->fault);
		return show_impossible(w);
	}
	return show(w, f, page, &v);
}

static enum status show_page(struct web *w, struct view_dispute_page *v)
{
	TRY(portal_frame(w, &v->frame));
	TRY(service_dispute_page(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], v));
	TRY(portal_feedback(w, v->frame, w->vars[0]));
	return portal_show(w, 200, PAGE_DISPUTE, v);
}

enum status portal_dispute(struct web *w)
{
	struct view_dispute_page v = { .frame = NULL };

	return show_page(w, &v);
}

enum status portal_evidence_write(struct post *p, struct tx *tx)
{
	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_dispute_evidence(&p->unit, tx, p->visitor.contact, p->visitor.session, p->vars[0], p->files,
					p->n_files);
}

enum status portal_evidence_after(struct web *w, struct post *p)
{
	struct view_dispute_page v = { .frame = NULL };

	if (p->st == ST_OK) {
		web_redirect(w, sv_print(&w->unit.arena, "/dispute/" SV_FMT, SV_ARG(w->vars[0])));
		return ST_OK;
	}
	if (p->st != ST_INVALID && p->st != ST_LIMIT && p->st != ST_CONFLICT)
		return fault_carry(&p->fault);
	v.files_error = portal_fault(w, p);
	return show_page(w, &v);
}
