/* code: see code.h. */
#include "server/service/code.h"

#include <stdio.h>

#include "common/date.h"
#include "common/id.h"
#include "common/phrase.h"

#include "server/rule/code.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/service/notice.h"
#include "server/store/setting.h"

enum { DROP_MOST = 500 };

static struct hash hash_of(const struct keys *k, int64_t code, struct sv digits)
{
	const struct sv parts[] = { SV("code"), sv_of(&code, sizeof(code)), digits };

	return crypt_hash_parts(k, KEY_IDENTITY, parts, COUNT(parts));
}

static struct sv purpose_word(enum code_purpose p)
{
	return p == CODE_SECOND_FACTOR ? SV("second_factor") : SV("verify_address");
}

/* Nobody can make us bombard an address, nor buy more than a few tries an hour. */
static enum status not_too_many(struct tx *tx, const struct code_new *q)
{
	int64_t since = tx->now - CODE_HOUR_MS, here, all;
	int64_t most = q->purpose == CODE_SECOND_FACTOR ? CODE_AN_HOUR : CODE_AN_HOUR_VERIFY;

	TRY(store_code_since(tx_look(tx), q->contact, q->purpose, q->address, since, &here));
	TRY(store_code_since(tx_look(tx), q->contact, q->purpose, SV_NONE, since, &all));
	if (here >= CODE_AN_HOUR || all >= most)
		return fail(ST_LIMIT, N_("We have sent several codes in the last hour. Please wait a while before "
					 "you ask for another."));
	return ST_OK;
}

static enum status send_message(struct tx *tx, const struct code_new *q, struct sv digits)
{
	struct notice_new n = { .contact = q->contact, .channel = q->channel, .address = q->address,
				.kind = NOTICE_CODE };
	struct org org;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	n.subject = phrase(tx->arena, N_("Your code at {organisation}"), P_TEXT("organisation", org.organisation));
	n.text = phrase(tx->arena,
			N_("Your code at {organisation}: {code}. It works for ten minutes. We never ask for it on the "
			   "phone."),
			P_TEXT("organisation", org.organisation), P_TEXT("code", digits));
	return service_notice_add(tx, &n);
}

enum status service_code_send(struct unit *u, struct tx *tx, const struct code_new *q,
			      struct code_sent *ret)
{
	struct code_core c = { .contact = q->contact,
			       .id = id_new(),
			       .purpose = q->purpose,
			       .channel = q->channel,
			       .address = q->address,
			       .link = q->link,
			       .made_at = tx->now,
			       .expires_at = tx->now + CODE_LIVES_MS };
	struct event_body b = { .link = q->link, .channel = q->channel,
				.reason = purpose_word(q->purpose), .until = c.expires_at };
	struct sv digits = sv_print(&u->arena, "%06u", (unsigned)crypt_random_below(1000000));

	TRY(not_too_many(tx, q));
	if (q->owner) {
		c.owner = *q->owner;
		c.has_owner = true;
	}
	c.hash = hash_of(tx->keys, c.id, digits);
	TRY(send_message(tx, q, digits)); /* first: one that may not be sent leaves nothing behind */
	TRY(store_code_replace(tx, q->contact, q->purpose, q->address));
	TRY(store_code_add(tx, &c));
	*ret = (struct code_sent){ .code = c.id, .expires_at = c.expires_at };
	return tx_tell(tx, E_portal_code_sent, q->account, q->contact, u->actor, &b);
}

enum status service_code_worn(struct snap *s, int64_t contact, int64_t now, bool *ret)
{
	int64_t wrong;

	TRY(store_code_wrong_since(s, contact, now - CODE_WRONG_MS, &wrong));
	*ret = wrong >= CODE_WRONG_MOST;
	return ST_OK;
}

/* Whoever has the link and the digits could else go on by fifteen an hour. */
static enum status count_wrong(struct unit *u, struct tx *tx, const struct code_answer *q, const struct code_core *c)
{
	struct event_body b = { .link = c->link, .channel = c->channel, .reason = SV("code") };
	bool worn;

	if (q->purpose != CODE_SECOND_FACTOR)
		return ST_OK;
	TRY(store_code_wrong_add(tx, q->contact, id_new()));
	TRY(service_code_worn(tx_look(tx), q->contact, tx->now, &worn));
	return worn ? tx_tell(tx, E_portal_contact_paused, q->account, q->contact, u->actor, &b) : ST_OK;
}

/* The last try was wrong: the code is over, and operators may see that someone guesses. */
static enum status used_up(struct unit *u, struct tx *tx, const struct code_answer *q,
			   const struct code_core *c)
{
	struct event_body b = { .link = c->link, .channel = c->channel, .reason = purpose_word(q->purpose) };

	TRY(store_code_end(tx, c->contact, c->id));
	return tx_tell(tx, E_portal_code_locked, q->account, q->contact, u->actor, &b);
}

enum status service_code_check(struct unit *u, struct tx *tx, const struct code_answer *q,
			       struct code_checked *ret)
{
	struct code_core c;
	struct hash h;
	char digits[CODE_DIGITS];
	int64_t tries;
	bool found;

	*ret = (struct code_checked){ .verdict = CODE_DEAD };
	if (!code_answer(q->typed, digits))
		return fail_field(ST_INVALID, "code", N_("Please enter the six digits of the code."));
	TRY(store_code_newest(tx_look(tx), q->contact, q->purpose, q->address, q->owner, &c, &found,
			      tx->arena));
	if (!found || !code_lives(c.ended_at, c.expires_at, c.tries, tx->now))
		return ST_OK;
	TRY(store_code_try(tx, c.contact, c.id, CODE_TRIES, &tries));
	if (!tries)
		return ST_OK;
	h = hash_of(tx->keys, c.id, sv_of(digits, sizeof(digits)));
	if (crypt_equal(hash_sv(&h), hash_sv(&c.hash))) {
		*ret = (struct code_checked){ .verdict = CODE_RIGHT, .link = c.link };
		return store_code_end(tx, c.contact, c.id);
	}
	TRY(count_wrong(u, tx, q, &c));
	if (tries == CODE_TRIES)
		return used_up(u, tx, q, &c);
	*ret = (struct code_checked){ .verdict = CODE_WRONG, .tries_left = CODE_TRIES - tries };
	return ST_OK;
}

struct sv service_code_masked(struct arena *a, struct sv address)
{
	size_t at = sv_find(address, '@');

	if (at < address.n)
		return sv_print(a, SV_FMT "…" SV_FMT, SV_ARG(sv_from_to(address, 0, at > 1 ? 1 : 0)),
				SV_ARG(sv_from_to(address, at, address.n)));
	if (address.n < 8)
		return SV("…");
	return sv_print(a, SV_FMT "…" SV_FMT, SV_ARG(sv_from_to(address, 0, 3)),
			SV_ARG(sv_from_to(address, address.n - 2, address.n)));
}

static enum status run_drop(struct tx *tx, void *arg)
{
	int64_t codes, wrong;

	TRY(store_code_drop(tx, tx->now - DAY_MS, DROP_MOST, &codes));
	TRY(store_code_wrong_drop(tx, tx->now - CODE_WRONG_MS, DROP_MOST, &wrong));
	*(size_t *)arg = (size_t)(codes + wrong);
	return ST_OK;
}

enum status service_code_drop(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "code.drop", &u->arena, run_drop, ret_did);
}
