/* The optional question how it was: on receipts of this visit and after signing out; its post, and the thanks. What the
 * question is about is sealed in its form, so that it needs no session. */
#include "server/http/cookie.h"
#include "server/portal/portal.h"
#include "server/service/feedback.h"

enum { BYE_SECONDS = 900 };

static void ask(struct web *w, struct view_frame *f, struct sv id, struct sv answer)
{
	static const char *const labels[] = { N_("Very bad"), N_("Bad"), N_("Fair"), N_("Good"), N_("Very good") };

	if (!id.n)
		return;
	f->feedback_id = id;
	f->marks.n = COUNT(labels);
	f->marks.at = NEW_N(&w->unit.arena, struct view_mark, COUNT(labels));
	for (size_t i = 0; i < COUNT(labels); i++) {
		int64_t mark = 0;

		f->marks.at[i] = (struct view_mark){ .mark = (int64_t)i + 1, .label = sv_from(labels[i]) };
		f->marks.at[i].checked = sv_int(answer, &mark) && mark == (int64_t)i + 1;
	}
}

enum status portal_feedback(struct web *w, struct view_frame *f, struct sv reference)
{
	struct sv id;

	TRY(service_feedback_about(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, reference, &id));
	ask(w, f, id, SV_NONE);
	return ST_OK;
}

void portal_feedback_later(struct web *w)
{
	struct sv id;

	if (service_feedback_form(&w->unit, w->unit.snap, w->visitor.session, 0, &id) == ST_OK && id.n)
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_BYE), .value = id, .seconds = BYE_SECONDS });
}

enum status portal_bye(struct web *w)
{
	struct view_message v = { .title = SV(N_("You are signed out")),
				  .text = SV(N_("Your visit has ended. You can close this page.")) };
	struct sv id;

	TRY(portal_frame(w, &v.frame));
	TRY(service_feedback_open(&w->unit, w->unit.snap, web_cookie_value(w, COOKIE_BYE), &id));
	ask(w, v.frame, id, SV_NONE);
	return portal_show(w, 200, PAGE_MESSAGE, &v);
}

enum status portal_feedback_write(struct post *p, struct tx *tx)
{
	const struct form_feedback *f = p->form;

	p->unit.actor = SV("debtor");
	return service_feedback_give(tx, &(struct feedback_ask){ f->form_id, f->answer, f->line });
}

static enum status ask_again(struct web *w, struct post *p)
{
	const struct form_feedback *f = p->form;
	struct view_feedback v = { .frame = NULL };

	portal_known(w);
	TRY(portal_frame(w, &v.frame));
	v.frame->feedback_line = f->line;
	v.frame->feedback_error = portal_fault(w, p);
	ask(w, v.frame, f->form_id, f->answer);
	return portal_show(w, 200, PAGE_FEEDBACK, &v);
}

enum status portal_feedback_after(struct web *w, struct post *p)
{
	const struct form_feedback *f = p->form;

	if (p->st == ST_INVALID && f->form_id.n)
		return ask_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_cookie(w, (struct cookie){ .name = SV(COOKIE_BYE) });
	web_redirect(w, SV("/thanks"));
	return ST_OK;
}

/* Whoever changes the language of the question that was asked again comes by here. */
enum status portal_feedback_page(struct web *w)
{
	portal_known(w);
	web_redirect(w, w->visitor.session ? SV("/home") : SV("/bye"));
	return ST_OK;
}

enum status portal_thanks(struct web *w)
{
	portal_known(w);
	return portal_say(w, 200, SV(N_("Thank you")), SV(N_("Your answer helps us to do better.")), true);
}
