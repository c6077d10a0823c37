/* The landing page of a link: before identity nothing is said about a debt, and opening it changes nothing.
 * The nonce of its form is bound to the pre-session cookie and to the link, so a wrong answer counts only when
 * it comes from a browser that was served this page. Links that are spent, expired, locked or unknown all
 * answer with the same words after the same reads. What is asked is said by the link's own service. */
#include "common/phrase.h"

#include "server/portal/opening.h"
#include "server/service/link.h"
#include "server/service/words.h"

enum status portal_front(struct web *w)
{
	return portal_say(w, 200, SV(N_("Please open your personal link")),
			  SV(N_("This site is opened with the personal link from a message that we sent you. "
			  "If you can not find it, contact us and we will send you another one.")),
			  false);
}

/* What is wrong, beside its field and in the summary that leads there. */
static void mark(struct view_landing *v, struct sv field)
{
	struct {
		const char *name;
		struct sv *error;
	} fields[] = { { "digits", &v->digits_error },
		       { "reference", &v->reference_error },
		       { "year", &v->year_error },
		       { "postcode", &v->postcode_error } };

	for (size_t i = 0; i < COUNT(fields); i++)
		if (sv_is(field, fields[i].name)) {
			*fields[i].error = v->error;
			v->first_field = sv_from(fields[i].name);
		}
}

/* It was no answer, so it stays where it was typed. */
static void keep(struct view_landing *v, const struct form_identity *typed)
{
	v->digits_value = typed->digits;
	v->reference_value = typed->reference;
	v->year_value = typed->year;
	v->postcode_value = typed->postcode;
}

/* `said`: what is wrong with the last answer; `typed`: it was none, because of `field`. */
static enum status show(struct web *w, struct sv said, const char *field, const struct form_identity *typed)
{
	struct view_landing v = { .error = said };
	struct link_look look;
	struct sv browser;

	TRY(service_link_look(&w->unit, w->unit.snap, w->vars[0], &look));
	TRY(portal_language(w, look.language));
	browser = opening_browser(w);
	if (!look.lives)
		return portal_dead(w);
	if (look.question.person)
		return opening_person(w);
	TRY(portal_frame(w, &v.frame));
	v.frame->signed_in = false;
	v.frame->nav.n = 0;
	v.last_four = look.question.digits == 4;
	v.last_six = look.question.digits == 6;
	v.whole_reference = look.question.reference;
	v.birth_year = look.question.year;
	v.post_code = look.question.postcode;
	v.first_field = v.whole_reference ? SV("reference") : SV("digits");
	if (typed)
		keep(&v, typed);
	if (said.n)
		mark(&v, typed ? sv_from(field) : v.first_field);
	v.action_path = sv_print(&w->unit.arena, "/l/" SV_FMT, SV_ARG(w->vars[0]));
	v.form_token = opening_form_token(w, browser);
	v.words = words_of(w->unit.shared->keys, &w->unit.arena, w->vars[0], catalogue_find(look.language));
	v.words_lang = look.language;
	v.rights_path = sv_print(&w->unit.arena, "/l/" SV_FMT "/rights", SV_ARG(w->vars[0]));
	return portal_show(w, 200, PAGE_LANDING, &v);
}

enum status portal_landing(struct web *w)
{
	service_link_touch(&w->unit, w->vars[0]);
	return show(w, SV_NONE, "", NULL);
}

enum status portal_landing_write(struct post *p, struct tx *tx)
{
	const struct form_identity *f = p->form;
	struct verified *v = NEW(&p->unit.arena, struct verified);
	struct link_answer q = { .token = p->vars[0],
				 .address = p->address,
				 .browser = p->pre,
				 .form = f->form_token,
				 .typed = { f->digits, f->reference, f->year, f->postcode } };
	enum status st;

	p->result = v;
	p->unit.actor = SV("debtor");
	/* Without the nonce of a page that this browser was served it is no answer, so it counts as no try. */
	if (!opening_form_token_good(p, f->form_token))
		return fail_field(ST_INVALID, "form_token", N_("Please enter your answer once more."));
	st = service_link_verify(&p->unit, tx, &q, v);
	p->delay = v->delay;
	return st;
}

enum status portal_landing_after(struct web *w, struct post *p)
{
	const struct verified *v = p->result;

	if (p->st == ST_INVALID)
		return show(w, portal_fault(w, p), p->fault.field, p->form);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	if (v->verdict != VERDICT_WRONG)
		return opening_after(w, v);
	return show(w,
		    phrase(&w->unit.arena, N_("This is not what we have on file. Tries left: {tries}."),
			   P_NUMBER("tries", v->tries_left)),
		    "", NULL);
}
