/* Judging identity answers (product.md 3.1, 3.5). Everything happens in one transaction of the one writer, so
 * fifty right answers that race spend the link once, and two hundred wrong ones are counted five times. */
#include "server/service/link.h"

#include "server/rule/link.h"
#include "server/service/event.h"
#include "server/service/preference.h"
#include "server/service/session.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/setting.h"

/* The keyed hash of four digits: of a contact's document or an account's reference. The importer makes the same
 * parts (exchange/book_row.c). */
static struct hash digits_hash(const struct keys *k, const char *of, struct sv who, const char digits[4])
{
	const struct sv parts[] = { sv_from(of), who, sv_of(digits, 4) };

	return crypt_hash_parts(k, KEY_IDENTITY, parts, COUNT(parts));
}

static bool answer_is_right(const struct keys *k, const struct account_core *c, const char digits[4])
{
	struct hash document = digits_hash(k, "document", c->contact_external, digits);
	struct hash reference = digits_hash(k, "reference", c->number, digits);
	bool by_document = crypt_equal(hash_sv(&document), hash_sv(&c->contact_digits));
	bool by_reference = crypt_equal(hash_sv(&reference), hash_sv(&c->digits));

	return (by_document && c->contact_has_digits) | (by_reference && c->has_digits);
}

static enum status wrong(struct unit *u, struct tx *tx, const struct link_core *l, int64_t most,
			 struct verified *ret)
{
	struct event_body b = { .link = l->id, .channel = l->channel, .source = l->source };
	int64_t tries = 0;
	bool moved;

	TRY(store_link_wrong(tx, l->id, &tries));
	if (tries < most) {
		*ret = (struct verified){ .verdict = VERDICT_WRONG, .tries_left = most - tries };
		return ST_OK;
	}
	TRY(store_link_move(tx, l->id, 1u << LINK_PENDING, LINK_LOCKED, &moved));
	*ret = (struct verified){ .verdict = VERDICT_LOCKED };
	return tx_tell(tx, E_link_locked, l->account, l->contact, u->actor, &b);
}

enum status service_link_verify(struct unit *u, struct tx *tx, struct sv token, const char digits[4],
				struct verified *ret)
{
	struct hash h = crypt_hash(tx->keys, KEY_TOKEN, token);
	struct account_core c;
	struct link_core l;
	struct org org;
	bool found, spent;

	*ret = (struct verified){ .verdict = VERDICT_DEAD };
	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(store_link_by_token(tx_look(tx), &h, &l, &found, tx->arena));
	if (!found || !sv_is(org.portal_on, "on") || !link_lives(l.state, l.expires_at, tx->now))
		return ST_OK;
	TRY(store_account_core_by_id(tx_look(tx), l.account, &c, tx->arena));
	if (!answer_is_right(tx->keys, &c, digits))
		return wrong(u, tx, &l, org.link_tries, ret);
	if (!l.sent_at) { /* its message was read before the hand-off could be written down */
		TRY(service_link_tell_sent(tx, &l));
		l.sent_at = tx->now;
	}
	TRY(store_link_consume(tx, l.id, &spent));
	if (!spent)
		return ST_OK;
	TRY(service_session_start(u, tx, &l, &org, &ret->cookie));
	TRY(service_welcome_offer(tx, l.contact, &ret->welcome));
	ret->seconds = org.session_hours * 3600;
	ret->language = sv_copy(&u->arena, l.language);
	ret->verdict = VERDICT_OPENED;
	return ST_OK;
}
