/* link: asked for again by whoever holds an old one (product.md 3.4). To the address on file and nowhere else, so asking
 * gains a stranger nothing; he also learns nothing, since a token that never was takes the same way: one look, one write,
 * the same words. */
#include "server/service/link.h"

#include "common/crypt.h"

#include "server/rule/link.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/kpi.h"
#include "server/store/link.h"
#include "server/store/own.h"

/* Pressed twice, or the answer loaded anew: the second message would make the link of the first one useless. */
enum { A_DAY = 3, ONCE_MS = 60000 };
#define DAY_MS INT64_C(86400000)

/* Why none is sent is nobody's business outside; what the storage could not do is told. */
static enum status quietly(enum status st)
{
	return st == ST_CONFLICT || st == ST_INVALID || st == ST_NOT_FOUND || st == ST_LIMIT ? ST_OK : st;
}

enum status service_link_again(struct unit *u, struct tx *tx, struct sv token)
{
	struct hash h = crypt_hash(tx->keys, KEY_TOKEN, token);
	struct link_new q = { .source = SOURCE_SYSTEM, .purpose = PURPOSE_REPLY };
	struct account_core c;
	struct link_sent sent;
	struct link_core l;
	int64_t asked = 0, just = 0;
	bool found, own = false;

	u->actor = SV("debtor");
	TRY(store_link_by_token(tx_look(tx), &h, &l, &found, tx->arena));
	TRY(store_link_asked(tx_look(tx), l.account, channel__none, tx->now - DAY_MS, &asked));
	TRY(store_link_asked(tx_look(tx), l.account, l.channel, tx->now - ONCE_MS, &just));
	TRY(store_own_language_chosen(tx_look(tx), l.contact, &own));
	TRY(store_kpi_bump(tx, found ? "links_asked" : "links_asked_unknown", tx->now / HOUR_MS, SV_NONE, 1, 0));
	if (!found || link_lives(l.state, l.expires_at, tx->now) || asked >= A_DAY || just)
		return ST_OK;
	TRY(store_account_core_by_id(tx_look(tx), l.account, &c, tx->arena));
	q.account = c.number;
	q.channel = l.channel;
	if (!own) /* what the debtor chose since stands over the old link's */
		q.language = l.language;
	return quietly(service_link_send(u, tx, &q, &sent));
}
