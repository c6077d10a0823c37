/* What happened, in the words of the desk. One row per kind that has more to say than its name; a kind
 * this console does not know is shown by its name and reason, so an old console reads a new server. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/feed.h"
#include "tui/widget/format.h"

struct told {
	const struct event_row *e;
	const struct event_body *b; /* never NULL */
	int64_t now;
	const struct zone *z;
};

static void promised(struct buf *b, const struct told *t)
{
	format_money(b, t->b->amount, t->b->currency);
	buf_z(b, " for ");
	format_day(b, t->b->promised_date, zone_day(t->z, t->now));
}

/* The other turns of a promise's life; false for any other kind. */
static bool promise_turned(struct buf *b, const struct told *t, enum event_id kind)
{
	static const struct {
		enum event_id kind;
		const char *words;
	} turns[] = {
		{ E_portal_promise_rescheduled, "moved: " },
		{ E_portal_promise_cancelled, "cancelled: " },
		{ E_promise_due, "day is over, money awaited: " },
		{ E_promise_kept, "kept: " },
		{ E_promise_partly_kept, "kept in part, came in: " },
		{ E_promise_broken, "not kept: " },
	};

	for (size_t i = 0; i < COUNT(turns); i++)
		if (turns[i].kind == kind) {
			buf_z(b, turns[i].words);
			promised(b, t);
			return true;
		}
	return false;
}

static void verified(struct buf *b, const struct told *t)
{
	buf_z(b, "verified");
	if (t->b->visit > 0) {
		buf_z(b, ", ");
		format_ordinal(b, t->b->visit);
		buf_z(b, " visit");
	}
}

static void with_reason(struct buf *b, const struct told *t, const char *words)
{
	buf_z(b, words);
	if (t->b->reason.n) {
		buf_z(b, ": ");
		buf_add(b, t->b->reason);
	}
}

static void sent(struct buf *b, const struct told *t)
{
	buf_z(b, "sent");
	if (t->b->until) {
		buf_z(b, ", works until ");
		format_when(b, t->b->until, t->now, t->z);
	}
}

static void held(struct buf *b, const struct told *t)
{
	buf_z(b, "held");
	if (t->b->until) {
		buf_z(b, " until ");
		format_clock(b, t->b->until, t->z);
	}
}

/* "$120.00 disputed: identity theft" */
static void disputed(struct buf *b, const struct told *t)
{
	format_money(b, t->b->amount, t->b->currency);
	buf_z(b, " disputed: ");
	for (size_t i = 0; i < t->b->reason.n; i++)
		buf_char(b, t->b->reason.p[i] == '_' ? ' ' : t->b->reason.p[i]);
}

static void evidence(struct buf *b, const struct told *t)
{
	buf_print(b, "evidence: %lld %s", (long long)t->b->rows, t->b->rows == 1 ? "file" : "files");
}

static void team(struct buf *b, const struct told *t, enum event_id kind)
{
	buf_add(b, t->b->value);
	buf_z(b, kind == E_team_member_added ? " joined team " : kind == E_team_member_removed ? " left team " : "team ");
	buf_add(b, t->b->name);
}

static void notice(struct buf *b, const struct told *t, enum event_id kind)
{
	for (size_t i = 0; i < t->b->name.n; i++)
		buf_char(b, t->b->name.p[i] == '_' ? ' ' : t->b->name.p[i]);
	with_reason(b, t, kind == E_notice_sent	    ? " message sent"
			  : kind == E_notice_failed ? " message not sent"
						    : " message taken back");
}

static void asked_for_call(struct buf *b, const struct told *t)
{
	buf_z(b, "wants a call");
	if (t->b->until) {
		buf_z(b, " by ");
		format_when(b, t->b->until, t->now, t->z);
	}
	with_reason(b, t, "");
}

static void wishes(struct buf *b, const struct told *t)
{
	buf_z(b, "preferences changed");
	if (t->b->name.n) {
		buf_z(b, ": ");
		buf_add(b, t->b->name);
	}
}

static void new_address(struct buf *b, const struct told *t)
{
	buf_z(b, sv_is(t->b->reason, "post")		    ? "new postal address"
		 : t->b->channel == CHANNEL_EMAIL    ? "new e-mail address, confirmed"
		 : t->b->channel == CHANNEL_WHATSAPP ? "new WhatsApp number, confirmed"
						     : "new phone number, confirmed");
}

