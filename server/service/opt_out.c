/* opt_out: see opt_out.h. */
#include "server/service/opt_out.h"

#include "common/crypt.h"
#include "common/phrase.h"

#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/receipt.h"

enum { CHOICES_MAX = 16 };

static const struct {
	enum channel channel;
	const char *word;
	const char *what, *stop, *stop_every, *allow;
} kinds[] = {
	{ CHANNEL_EMAIL, "email", N_("E-mails to {address}"), N_("Stop e-mails to {address}"),
	  N_("Stop all e-mails, whatever the address"), N_("Allow e-mails to {address} again") },
	{ CHANNEL_SMS, "sms", N_("Text messages to {address}"), N_("Stop text messages to {address}"),
	  N_("Stop all text messages, whatever the number"), N_("Allow text messages to {address} again") },
	{ CHANNEL_WHATSAPP, "whatsapp", N_("WhatsApp messages to {address}"), N_("Stop WhatsApp messages to {address}"),
	  N_("Stop all WhatsApp messages, whatever the number"), N_("Allow WhatsApp messages to {address} again") },
};

struct choice_made {
	bool allow, every;
	enum consent_scope scope;
	struct sv label;     /* a phrase */
	struct sv address;   /* unless every */
};

static struct sv state_words(enum consent_state state)
{
	switch (state) {
	case CONSENT_ALLOWED:
		return SV(N_("Allowed"));
	case CONSENT_WITHDRAWN:
		return SV(N_("Stopped"));
	case CONSENT_PARKED:
		return SV(N_("Reported as not yours"));
	case consent_state__none:
	case consent_state__end:
		break;
	}
	return SV_NONE;
}

static void offer(struct view_opt_out *v, struct arena *a, const char *verb, const char *word, const char *which,
		  struct sv label)
{
	if (v->choices.n < CHOICES_MAX)
		v->choices.at[v->choices.n++] = (struct view_choice){
			.value = sv_print(a, "%s:%s:%s", verb, word, which), .label = label };
}

static enum status show(struct snap *s, struct arena *a, int64_t contact, struct view_opt_out *v)
{
	bool any_allowed = false, any_stopped = false;
	struct contact_core c;

	TRY(store_contact_core(s, contact, &c, a));
	v->items.at = NEW_N(a, struct view_consent, COUNT(kinds));
	v->choices.at = NEW_N(a, struct view_choice, CHOICES_MAX);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct sv address = contact_address(&c, kinds[i].channel);
		struct phrase_arg arg = P_TEXT("address", address);
		enum consent_state state;

		if (!address.n)
			continue;
		TRY(service_consent_state(s, a, contact, kinds[i].channel, address, &state));
		v->items.at[v->items.n++] = (struct view_consent){ .what = phrase(a, kinds[i].what, arg),
								   .state = state_words(state),
								   .allowed = state == CONSENT_ALLOWED,
								   .parked = state == CONSENT_PARKED };
		any_allowed |= state == CONSENT_ALLOWED;
		any_stopped |= state == CONSENT_WITHDRAWN;
		if (state == CONSENT_WITHDRAWN)
			offer(v, a, "allow", kinds[i].word, "this", phrase(a, kinds[i].allow, arg));
		if (state != CONSENT_ALLOWED)
			continue;
		offer(v, a, "stop", kinds[i].word, "this", phrase(a, kinds[i].stop, arg));
		offer(v, a, "stop", kinds[i].word, "every", sv_from(kinds[i].stop_every));
	}
	if (any_allowed)
		offer(v, a, "stop", "electronic", "every", SV(N_("Letters instead of electronic messages")));
	if (any_allowed)
		offer(v, a, "stop", "all", "every", SV(N_("Stop all messages")));
	if (any_stopped)
		offer(v, a, "allow", "all", "every", SV(N_("Allow all messages again")));
	return ST_OK;
}

enum status service_opt_out_show(struct unit *u, struct snap *s, int64_t contact, struct view_opt_out *ret)
{
	return show(s, &u->arena, contact, ret);
}

/* Only what the page offers now may be chosen. */
static enum status made_of(struct snap *s, struct arena *a, int64_t contact, struct sv choice, struct choice_made *ret)
{
	struct view_opt_out v = { .frame = NULL };
	struct sv rest = choice, verb = sv_cut(&rest, ':'), word = sv_cut(&rest, ':');
	struct contact_core c;
	int scope;

