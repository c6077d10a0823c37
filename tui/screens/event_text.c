/* What happened, in the words of the desk. One row per kind that has more to say than its name; a kind
 * this console does not know is shown by its name and reason, so an old console reads a new server. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/feed.h"
#include "tui/screens/form.h"
#include "tui/widget/format.h"
#include "tui/widget/tr.h"

struct told {
	const struct event_row *e;
	const struct event_body *b; /* never NULL */
	int64_t now;
	const struct zone *z;
};

static void promised(struct buf *b, const struct told *t)
{
	format_money(b, t->b->amount, t->b->currency);
	buf_z(b, T(" for "));
	format_day(b, t->b->promised_date, zone_day(t->z, t->now));
}

/* The other turns of a promise's life; false for any other kind. */
static bool promise_turned(struct buf *b, const struct told *t, enum event_id kind)
{
	static const struct {
		enum event_id kind;
		const char *words;
	} turns[] = {
		{ E_portal_promise_rescheduled, N_("moved: ") },
		{ E_portal_promise_cancelled, N_("cancelled: ") },
		{ E_promise_due, N_("day is over, money awaited: ") },
		{ E_promise_kept, N_("kept: ") },
		{ E_promise_partly_kept, N_("kept in part, came in: ") },
		{ E_promise_broken, N_("not kept: ") },
	};

	for (size_t i = 0; i < COUNT(turns); i++)
		if (turns[i].kind == kind) {
			buf_z(b, T(turns[i].words));
			promised(b, t);
			return true;
		}
	return false;
}

static void verified(struct buf *b, const struct told *t)
{
	buf_z(b, T("verified"));
	if (t->b->visit > 0) {
		LABEL(nth, 32);

		format_ordinal(&nth, t->b->visit);
		buf_print(b, T(", %.*s visit"), SV_ARG(buf_sv(&nth)));
	}
}

/* What the server gives as a reason is a word of its own; those that are known are shown in the console's language. */
static void reason(struct buf *b, struct sv word)
{
	static const char *const known[] = {
		NX_("reason", "code"),	     NX_("reason", "digits"),   NX_("reason", "expired"),  NX_("reason", "given_up"), NX_("reason", "idle"),
		NX_("reason", "new_day"),    NX_("reason", "no_consent"), NX_("reason", "not_me"), NX_("reason", "one_click"),
		NX_("reason", "replaced"),   NX_("reason", "revoked"),  NX_("reason", "second_fact"), NX_("reason", "share"),
		NX_("reason", "signed_in"),  NX_("reason", "signed_out"), NX_("reason", "timeout"), NX_("reason", "verified"),
	};
	bool plain = true;

	for (size_t i = 0; i < COUNT(known); i++)
		if (sv_is(word, known[i])) {
			for (const char *p = TX("reason", known[i]); *p; p++)
				buf_char(b, *p == '_' ? ' ' : *p);
			return;
		}
	for (size_t i = 0; i < word.n; i++)
		plain &= (word.p[i] >= 'a' && word.p[i] <= 'z') || word.p[i] == '_';
	for (size_t i = 0; i < word.n; i++) /* a word of a newer server's, not what a person wrote */
		buf_char(b, plain && word.p[i] == '_' ? ' ' : word.p[i]);
}

/* Kinds whose reason is a word of a choice. */
static const struct choice *reasons_of(enum event_id kind)
{
	static const struct {
		enum event_id kind;
		const struct choice *of;
	} all[] = {
		{ E_dispute_investigating, &dispute_reason_choice }, { E_dispute_left, &dispute_reason_choice },
		{ E_dispute_resolved, &dispute_reason_choice },	     { E_dispute_rejected, &dispute_reason_choice },
		{ E_dispute_noted, &dispute_reason_choice },	     { E_attachment_opened, &attachment_owner_choice },
		{ E_callback_missed, &callback_miss_choice },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i].kind == kind)
			return all[i].of;
	return NULL;
}

static void choice_word(struct buf *b, const struct choice *c, struct sv word);

static void with_reason(struct buf *b, const struct told *t, const char *words)
{
	const struct choice *of = reasons_of(event_find(t->e->kind));

	buf_z(b, words);
	if (!t->b->reason.n)
		return;
	buf_z(b, ": ");
	if (of)
		choice_word(b, of, t->b->reason);
	else
		reason(b, t->b->reason);
}

