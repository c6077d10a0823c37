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
	bool unproven; /* the address may be a stranger's */
};

/* An e-mail's token, or one that a link had before its last. */
static enum status reader_of_kept(struct snap *s, const struct hash *token, struct reader *r)
{
	struct unsubscribe u;
	bool found;

	TRY(store_unsubscribe_by_token(s, token, &u, &found));
	*r = (struct reader){ .found = found, .contact = u.contact, .account = u.account, .link = u.link,
			      .channel = u.channel, .address = u.address, .door = CONSENT_AT_LANDING,
			      .unproven = u.unproven };
	return ST_OK;
}

static enum status reader_of_link(struct snap *s, const struct keys *k, struct arena *a, struct sv token,
				  struct reader *r)
{
	struct hash h = crypt_hash(k, KEY_TOKEN, token);
	struct contact_core c;
	struct link_core l;

	TRY(store_link_by_token(s, &h, &l, &r->found, a));
	if (!r->found)
		return reader_of_kept(s, &h, r);
	*r = (struct reader){ .found = true, .contact = l.contact, .account = l.account, .link = l.id,
			      .channel = l.channel, .address = l.address, .door = CONSENT_AT_LANDING };
	if (l.has_address)
		return ST_OK;
	TRY(store_contact_core(s, l.contact, &c, a)); /* handed over before addresses were kept */
	r->address = service_address_hash(k, a, contact_address(&c, l.channel));
	return ST_OK;
}

static enum status reader_of(struct snap *s, const struct keys *k, struct arena *a, const struct right_door *d,
			     struct reader *r)
{
	struct hash h;

	*r = (struct reader){ .found = false };
	if (!d->by_mail)
		return reader_of_link(s, k, a, d->token, r);
	h = crypt_hash(k, KEY_UNSUBSCRIBE, d->token);
	TRY(reader_of_kept(s, &h, r));
	if (d->one_click)
		r->door = CONSENT_BY_MAIL;
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

static enum status refuse(struct tx *tx, const struct reader *r, enum consent_state state, enum consent_why why,
			  bool *ret_changed)
{
	struct consent_change c = { .contact = r->contact, .address = &r->address, .state = state, .why = why,
				    .door = r->door, .actor = SV("debtor") };

	return service_consent_refuse(tx, &c, r->channel, ret_changed);
}

static enum status stop(struct tx *tx, const struct reader *r)
{
	bool changed;

	TRY(refuse(tx, r, CONSENT_WITHDRAWN, CONSENT_ASKED, &changed));
	if (!changed)
		return ST_OK;
	TRY(leave_receipt(tx, r, RECEIPT_OPT_OUT));
	return told_opt_out(tx, r, consent_scope_of(r->channel), r->door == CONSENT_BY_MAIL ? "one_click" : "stop");
}

static enum status not_me(struct tx *tx, const struct reader *r)
{
	struct event_body b = body_of(r, consent_scope_of(r->channel), "not_me");
	bool changed;

	TRY(refuse(tx, r, CONSENT_PARKED, CONSENT_NOT_ME, &changed));
	if (!changed)
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

static bool offered(const struct reader *r, enum right right)
{
	return right == RIGHT_STOP || right == RIGHT_NOT_ME || (right != RIGHT_NONE && !r->unproven);
}

enum status service_right_offered(struct snap *s, struct arena *a, const struct right_door *d, enum right right,
				  bool *ret)
{
	struct reader r;

	TRY(reader_of(s, store_keys(s->store), a, d, &r));
	*ret = offered(&r, right);
	return ST_OK;
}

enum status service_right_use(struct unit *u, struct tx *tx, const struct right_door *d, enum right right)
{
	struct reader r;

	u->actor = SV("debtor");
	TRY(reader_of(tx_look(tx), tx->keys, tx->arena, d, &r));
	if (!offered(&r, right))
		return fail_field(ST_INVALID, "right", N_("Please choose what you would like."));
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
	return ST_OK;
}

enum status service_right_offer(struct tx *tx, struct arena *a, struct sv base, const struct unsubscribe *to,
				struct sv *ret_url)
{
	struct sv token = crypt_token(a);
	struct hash h = crypt_hash(tx->keys, KEY_UNSUBSCRIBE, token);

	TRY(store_unsubscribe_add(tx, &h, to));
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