	*ret = (struct choice_made){ .allow = sv_is(verb, "allow"), .every = sv_is(rest, "every") };
	TRY(show(s, a, contact, &v));
	for (size_t i = 0; i < v.choices.n; i++)
		if (sv_eq(v.choices.at[i].value, choice))
			ret->label = v.choices.at[i].label;
	if (!ret->label.n || !choice_value(&consent_scope_choice, word, &scope))
		return fail_field(ST_INVALID, "choice", N_("Please choose what you would like."));
	ret->scope = (enum consent_scope)scope;
	if (ret->every)
		return ST_OK;
	TRY(store_contact_core(s, contact, &c, a));
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (sv_is(word, kinds[i].word))
			ret->address = contact_address(&c, kinds[i].channel);
	return ST_OK;
}

static struct sv mark_of(const struct keys *k, struct arena *a, struct sv address)
{
	struct hash h = service_address_hash(k, a, address);

	return address.n ? crypt_token_of(a, h.b) : SV_NONE;
}

enum status service_opt_out_ask(struct unit *u, struct snap *s, int64_t contact, int64_t session, struct sv choice,
				struct view_opt_out_sure *ret)
{
	struct choice_made m;

	TRY(made_of(s, &u->arena, contact, choice, &m));
	ret->title = m.label;
	ret->choice = choice;
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "opt_out", session);
	ret->address = mark_of(u->shared->keys, &u->arena, m.address);
	ret->stops = !m.allow;
	return ST_OK;
}

static enum status act(struct unit *u, struct tx *tx, const struct opt_out_ask *q, int64_t id,
		       const struct choice_made *m, struct sv *ret_path)
{
	bool paper = m->scope == CONSENT_ELECTRONIC;
	enum receipt_kind kind = m->allow ? RECEIPT_OPT_IN : paper ? RECEIPT_PAPER : RECEIPT_OPT_OUT;
	struct consent_change change = { .contact = q->contact, .scope = m->scope,
					 .state = m->allow ? CONSENT_ALLOWED : CONSENT_WITHDRAWN,
					 .why = paper ? CONSENT_PAPER : CONSENT_ASKED, .door = CONSENT_IN_PORTAL, .actor = SV("debtor") };
	struct event_body b = { .session = q->session, .reason = SV("signed_in"),
				.name = sv_from(choice_text(&consent_scope_choice, (int)m->scope)) };
	struct hash h = service_address_hash(tx->keys, tx->arena, m->address);
	struct sv reference;
	bool changed;

	if (!m->every)
		change.address = &h;
	TRY(service_consent_change(tx, &change, &changed));
	if (paper || (m->allow && m->scope == CONSENT_ALL))
		TRY(store_contact_paper(tx, q->contact, paper, NULL));
	TRY(service_receipt_add(tx,
				&(struct receipt_new){ .kind = kind, .contact = q->contact, .subject = id,
						       .session = q->session, .note = m->label,
						       .quiet = !m->allow },
				&reference));
	if (paper)
		TRY(tx_tell(tx, E_portal_paper, 0, q->contact, SV("debtor"), &b));
	if (changed)
		TRY(tx_tell(tx, m->allow ? E_portal_opt_in : E_portal_opt_out, 0, q->contact, SV("debtor"), &b));
	*ret_path = service_receipt_path(&u->arena, kind, reference);
	return ST_OK;
}

enum status service_opt_out_act(struct unit *u, struct tx *tx, const struct opt_out_ask *q, struct sv *ret_path)
{
	static const enum receipt_kind left[] = { RECEIPT_OPT_OUT, RECEIPT_OPT_IN, RECEIPT_PAPER };
	struct choice_made m;
	struct sv before;
	int64_t id;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_OPT_OUT));
	TRY(form_id_open(tx->keys, tx->arena, "opt_out", q->session, q->form_id, &id));
	for (size_t i = 0; i < COUNT(left); i++) {
		TRY(store_receipt_of(tx_look(tx), q->contact, left[i], id, &before, tx->arena));
		if (before.n) {
			*ret_path = service_receipt_path(&u->arena, left[i], before);
			return ST_OK;
		}
	}
	TRY(made_of(tx_look(tx), tx->arena, q->contact, q->choice, &m));
	if (!sv_eq(mark_of(tx->keys, tx->arena, m.address), q->address))
		return fail_field(ST_INVALID, "choice", N_("Your address has changed since. Please choose again."));
	return act(u, tx, q, id, &m, ret_path);
}
