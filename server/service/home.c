/* home: accounts with balance, due date, creditor and status; promises, disputes, interactions. One snapshot, one statement per
 * list, each within the contact. */
#include "server/service/home.h"

#include "common/phrase.h"

#include "server/service/account_page.h"
#include "server/service/dispute.h"
#include "server/service/interaction.h"
#include "server/service/promise.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/account_page.h"
#include "server/store/promise.h"
#include "server/store/remember.h"
#include "server/store/setting.h"

enum { ACCOUNTS = 100, CARDS = 6, PROMISES = 20, INTERACTIONS = 6, CURRENCIES = 20 };

static void show_account(struct unit *u, const struct account_card_row *r, int64_t today, const struct org *org,
			 struct view_account *ret)
{
	bool owed = account_owed(r->balance, r->state);

	*ret = (struct view_account){
		.account = r->id,
		.account_path = sv_print(&u->arena, "/account/%lld", (long long)r->id),
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
		ret->promise_path = sv_print(&u->arena, "/account/%lld/promise", (long long)r->id);
	if (owed && section_on(org, SECTION_DISPUTES))
		ret->dispute_path = sv_print(&u->arena, "/account/%lld/dispute", (long long)r->id);
}

static enum status accounts_of(struct unit *u, struct snap *s, const struct home_ask *q, struct home_lists *ret)
{
	struct account_card_row *rows = NEW_N(&u->arena, struct account_card_row, ACCOUNTS + 1);
	int64_t today = zone_day(q->zone, u->now);
	const struct org *org;
	size_t n;

	TRY(store_org_seen(s, &u->arena, &org));
	TRY(store_account_after(s, q->contact, q->after, &u->arena, rows, ACCOUNTS + 1, &n));
	ret->more = n > ACCOUNTS;
	n = ret->more ? ACCOUNTS : n;
	ret->accounts.at = NEW_N(&u->arena, struct view_account, n);
	ret->accounts.n = n;
	for (size_t i = 0; i < n; i++)
		show_account(u, &rows[i], today, org, &ret->accounts.at[i]);
	return ST_OK;
}

static enum status promises_of(struct unit *u, struct snap *s, int64_t contact, struct view_promise_list *ret)
{
	struct promise_row_list rows;
	const struct org *org;

	TRY(store_org_seen(s, &u->arena, &org));
	TRY(store_promise_of_contact(s, contact, PROMISES, &rows, &u->arena));
	ret->at = NEW_N(&u->arena, struct view_promise, rows.n);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct promise_row *p = &rows.at[i];

		ret->at[i] = (struct view_promise){ .reference = p->reference,
						    .promise_path = promise_page_path(&u->arena, org, p->reference),
						    .number = p->account,
						    .amount = p->amount,
						    .currency = p->currency,
						    .day = p->promised_date,
						    .status = promise_words(p->state),
						    .open = p->state == PROMISE_ACTIVE ||
							    p->state == PROMISE_VERIFYING };
	}
	return ST_OK;
}

enum status service_home_lists(struct unit *u, struct snap *s, const struct home_ask *q, struct home_lists *ret)
{
	TRY(accounts_of(u, s, q, ret));
	return q->after ? ST_OK : promises_of(u, s, q->contact, &ret->promises);
}

/* What is owed by currency, from the accounts at hand if they are all there are. */
static enum status totals_of(struct unit *u, struct snap *s, const struct home_ask *q, const struct home_lists *l,
			     struct view_total_list *ret)
{
	struct contact_total sums[CURRENCIES];
	bool all = !l->more && !q->after;
	size_t n = 0, owed = 0;

