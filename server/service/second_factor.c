/* The second step of opening a link: a code to another known address than the link's own. That this browser gave the
 * right digits is known by the code itself, which names the link and the keyed hash of the browser's pre-session
 * cookie with the token; the page answers nobody else. */
#include "server/rule/link.h"
#include "server/rule/second_factor.h"
#include "server/service/code.h"
#include "server/service/consent.h"
#include "server/service/verify_inside.h"

static struct hash owner_of(const struct keys *k, struct sv token, struct sv browser)
{
	const struct sv parts[] = { SV("second factor"), browser, token };

	return crypt_hash_parts(k, KEY_FORM, parts, COUNT(parts));
}

enum status second_factor_wanted(struct snap *s, const struct org *org, int64_t contact, bool *ret)
{
	int64_t highest = 0;

	*ret = false;
	if (sv_is(org->second_factor, "off"))
		return ST_OK;
	TRY(store_account_highest(s, contact, &highest));
	*ret = second_factor_asked(org->second_factor, org->second_factor_above, highest);
	return ST_OK;
}

/* No code goes where messages were stopped, nor to where the link itself went: since then the address on file may be
 * another. The one on file for the link's channel stays: no other may be the same. */
static enum status may_prove(struct tx *tx, const struct link_core *l, enum channel channel, struct sv address, bool *ret)
{
	struct hash h = service_address_hash(tx->keys, tx->arena, address);

	*ret = !l->has_address || !crypt_equal(hash_sv(&h), hash_sv(&l->address));
	return *ret ? service_consent_allows(tx_look(tx), tx->arena, l->contact, channel, address, ret) : ST_OK;
}

static enum status leave_out(struct tx *tx, const struct link_core *l, struct addresses *known)
{
	struct {
		enum channel channel;
		struct sv *address;
	} all[] = { { CHANNEL_EMAIL, &known->email }, { CHANNEL_SMS, &known->phone },
		    { CHANNEL_WHATSAPP, &known->whatsapp } };

	for (size_t i = 0; i < COUNT(all); i++) {
		bool may = true;

		if (all[i].address->n && all[i].channel != l->channel)
			TRY(may_prove(tx, l, all[i].channel, *all[i].address, &may));
		if (!may)
			*all[i].address = SV_NONE;
	}
	return ST_OK;
}

enum status second_factor_begin(struct unit *u, struct tx *tx, const struct link_core *l,
				const struct account_core *c, struct sv token, struct sv browser,
				struct verified *ret)
{
	struct addresses known = { c->email, c->phone, c->whatsapp };
	struct hash owner = owner_of(tx->keys, token, browser);
	struct code_new q = { .purpose = CODE_SECOND_FACTOR, .contact = l->contact, .account = l->account,
			      .link = l->id, .owner = &owner };
	struct code_sent sent;
	enum status st;
	bool worn;

	TRY(service_code_worn(tx_look(tx), l->contact, tx->now, &worn));
	if (worn) {
		ret->verdict = VERDICT_PERSON;
		return ST_OK;
	}
	TRY(leave_out(tx, l, &known));
	q.channel = second_factor_to(&known, l->channel, &q.address);
	if (!q.channel) {
		ret->verdict = VERDICT_PERSON;
		return ST_OK;
	}
	st = service_code_send(u, tx, &q, &sent);
	if (st != ST_OK && st != ST_LIMIT && st != ST_CONFLICT)
		return st;
	ret->verdict = st == ST_OK ? VERDICT_CODE : st == ST_LIMIT ? VERDICT_CODES : VERDICT_PERSON;
	return ST_OK;
}

struct step { /* between the two */
	struct hash owner;
	struct link_core link;
	struct code_core code;
	struct org org;
	bool found; /* the link is ours, whatever became of it */
	bool open;
};

/* Is this browser between the two steps? */
static enum status step_of(struct snap *s, const struct keys *k, struct sv token, struct sv browser,
			   int64_t now, struct step *ret, struct arena *a)
{
	struct hash h = crypt_hash(k, KEY_TOKEN, token);
	bool found;

	ret->found = ret->open = false;
	TRY(store_org(s, a, &ret->org));
	TRY(store_link_by_token(s, &h, &ret->link, &found, a));
	if (!found || !sv_is(ret->org.portal_on, "on") || !crypt_token_looks_right(browser))
		return ST_OK;
	ret->found = true;
	if (!link_lives(ret->link.state, ret->link.expires_at, now))
		return ST_OK;
	ret->owner = owner_of(k, token, browser);
	TRY(store_code_newest(s, ret->link.contact, CODE_SECOND_FACTOR, SV_NONE, &ret->owner, &ret->code,
			      &found, a));
	ret->open = found && ret->code.link == ret->link.id && now < ret->code.made_at + SECOND_FACTOR_STEP_MS;
	return ST_OK;
}

enum status service_code_look(struct unit *u, struct snap *s, struct sv token, struct sv browser,
			      struct code_look *ret)
{
	struct step step;

	*ret = (struct code_look){ .open = false };
	TRY(step_of(s, u->shared->keys, token, browser, u->now, &step, &u->arena));
	if (step.open)
		*ret = (struct code_look){ .open = true, .language = step.link.language,
					   .to = service_code_masked(&u->arena, step.code.address) };
	return ST_OK;
}

enum status service_code_verify(struct unit *u, struct tx *tx, const struct code_typed *q,
				struct verified *ret)
{
	struct code_answer answer = { .purpose = CODE_SECOND_FACTOR, .typed = q->code };
	struct code_checked checked;
	struct step step;
	struct sv cookie;
	bool worn;

	*ret = (struct verified){ .verdict = VERDICT_DEAD };
	TRY(step_of(tx_look(tx), tx->keys, q->token, q->browser, tx->now, &step, tx->arena));
	if (!step.found)
		return ST_OK;
	cookie = verify_cookie(tx->keys, tx->arena, step.link.id, q->browser, q->form, &q->code, 1);
	if (!step.open)
		return verify_opened_before(u, tx, &step.link, cookie, ret);
	answer.contact = step.link.contact;
	answer.account = step.link.account;
	answer.owner = &step.owner;
	TRY(service_code_worn(tx_look(tx), answer.contact, tx->now, &worn));
	if (!worn)
		TRY(service_code_check(u, tx, &answer, &checked));
	if (!worn && checked.verdict != CODE_RIGHT)
		TRY(service_code_worn(tx_look(tx), answer.contact, tx->now, &worn));
	if (worn) {
		ret->verdict = VERDICT_PERSON;
		return ST_OK;
	}
	switch (checked.verdict) {
	case CODE_RIGHT:
		return verify_open(u, tx, &step.link, &step.org, q->address, cookie, ret);
	case CODE_WRONG:
		ret->verdict = VERDICT_WRONG;
		ret->tries_left = checked.tries_left;
		return ST_OK;
	case CODE_DEAD:
		break;
	}
	ret->verdict = VERDICT_CODES;
	return ST_OK;
}

enum status service_code_again(struct unit *u, struct tx *tx, const struct code_typed *q, struct verified *ret)
{
	struct account_core c;
	struct step step;

	*ret = (struct verified){ .verdict = VERDICT_DEAD };
	TRY(step_of(tx_look(tx), tx->keys, q->token, q->browser, tx->now, &step, tx->arena));
	if (!step.open)
		return ST_OK;
	TRY(store_account_core_by_id(tx_look(tx), step.link.account, &c, tx->arena));
	return second_factor_begin(u, tx, &step.link, &c, q->token, q->browser, ret);
}
