/* feed: see feed.h. */
#include "server/service/feed.h"

#include "protocol/lists.h"
#include "protocol/mask.h"

#include "server/service/account.h"
#include "server/service/list.h"
#include "server/service/notification.h"
#include "server/store/account.h"
#include "server/store/event.h"
#include "server/store/notification.h"

enum { LIMIT_DEFAULT = 100, NOTICES = 50 };

/* "link.sent,portal.promise_created" -> which kinds. */
static enum status kinds_of(struct sv text, bool kinds[E__COUNT])
{
	while (text.p && text.n) {
		struct sv word = sv_trim(sv_cut(&text, ','));
		enum event_id id = event_find(word);

		if (id == E__COUNT)
			return fail_field(ST_INVALID, "kinds", "there is no event " SV_FMT,
					  SV_ARG(word));
		kinds[id] = true;
	}
	return ST_OK;
}

enum status service_feed_read(struct unit *u, struct snap *s, const struct feed_query *q,
			      struct feed_page *ret)
{
	bool kinds[E__COUNT] = { false };
	struct filter filter;
	struct event_filter f = { .after = q->after,
				  .newest = q->last > 0,
				  .limit = q->last	  ? (size_t)q->last
					   : q->limit ? (size_t)q->limit
						      : LIMIT_DEFAULT };

	if (q->last && q->after)
		return fail_field(ST_INVALID, "last", "goes without after");
	TRY(kinds_of(q->kinds, kinds));
	f.kinds = q->kinds.n ? kinds : NULL;
	if (q->filter.n) {
		TRY(service_list_filter(u, s, &event_list_words, q->filter, &filter));
		if (filter.n_sort)
			return fail_field(ST_INVALID, "filter", "the feed comes in its own order; event.list sorts");
		f.filter = &filter;
	}
	TRY(service_account_id(u, s, q->account, &f.account));
	TRY(store_event_list(s, &f, &ret->items, &ret->next, &u->arena));
	TRY(store_event_head(s, &ret->head));
	if (q->last)
		ret->next = ret->head;
	/* With a filter on one account nothing else can lie between, so the cursor may go to the head. */
	if (!q->last && f.account && ret->items.n < f.limit && !f.kinds && !f.filter)
		ret->next = ret->head > ret->next ? ret->head : ret->next;
	return ST_OK;
}

/* Of the contact where the event is about him, else of the account. */
static enum status title_of(struct unit *u, struct snap *s, const struct notification_row *n, struct sv *ret)
{
	static const struct {
		enum event_id kind;
		const char *words;
		bool contact;
	} titles[] = {
		{ E_portal_promise_created, "Portal promise: ", false },
		{ E_portal_dispute_filed, "Portal dispute: ", false },
		{ E_portal_creditor_requested, "Original creditor asked for: ", false },
		{ E_portal_callback_requested, "Callback request: ", false },
		{ E_link_locked, "Link locked: ", false },
		{ E_portal_contact_paused, "Too many wrong answers: ", false },
		{ E_portal_opt_out, "Portal opt-out: ", true },
		{ E_portal_not_me, "Not this person: ", true },
		{ E_portal_person, "Wants a person: ", false },
		{ E_portal_message_sent, "Message waiting: ", false },
		{ E_command_failed, "Could not be done: ", false },
	};

	*ret = n->title;
	if (sv_is(n->title, event_table[E_portal_breaker_tripped].name))
		*ret = SV("Guessing: everybody is asked for a second fact");
	if (sv_is(n->title, event_table[E_portal_breaker_reset].name))
		*ret = SV("Guessing: the breaker is off again");
	for (size_t i = 0; i < COUNT(titles); i++) {
		struct sv whom = n->account;
		struct contact_core c;

		if (!sv_is(n->title, event_table[titles[i].kind].name))
			continue;
		if (n->contact && (titles[i].contact || !whom.n)) {
			TRY(store_contact_core(s, n->contact, &c, &u->arena));
			whom = roles_may(u->roles, MAY_DETAILS) ? c.name : mask_text(&u->arena, c.name);
		}
		*ret = sv_print(&u->arena, "%s" SV_FMT, titles[i].words, SV_ARG(whom));
	}
	return ST_OK;
}

enum status service_notification_list(struct unit *u, struct snap *s, const struct notification_query *q,
				      struct notification_page *ret)
{
	if (service_list_asked(&notification_query_record, q))
		TRY(service_list_read(u, s, &notification_list_sql, &notification_query_record, q, &notification_page_record,
				      ret));
	else
		TRY(store_notification_list(s, q->limit ? (size_t)q->limit : NOTICES, &ret->items, &u->arena));
	for (size_t i = 0; i < ret->items.n; i++)
		TRY(title_of(u, s, &ret->items.at[i], &ret->items.at[i].title));
	return service_notification_enrich(u, s, &ret->items);
}

enum status service_event_list(struct unit *u, struct snap *s, const struct list_query *q, struct event_page *ret)
{
	return service_list_read(u, s, &event_list_sql, &list_query_record, q, &event_page_record, ret);
}

enum status service_audit_verify(struct unit *u, struct snap *s, struct sv head,
				 struct audit_result *ret)
{
	return store_event_verify(s, u->shared->keys, head, ret, &u->arena);
}