/* Kinds that need no more than these words and their reason. */
/* "stopped email messages: one click" */
static void consent(struct buf *b, const struct told *t, enum event_id kind)
{
	bool stops = kind == E_portal_opt_out || !sv_is(t->b->value, "allowed");

	buf_z(b, kind == E_portal_opt_in || !stops ? "allowed " : "stopped ");
	buf_add(b, t->b->name);
	buf_z(b, " messages");
	for (size_t i = 0; i < t->b->reason.n; i++) {
		if (i == 0)
			buf_z(b, ": ");
		buf_char(b, t->b->reason.p[i] == '_' ? ' ' : t->b->reason.p[i]);
	}
}

/* Kinds that say all in a few words and their reason. */
static const struct {
	enum event_id kind;
	const char *words;
} plain[] = {
	{ E_portal_session_ended, "visit ended" },
	{ E_link_cancelled, "taken back" },
	{ E_link_revoked, "revoked" },
	{ E_link_expired, "expired unused" },
	{ E_link_locked, "too many wrong answers" },
	{ E_link_failed, "hand-off failed, tried again soon" },
	{ E_portal_contact_paused, "contact paused, too many wrong answers" },
	{ E_portal_contact_lifted, "pause lifted" },
	{ E_portal_breaker_tripped, "too many wrong answers, everybody is asked more" },
	{ E_portal_breaker_reset, "breaker off again" },
	{ E_portal_code_sent, "code sent" },
	{ E_portal_code_locked, "code: too many wrong answers" },
	{ E_portal_summary_downloaded, "downloaded a summary" },
	{ E_portal_not_me, "says that he is not the contact" },
	{ E_portal_paper, "wants letters instead of electronic messages" },
	{ E_portal_person, "wants a person" },
	{ E_book_imported, "book imported" },
	{ E_book_failed, "import refused" },
	{ E_attachment_opened, "file read" },
	{ E_callback_taken, "call taken" },
	{ E_callback_left, "call given back" },
	{ E_callback_done, "call done" },
	{ E_callback_missed, "call missed" },
	{ E_callback_cancelled, "call off" },
	{ E_portal_message_sent, "wrote a message" },
	{ E_message_replied, "answered" },
	{ E_message_taken, "conversation taken" },
	{ E_message_left, "conversation given back" },
	{ E_message_closed, "conversation closed" },
	{ E_message_noted, "note on a conversation" },
	{ E_portal_creditor_requested, "asks for the original creditor" },
	{ E_creditor_answered, "original creditor named" },
	{ E_dispute_investigating, "dispute taken" },
	{ E_dispute_left, "dispute given back" },
	{ E_dispute_resolved, "dispute resolved" },
	{ E_dispute_rejected, "dispute rejected" },
	{ E_dispute_noted, "note on a dispute" },
};

static void in_plain_words(struct buf *b, const struct told *t, enum event_id kind)
{
	for (size_t i = 0; i < COUNT(plain); i++)
		if (plain[i].kind == kind) {
			with_reason(b, t, plain[i].words);
			return;
		}
	buf_add(b, t->e->kind);
	with_reason(b, t, "");
}

static void by_kind(struct buf *b, const struct told *t, enum event_id kind)
{
	if (kind == E_portal_promise_created) {
		promised(b, t);
	} else if (kind == E_portal_dispute_filed) {
		disputed(b, t);
	} else if (kind == E_portal_evidence_added) {
		evidence(b, t);
	} else if (kind == E_team_member_added || kind == E_team_member_removed || kind == E_team_changed) {
		team(b, t, kind);
	} else if (promise_turned(b, t, kind)) {
		return;
	} else if (kind == E_portal_session_started) {
		verified(b, t);
	} else if (kind == E_portal_opt_out || kind == E_portal_opt_in || kind == E_consent_set) {
		consent(b, t, kind);
	} else if (kind == E_notice_sent || kind == E_notice_failed || kind == E_notice_cancelled) {
		notice(b, t, kind);
	} else if (kind == E_portal_callback_requested) {
		asked_for_call(b, t);
	} else if (kind == E_message_assigned) {
		buf_z(b, "given to ");
		buf_add(b, t->b->name);
	} else if (kind == E_link_sent) {
		sent(b, t);
	} else if (kind == E_link_held) {
		held(b, t);
	} else if (kind == E_portal_preferences_updated) {
		wishes(b, t);
	} else if (kind == E_portal_address_changed) {
		new_address(b, t);
	} else if (kind == E_portal_feedback) {
		buf_print(b, "%lld of 5", (long long)t->b->score);
	} else {
		in_plain_words(b, t, kind);
	}
}

void event_text(struct buf *b, const struct event_row *e, int64_t now, const struct zone *z)
{
	static const struct event_body none;
	struct told t = { e, e->body ? e->body : &none, now, z };

	by_kind(b, &t, event_find(e->kind));
}
