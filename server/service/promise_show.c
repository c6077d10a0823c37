/* What is shown of promises: a debtor's page and calendar file, an operator's list. See promise.h. */
#include "common/phrase.h"

#include "server/document/ics.h"
#include "server/service/link.h"
#include "server/service/list.h"
#include "server/service/promise_inside.h"
#include "server/service/section.h"

enum { LIST_DEFAULT = 100, ICS_MAX = 8192, ALARM_MINUTES = 15 * 60 }; /* at nine on the morning before */

static struct sv title_of(enum promise_state state)
{
	switch (state) {
	case PROMISE_ACTIVE:
		return SV(N_("Thank you: your promise is recorded"));
	case PROMISE_VERIFYING:
		return SV(N_("We are checking your payment"));
	case PROMISE_KEPT:
		return SV(N_("Thank you: you kept this promise"));
	case PROMISE_PARTLY_KEPT:
		return SV(N_("This promise was kept in part"));
	case PROMISE_BROKEN:
		return SV(N_("No payment has reached us for this promise"));
	case PROMISE_RESCHEDULED:
		return SV(N_("This promise was moved to another day"));
	case PROMISE_CANCELLED:
		return SV(N_("This promise was cancelled"));
	case promise_state__none:
	case promise_state__end:
		break;
	}
	return SV_NONE;
}

static struct sv words_of(struct arena *a, const struct promise_core *p, const struct promise_open *open)
{
	if (open->put_off)
		return SV(N_("Your dispute or request about this account is being looked into, and this promise waits for it. After our answer you will again have some time to pay."));
	switch (p->state) {
	case PROMISE_ACTIVE:
		return SV(N_("Please pay by this day. A payment that is on its way by then counts as well."));
	case PROMISE_VERIFYING:
		return phrase(a, N_("A payment can take some days to reach us. We wait for it until {until}."),
			      P_DAY("until", open->until));
	case PROMISE_KEPT:
		return SV(N_("The promised amount has reached us."));
	case PROMISE_PARTLY_KEPT:
		return phrase(a, N_("{paid} of {amount} reached us in time. If you can, make a new promise for the rest, or talk to us."),
			      P_MONEY("paid", p->paid, p->currency), P_MONEY("amount", p->amount, p->currency));
	case PROMISE_BROKEN:
		return SV(N_("If you have paid, your payment may still be on its way. Otherwise you can make a new promise, or talk to us."));
	case PROMISE_RESCHEDULED:
		return SV(N_("The new promise has a reference and a page of its own."));
	case PROMISE_CANCELLED:
		return SV(N_("Nothing more is expected from you for this promise. What is owed on the account stays the same."));
	case promise_state__none:
	case promise_state__end:
		break;
	}
	return SV_NONE;
}

static enum status explained(struct snap *s, struct arena *a, const struct account_core *c, const struct org *org,
			     const struct promise_core *p, int64_t now, struct sv *ret)
{
	struct promise_standing st = { .n = 0 };
	struct promise_open open = { .until = p->promised_date };
	size_t i;

	if (!promise_ended(p->state)) {
		TRY(promise_stand(s, c, promise_zone(c, org), org->promise_grace, now, a, &st));
		i = promise_place(&st, p->id);
		open = i < st.n ? st.open[i] : open;
	}
	*ret = words_of(a, p, &open);
	return ST_OK;
}

static struct sv path_of(struct arena *a, struct sv reference, const char *what)
{
	return reference.n ? sv_print(a, "/promise/" SV_FMT "%s", SV_ARG(reference), what) : SV_NONE;
}

struct sv promise_page_path(struct arena *a, const struct org *org, struct sv reference)
{
	return section_on(org, SECTION_PROMISES) ? path_of(a, reference, "") : SV_NONE;
}

static void actions_of(struct unit *u, const struct org *org, const struct promise_core *p, int64_t today,
		       struct view_receipt *ret)
{
	struct promise_change c = { .state = p->state,
				    .day = p->promised_date,
				    .original_day = p->original_date ? p->original_date : p->promised_date,
				    .moves = p->moves,
				    .most_moves = org->promise_moves,
				    .move_days = org->promise_move_days,
				    .today = today,
				    .first_days = org->promise_first,
				    .latest_days = org->promise_days,
				    .may_cancel = sv_is(org->promise_cancel, "on") };

