/* account: see account.h. Details are joined here from what each subject's store gives. */
#include "server/service/account.h"

#include "common/utf8.h"
#include "common/zone.h"

#include "server/runtime/activity.h"
#include "server/service/consent.h"
#include "server/service/identity.h"
#include "server/service/list.h"
#include "server/service/preference.h"
#include "server/service/work.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/event.h"
#include "server/store/link.h"
#include "server/store/promise.h"
#include "server/store/session.h"
#include "server/store/setting.h"

enum { FIND_DEFAULT = 50, WORDS = 4, INVOICES = 100, LEDGER = 50, PROMISES = 50, LINKS = 20, ACTIONS = 20 };

static bool masked(const struct unit *u)
{
	return !roles_may(u->roles, MAY_DETAILS);
}

static enum status today_of(struct unit *u, struct snap *s, int64_t *ret)
{
	const struct zone *z;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	*ret = zone_day(zone_get(org.time_zone, &z) == ST_OK ? z : zone_utc(), u->now);
	return ST_OK;
}

static int64_t days_past_due(int64_t today, int64_t due, int64_t balance)
{
	return due && balance > 0 && today > due ? today - due : 0;
}

enum status service_account_find(struct unit *u, struct snap *s, const struct account_query *q,
				 struct account_page *ret)
{
	struct sv words[WORDS], rest = utf8_fold(&u->arena, q->text);
	int64_t today;
	size_t n = 0;

	while (rest.n) {
		struct sv word = sv_cut(&rest, ' ');

		if (word.n == 0)
			continue;
		if (n == WORDS)
			return fail_field(ST_INVALID, "text", "has more than %d words", WORDS);
		words[n++] = word;
	}
	TRY(today_of(u, s, &today));
	TRY(store_account_find(s, words, n, masked(u), q->limit ? (size_t)q->limit : FIND_DEFAULT, ret,
			       &u->arena));
	for (size_t i = 0; i < ret->items.n; i++) {
		struct account_row *r = &ret->items.at[i];

		r->days_past_due = days_past_due(today, r->due_date, r->balance);
	}
	return service_work_mark(u, s, &ret->items);
}

enum status service_account_list(struct unit *u, struct snap *s, const struct list_query *q, struct account_page *ret)
{
	TRY(service_list_read(u, s, &account_list_sql, &list_query_record, q, &account_page_record, ret));
	return service_work_mark(u, s, &ret->items);
}

static enum status activity_of(struct unit *u, struct snap *s, int64_t account, int64_t contact,
			       struct portal_activity *ret)
{
	int64_t first, last, slot;
	struct org org;

	TRY(store_link_activity(s, account, u->now, ret));
	TRY(store_promise_activity(s, contact, account, ret));
	TRY(store_session_of_account(s, account, &ret->sessions, &first, &last, &slot));
	ret->ever = ret->sessions > 0;
	ret->first_access = first;
	ret->last_access = last;
	if (slot >= 0) {
		int64_t at = activity_last(u->shared->activity, slot);

		TRY(store_org(s, &u->arena, &org));
		ret->last_access = at > last ? at : last;
		ret->live = u->now < ret->last_access + org.active_minutes * 60000;
	}
	return ST_OK;
}

static enum status actions_of(struct unit *u, struct snap *s, int64_t account,
			      struct account_detail *ret)
{
	bool kinds[E__COUNT] = { [E_portal_session_started] = true, [E_portal_session_ended] = true,
				 [E_portal_promise_created] = true, [E_portal_promise_rescheduled] = true,
				 [E_portal_promise_cancelled] = true, [E_portal_callback_requested] = true,
				 [E_callback_cancelled] = true, [E_portal_message_sent] = true, [E_link_locked] = true,
				 [E_portal_dispute_filed] = true, [E_portal_evidence_added] = true,
				 [E_portal_creditor_requested] = true, [E_portal_contact_paused] = true,
				 [E_portal_contact_lifted] = true, [E_portal_preferences_updated] = true,
				 [E_portal_address_changed] = true,
				 [E_portal_opt_out] = true, [E_portal_opt_in] = true,
				 [E_portal_not_me] = true, [E_portal_person] = true };
	struct event_filter f = { .account = account, .kinds = kinds, .newest = true,
				  .limit = ACTIONS };
	int64_t next;

	TRY(store_event_list(s, &f, &ret->actions, &next, &u->arena));
	for (size_t i = 0, j = ret->actions.n; i + 1 < j; i++) { /* newest first here */
		struct event_row swap = ret->actions.at[i];

		ret->actions.at[i] = ret->actions.at[--j];
		ret->actions.at[j] = swap;
	}
	return ST_OK;
}

/* What the question of identity.mode asks for is on file. */
static enum status identity_of(struct unit *u, struct snap *s, struct sv number, bool *ret)
{
	struct account_core c;
	struct identity_file f;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	TRY(store_account_core(s, number, &c, &u->arena));
	f = identity_file_of(&c);
	*ret = identity_ready(identity_mode_of(&org), &f);
	return ST_OK;
}

enum status service_account_show(struct unit *u, struct snap *s, struct sv number,
				 struct account_detail *ret)
{
	struct link_page links;
	int64_t id, today;

	TRY(store_account_detail(s, number, ret, &id, &u->arena));
	TRY(identity_of(u, s, number, &ret->identity_ready));
	TRY(service_preference_times(s, &u->arena, ret->contact, &ret->contact_times));
	TRY(today_of(u, s, &today));
	ret->days_past_due = days_past_due(today, ret->due_date, ret->balance);
	ret->activity = NEW(&u->arena, struct portal_activity);
	TRY(activity_of(u, s, id, ret->contact, ret->activity));
	TRY(store_account_invoices(s, id, INVOICES, &ret->invoices, &u->arena));
	TRY(store_account_ledger(s, id, LEDGER, &ret->ledger, &u->arena));
	TRY(store_promise_of_account(s, ret->contact, id, PROMISES, &ret->promises, &u->arena));
	TRY(store_link_list(s, id, link_state__none, 0, LINKS, u->now, &links, &u->arena));
	ret->links = links.items;
	TRY(service_consent_list(u, s, ret->contact, &ret->consents));
	TRY(store_contact_wants_paper(s, ret->contact, &ret->paper));
	TRY(actions_of(u, s, id, ret));
	TRY(store_event_head(s, &ret->seq));
	return ST_OK;
}

enum status service_account_id(struct unit *u, struct snap *s, struct sv number, int64_t *ret)
{
	struct account_core c = { 0 };

	if (number.n)
		TRY(store_account_core(s, number, &c, &u->arena));
	*ret = c.id;
	return ST_OK;
}
