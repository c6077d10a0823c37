/* callback: the form, the request, its page; see callback.h. */
#include "server/service/callback.h"

#include "common/date.h"
#include "common/id.h"
#include "common/phrase.h"

#include "server/document/ics.h"
#include "server/rule/callback.h"
#include "server/rule/phone.h"
#include "server/service/callback_inside.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/link.h"
#include "server/service/receipt.h"
#include "server/service/routing.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/setting.h"

enum { REFERENCE_TRIES = 4, ACCOUNTS = 100, ALARM_MINUTES = 15 };

/* What a day's windows hang on: the contact's place and zones, the organisation's week. */
static enum status rules_of(struct snap *s, struct arena *a, const struct contact_core *c, int64_t now,
			    struct callback_rules *ret)
{
	int64_t *closed = NEW_N(a, int64_t, CLOSED_MOST);
	const struct zone *zones[HOURS_ZONES], *desk;
	struct hours *h = &ret->hours;
	size_t n, n_closed;
	unsigned days;
	int from, to;
	struct org org;

	TRY(store_org(s, a, &org));
	TRY(zone_get(org.time_zone, &desk));
	if (!hours_clock(org.callback_from, &from) || !hours_clock(org.callback_to, &to) ||
	    !hours_days(org.callback_days, &days) ||
	    !hours_closed(org.callback_closed, closed, CLOSED_MOST, &n_closed))
		return fail(ST_INTERNAL, "the callback hours of the settings can not be read");
	*ret = (struct callback_rules){ .now = now, .notice_minutes = org.callback_notice,
					.days_ahead = org.callback_ahead, .window_minutes = org.callback_window };
	h->at[0] = (struct hours_member){ .zone = desk, .closed = closed, .n_closed = n_closed };
	for (int i = 0; i < 7; i++)
		if (days & (1u << i))
			h->at[0].week.day[i] = (struct hours_day){ from, to };
	n = hours_zones(c->time_zone, c->country, desk, zones);
	for (size_t i = 0; i < n; i++) {
		h->at[i + 1].zone = zones[i];
		hours_of_place(c->country, c->region, &h->at[i + 1].week);
	}
	h->n = n + 1;
	ret->zone = zones[0];
	return ST_OK;
}

static struct sv instant(struct arena *a, int64_t ms)
{
	struct buf b = buf_new(a, 32);

	time_print(&b, ms);
	return buf_sv(&b);
}

static struct sv when(struct arena *a, const struct zone *z, int64_t from, int64_t to)
{
	return phrase(a, N_("{day}, between {from} and {to}"), P_WEEKDAY("day", zone_day(z, from)),
		      P_CLOCK("from", from), P_CLOCK("to", to));
}

static void offer(struct arena *a, const struct callback_rules *r, struct sv chosen, struct view_callback_form *ret)
{
	int64_t today = zone_day(r->zone, r->now);
	struct callback_window w[CALLBACK_DAY_MOST];

	ret->days.at = NEW_N(a, struct view_window_day, (size_t)r->days_ahead + 1);
	for (int64_t day = today; day <= today + r->days_ahead; day++) {
		size_t n = callback_windows(r, day, w);
		struct view_window_day *d = &ret->days.at[ret->days.n];

		if (n == 0)
			continue;
		ret->days.n++;
		d->day = phrase(a, "{day}", P_WEEKDAY("day", day));
		d->windows.at = NEW_N(a, struct view_choice, n);
		d->windows.n = n;
		for (size_t i = 0; i < n; i++) {
			struct view_choice *o = &d->windows.at[i];

			o->value = instant(a, w[i].from);
			o->label = phrase(a, N_("{from} to {to}"), P_CLOCK("from", w[i].from), P_CLOCK("to", w[i].to));
			o->checked = sv_eq(o->value, chosen);
		}
	}
}

static void numbers(struct arena *a, const struct contact_core *c, const struct callback_ask *typed,
		    struct view_callback_form *ret)
{
	struct view_choice *o = NEW_N(a, struct view_choice, 3);
	bool same = sv_eq(c->phone, c->whatsapp);

