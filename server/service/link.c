/* link: reserving, cancelling, revoking and listing; link_preflight.c judges whether one may be sent, hand_off.c hands over,
 * verify.c judges answers. */
#include "server/service/link.h"

#include "common/clock.h"
#include "common/id.h"
#include "common/latch.h"

#include "server/feed/feed.h"
#include "server/rule/link.h"
#include "server/rule/transition.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/service/list.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/setting.h"

enum { SETTLE_MS = 3000, LIST_DEFAULT = 100, HELD_MOST = 20 };

static struct event_body link_body(const struct link_core *l)
{
	return (struct event_body){ .link = l->id, .channel = l->channel, .source = l->source,
				    .purpose = l->purpose };
}

/* Two who press the key at once would send two: the second hears of the first. What goes out at once is no matter of it. */
static enum status not_held(struct unit *u, struct tx *tx, int64_t account)
{
	struct link_page held = { .more = false };

	TRY(store_link_list(tx_look(tx), account, LINK_HELD, 0, HELD_MOST, u->now, &held, tx->arena));
	for (size_t i = 0; i < held.items.n; i++)
		if (held.items.at[i].until > tx->now)
			return fail_field(ST_CONFLICT, "account", "a link to it is held already; link.cancel takes it back");
	return ST_OK;
}

enum status service_link_send(struct unit *u, struct tx *tx, const struct link_new *q,
			      struct link_sent *ret)
{
	enum link_source source = q->source ? q->source : SOURCE_MANUAL;
	struct account_core c;
	struct link_core l;

	TRY(store_account_core(tx_look(tx), q->account, &c, tx->arena));
	TRY(service_link_may(tx_look(tx), tx->arena, &c, q->channel, q->language));
	if (q->hold)
		TRY(not_held(u, tx, c.id));
	l = (struct link_core){
		.id = id_new(),
		.account = c.id,
		.contact = c.contact,
		.channel = q->channel,
		.source = source,
		.purpose = q->purpose ? q->purpose : link_default_purpose(source),
		.state = LINK_HELD,
		.actor = u->actor,
		.made_at = tx->now,
		.due_at = tx->now + q->hold,
		.language = q->language,
	};
	TRY(store_link_add(tx, &l));
	if (q->hold) {
		struct event_body b = link_body(&l);

		b.until = l.due_at;
		TRY(tx_tell(tx, E_link_held, l.account, l.contact, u->actor, &b));
	}
	*ret = (struct link_sent){ .link = l.id, .account = q->account, .channel = l.channel,
				   .state = LINK_HELD, .until = l.due_at };
	return ST_OK;
}

enum status service_link_settle(struct unit *u, struct link_sent *ret)
{
	int64_t deadline = clock_mono_ms() + SETTLE_MS, head = feed_head(u->shared->feed);
	struct link_row row;

	latch_raise(u->shared->nudge, latch_now(u->shared->nudge) + 1); /* the engine looks when the next is due */
	if (ret->until > clock_now()) /* held on purpose */
		return ST_OK;
	for (;;) {
		snap_end(u->snap);
		TRY(store_link_row(u->snap, ret->link, clock_now(), &row, &u->arena));
		if (row.sent_at || row.state > LINK_PENDING || row.until > clock_now() ||
		    clock_mono_ms() >= deadline || feed_closed(u->shared->feed))
			break;
		head = feed_wait(u->shared->feed, head, deadline);
	}
	ret->state = row.state;
	ret->until = row.until;
	ret->sent_at = row.sent_at;
	ret->expires_at = row.expires_at;
	return ST_OK;
}

/* Takes a link out of the world: shared by cancelling and revoking. */
static enum status take_back(struct unit *u, struct tx *tx, int64_t link, unsigned from,
			     enum event_id tells, struct link_row *ret)
{
	struct event_body b;
	struct link_core l;
	bool moved;

	TRY(store_link_core(tx_look(tx), link, &l, tx->arena));
	if (!(from & TO(l.state)))
		return fail_field(ST_CONFLICT, "link", "it is %s already",
				  choice_text(&link_state_choice, (int)l.state));
	TRY(transition_allows(&link_transitions, (int)l.state, LINK_REVOKED));
	TRY(store_link_move(tx, link, from, LINK_REVOKED, &moved));
	if (!moved)
		return fail_field(ST_CONFLICT, "link", "it has changed meanwhile");
	b = link_body(&l);
	TRY(tx_tell(tx, tells, l.account, l.contact, u->actor, &b));
	return store_link_row(tx_look(tx), link, tx->now, ret, tx->arena);
}

enum status service_link_cancel(struct unit *u, struct tx *tx, int64_t link, struct link_row *ret)
{
	return take_back(u, tx, link, TO(LINK_HELD), E_link_cancelled, ret);
}

enum status service_link_revoke(struct unit *u, struct tx *tx, int64_t link, struct link_row *ret)
{
	return take_back(u, tx, link, TO(LINK_HELD) | TO(LINK_PENDING), E_link_revoked, ret);
}

enum status service_link_list(struct unit *u, struct snap *s, const struct link_query *q,
			      struct link_page *ret)
{
	struct account_core c = { 0 };

	if (service_list_asked(&link_query_record, q))
		return service_list_read(u, s, &link_list_sql, &link_query_record, q, &link_page_record, ret);
	if (q->account.n)
		TRY(store_account_core(s, q->account, &c, &u->arena));
	return store_link_list(s, c.id, q->state, q->before, q->limit ? (size_t)q->limit : LIST_DEFAULT,
			       u->now, ret, &u->arena);
}

enum status service_base_url(struct unit *u, struct snap *s, struct sv *ret)
{
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	*ret = org.base_url.n ? sv_copy(&u->arena, org.base_url) : sv_print(&u->arena, "http://%s", u->shared->listen);
	return ST_OK;
}

/* A write nobody waits for: it owns itself. */
struct touch {
	struct write write;
	struct arena arena;
	struct hash token;
	int64_t at;
};

static enum status run_touch(struct tx *tx, void *arg)
{
	struct touch *t = arg;
	struct link_core l;
	bool found;

	TRY(store_link_by_token(tx_look(tx), &t->token, &l, &found, tx->arena));
	return found ? store_link_touch(tx, l.id, 1, t->at) : ST_OK;
}

static void touched(struct write *w)
{
	struct touch *t = (struct touch *)w;

	arena_free(&t->arena);
	mem_free(t);
}

void service_link_touch(struct unit *u, struct sv token)
{
	struct touch *t = mem_new(sizeof(*t));

	t->token = crypt_hash(u->shared->keys, KEY_TOKEN, token);
	t->at = u->now;
	t->write = (struct write){ .name = "link.touch", .run = run_touch, .arg = t, .arena = &t->arena,
				   .done = touched };
	if (!writer_post_slow(u->shared->writer, &t->write))
		touched(&t->write);
}
