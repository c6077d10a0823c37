/* preference: see preference.h. */
#include "server/service/preference.h"

#include <stdio.h>

#include "common/catalogue.h"
#include "common/phrase.h"

#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/paper.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/link.h"
#include "server/store/own.h"
#include "server/store/preference.h"
#include "server/store/receipt.h"
#include "server/store/session.h"

static const enum channel channels[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_WHATSAPP };
static const char *const weekday_words[WEEK] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
						 N_("Friday"), N_("Saturday"), N_("Sunday") };

struct sv service_channel_words(enum channel channel)
{
	switch (channel) {
	case CHANNEL_EMAIL:
		return SV(N_("E-mail"));
	case CHANNEL_SMS:
		return SV(N_("Text message"));
	case CHANNEL_WHATSAPP:
		return SV(N_("WhatsApp"));
	case channel__none:
	case channel__end:
		break;
	}
	return SV_NONE;
}

enum status service_visit_account(struct tx *tx, int64_t session, int64_t *ret)
{
	struct session_core s;

	TRY(store_session_by_id(tx_look(tx), session, &s));
	*ret = s.account;
	return ST_OK;
}

/* What can be chosen: channels with an address at which messages are allowed. */
static enum status offered(struct snap *s, struct arena *a, int64_t contact, const struct preference *p,
			   bool ret[channel__end])
{
	for (size_t i = 0; i < COUNT(channels); i++) {
		struct sv address = preference_address(p, channels[i]);

		ret[channels[i]] = false;
		if (address.n)
			TRY(service_consent_allows(s, a, contact, channels[i], address, &ret[channels[i]]));
	}
	return ST_OK;
}

static void channel_options(struct arena *a, const struct preference *p, const bool may[channel__end],
			    struct view_option_list *ret)
{
	bool wish = false;

	ret->at = NEW_N(a, struct view_option, COUNT(channels) + 1);
	for (size_t i = 0; i < COUNT(channels); i++) {
		if (!may[channels[i]])
			continue;
		wish |= p->channel == channels[i];
		ret->at[ret->n++] = (struct view_option){
			.value = sv_from(choice_text(&channel_choice, (int)channels[i])),
			.label = service_channel_words(channels[i]),
			.hint = preference_address(p, channels[i]),
			.checked = p->channel == channels[i],
		};
	}
	ret->at[ret->n++] = (struct view_option){ .label = SV(N_("No preference")), .checked = !wish };
}

static void language_options(struct arena *a, struct sv own, const struct catalogue *shown,
			     struct view_option_list *ret)
{
	const struct catalogue *c = catalogue_find(own);
	size_t checked = catalogue_index(c ? c : shown);

	ret->n = catalogue_count();
	ret->at = NEW_N(a, struct view_option, ret->n);
	for (size_t i = 0; i < ret->n; i++)
		ret->at[i] = (struct view_option){ .value = catalogue_code(catalogue_at(i)),
						   .label = catalogue_name(catalogue_at(i)),
						   .checked = i == checked };
}

static enum status windows_of(struct snap *s, int64_t contact, struct windows *ret)
{
	struct window_row rows[WINDOWS_MOST];
	size_t n;

	TRY(store_windows(s, contact, rows, &n));
	*ret = (struct windows){ .day = { { 0, 0 } } };
	for (size_t i = 0; i < n; i++)
		ret->day[rows[i].weekday] = (struct window){ (int)rows[i].from, (int)rows[i].to };
	return ST_OK;
}

/* All seven, comma separated: what a form showed, to be compared with what comes back. */
static struct sv windows_text(struct arena *a, const struct windows *w)
{
	struct buf b = buf_new(a, 16 * WEEK);

	for (int i = 0; i < WEEK; i++) {
		if (i)
			buf_char(&b, ',');
		if (w->day[i].to)
			buf_print(&b, SV_FMT "-" SV_FMT, SV_ARG(window_clock_text(a, w->day[i].from)),
				  SV_ARG(window_clock_text(a, w->day[i].to)));
	}
	return buf_sv(&b);
}