	ret->numbers.at = o;
	if (c->phone.n)
		o[ret->numbers.n++] = (struct view_choice){
			.value = SV("phone"), .label = phrase(a, N_("My phone number on file, ending in {ending}"),
							      P_TEXT("ending", phone_ending(c->phone))) };
	if (c->whatsapp.n && !same)
		o[ret->numbers.n++] = (struct view_choice){
			.value = SV("whatsapp"), .label = phrase(a, N_("My WhatsApp number on file, ending in {ending}"),
								 P_TEXT("ending", phone_ending(c->whatsapp))) };
	if (ret->numbers.n)
		o[ret->numbers.n++] = (struct view_choice){ .value = SV("other"), .label = SV(N_("Another number")) };
	for (size_t i = 0; i < ret->numbers.n; i++)
		o[i].checked = typed->number.n ? sv_eq(o[i].value, typed->number) : i == 0;
	ret->other_value = typed->other_number;
}

static struct view_callback_row row_of(struct arena *a, const struct callback_core *c, const struct zone *z)
{
	return (struct view_callback_row){
		.callback_path = sv_print(a, "/callback/" SV_FMT, SV_ARG(c->reference)),
		.reference = c->reference,
		.number = c->account_number,
		.when = when(a, z, c->from, c->to),
	};
}

/* What waits already, and the accounts for which another may be asked. */
static enum status accounts(struct unit *u, struct snap *s, const struct callback_ask *typed, const struct zone *z,
			    struct view_callback_form *ret)
{
	struct account_card_row *rows = NEW_N(&u->arena, struct account_card_row, ACCOUNTS);
	struct callback_core *waiting = NEW_N(&u->arena, struct callback_core, ACCOUNTS);
	size_t n, n_waiting;

	TRY(store_account_of_contact(s, typed->contact, &u->arena, rows, ACCOUNTS, &n));
	TRY(store_callback_waiting(s, typed->contact, waiting, ACCOUNTS, &n_waiting, &u->arena));
	ret->waiting.at = NEW_N(&u->arena, struct view_callback_row, n_waiting);
	ret->accounts.at = NEW_N(&u->arena, struct view_choice, n);
	for (size_t i = 0; i < n_waiting; i++)
		if (!callback_is_missed(waiting[i].state, waiting[i].to, u->now))
			ret->waiting.at[ret->waiting.n++] = row_of(&u->arena, &waiting[i], z);
	for (size_t i = 0; i < n; i++) {
		struct view_choice o = { .value = rows[i].number, .checked = sv_eq(rows[i].number, typed->account),
					 .label = sv_print(&u->arena, SV_FMT " – " SV_FMT, SV_ARG(rows[i].creditor),
							   SV_ARG(rows[i].number)) };
		bool free = true;

		for (size_t k = 0; k < ret->waiting.n; k++)
			free &= !sv_eq(ret->waiting.at[k].number, rows[i].number);
		if (free)
			ret->accounts.at[ret->accounts.n++] = o;
	}
	if (ret->accounts.n == 1) {
		ret->account = ret->accounts.at[0].value;
		ret->account_name = ret->accounts.at[0].label;
	}
	ret->full = n > 0 && ret->accounts.n == 0;
	return ST_OK;
}

enum status service_callback_form(struct unit *u, struct snap *s, const struct callback_ask *typed,
				  struct view_callback_form *ret)
{
	struct callback_rules r;
	struct contact_core c;

	TRY(store_contact_core(s, typed->contact, &c, &u->arena));
	TRY(rules_of(s, &u->arena, &c, u->now, &r));
	TRY(accounts(u, s, typed, r.zone, ret));
	offer(&u->arena, &r, typed->window, ret);
	numbers(&u->arena, &c, typed, ret);
	topic_choices(&u->arena, typed->topic, &ret->topics);
	ret->zone = sv_from(zone_name(r.zone));
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "callback", typed->session);
	return ST_OK;
}

static enum status number_of(struct arena *a, const struct contact_core *c, const struct callback_ask *q,
			     struct callback_core *ret)
{
	ret->on_file = true;
	ret->number = sv_is(q->number, "phone")      ? c->phone
		      : sv_is(q->number, "whatsapp") ? c->whatsapp
						     : SV_NONE;
	if (ret->number.n)
		return ST_OK;
	if (q->number.n && !sv_is(q->number, "other"))
		return fail_field(ST_INVALID, "number", N_("Please choose a phone number."));
	ret->on_file = false;
	return phone_parse(a, q->other_number, "other_number", &ret->number);
}

