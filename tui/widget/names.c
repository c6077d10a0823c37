/* See names.h. Tables, the feed, accounts and sends speak with these. */
#include "tui/widget/names.h"

#include "tui/widget/tr.h"

unsigned channels_of(struct sv email, struct sv phone, struct sv whatsapp)
{
	return (phone.n ? 1u << CHANNEL_SMS : 0) | (whatsapp.n ? 1u << CHANNEL_WHATSAPP : 0) |
	       (email.n ? 1u << CHANNEL_EMAIL : 0);
}

const char *channel_name(enum channel c)
{
	return c == CHANNEL_SMS        ? "SMS"
	       : c == CHANNEL_WHATSAPP ? "WhatsApp"
	       : c == CHANNEL_EMAIL    ? T("Email")
	                               : "";
}

const char *channel_short(enum channel c)
{
	return c == CHANNEL_SMS        ? "SMS"
	       : c == CHANNEL_WHATSAPP ? "WA"
	       : c == CHANNEL_EMAIL    ? "EM"
	                               : "";
}

const char *source_name(enum link_source s)
{
	return s == SOURCE_AI_AGENT && tr_english() ? T("AI agent") : tr_choice(&link_source_choice, (int)s);
}

const char *link_state_name(enum link_state s, int64_t sent_at)
{
	return s == LINK_REVOKED && !sent_at ? TX("a link", "cancelled") : tr_choice(&link_state_choice, (int)s);
}

struct sv actor_name(struct sv actor)
{
	return sv_is(actor, "debtor") ? sv_from(TX("actor", "debtor")) : sv_is(actor, "system") ? sv_from(TX("actor", "system")) : actor;
}
