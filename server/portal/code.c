/* The second step of opening a link: a code that was sent to another address of the contact. Only the browser that gave
 * the right answer gets this page; anybody else is shown the first step. It still says nothing about a debt. */
#include "common/phrase.h"

#include "server/portal/opening.h"

static enum status to_first_step(struct web *w)
{
	web_redirect(w, sv_print(&w->unit.arena, "/l/" SV_FMT, SV_ARG(w->vars[0])));
	return ST_OK;
}

static enum status show(struct web *w, struct view_code *v)
{
	struct code_look look;
	struct sv browser;

	browser = opening_browser(w);
	TRY(service_code_look(&w->unit, w->unit.snap, w->vars[0], browser, &look));
	if (!look.open)
		return to_first_step(w);
	TRY(portal_language(w, look.language));
	TRY(portal_frame(w, &v->frame));
	v->frame->signed_in = false;
	v->frame->nav.n = 0;
	v->sent_to = look.to;
	v->action_path = sv_print(&w->unit.arena, "/l/" SV_FMT "/code", SV_ARG(w->vars[0]));
	v->again_path = sv_print(&w->unit.arena, "/l/" SV_FMT "/code/again", SV_ARG(w->vars[0]));
	v->form_token = opening_form_token(w, browser);
	return portal_show(w, 200, PAGE_CODE, v);
}

enum status portal_code(struct web *w)
{
	struct view_code v = { .frame = NULL };

	return show(w, &v);
}

static enum status typed_of(struct post *p, struct code_typed *ret)
{
	const struct form_code *f = p->form;

	p->unit.actor = SV("debtor");
	p->result = NEW(&p->unit.arena, struct verified);
	*ret = (struct code_typed){ .token = p->vars[0], .browser = p->pre, .address = p->address,
				    .form = f->form_token, .code = f->code };
	if (!opening_form_token_good(p, f->form_token))
		return fail_field(ST_INVALID, "form_token", N_("Please enter the code once more."));
	return ST_OK;
}

enum status portal_code_write(struct post *p, struct tx *tx)
{
	struct code_typed q;

	TRY(typed_of(p, &q));
	return service_code_verify(&p->unit, tx, &q, p->result);
}

enum status portal_code_after(struct web *w, struct post *p)
{
	const struct verified *v = p->result;
	const struct form_code *f = p->form;
	struct view_code view = { .frame = NULL };

	if (p->st == ST_INVALID) {
		view.error = portal_fault(w, p);
		view.code_error = p->fault.field[0] == 'c' ? view.error : SV_NONE;
		view.code_value = f->code;
		return show(w, &view);
	}
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	if (v->verdict == VERDICT_DEAD)
		return to_first_step(w);
	if (v->verdict == VERDICT_WRONG)
		view.code_error = view.error =
			phrase(&w->unit.arena, N_("This is not the code. Tries left: {tries}."),
			       P_NUMBER("tries", v->tries_left));
	else if (v->verdict == VERDICT_CODES)
		view.error = SV(N_("This code can not be used any more. Please ask for another one below."));
	else
		return opening_after(w, v);
	return show(w, &view);
}

/* Whoever changes the language of the answer to "send another" comes by here. */
enum status portal_code_back(struct web *w)
{
	TRY(portal_language(w, SV_NONE));
	web_redirect(w, sv_print(&w->unit.arena, "/l/" SV_FMT "/code", SV_ARG(w->vars[0])));
	return ST_OK;
}

enum status portal_code_again_write(struct post *p, struct tx *tx)
{
	struct code_typed q;

	TRY(typed_of(p, &q));
	return service_code_again(&p->unit, tx, &q, p->result);
}

enum status portal_code_again_after(struct web *w, struct post *p)
{
	const struct verified *v = p->result;

	if (p->st != ST_OK && p->st != ST_INVALID)
		return fault_carry(&p->fault);
	if (p->st == ST_INVALID)
		return portal_code(w); /* its page, with a fresh nonce */
	return v->verdict == VERDICT_DEAD ? to_first_step(w) : opening_after(w, v);
}