/* The account and that none of its calls waits; one whose time is over, but which the clock has not come to yet, is
 * put away first. */
static enum status account_of(struct tx *tx, const struct callback_ask *q, struct callback_core *ret)
{
	struct callback_core *waiting = NEW_N(tx->arena, struct callback_core, ACCOUNTS);
	struct callback_change late = { .state = CALLBACK_MISSED, .miss = MISS_NOT_CALLED };
	struct account_core a;
	size_t n;

	if (q->account.n == 0)
		return fail_field(ST_INVALID, "account", N_("Please choose an account."));
	if (store_account_core(tx_look(tx), q->account, &a, tx->arena) != ST_OK || a.contact != q->contact)
		return fail_field(ST_INVALID, "account", N_("Please choose one of your accounts."));
	ret->account = a.id;
	TRY(store_callback_waiting(tx_look(tx), q->contact, waiting, ACCOUNTS, &n, tx->arena));
	for (size_t i = 0; i < n; i++) {
		if (waiting[i].account != a.id)
			continue;
		if (!callback_is_missed(waiting[i].state, waiting[i].to, tx->now))
			return fail_phrase(ST_CONFLICT, "account",
					   N_("A call about this account is arranged already: {reference}."),
					   P_TEXT("reference", waiting[i].reference));
		TRY(callback_move(tx, &waiting[i], &late, SV("system"), 0));
	}
	return ST_OK;
}

static enum status window_of(struct tx *tx, const struct contact_core *c, const struct callback_ask *q,
			     struct callback_core *ret)
{
	struct callback_rules r;
	struct callback_window w;
	int64_t from;

	if (q->window.n == 0 || !time_parse(q->window, &from))
		return fail_field(ST_INVALID, "window", N_("Please choose a day and time."));
	TRY(rules_of(tx_look(tx), tx->arena, c, tx->now, &r));
	TRY(callback_check(&r, from, &w));
	ret->from = w.from;
	ret->to = w.to;
	ret->zone = sv_from(zone_name(r.zone));
	return ST_OK;
}

static enum status tell(struct tx *tx, const struct callback_core *c)
{
	const struct zone *z = zone_utc();
	struct event_body b = { .callback = c->id, .session = c->session, .until = c->to, .team = c->team,
				.reason = sv_from(choice_text(&talk_topic_choice, (int)c->topic)) };

	TRY(zone_get(c->zone, &z));
	TRY(service_receipt_add(tx,
				&(struct receipt_new){ .kind = RECEIPT_CALLBACK, .contact = c->contact,
						       .account = c->account, .subject = c->id,
						       .session = c->session, .reference = c->reference,
						       .note = when(tx->arena, z, c->from, c->to) },
				NULL));
	return tx_tell(tx, E_portal_callback_requested, c->account, c->contact, SV("debtor"), &b);
}

enum status service_callback_ask(struct unit *u, struct tx *tx, const struct callback_ask *q, struct sv *ret_reference)
{
	struct callback_core c = { .contact = q->contact, .session = q->session }, before;
	enum status st = ST_CONFLICT;
	struct contact_core who;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_CALLBACKS));
	TRY(form_id_open(tx->keys, tx->arena, "callback", q->session, q->form_id, &c.id));
	TRY(store_callback_of_form(tx_look(tx), q->contact, c.id, &before, &found, tx->arena));
	if (found) {
		*ret_reference = sv_copy(&u->arena, before.reference);
		return ST_OK;
	}
	TRY(store_contact_core(tx_look(tx), q->contact, &who, tx->arena));
	TRY(account_of(tx, q, &c));
	TRY(window_of(tx, &who, q, &c));
	TRY(number_of(tx->arena, &who, q, &c));
	TRY(topic_of(q->topic, &c.topic));
	TRY(service_route_topic(tx_look(tx), tx->arena, c.topic, &c.team));
	for (int tries = 0; tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		c.reference = id_reference(&u->arena, "CB");
		st = store_callback_add(tx, &c);
	}
	TRY(st);
	*ret_reference = c.reference;
	return tell(tx, &c);
}