static void sent(struct buf *b, const struct told *t)
{
	buf_z(b, TX("a link", "sent"));
	if (t->b->until) {
		buf_z(b, T(", ends "));
		format_by(b, t->b->until, t->now, t->z);
	}
}

static void held(struct buf *b, const struct told *t)
{
	buf_z(b, TX("a link", "held"));
	if (t->b->until) {
		buf_z(b, T(" until "));
		format_clock(b, t->b->until, t->z);
	}
}

/* A word of a choice that came as text; what is none of them reads as it came, with blanks. */
static void choice_word(struct buf *b, const struct choice *c, struct sv word)
{
	const char *known = tr_choice_of(c, word);

	if (known)
		buf_z(b, known);
	for (size_t i = 0; !known && i < word.n; i++)
		buf_char(b, word.p[i] == '_' ? ' ' : word.p[i]);
}

/* "$120.00 disputed: identity theft" */
static void disputed(struct buf *b, const struct told *t)
{
	format_money(b, t->b->amount, t->b->currency);
	buf_z(b, T(" disputed: "));
	choice_word(b, &dispute_reason_choice, t->b->reason);
}

static void evidence(struct buf *b, const struct told *t)
{
	buf_print(b, TN("evidence: %lld file", "evidence: %lld files", t->b->rows), (long long)t->b->rows);
}

static void team(struct buf *b, const struct told *t, enum event_id kind)
{
	buf_add(b, t->b->value);
	buf_z(b, kind == E_team_member_added ? T(" joined team ") : kind == E_team_member_removed ? T(" left team ") : T("team "));
	buf_add(b, t->b->name);
}

static void notice(struct buf *b, const struct told *t, enum event_id kind)
{
	LABEL(name, 120);

	choice_word(&name, &notice_kind_choice, t->b->name);
	buf_print(b, kind == E_notice_sent     ? T("told by message: %.*s")
		     : kind == E_notice_failed ? T("message not sent: %.*s")
					       : T("message taken back: %.*s"),
		  SV_ARG(buf_sv(&name)));
	with_reason(b, t, "");
}

/* The topic is a word of a choice. */
static void with_topic(struct buf *b, const struct told *t, const char *words)
{
	buf_z(b, words);
	if (t->b->reason.n)
		buf_z(b, ": ");
	choice_word(b, &talk_topic_choice, t->b->reason);
}

static void asked_for_call(struct buf *b, const struct told *t)
{
	buf_z(b, T("wants a call"));
	if (t->b->until) {
		buf_z(b, TX("a time", " by "));
		format_by(b, t->b->until, t->now, t->z);
	}
	with_topic(b, t, "");
}

static void wishes(struct buf *b, const struct told *t)
{
	buf_z(b, T("preferences changed"));
	if (t->b->name.n) {
		buf_z(b, ": ");
		buf_add(b, t->b->name);
	}
}

static void new_address(struct buf *b, const struct told *t)
{
	buf_z(b, sv_is(t->b->reason, "post")		    ? T("new postal address")
		 : t->b->channel == CHANNEL_EMAIL    ? T("new e-mail address, confirmed")
		 : t->b->channel == CHANNEL_WHATSAPP ? T("new WhatsApp number, confirmed")
						     : T("new phone number, confirmed"));
}

/* Kinds that need no more than these words and their reason. */
/* "stopped email messages: one click" */
static void consent(struct buf *b, const struct told *t, enum event_id kind)
{
	bool stops = kind == E_portal_opt_out || !sv_is(t->b->value, "allowed");
	LABEL(name, 200);

	choice_word(&name, &consent_scope_choice, t->b->name);
	buf_print(b, kind == E_portal_opt_in || !stops ? T("allowed %.*s messages") : T("stopped %.*s messages"), SV_ARG(buf_sv(&name)));
	if (t->b->reason.n)
		buf_z(b, ": ");
	choice_word(b, &consent_why_choice, t->b->reason);
}