static void weekdays(struct arena *a, const struct windows *w, struct view_weekday_list *ret)
{
	ret->n = WEEK;
	ret->at = NEW_N(a, struct view_weekday, WEEK);
	for (int i = 0; i < WEEK; i++) {
		struct view_weekday *v = &ret->at[i];

		v->label = sv_from(weekday_words[i]);
		v->from_name = sv_print(a, "from_%d", i + 1);
		v->to_name = sv_print(a, "to_%d", i + 1);
		if (!w->day[i].to)
			continue;
		v->from_value = window_clock_text(a, w->day[i].from);
		v->to_value = window_clock_text(a, w->day[i].to);
	}
}

static void addresses(struct arena *a, const struct preference *p, struct view_address_list *ret)
{
	ret->n = COUNT(channels);
	ret->at = NEW_N(a, struct view_address, ret->n);
	for (size_t i = 0; i < ret->n; i++) {
		enum channel c = channels[i];
		struct view_address *v = &ret->at[i];

		v->label = c == CHANNEL_SMS ? SV(N_("Phone")) : service_channel_words(c);
		v->value = preference_address(p, c);
		v->verified = p->verified_at[c] != 0;
		v->waiting = p->waiting[c];
		if (v->waiting.n)
			v->code_path = sv_print(a, "/preferences/code/%s", choice_text(&channel_choice, (int)c));
	}
}

enum status service_preferences(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				const struct zone *zone, const struct catalogue *shown, struct view_preferences *ret)
{
	struct arena *a = &u->arena;
	bool may[channel__end];
	struct preference p;
	struct windows w;

	TRY(service_section(s, a, SECTION_PREFERENCES));
	TRY(store_preference(s, contact, &p, a));
	TRY(windows_of(s, contact, &w));
	TRY(offered(s, a, contact, &p, may));
	channel_options(a, &p, may, &ret->channels);
	language_options(a, p.language, shown, &ret->tongues);
	weekdays(a, &w, &ret->weekdays);
	addresses(a, &p, &ret->addresses);
	ret->form_id = form_id_new(u->shared->keys, a, "preferences", session);
	ret->zone = sv_from(zone_name(zone));
	ret->street = p.street;
	ret->letters = p.street.n > 0;
	TRY(store_contact_wants_paper(s, contact, &ret->paper));
	ret->town = sv_trim(sv_print(a, SV_FMT " " SV_FMT, SV_ARG(p.postcode), SV_ARG(p.city)));
	ret->channel_shown = p.channel && may[p.channel] ? sv_from(choice_text(&channel_choice, (int)p.channel)) : SV_NONE;
	ret->language_shown = catalogue_find(p.language) ? catalogue_code(catalogue_find(p.language)) : SV_NONE;
	ret->paper_shown = !ret->letters ? SV(PAPER_NOT_ASKED) : ret->paper ? SV(PAPER_ON) : SV(PAPER_OFF);
	ret->times_shown = windows_text(a, &w);
	return ST_OK;
}

struct wish { /* what is asked for, checked */
	enum channel channel;
	const struct catalogue *language; /* NULL: as it is */
	struct windows windows;
	bool paper;
	struct { /* which of them: the others stay as they are, whatever they were meanwhile */
		bool channel, language, windows, paper;
	} asks;
};

static enum status read_channel(struct sv text, const bool may[channel__end], enum channel *ret)
{
	int value = channel__none;

	if (text.n && (!choice_value(&channel_choice, text, &value) || !may[value]))
		return fail_field(ST_INVALID, "channel", N_("We may not write to you in this way. Please choose another one."));
	*ret = (enum channel)value;
	return ST_OK;
}

static enum status read_language(struct sv text, const struct catalogue **ret)
{
	const struct catalogue *c = text.n ? catalogue_find(text) : NULL;

	if (text.n && (!c || !sv_eq(catalogue_code(c), text)))
		return fail_field(ST_INVALID, "language", N_("Please choose one of the languages."));
	*ret = c;
	return ST_OK;
}

static enum status read_window(struct sv from, struct sv to, int day, struct window *ret)
{
	char first[24], second[24];
	struct window w = { 0, 0 };

	snprintf(first, sizeof(first), "from_%d", day + 1);
	snprintf(second, sizeof(second), "to_%d", day + 1);
	if (!from.n && !to.n) {
		*ret = w;
		return ST_OK;
	}
	if (!from.n || !window_clock(from, &w.from))
		return fail_field(ST_INVALID, first, N_("Please enter the time at which it begins, such as 09:00."));
	if (!to.n || !window_clock(to, &w.to))
		return fail_field(ST_INVALID, second, N_("Please enter the time at which it ends, such as 17:30."));
	if (w.to <= w.from)
		return fail_field(ST_INVALID, second, N_("The end is later than the beginning, on the same day."));
	*ret = w;
	return ST_OK;
}