static void say(enum callback_state state, enum callback_miss miss, struct view_callback *ret)
{
	switch (state) {
	case CALLBACK_OPEN:
		ret->status = SV(N_("Requested"));
		ret->words = SV(N_("We have your request and will call you in this time."));
		break;
	case CALLBACK_TAKEN:
		ret->status = SV(N_("Confirmed"));
		ret->words = SV(N_("A member of our team will call you in this time."));
		break;
	case CALLBACK_DONE:
		ret->status = SV(N_("Done"));
		ret->words = SV(N_("We have spoken with you."));
		break;
	case CALLBACK_MISSED:
		ret->status = SV(N_("Missed"));
		ret->words = miss == MISS_NO_ANSWER
				     ? SV(N_("We called you and did not reach you. You can ask for another call."))
				     : SV(N_("We did not call you in this time. We are sorry. You can ask for another call."));
		break;
	case CALLBACK_CANCELLED:
		ret->status = SV(N_("Cancelled"));
		ret->words = SV(N_("This call is off. We will not call you."));
		break;
	case callback_state__none:
	case callback_state__end:
		break;
	}
}

enum status service_callback_show(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				  struct view_callback *ret)
{
	const struct zone *z = zone_utc();
	struct callback_core c;

	TRY(store_callback_by_reference(s, contact, reference, &c, &u->arena));
	TRY(zone_get(c.zone, &z));
	if (callback_is_missed(c.state, c.to, u->now)) { /* whether the clock has come by or not */
		c.state = CALLBACK_MISSED;
		c.miss = MISS_NOT_CALLED;
	}
	say(c.state, c.miss, ret);
	ret->waits = c.state == CALLBACK_OPEN || c.state == CALLBACK_TAKEN;
	ret->missed = c.state == CALLBACK_MISSED;
	ret->reference = c.reference;
	ret->number = c.account_number;
	ret->creditor = c.creditor;
	ret->when = when(&u->arena, z, c.from, c.to);
	ret->zone = c.zone;
	ret->ending = phone_ending(c.number);
	ret->topic = topic_words(c.topic);
	ret->made_at = c.made_at;
	return ST_OK;
}

enum status service_callback_call_off(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
				      struct sv reference)
{
	struct callback_change to = { .state = CALLBACK_CANCELLED };
	struct callback_core c;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_CALLBACKS));
	TRY(store_callback_by_reference(tx_look(tx), contact, reference, &c, tx->arena));
	if (callback_is_missed(c.state, c.to, tx->now))
		return fail(ST_CONFLICT, N_("The time for this call has passed."));
	TRY(callback_move(tx, &c, &to, u->actor, session));
	return service_receipt_add(tx,
				   &(struct receipt_new){ .kind = RECEIPT_CALL_OFF, .contact = c.contact,
							  .account = c.account, .subject = c.id, .session = session },
				   NULL);
}

static struct sv printed(struct arena *a, struct sv p, const struct render *how)
{
	struct buf b = buf_new(a, 1024);

	phrase_print(&b, p, how);
	return buf_sv(&b);
}

enum status service_callback_calendar(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				      const struct render *how, struct buf *b)
{
	struct callback_core c;
	struct sv base;

	TRY(store_callback_by_reference(s, contact, reference, &c, &u->arena));
	if ((c.state != CALLBACK_OPEN && c.state != CALLBACK_TAKEN) || callback_is_missed(c.state, c.to, u->now))
		return fail(ST_NOT_FOUND, "this call does not wait");
	TRY(service_base_url(u, s, &base));
	return ics_write(b, &(struct ics_event){
				    .uid = ics_uid(&u->arena, c.reference, base),
				    .stamp = u->now,
				    .start = c.from,
				    .end = c.to,
				    .summary = printed(&u->arena, SV(N_("Phone call")), how),
				    .description = printed(&u->arena,
							   phrase(&u->arena, N_("Your reference {reference}"),
								  P_TEXT("reference", c.reference)),
							   how),
				    .alarm_minutes = ALARM_MINUTES });
}
