/* right: see right.h. Each act is one transaction, and doing it again changes and tells nothing. */
#include "server/service/right.h"

#include "common/catalogue.h"
#include "common/crypt.h"

#include "server/rule/consent.h"
#include "server/runtime/writer.h"
#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/receipt.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/link.h"
#include "server/store/receipt.h"

#define DAY_MS  INT64_C(86400000)
#define KEPT_MS (400 * DAY_MS)

static const char *const words[RIGHT__COUNT] = { [RIGHT_NONE] = "", [RIGHT_STOP] = "stop", [RIGHT_NOT_ME] = "not_me",
						 [RIGHT_PAPER] = "paper", [RIGHT_PERSON] = "person" };

const char *right_word(enum right r)
{
	return words[r];
}

enum right right_of(struct sv word)
{
	for (int r = RIGHT_NONE + 1; r < RIGHT__COUNT; r++)
		if (sv_is(word, words[r]))
			return (enum right)r;
	return RIGHT_NONE;
}

/* Who stands behind a token. */
struct reader {
	bool found;
	int64_t contact, account, link;
	enum channel channel;
	struct hash address;
	enum consent_door door;
};

static enum status reader_of_link(struct tx *tx, struct sv token, struct reader *r)
{
	struct hash h = crypt_hash(tx->keys, KEY_TOKEN, token);
	struct contact_core c;
	struct link_core l;

	TRY(store_link_by_token(tx_look(tx), &h, &l, &r->found, tx->arena));
	if (!r->found)
		return ST_OK;
	r->contact = l.contact;
	r->account = l.account;
	r->link = l.id;
	r->channel = l.channel;
	r->door = CONSENT_AT_LANDING;
	r->address = l.address;
	if (l.has_address)
		return ST_OK;
	TRY(store_contact_core(tx_look(tx), l.contact, &c, tx->arena)); /* handed over before addresses were kept */
	r->address = service_address_hash(tx->keys, tx->arena, contact_address(&c, l.channel));
	return ST_OK;
}

static enum status reader_of_mail(struct tx *tx, struct sv token, bool one_click, struct reader *r)
{
	struct hash h = crypt_hash(tx->keys, KEY_UNSUBSCRIBE, token);
	struct unsubscribe u;

	TRY(store_unsubscribe_by_token(tx_look(tx), &h, &u, &r->found));
	r->contact = u.contact;
	r->account = u.account;
	r->channel = u.channel;
	r->address = u.address;
	r->door = one_click ? CONSENT_BY_MAIL : CONSENT_AT_LANDING;
	return ST_OK;
}

static struct event_body body_of(const struct reader *r, enum consent_scope scope, const char *reason)
{
	return (struct event_body){ .link = r->link, .channel = r->channel, .reason = sv_from(reason),
				    .name = sv_from(choice_text(&consent_scope_choice, (int)scope)) };
}

/* A line of his own activity list, without a message: he just said that he wants none, or is not the contact. */
static enum status leave_receipt(struct tx *tx, const struct reader *r, enum receipt_kind kind)
{
	return service_receipt_add(tx,
				   &(struct receipt_new){ .kind = kind, .contact = r->contact, .account = r->account,
							  .quiet = true },
				   NULL);
}

static enum status told_opt_out(struct tx *tx, const struct reader *r, enum consent_scope scope, const char *reason)
{
	struct event_body b = body_of(r, scope, reason);

	return tx_tell(tx, E_portal_opt_out, r->account, r->contact, SV("debtor"), &b);
}

static enum status stop(struct tx *tx, const struct reader *r)
{
	struct consent_change c = { .contact = r->contact, .scope = consent_scope_of(r->channel),
				    .address = &r->address, .state = CONSENT_WITHDRAWN, .why = CONSENT_ASKED,
				    .door = r->door, .actor = SV("debtor") };
	bool changed;

	TRY(service_consent_change(tx, &c, &changed));
	if (!changed)
		return ST_OK;
	TRY(leave_receipt(tx, r, RECEIPT_OPT_OUT));
	return told_opt_out(tx, r, c.scope, r->door == CONSENT_BY_MAIL ? "one_click" : "stop");
}