/* The welcome is answered once and shows what it proposes: no channel is a wish but where the one so far was not on it. */
static void what_is_asked(struct arena *a, const struct preference_ask *q, const struct preference *p,
			  const bool may[channel__end], struct wish *w)
{
	const struct preference_shown *shown = &q->shown;

	w->asks.channel = q->times ? !sv_eq(q->channel, shown->channel) : w->channel || !p->channel || may[p->channel];
	w->asks.language = !q->times || !sv_eq(q->language, shown->language);
	w->asks.windows = q->times && !sv_eq(windows_text(a, &w->windows), shown->times);
	w->asks.paper = q->times && (sv_is(shown->paper, PAPER_NOT_ASKED) ? w->paper : w->paper != sv_is(shown->paper, PAPER_ON));
}

static enum status read_wish(struct tx *tx, const struct preference_ask *q, const struct preference *p,
			     struct wish *ret)
{
	bool may[channel__end];

	TRY(offered(tx_look(tx), tx->arena, q->contact, p, may));
	TRY(read_channel(q->channel, may, &ret->channel));
	TRY(read_language(q->language, &ret->language));
	for (int i = 0; q->times && i < WEEK; i++)
		TRY(read_window(q->from[i], q->to[i], i, &ret->windows.day[i]));
	ret->paper = q->paper;
	what_is_asked(tx->arena, q, p, may, ret);
	if (ret->paper && ret->asks.paper && !p->street.n)
		return fail_field(ST_INVALID, "paper", N_("We have no postal address of you yet."));
	return ST_OK;
}

static bool windows_differ(const struct windows *a, const struct windows *b)
{
	for (int i = 0; i < WEEK; i++)
		if (a->day[i].to != b->day[i].to || (a->day[i].to && a->day[i].from != b->day[i].from))
			return true;
	return false;
}

static enum status put_windows(struct tx *tx, int64_t contact, const struct windows *w)
{
	struct window_row rows[WINDOWS_MOST];
	size_t n = 0;

	for (int i = 0; i < WEEK; i++)
		if (w->day[i].to)
			rows[n++] = (struct window_row){ i, w->day[i].from, w->day[i].to };
	return store_windows_put(tx, contact, rows, n);
}

static void add_word(struct buf *b, const char *word)
{
	if (b->n)
		buf_char(b, ' ');
	buf_z(b, word);
}

/* Writes what differs; `what` gets a word for each. */
static enum status put_changes(struct tx *tx, const struct preference_ask *q, const struct preference *p,
			       const struct wish *w, int64_t account, struct buf *what)
{
	struct windows before;

	TRY(windows_of(tx_look(tx), q->contact, &before));
	if (w->asks.channel && w->channel != p->channel) {
		TRY(store_preferred_channel(tx, q->contact, w->channel));
		add_word(what, "channel");
	}
	if (w->asks.windows && windows_differ(&before, &w->windows)) {
		TRY(put_windows(tx, q->contact, &w->windows));
		add_word(what, "times");
	}
	if (w->asks.paper) {
		bool changed;

		TRY(service_paper(tx, q->contact, account, q->session, w->paper, &changed));
		if (changed)
			add_word(what, "paper");
	}
	if (w->asks.language && w->language && w->language != catalogue_find(p->language)) {
		TRY(store_own_language(tx, q->contact, catalogue_code(w->language)));
		add_word(what, "language");
	}
	return ST_OK;
}