/* Kinds that say all in a few words and their reason. */
static const struct {
	enum event_id kind;
	const char *words;
} plain[] = {
	{ E_portal_session_ended, N_("visit ended") },
	{ E_link_cancelled, N_("taken back") },
	{ E_link_revoked, N_("revoked") },
	{ E_link_expired, N_("expired unused") },
	{ E_link_locked, N_("too many wrong answers") },
	{ E_link_failed, N_("hand-off failed, tried again soon") },
	{ E_portal_contact_paused, N_("contact paused, too many wrong answers") },
	{ E_portal_contact_lifted, N_("pause lifted") },
	{ E_portal_breaker_tripped, N_("too many wrong answers, everybody is asked more") },
	{ E_portal_breaker_reset, N_("breaker off again") },
	{ E_portal_code_sent, N_("code sent") },
	{ E_portal_code_locked, N_("code: too many wrong answers") },
	{ E_portal_summary_downloaded, N_("downloaded a summary") },
	{ E_portal_not_me, N_("says that he is not the contact") },
	{ E_portal_paper, N_("wants letters instead of electronic messages") },
	{ E_portal_person, N_("wants a person") },
	{ E_book_imported, N_("book imported") },
	{ E_book_failed, N_("import refused") },
	{ E_attachment_opened, N_("file read") },
	{ E_callback_taken, N_("call taken") },
	{ E_callback_left, N_("call given back") },
	{ E_callback_done, N_("call done") },
	{ E_callback_missed, N_("call missed") },
	{ E_callback_cancelled, N_("call off") },
	{ E_message_replied, N_("answered") },
	{ E_message_taken, N_("conversation taken") },
	{ E_message_left, N_("conversation given back") },
	{ E_message_closed, N_("conversation closed") },
	{ E_message_noted, N_("note on a conversation") },
	{ E_portal_creditor_requested, N_("asks for the original creditor") },
	{ E_creditor_answered, N_("original creditor named") },
	{ E_dispute_investigating, N_("dispute taken") },
	{ E_dispute_left, N_("dispute given back") },
	{ E_dispute_resolved, N_("dispute resolved") },
	{ E_dispute_rejected, N_("dispute rejected") },
	{ E_dispute_noted, N_("note on a dispute") },
};

struct sv command_words(struct sv method)
{
	const struct method *m = method_find(method);

	return m ? TS(form_words(m->id)->bare) : method;
}

/* A command of the desk on its way: which, and why not. */
static bool held_command(struct buf *b, const struct told *t, enum event_id kind)
{
	struct sv what = command_words(t->b->reason);

	if (kind == E_command_held)
		buf_print(b, T("held: %.*s"), SV_ARG(what));
	else if (kind == E_command_done)
		buf_print(b, T("hold over: %.*s"), SV_ARG(what));
	else if (kind == E_command_cancelled)
		buf_print(b, T("taken back: %.*s"), SV_ARG(what));
	else if (kind == E_command_failed)
		buf_print(b, T("could not be done: %.*s: %.*s"), SV_ARG(what), SV_ARG(t->b->value));
	else
		return false;
	return true;
}