/* The address is parked for every channel that may use it: a number takes text and WhatsApp messages. */
static enum status not_me(struct tx *tx, const struct reader *r)
{
	static const enum consent_scope phone[] = { CONSENT_SMS, CONSENT_WHATSAPP }, mail[] = { CONSENT_EMAIL };
	bool is_mail = r->channel == CHANNEL_EMAIL, any = false;
	struct event_body b = body_of(r, consent_scope_of(r->channel), "not_me");

	for (size_t i = 0; i < (is_mail ? COUNT(mail) : COUNT(phone)); i++) {
		struct consent_change c = { .contact = r->contact, .scope = is_mail ? mail[i] : phone[i],
					    .address = &r->address, .state = CONSENT_PARKED,
					    .why = CONSENT_NOT_ME, .door = r->door, .actor = SV("debtor") };
		bool changed;

		TRY(service_consent_change(tx, &c, &changed));
		any |= changed;
	}
	if (!any)
		return ST_OK;
	TRY(leave_receipt(tx, r, RECEIPT_NOT_ME));
	TRY(tx_tell(tx, E_portal_not_me, r->account, r->contact, SV("debtor"), &b));
	return told_opt_out(tx, r, consent_scope_of(r->channel), "not_me");
}

static enum status paper(struct tx *tx, const struct reader *r)
{
	struct consent_change c = { .contact = r->contact, .scope = CONSENT_ELECTRONIC, .state = CONSENT_WITHDRAWN,
				    .why = CONSENT_PAPER, .door = r->door, .actor = SV("debtor") };
	struct event_body b = body_of(r, CONSENT_ELECTRONIC, "paper");
	bool stopped, wanted;

	TRY(service_consent_change(tx, &c, &stopped));
	TRY(store_contact_paper(tx, r->contact, true, &wanted));
	if (stopped || wanted)
		TRY(leave_receipt(tx, r, RECEIPT_PAPER));
	if (wanted)
		TRY(tx_tell(tx, E_portal_paper, r->account, r->contact, SV("debtor"), &b));
	return stopped ? told_opt_out(tx, r, CONSENT_ELECTRONIC, "paper") : ST_OK;
}

/* Once a day: whoever has a link could fill an operator's day otherwise. */
static enum status person(struct tx *tx, const struct reader *r)
{
	struct event_body b = { .link = r->link, .channel = r->channel };
	int64_t last;

	TRY(store_receipt_newest(tx_look(tx), r->contact, RECEIPT_PERSON, &last));
	if (last && tx->now - last < DAY_MS)
		return ST_OK;
	TRY(leave_receipt(tx, r, RECEIPT_PERSON));
	return tx_tell(tx, E_portal_person, r->account, r->contact, SV("debtor"), &b);
}

enum status service_right_use(struct unit *u, struct tx *tx, const struct right_door *d, enum right right,
			      int64_t *ret_contact)
{
	struct reader r = { .found = false };

	u->actor = SV("debtor");
	if (d->by_mail)
		TRY(reader_of_mail(tx, d->token, d->one_click, &r));
	else
		TRY(reader_of_link(tx, d->token, &r));
	*ret_contact = r.found ? r.contact : 0;
	if (!r.found)
		return ST_OK;
	switch (right) {
	case RIGHT_STOP:
		return stop(tx, &r);
	case RIGHT_NOT_ME:
		return not_me(tx, &r);
	case RIGHT_PAPER:
		return paper(tx, &r);
	case RIGHT_PERSON:
		return person(tx, &r);
	case RIGHT_NONE:
	case RIGHT__COUNT:
		break;
	}
	return fail_field(ST_INVALID, "right", N_("Please choose what you would like."));
}

enum status service_right_offer(struct tx *tx, struct arena *a, struct sv base, int64_t contact, int64_t account,
				enum channel channel, const struct hash *address, struct sv *ret_url)
{
	struct unsubscribe u = { .contact = contact, .account = account, .channel = channel, .address = *address };
	struct sv token = crypt_token(a);
	struct hash h = crypt_hash(tx->keys, KEY_UNSUBSCRIBE, token);

	TRY(store_unsubscribe_add(tx, &h, &u));
	*ret_url = sv_print(a, SV_FMT "/u/" SV_FMT, SV_ARG(base), SV_ARG(token));
	return ST_OK;
}

static enum status run_drop(struct tx *tx, void *arg)
{
	return store_unsubscribe_drop(tx, tx->now - KEPT_MS, arg);
}

enum status service_right_drop(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "right.drop", &u->arena, run_drop, ret_did);
}
