/* home: accounts with balance, due date, creditor and status; promises, disputes. One snapshot. */
#include "server/service/home.h"

#include "common/phrase.h"

#include "server/service/dispute.h"
#include "server/service/promise.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/promise.h"
#include "server/store/setting.h"

enum { ACCOUNTS = 100, PROMISES = 20 };

static struct sv account_words(enum account_state state)
{
	switch (state) {
	case ACCOUNT_NEW:
	case ACCOUNT_PENDING:
	case ACCOUNT_AUTO:
	case ACCOUNT_TALKING:
		return SV(N_("Open"));
	case ACCOUNT_PROMISED:
		return SV(N_("You promised to pay"));
	case ACCOUNT_OVERDUE:
		return SV(N_("Promise overdue"));
	case ACCOUNT_PAID:
		return SV(N_("Paid"));
	case ACCOUNT_ESCALATED:
	case ACCOUNT_REVIEW:
		return SV(N_("With our team"));
	case ACCOUNT_CLOSED:
		return SV(N_("Closed"));
	case ACCOUNT_PAUSED:
		return SV(N_("Paused"));
	case account_state__none:
	case account_state__end:
		break;
	}
	return SV_NONE;
}

static void show_account(struct unit *u, const struct account_card_row *r, int64_t today, const struct org *org,
			 struct view_account *ret)
{
	bool owed = r->balance > 0 && r->state != ACCOUNT_PAID && r->state != ACCOUNT_CLOSED;

	*ret = (struct view_account){
		.account = r->id,
		.number = r->number,
		.creditor = r->creditor,
		.balance = r->balance,
		.currency = r->currency,
		.due_date = r->due_date,
		.status = account_words(r->state),
		.paid = !owed,
	};
	if (owed && r->due_date && today > r->due_date)
		ret->past_due = today - r->due_date;
	if (owed && section_on(org, SECTION_PROMISES))
		ret->promise_path =
			sv_print(&u->arena, "/account/%lld/promise", (long long)r->id);
	if (owed && section_on(org, SECTION_DISPUTES))
		ret->dispute_path = sv_print(&u->arena, "/account/%lld/dispute", (long long)r->id);
}

enum status service_home(struct unit *u, struct snap *s, int64_t contact, const struct zone *zone,
			 struct view_home *ret)
{
	struct account_card_row *rows = NEW_N(&u->arena, struct account_card_row, ACCOUNTS + 1);
	int64_t today = zone_day(zone, u->now);
	struct promise_row_list promises;
	struct org org;
	size_t n;

	TRY(store_org(s, &u->arena, &org));
	TRY(store_account_of_contact(s, contact, &u->arena, rows, ACCOUNTS + 1, &n));
	ret->more = n > ACCOUNTS;
	n = ret->more ? ACCOUNTS : n;
	ret->accounts.at = NEW_N(&u->arena, struct view_account, n);
	ret->accounts.n = n;
	for (size_t i = 0; i < n; i++)
		show_account(u, &rows[i], today, &org, &ret->accounts.at[i]);
	if (section_on(&org, SECTION_DISPUTES))
		TRY(service_dispute_of_account(u, s, contact, 0, &ret->disputes));
	TRY(store_promise_of_contact(s, contact, PROMISES, &promises, &u->arena));
	ret->promises.at = NEW_N(&u->arena, struct view_promise, promises.n);
	ret->promises.n = promises.n;
	for (size_t i = 0; i < promises.n; i++) {
		const struct promise_row *p = &promises.at[i];

		ret->promises.at[i] = (struct view_promise){ .reference = p->reference,
							     .number = p->account,
							     .amount = p->amount,
							     .currency = p->currency,
							     .day = p->promised_date,
							     .status = promise_words(p->state) };
	}
	return ST_OK;
}

struct sv service_legal(const struct org *o, const struct catalogue *language)
{
	struct sv own = o->legal[catalogue_index(language)];

	return own.n ? own : o->legal[catalogue_index(catalogue_find(o->language))];
}

enum status service_frame(struct unit *u, struct snap *s, struct frame *ret)
{
	struct org *org = NEW(&u->arena, struct org);

	TRY(store_org(s, &u->arena, org));
	*ret = (struct frame){ .organisation = org->organisation,
			       .contact_line = org->contact_line,
			       .phone = org->phone,
			       .email = org->email,
			       .address = org->address,
			       .hours = org->hours,
			       .colour = org->colour,
			       .colour_dark = org->colour_dark,
			       .time_zone = org->time_zone,
			       .base_url = org->base_url,
			       .language = org->language,
			       .on = sv_is(org->portal_on, "on"),
			       .org = org };
	return ST_OK;
}