/* Which of them, by the event that each tells of, and what was said of it. */
static void marked(struct buf *b, const struct told *t)
{
	static const struct {
		const char *how, *words;
	} all[] = {
		{ "done", N_("notification of event %.*s: done") },
		{ "done_all", N_("all notifications up to event %.*s: done") },
		{ "snoozed", N_("notification of event %.*s: put off") },
		{ "undone", N_("notification of event %.*s: what was said of it is taken back") },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (sv_is(t->b->reason, all[i].how)) {
			struct sv text = TS(all[i].words);
			size_t at = sv_find_sv(text, SV("%.*s"));

			buf_add(b, sv_from_to(text, 0, at));
			buf_add(b, t->b->value);
			buf_add(b, sv_from_to(text, at + 4, text.n));
			return;
		}
	with_reason(b, t, T("notifications marked"));
}

/* The command that waits for a second person, by its method. */
static struct sv asked_for(struct sv reason, bool asked)
{
	return asked ? command_words(reason) : reason;
}

/* What the house does with itself: whose or which, and what it is now. */
static bool of_the_house(struct buf *b, const struct told *t, enum event_id kind)
{
	static const struct {
		enum event_id kind;
		const char *words;
	} own[] = {
		{ E_setting_changed, N_("setting changed: ") },
		{ E_operator_added, N_("enrolled: ") },
		{ E_operator_changed, N_("roles changed: ") },
		{ E_operator_totp_enrolled, N_("second factor in force: ") },
		{ E_operator_totp_dropped, N_("second factor taken away: ") },
		{ E_operator_unlock_failed, N_("wrong code of a second factor: ") },
		{ E_approval_asked, N_("asked for a second person: ") },
		{ E_approval_given, N_("second person gave it: ") },
		{ E_approval_refused, N_("second person refused it: ") },
		{ E_approval_expired, N_("no second person in time: ") },
	};
	bool asked = kind == E_approval_asked || kind == E_approval_given || kind == E_approval_refused || kind == E_approval_expired;

	if (kind == E_server_initialised) {
		buf_z(b, T("the data directory was made"));
		return true;
	}
	if (kind == E_audit_exported) { /* the filter, and how many it let through */
		buf_print(b, T("log exported, %.*s events: %.*s"), SV_ARG(t->b->value), SV_ARG(t->b->reason.n ? t->b->reason : SV("*")));
		return true;
	}
	if (kind == E_notification_marked) {
		marked(b, t);
		return true;
	}
	for (size_t i = 0; i < COUNT(own); i++) {
		if (own[i].kind != kind)
			continue;
		buf_z(b, T(own[i].words));
		buf_add(b, asked || !t->b->name.n ? asked_for(t->b->reason, asked) : t->b->name);
		if (asked) /* by whom; the value is the number of the approval */
			buf_print(b, " (" SV_FMT ", " SV_FMT ")", SV_ARG(t->b->name), SV_ARG(t->b->value));
		else if (t->b->value.n)
			buf_print(b, " = " SV_FMT, SV_ARG(t->b->value));
		return true;
	}
	return false;
}

static void in_plain_words(struct buf *b, const struct told *t, enum event_id kind)
{
	for (size_t i = 0; i < COUNT(plain); i++)
		if (plain[i].kind == kind) {
			with_reason(b, t, T(plain[i].words));
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
	} else if (promise_turned(b, t, kind) || of_the_house(b, t, kind) || held_command(b, t, kind)) {
		return;
	} else if (kind == E_portal_session_started) {
		verified(b, t);
	} else if (kind == E_portal_opt_out || kind == E_portal_opt_in || kind == E_consent_set) {
		consent(b, t, kind);
	} else if (kind == E_notice_sent || kind == E_notice_failed || kind == E_notice_cancelled) {
		notice(b, t, kind);
	} else if (kind == E_portal_callback_requested) {
		asked_for_call(b, t);
	} else if (kind == E_portal_message_sent) {
		with_topic(b, t, T("wrote a message"));
	} else if (kind == E_message_assigned) {
		buf_z(b, T("given to "));
		buf_add(b, t->b->name);
	} else if (kind == E_link_sent) {
		sent(b, t);
	} else if (kind == E_link_held) {
		held(b, t);
	} else if (kind == E_portal_preferences_updated) {
		wishes(b, t);
	} else if (kind == E_portal_address_changed) {
		new_address(b, t);
	} else if (kind == E_account_viewed) {
		buf_z(b, T("details read: "));
		buf_add(b, t->b->name);
	} else if (kind == E_portal_feedback) {
		buf_print(b, T("%lld of 5"), (long long)t->b->score);
	} else {
		in_plain_words(b, t, kind);
	}
}

void notification_title(struct buf *b, struct sv title)
{
	/* as the server writes them (product.md 5); whom it is about comes behind */
	static const char *const known[] = {
		N_("Portal promise: "), N_("Portal dispute: "), N_("Original creditor asked for: "), N_("Callback request: "),
		N_("Link locked: "), N_("Too many wrong answers: "), N_("Portal opt-out: "), N_("Not this person: "),
		N_("Wants a person: "), N_("Message waiting: "), N_("Guessing: everybody is asked for a second fact"),
		N_("Guessing: the breaker is off again"), N_("Could not be done: "),
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		size_t n = strlen(known[i]);

		if (!sv_starts(title, sv_from(known[i])))
			continue;
		buf_z(b, T(known[i]));
		title = sv_from_to(title, n, title.n);
		break;
	}
	buf_add(b, title);
}

bool event_is_look(const struct event_row *e)
{
	return event_find(e->kind) == E_account_viewed;
}

bool event_is_step(const struct event_row *e)
{
	enum event_id kind = event_find(e->kind);

	return kind == E_command_held || kind == E_command_done;
}

void event_text(struct buf *b, const struct event_row *e, int64_t now, const struct zone *z)
{
	static const struct event_body none;
	struct told t = { e, e->body ? e->body : &none, now, z };

	by_kind(b, &t, event_find(e->kind));
}
