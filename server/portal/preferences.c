/* Preferences: channel, times, language; and the welcome of the first visit, which asks for two of them. */
#include <string.h>

#include "server/http/cookie.h"
#include "server/portal/portal.h"
#include "server/service/consent.h"
#include "server/service/preference.h"
#include "server/service/session.h"

static void check_option(struct view_option_list *l, struct sv value)
{
	for (size_t i = 0; i < l->n; i++)
		l->at[i].checked = sv_eq(l->at[i].value, value);
}

static enum status fill(struct web *w, struct view_preferences *v)
{
	TRY(portal_frame(w, &v->frame));
	return service_preferences(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session,
				   w->visitor.zone, w->language, v);
}

enum status portal_preferences(struct web *w)
{
	struct view_preferences v = { .frame = NULL };

	TRY(fill(w, &v));
	return portal_show(w, 200, PAGE_PREFERENCES, &v);
}

static void times_of(const struct form_preferences *f, struct sv from[WEEK], struct sv to[WEEK])
{
	const struct sv all[WEEK][2] = { { f->from_1, f->to_1 }, { f->from_2, f->to_2 }, { f->from_3, f->to_3 },
					 { f->from_4, f->to_4 }, { f->from_5, f->to_5 }, { f->from_6, f->to_6 },
					 { f->from_7, f->to_7 } };

	for (int i = 0; i < WEEK; i++) {
		from[i] = all[i][0];
		to[i] = all[i][1];
	}
}

enum status portal_preferences_write(struct post *p, struct tx *tx)
{
	const struct form_preferences *f = p->form;
	struct sv *reference = NEW(&p->unit.arena, struct sv);
	struct preference_ask q = { .contact = p->visitor.contact, .session = p->visitor.session,
				    .channel = f->channel, .language = f->language, .form_id = f->form_id, .times = true,
				    .paper = f->paper,
				    .shown = { f->channel_shown, f->language_shown, f->paper_shown, f->times_shown } };

	p->result = reference;
	p->unit.actor = SV("debtor");
	times_of(f, q.from, q.to);
	TRY(service_session_lives(tx, p->visitor.session));
	return service_preferences_save(&p->unit, tx, &q, reference);
}

/* The form that is sent next still says what the first one showed: it differs from that, and not from what was chosen
 * elsewhere since. Letters are as they are where the box was not there then, or is not there now. */
static void keep_shown(const struct form_preferences *f, struct view_preferences *v)
{
	v->channel_shown = f->channel_shown;
	v->language_shown = f->language_shown;
	v->times_shown = f->times_shown;
	if (v->letters && (f->paper || !sv_is(f->paper_shown, PAPER_NOT_ASKED))) {
		v->paper_shown = f->paper_shown;
		v->paper = f->paper;
	}
}

/* What was typed stays, and what is wrong stands beside it. */
static enum status show_again(struct web *w, struct post *p)
{
	const struct form_preferences *f = p->form;
	struct view_preferences v = { .frame = NULL };
	struct sv says = portal_fault(w, p), from[WEEK], to[WEEK];
	bool placed = false;

	TRY(fill(w, &v));
	if (!f->paper_shown.n || !f->times_shown.n) { /* it does not know what it would change: begun anew */
		v.error = says;
		return portal_show(w, 200, PAGE_PREFERENCES, &v);
	}
	check_option(&v.channels, f->channel);
	check_option(&v.tongues, f->language);
	keep_shown(f, &v);
	times_of(f, from, to);
	for (size_t i = 0; i < v.weekdays.n; i++) {
		struct view_weekday *day = &v.weekdays.at[i];

		day->from_value = from[i];
		day->to_value = to[i];
		if (!sv_is(day->from_name, p->fault.field) && !sv_is(day->to_name, p->fault.field))
			continue;
		day->error = says;
		placed = true;
	}
	if (strcmp(p->fault.field, "channel") == 0)
		v.channel_error = says;
	else if (strcmp(p->fault.field, "language") == 0)
		v.language_error = says;
	else if (!placed)
		v.error = says;
	return portal_show(w, 200, PAGE_PREFERENCES, &v);
}

/* The reader goes on in the language he chose. */
static void keep_language(struct web *w, struct sv language)
{
	if (language.n)
		web_cookie(w, (struct cookie){ .name = SV(COOKIE_LANGUAGE), .value = sv_copy(&w->unit.arena, language) });
}

enum status portal_preferences_after(struct web *w, struct post *p)
{
	const struct form_preferences *f = p->form;
	const struct sv *reference = p->result;

	if (p->st == ST_INVALID || p->st == ST_CONFLICT)
		return show_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	keep_language(w, f->language);
	if (f->paper) /* nothing is on its way any more when he reads that it is so */
		service_consent_settle(&w->unit, w->visitor.contact);
	web_redirect(w, reference->n ? sv_print(&w->unit.arena, "/receipt/" SV_FMT, SV_ARG(*reference))
				     : SV("/preferences"));
	return ST_OK;
}

enum status portal_welcome(struct web *w)
{
	struct view_welcome v = { .frame = NULL };
	enum status st;

	TRY(portal_frame(w, &v.frame));
	st = service_welcome(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, w->language, &v);
	if (st == ST_NOT_FOUND) { /* seen already: it never stands in the way */
		web_redirect(w, SV("/home"));
		return ST_OK;
	}
	TRY(st);
	return portal_show(w, 200, PAGE_WELCOME, &v);
}

enum status portal_welcome_write(struct post *p, struct tx *tx)
{
	const struct form_welcome *f = p->form;
	struct preference_ask q = { .contact = p->visitor.contact, .session = p->visitor.session,
				    .channel = f->channel, .language = f->language };

	p->unit.actor = SV("debtor");
	TRY(service_session_lives(tx, p->visitor.session));
	return service_welcome_answer(&p->unit, tx, p->visitor.contact, p->visitor.session,
				      sv_is(f->answer, "skip") ? NULL : &q);
}

static enum status welcome_again(struct web *w, struct post *p)
{
	const struct form_welcome *f = p->form;
	struct view_welcome v = { .error = portal_fault(w, p) };

	TRY(portal_frame(w, &v.frame));
	TRY(service_welcome(&w->unit, w->unit.snap, w->visitor.contact, w->visitor.session, w->language, &v));
	check_option(&v.channels, f->channel);
	check_option(&v.tongues, f->language);
	return portal_show(w, 200, PAGE_WELCOME, &v);
}

enum status portal_welcome_after(struct web *w, struct post *p)
{
	const struct form_welcome *f = p->form;

	if (p->st == ST_INVALID)
		return welcome_again(w, p);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	if (!sv_is(f->answer, "skip"))
		keep_language(w, f->language);
	web_redirect(w, SV("/home"));
	return ST_OK;
}