	if (p->state != PROMISE_ACTIVE)
		return;
	if (promise_may_move(&c) == ST_OK)
		ret->move_path = path_of(&u->arena, p->reference, "/move");
	if (promise_may_cancel(&c) == ST_OK)
		ret->cancel_path = path_of(&u->arena, p->reference, "/cancel");
	if (today <= p->promised_date)
		ret->reminder_path = path_of(&u->arena, p->reference, "/reminder.ics");
}

enum status service_promise_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				 const struct zone *zone, struct view_receipt *ret)
{
	struct account_core c;
	struct promise_core p;
	struct org org;

	TRY(service_section(s, &u->arena, SECTION_PROMISES));
	TRY(store_org(s, &u->arena, &org));
	TRY(store_promise_by_reference(s, contact, reference, &p, &u->arena));
	TRY(store_account_core_by_id(s, p.account, &c, &u->arena));
	ret->title = title_of(p.state);
	TRY(explained(s, &u->arena, &c, &org, &p, u->now, &ret->text));
	ret->reference = p.reference;
	ret->number = p.number;
	ret->account_path = sv_print(&u->arena, "/account/%lld", (long long)p.account);
	ret->creditor = c.creditor;
	ret->amount = p.amount;
	ret->paid = p.paid;
	ret->currency = p.currency;
	ret->day = p.promised_date;
	ret->original_day = p.original_date;
	ret->made_at = p.made_at;
	ret->status = promise_words(p.state);
	ret->replaces = p.replaces;
	ret->replaces_path = path_of(&u->arena, p.replaces, "");
	ret->replaced_by = p.replaced_by;
	ret->replaced_by_path = path_of(&u->arena, p.replaced_by, "");
	actions_of(u, &org, &p, zone_day(zone, u->now), ret);
	return ST_OK;
}

/* Calendars are shared: the title says nothing, the text nothing but the reference. A moved promise keeps its entry. */
enum status service_promise_reminder(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				     const struct render *how, struct sv *ret)
{
	struct buf b = buf_new(&u->arena, ICS_MAX), summary = buf_new(&u->arena, 256),
		   description = buf_new(&u->arena, 512);
	struct promise_core p;
	struct ics_event e;
	struct sv base;

	TRY(service_section(s, &u->arena, SECTION_PROMISES));
	TRY(store_promise_by_reference(s, contact, reference, &p, &u->arena));
	if (p.state != PROMISE_ACTIVE)
		return fail(ST_NOT_FOUND, "its day is over");
	phrase_print(&summary, SV(N_("Reminder")), how);
	phrase_print(&description, phrase(&u->arena, N_("Reference {reference}"), P_TEXT("reference", p.reference)),
		     how);
	TRY(service_base_url(u, s, &base));
	e = (struct ics_event){ .uid = ics_uid(&u->arena, p.chain.n ? p.chain : p.reference, base),
				.stamp = u->now,
				.sequence = p.moves,
				.day = p.promised_date,
				.summary = buf_sv(&summary),
				.description = buf_sv(&description),
				.alarm_minutes = ALARM_MINUTES };
	TRY(ics_write(&b, &e));
	*ret = buf_sv(&b);
	return ST_OK;
}

enum status service_promise_list(struct unit *u, struct snap *s, const struct promise_query *q,
				 struct promise_page *ret)
{
	struct account_core c = { .id = 0 };

	if (service_list_asked(&promise_query_record, q))
		return service_list_read(u, s, &promise_list_sql, &promise_query_record, q, &promise_page_record, ret);
	if (q->account.n)
		TRY(store_account_core(s, q->account, &c, &u->arena));
	return store_promise_list(s, c.contact, c.id, q->state, q->before,
				  q->limit ? (size_t)q->limit : LIST_DEFAULT, ret, &u->arena);
}

enum status service_promise_show(struct unit *u, struct snap *s, struct sv reference, struct promise_detail *ret)
{
	if (store_promise_detail(s, reference, ret, &u->arena) == ST_OK)
		return ST_OK;
	if (fault_last()->status != ST_NOT_FOUND)
		return fault_last()->status;
	return fail_field(ST_NOT_FOUND, "reference", "there is no promise " SV_FMT, SV_ARG(reference));
}
