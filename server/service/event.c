/* tx_tell; see event.h. What a kind moves stands in the functions below and nowhere else. */
#include "server/service/event.h"

#include "common/record_json.h"

#include "server/service/interaction.h"
#include "server/store/event.h"
#include "server/store/kpi.h"
#include "server/store/message.h"
#include "server/store/notification.h"

static const struct event_body nothing_more;

/* A visit counts for the hour in which its link was sent: conversion is a cohort (product.md 4). */
static enum status keep_figures(struct tx *tx, enum event_id kind, const struct event_body *b)
{
	int64_t hour = tx->now / HOUR_MS;

	if (kind == E_link_sent)
		return store_kpi_bump(tx, "links_sent", hour, SV_NONE, 1, 0);
	if (kind == E_portal_session_started) {
		if (b->sent_at)
			TRY(store_kpi_bump(tx, "links_verified", b->sent_at / HOUR_MS, SV_NONE, 1, 0));
		return store_kpi_bump(tx, "sessions", hour, SV_NONE, 1, 0);
	}
	if (kind == E_portal_opt_out)
		return store_kpi_bump(tx, "opt_outs", hour, SV_NONE, 1, 0);
	if (kind == E_portal_promise_created)
		return store_kpi_bump(tx, "promises", hour, currency_sv(&b->currency), 1, b->amount);
	if (kind == E_portal_dispute_filed)
		return store_kpi_bump(tx, "disputes", hour, SV_NONE, 1, 0);
	return ST_OK;
}

/* Whoever says that he is not the contact stops messages too: one notification is enough. */
static bool notifies(enum event_id kind, const struct event_body *b)
{
	static const enum event_id kinds[] = { E_portal_promise_created, E_portal_callback_requested, E_link_locked,
					       E_portal_dispute_filed, E_portal_creditor_requested,
					       E_portal_contact_paused, E_portal_breaker_tripped, E_portal_breaker_reset,
					       E_portal_not_me, E_portal_person, E_portal_message_sent,
					       E_command_failed };

	if (kind == E_portal_opt_out)
		return !sv_is(b->reason, "not_me");
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

/* A thread rings once until the team has read it, however many messages come meanwhile. */
static enum status rings(struct tx *tx, enum event_id kind, const struct event_body *b, bool *ret)
{
	struct thread_core t;

	*ret = notifies(kind, b);
	if (!*ret || kind != E_portal_message_sent || !b->thread)
		return ST_OK;
	TRY(store_thread_by_id(tx_look(tx), b->thread, &t, tx->arena));
	*ret = t.unread_team <= 1; /* this one alone: it is there before it is told */
	return ST_OK;
}

enum status tx_tell(struct tx *tx, enum event_id kind, int64_t account, int64_t contact,
		    struct sv actor, const struct event_body *body)
{
	struct buf json = buf_new(tx->arena, 8192);
	struct event_new e = { .kind = kind, .account = account, .contact = contact, .actor = actor };
	int64_t seq;
	bool ring;

	if (body) {
		record_to_json(&json, &event_body_record, body);
		TRY(buf_end(&json, "the event's body"));
		e.body = buf_sv(&json);
	} else {
		body = &nothing_more;
	}
	TRY(store_event_add(tx, &e, &seq));
	TRY(keep_figures(tx, kind, body));
	TRY(interaction_keep(tx, seq, kind, account, contact, body));
	TRY(rings(tx, kind, body, &ring));
	if (!ring)
		return ST_OK;
	return store_notification_add(tx, &(struct notification_new){ .seq = seq, .kind = kind, .account = account,
								      .contact = contact, .amount = body->amount,
								      .currency = currency_sv(&body->currency) });
}
