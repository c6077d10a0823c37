/* interaction: see interaction.h. */
#include "server/service/interaction.h"

#include "common/phrase.h"

#include "server/store/interaction.h"

enum by { BY_PORTAL, BY_EVENT, BY_PHONE }; /* the channel: ours, the one that the event names, or a call */

/* A kind that a debtor may see: what it is and what became of it. New kinds are added here, and nowhere else. */
static const struct shown {
	enum event_id kind;
	enum by by;
	struct sv summary, status;
} shown[] = {
	{ E_link_sent, BY_EVENT, SV_CONST(N_("We sent you a link to this portal")), SV_CONST(N_("Sent")) },
	{ E_notice_sent, BY_EVENT, SV_CONST(N_("We sent you a message")), SV_CONST(N_("Sent")) },
	{ E_portal_session_started, BY_PORTAL, SV_CONST(N_("You visited this portal")), SV_CONST(N_("Done")) },
	{ E_portal_promise_created, BY_PORTAL, SV_CONST(N_("You promised to pay")), SV_CONST(N_("Received")) },
	{ E_portal_promise_rescheduled, BY_PORTAL, SV_CONST(N_("You moved a promise")), SV_CONST(N_("Received")) },
	{ E_portal_promise_cancelled, BY_PORTAL, SV_CONST(N_("You cancelled a promise")), SV_CONST(N_("Received")) },
	{ E_portal_callback_requested, BY_PORTAL, SV_CONST(N_("You asked for a call")), SV_CONST(N_("Received")) },
	{ E_callback_done, BY_PHONE, SV_CONST(N_("We spoke on the phone")), SV_CONST(N_("Done")) },
	{ E_callback_missed, BY_PHONE, SV_CONST(N_("We tried to call you")), SV_CONST(N_("Not reached")) },
	{ E_portal_message_sent, BY_PORTAL, SV_CONST(N_("You wrote a message")), SV_CONST(N_("Sent")) },
	{ E_message_replied, BY_PORTAL, SV_CONST(N_("Our team answered you")), SV_CONST(N_("Sent")) },
	{ E_portal_dispute_filed, BY_PORTAL, SV_CONST(N_("You filed a dispute")), SV_CONST(N_("Received")) },
	{ E_portal_evidence_added, BY_PORTAL, SV_CONST(N_("You added files to a dispute")), SV_CONST(N_("Received")) },
	{ E_dispute_resolved, BY_PORTAL, SV_CONST(N_("We answered your dispute")), SV_CONST(N_("Resolved")) },
	{ E_dispute_rejected, BY_PORTAL, SV_CONST(N_("We answered your dispute")), SV_CONST(N_("Not accepted")) },
	{ E_portal_creditor_requested, BY_PORTAL, SV_CONST(N_("You asked for the original creditor's name")),
	  SV_CONST(N_("Received")) },
	{ E_creditor_answered, BY_PORTAL, SV_CONST(N_("We named the original creditor")), SV_CONST(N_("Answered")) },
	{ E_portal_opt_out, BY_PORTAL, SV_CONST(N_("You stopped messages")), SV_CONST(N_("Done")) },
	{ E_portal_opt_in, BY_PORTAL, SV_CONST(N_("You allowed messages again")), SV_CONST(N_("Done")) },
	{ E_portal_preferences_updated, BY_PORTAL, SV_CONST(N_("You changed your preferences")), SV_CONST(N_("Done")) },
	{ E_portal_address_changed, BY_PORTAL, SV_CONST(N_("You changed your contact details")), SV_CONST(N_("Done")) },
	{ E_portal_summary_downloaded, BY_PORTAL, SV_CONST(N_("You downloaded a summary")), SV_CONST(N_("Done")) },
};

static const struct shown *shown_of(enum event_id kind)
{
	for (size_t i = 0; i < COUNT(shown); i++)
		if (shown[i].kind == kind)
			return &shown[i];
	return NULL;
}

/* The clock ended it: nobody called, and so nobody was not reached. It is told, but it is no contact of ours. */
static const struct shown not_called = { E_callback_missed, BY_PHONE, SV_CONST(N_("A call did not take place")),
					 SV_CONST(N_("Missed")) };

static struct sv channel_words(enum by by, enum channel channel)
{
	if (by == BY_PHONE)
		return SV(N_("Phone"));
	switch (channel) {
	case CHANNEL_SMS:
		return SV(N_("Text message"));
	case CHANNEL_WHATSAPP:
		return SV(N_("WhatsApp"));
	case CHANNEL_EMAIL:
		return SV(N_("E-mail"));
	case channel__none:
	case channel__end:
		break;
	}
	return SV(N_("Portal"));
}

enum status interaction_keep(struct tx *tx, int64_t seq, enum event_id kind, int64_t account, int64_t contact,
			     const struct event_body *body)
{
	struct interaction i = { .contact = contact, .seq = seq, .account = account, .kind = kind };

	const struct shown *is = shown_of(kind);

	if (!contact || !is)
		return ST_OK;
	if (kind == E_notice_sent && sv_is(body->name, "receipt"))
		return ST_OK; /* what was done stands there itself */
	if (is->by == BY_EVENT) /* a visit's event names its link's channel too, but was in the portal */
		i.channel = body->channel;
	return store_interaction_add(tx, &i);
}

enum status service_interactions(struct unit *u, struct snap *s, int64_t contact, int64_t account, size_t most,
				 struct view_interaction_list *ret)
{
	struct interaction *rows = NEW_N(&u->arena, struct interaction, most);
	size_t n;

	TRY(store_interaction_list(s, contact, account, rows, most, &n, &u->arena));
	ret->at = NEW_N(&u->arena, struct view_interaction, n);
	ret->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct shown *is = shown_of(rows[i].kind);

		if (rows[i].kind == E_callback_missed && !rows[i].no_answer)
			is = &not_called;
		if (is)
			ret->at[ret->n++] = (struct view_interaction){ .at = rows[i].at,
								       .summary = is->summary,
								       .channel = channel_words(is->by, rows[i].channel),
								       .status = is->status };
	}
	return ST_OK;
}