enum status service_preferences_save(struct unit *u, struct tx *tx, const struct preference_ask *q,
				     struct sv *ret_reference)
{
	struct buf what = buf_new(tx->arena, 64);
	struct event_body b = { .session = q->session };
	struct wish w = { .channel = channel__none };
	struct sv reference = SV_NONE;
	int64_t account, form = 0;
	struct preference p;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PREFERENCES));
	if (q->times) {
		TRY(form_id_open(tx->keys, tx->arena, "preferences", q->session, q->form_id, &form));
		if (!q->shown.paper.n || !q->shown.times.n)
			return fail_field(ST_INVALID, "form_id", N_("This form is too old. Please check it and send it again."));
		TRY(store_receipt_of(tx_look(tx), q->contact, RECEIPT_PREFERENCES, form, &reference, tx->arena));
	}
	*ret_reference = sv_copy(&u->arena, reference);
	if (reference.n)
		return ST_OK;
	TRY(store_preference(tx_look(tx), q->contact, &p, tx->arena));
	TRY(read_wish(tx, q, &p, &w));
	TRY(service_visit_account(tx, q->session, &account));
	TRY(put_changes(tx, q, &p, &w, account, &what));
	if (!what.n)
		return ST_OK;
	TRY(service_receipt_add(tx, &(struct receipt_new){ .kind = RECEIPT_PREFERENCES, .contact = q->contact,
							   .session = q->session, .subject = form,
							   .note = SV(N_("We follow your wishes from now on.")) },
				&reference));
	b.channel = w.channel;
	b.name = buf_sv(&what);
	TRY(tx_tell(tx, E_portal_preferences_updated, account, q->contact, SV("debtor"), &b));
	*ret_reference = sv_copy(&u->arena, reference);
	return ST_OK;
}

static enum status link_channel(struct snap *s, struct arena *a, int64_t session, enum channel *ret)
{
	struct session_core core;
	struct link_core l;

	TRY(store_session_by_id(s, session, &core));
	TRY(store_link_core(s, core.link, &l, a));
	*ret = l.channel;
	return ST_OK;
}

enum status service_welcome(struct unit *u, struct snap *s, int64_t contact, int64_t session,
			    const struct catalogue *shown, struct view_welcome *ret)
{
	bool may[channel__end], ours;
	struct contact_core c;
	struct preference p;

	TRY(service_section(s, &u->arena, SECTION_PREFERENCES));
	TRY(store_welcome_is_for(s, contact, session, &ours));
	if (!ours)
		return fail(ST_NOT_FOUND, "there is no welcome for this visit");
	TRY(store_preference(s, contact, &p, &u->arena));
	TRY(store_contact_core(s, contact, &c, &u->arena));
	ret->name = c.name;
	TRY(offered(s, &u->arena, contact, &p, may));
	if (!p.channel) /* proposed: the one that brought him here */
		TRY(link_channel(s, &u->arena, session, &p.channel));
	channel_options(&u->arena, &p, may, &ret->channels);
	language_options(&u->arena, p.language, shown, &ret->tongues);
	return ST_OK;
}

enum status service_welcome_offer(struct tx *tx, int64_t contact, bool *ret)
{
	*ret = false;
	if (service_section(tx_look(tx), tx->arena, SECTION_PREFERENCES) != ST_OK)
		return ST_OK;
	return store_welcome_offer(tx, contact, ret);
}

enum status service_welcome_answer(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
				   const struct preference_ask *q)
{
	struct sv reference;
	bool ours;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PREFERENCES));
	TRY(store_welcome_is_for(tx_look(tx), contact, session, &ours));
	if (!ours)
		return ST_OK;
	if (q)
		TRY(service_preferences_save(u, tx, q, &reference));
	return store_welcome_end(tx, contact, session);
}

enum status service_preference_channel(struct snap *s, struct arena *a, int64_t contact, enum channel *ret)
{
	bool may[channel__end];
	struct preference p;

	TRY(store_preference(s, contact, &p, a));
	TRY(offered(s, a, contact, &p, may));
	*ret = p.channel && may[p.channel] ? p.channel : channel__none;
	return ST_OK;
}

enum status service_preference_window(struct snap *s, int64_t contact, const struct zone *zone, int64_t at,
				      int64_t *ret_at)
{
	struct windows w;

	TRY(windows_of(s, contact, &w));
	*ret_at = window_next(&w, zone, at);
	return ST_OK;
}

enum status service_preference_times(struct snap *s, struct arena *a, int64_t contact, struct sv *ret)
{
	struct buf b = buf_new(a, 200);
	struct windows w;

	TRY(windows_of(s, contact, &w));
	for (int i = 0; i < WEEK; i++)
		if (w.day[i].to)
			buf_print(&b, "%s%.3s " SV_FMT "-" SV_FMT, b.n ? ", " : "", weekday_words[i],
				  SV_ARG(window_clock_text(a, w.day[i].from)),
				  SV_ARG(window_clock_text(a, w.day[i].to)));
	*ret = buf_sv(&b);
	return ST_OK;
}
