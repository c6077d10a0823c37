/* link: may one be sent, and how would it go. Whoever sends is judged here, and whoever asks before he sends: one function,
 * service_link_may, on whatever snapshot they look through. */
#include "server/service/link.h"

#include "common/catalogue.h"

#include "server/service/consent.h"
#include "server/service/identity.h"
#include "server/service/section.h"
#include "server/service/session.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/preference.h"
#include "server/store/setting.h"

enum { RECENT = 20, PENDING = 16 };

static struct sv address_of(const struct account_core *c, enum channel channel)
{
	switch (channel) {
	case CHANNEL_EMAIL:
		return c->email;
	case CHANNEL_SMS:
		return c->phone;
	case CHANNEL_WHATSAPP:
		return c->whatsapp;
	case channel__none:
	case channel__end:
		break;
	}
	return SV_NONE;
}

/* A link that nothing on file can open would only lead its debtor to a person. */
static enum status can_be_opened(struct snap *s, struct arena *a, const struct account_core *c)
{
	struct identity_file f = identity_file_of(c);
	struct org org;

	TRY(store_org(s, a, &org));
	if (identity_ready(identity_mode_of(&org), &f))
		return ST_OK;
	if (identity_mode_of(&org) == IDENTITY_LAST4)
		return fail_field(ST_CONFLICT, "account",
				  "no link can be sent: neither document nor reference has four digits");
	return fail_field(ST_CONFLICT, "account",
			  "no link can be sent: what identity.mode " SV_FMT " asks for is not on file; import the "
			  "account again, or choose another mode",
			  SV_ARG(org.identity_mode));
}

enum status service_link_may(struct snap *s, struct arena *a, const struct account_core *c, enum channel channel,
			     struct sv language)
{
	bool on;

	TRY(service_portal_on(s, a, &on));
	if (!on)
		return fail(ST_CONFLICT, "the portal is switched off (setting portal.on)");
	if (language.n && !catalogue_find(language))
		return fail_field(ST_INVALID, "language", "is not a language of the portal");
	TRY(can_be_opened(s, a, c));
	if (!channel)
		return fail_field(ST_INVALID, "channel", "the contact has no address");
	if (address_of(c, channel).n == 0)
		return fail_field(ST_INVALID, "channel", "the contact has no address for %s",
				  choice_text(&channel_choice, (int)channel));
	return service_consent_check(s, a, c->contact, channel, address_of(c, channel), "channel");
}

/* The channels in the order in which they are preferred; one may stand there twice. */
struct order {
	enum channel at[RECENT + 4];
	size_t n;
};

static enum status order_of(struct unit *u, struct snap *s, const struct account_core *c, struct order *ret)
{
	struct link_page used = { .more = false };
	struct preference p;

	ret->n = 0;
	TRY(store_preference(s, c->contact, &p, &u->arena));
	ret->at[ret->n++] = p.channel;
	TRY(store_link_list(s, c->id, LINK_CONSUMED, 0, RECENT, u->now, &used, &u->arena));
	for (size_t i = 0; i < used.items.n && i < RECENT; i++)
		ret->at[ret->n++] = used.items.at[i].channel;
	ret->at[ret->n++] = CHANNEL_SMS;
	ret->at[ret->n++] = CHANNEL_WHATSAPP;
	ret->at[ret->n++] = CHANNEL_EMAIL;
	return ST_OK;
}

static enum status preferred(struct unit *u, struct snap *s, const struct account_core *c, enum channel *ret)
{
	enum channel first = channel__none;
	struct order order;

	TRY(order_of(u, s, c, &order));
	for (size_t i = 0; i < order.n; i++) {
		struct sv address = address_of(c, order.at[i]);
		bool may = false;

		if (address.n == 0)
			continue;
		TRY(service_consent_allows(s, &u->arena, c->contact, order.at[i], address, &may));
		if (may) {
			*ret = order.at[i];
			return ST_OK;
		}
		first = first ? first : order.at[i];
	}
	*ret = first; /* forbidden like all others: the reason says so */
	return ST_OK;
}

/* What speaks for waiting: links of the account that are on their way, and the contact himself. */
static enum status around(struct unit *u, struct snap *s, const struct account_core *c, struct link_preflight *ret)
{
	struct link_page held = { .more = false };
	int64_t ids[PENDING];
	size_t n = 0;

	TRY(store_link_list(s, c->id, LINK_HELD, 0, 1, u->now, &held, &u->arena));
	ret->held = held.items.n ? held.items.at[0].link : 0;
	if (ret->channel)
		TRY(store_link_pending_of(s, c->id, ret->channel, 0, ids, COUNT(ids), &n));
	for (size_t i = 0; i < n; i++) {
		struct link_core l;

		TRY(store_link_core(s, ids[i], &l, &u->arena));
		if (l.expires_at > u->now) /* over, though nobody has swept it yet */
			ret->replaces = l.id;
	}
	return service_session_present(u, s, c->contact, &ret->in_portal);
}

/* A refusal is an answer; what the storage could not do is none. */
static enum status judged(struct arena *a, enum status st, struct link_preflight *ret)
{
	const struct fault *f = fault_last();

	ret->may = st == ST_OK;
	if (st == ST_OK)
		return ST_OK;
	if (st != ST_CONFLICT && st != ST_INVALID)
		return st;
	ret->reason = f->field[0] ? sv_print(a, "%s: %s", f->field, fault_public()) : sv_copy(a, sv_from(fault_public()));
	return ST_OK;
}

enum status service_link_preflight(struct unit *u, struct snap *s, const struct link_preflight_query *q,
				   struct link_preflight *ret)
{
	enum channel channel = q->channel;
	struct account_core c;

	TRY(store_account_core(s, q->account, &c, &u->arena));
	if (!channel)
		TRY(preferred(u, s, &c, &channel));
	*ret = (struct link_preflight){ .account = c.number, .contact_name = c.contact_name, .nothing_owed = c.balance <= 0 };
	ret->channel = address_of(&c, channel).n ? channel : channel__none;
	TRY(around(u, s, &c, ret));
	return judged(&u->arena, service_link_may(s, &u->arena, &c, channel, SV_NONE), ret);
}