	for (size_t i = 0; i < l->accounts.n && all; i++) {
		const struct view_account *a = &l->accounts.at[i];
		size_t k = 0;

		if (a->paid)
			continue;
		while (k < n && !currency_eq(sums[k].currency, a->currency))
			k++;
		if (k == n && k < CURRENCIES)
			sums[n++] = (struct contact_total){ a->currency, 0 };
		if (k < n)
			sums[k].balance += a->balance;
		owed++;
	}
	if (!all)
		TRY(store_account_totals(s, q->contact, sums, CURRENCIES, &n, &u->arena));
	if (all && owed < 2)
		return ST_OK; /* the one card says it */
	ret->at = NEW_N(&u->arena, struct view_total, n);
	ret->n = n;
	for (size_t i = 0; i < n; i++)
		ret->at[i] = (struct view_total){ sums[i].balance, sums[i].currency };
	return ST_OK;
}

/* The first accounts on which something is owed are cards; the others of these, and what is settled, fold. */
static void share_out(struct unit *u, const struct home_lists *l, struct view_home *ret)
{
	ret->accounts.at = NEW_N(&u->arena, struct view_account, l->accounts.n);
	ret->more.at = NEW_N(&u->arena, struct view_account, l->accounts.n);
	ret->settled.at = NEW_N(&u->arena, struct view_account, l->accounts.n);
	for (size_t i = 0; i < l->accounts.n; i++) {
		struct view_account_list *to = l->accounts.at[i].paid	? &ret->settled
					       : ret->accounts.n < CARDS ? &ret->accounts
									 : &ret->more;

		to->at[to->n++] = l->accounts.at[i];
	}
	ret->more_count = (int64_t)ret->more.n;
	ret->settled_count = (int64_t)ret->settled.n;
	ret->promises.at = NEW_N(&u->arena, struct view_promise, l->promises.n);
	ret->past_promises.at = NEW_N(&u->arena, struct view_promise, l->promises.n);
	for (size_t i = 0; i < l->promises.n; i++) {
		struct view_promise_list *to = l->promises.at[i].open ? &ret->promises : &ret->past_promises;

		to->at[to->n++] = l->promises.at[i];
	}
}

static enum status read_home(struct unit *u, struct snap *s, const struct home_ask *q, struct view_home *ret)
{
	struct home_lists l = { .more = false };
	const struct org *org;

	TRY(service_home_lists(u, s, q, &l));
	share_out(u, &l, ret);
	if (l.more)
		ret->next_path = sv_print(&u->arena, "/home?after=%lld",
					  (long long)l.accounts.at[l.accounts.n - 1].account);
	TRY(totals_of(u, s, q, &l, &ret->totals));
	if (q->after)
		return ST_OK; /* a further page of accounts repeats nothing else */
	TRY(store_org_seen(s, &u->arena, &org));
	if (section_on(org, SECTION_DISPUTES))
		TRY(service_dispute_of_account(u, s, q->contact, 0, &ret->disputes));
	return service_interactions(u, s, q->contact, 0, INTERACTIONS, &ret->interactions);
}

enum status service_home(struct unit *u, struct snap *s, const struct home_ask *q, struct view_home *ret)
{
	struct { /* days past due change with the day */
		int64_t contact, day, after;
	} key = { q->contact, zone_day(q->zone, u->now), q->after };
	const struct view_home *seen = remember_get(s, REMEMBER_HOME, sv_of(&key, sizeof(key)));
	struct arena *a = remember_arena(s);
	struct view_home read = { .tries = 0 }, *kept;

	if (!seen) {
		TRY(read_home(u, s, q, &read));
		seen = &read;
	}
	if (seen == &read && a) {
		kept = NEW(a, struct view_home);
		record_copy(a, &view_home_record, &read, kept);
		remember_put(s, REMEMBER_HOME, sv_of(&key, sizeof(key)), kept);
	}
	read = *seen;
	read.frame = ret->frame;
	read.tries = ret->tries;
	*ret = read;
	return ST_OK;
}

struct sv service_legal(const struct org *o, const struct catalogue *language)
{
	struct sv own = o->legal[catalogue_index(language)];

	return own.n ? own : o->legal[catalogue_index(catalogue_find(o->language))];
}

enum status service_frame(struct unit *u, struct snap *s, struct frame *ret)
{
	const struct org *org;

	TRY(store_org_seen(s, &u->arena, &org));
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
