/* Judging identity answers (product.md 3.1, 3.5). Everything happens in one transaction of the one writer, so
 * fifty right answers that race spend the link once, and two hundred wrong ones are counted five times. */
#include "server/service/verify.h"

#include <string.h>

#include "common/crypt.h"

#include "server/rule/budget.h"
#include "server/rule/link.h"
#include "server/service/event.h"
#include "server/service/link.h"
#include "server/service/preference.h"
#include "server/service/session.h"
#include "server/service/verify_inside.h"
#include "server/store/preference.h"
#include "server/store/session.h"

/* What this link's next answer must be. */
static struct identity_question question_of(const struct org *org, const struct account_core *c,
					    const struct guess_state *g)
{
	struct identity_file f = identity_file_of(c);
	struct identity_question q = identity_ask(identity_mode_of(org), &f, g->step);

	q.person |= g->used_up;
	return q;
}

enum status service_link_look(struct unit *u, struct snap *s, struct sv token, struct link_look *ret)
{
	struct hash h = crypt_hash(u->shared->keys, KEY_TOKEN, token);
	struct account_core c;
	struct guess_state g;
	struct link_core l;
	struct org org;
	bool found;

	*ret = (struct link_look){ .lives = false };
	TRY(store_link_by_token(s, &h, &l, &found, &u->arena));
	TRY(store_org(s, &u->arena, &org));
	if (!found || !sv_is(org.portal_on, "on") || !link_lives(l.state, l.expires_at, u->now))
		return ST_OK;
	TRY(store_account_core_by_id(s, l.account, &c, &u->arena));
	TRY(guess_state(s, &org, l.contact, u->now, &g, &u->arena));
	*ret = (struct link_look){ .lives = true, .language = l.language,
				   .question = question_of(&org, &c, &g) };
	return ST_OK;
}

enum { AGAIN_MS = 60000 }; /* for so long a lost reply may be asked for once more */

struct sv verify_cookie(const struct keys *k, struct arena *a, int64_t link, struct sv browser, struct sv form,
			const struct sv *typed, size_t n)
{
	const struct sv head[] = { SV("visit"), sv_of(&link, sizeof(link)), browser, form };
	struct sv *parts = NEW_N(a, struct sv, COUNT(head) + n);
	struct hash h;

	memcpy(parts, head, sizeof(head));
	memcpy(parts + COUNT(head), typed, n * sizeof(*typed));
	h = crypt_hash_parts(k, KEY_FORM, parts, COUNT(head) + n);
	return crypt_token_of(a, h.b);
}

static struct sv cookie_of(const struct keys *k, struct arena *a, int64_t link, const struct link_answer *q)
{
	const struct sv typed[] = { q->typed.digits, q->typed.reference, q->typed.year, q->typed.postcode };

	return verify_cookie(k, a, link, q->browser, q->form, typed, COUNT(typed));
}

enum status verify_opened_before(struct unit *u, struct tx *tx, const struct link_core *l, struct sv cookie,
				 struct verified *ret)
{
	struct hash h = crypt_hash(tx->keys, KEY_COOKIE, cookie);
	struct session_core s;
	bool found;

	TRY(store_session_by_cookie(tx_look(tx), &h, &s, &found, tx->arena));
	if (!found || s.link != l->id || s.ended_at || tx->now >= s.started_at + AGAIN_MS)
		return ST_OK;
	TRY(store_welcome_is_for(tx_look(tx), s.contact, s.id, &ret->welcome));
	ret->cookie = sv_copy(&u->arena, cookie);
	ret->seconds = (s.expires_at - tx->now) / 1000;
	ret->language = sv_copy(&u->arena, l->language);
	ret->verdict = VERDICT_OPENED;
	return ST_OK;
}

enum status verify_open(struct unit *u, struct tx *tx, struct link_core *l, const struct org *org,
			struct sv address, struct sv cookie, struct verified *ret)
{
	struct guess_source from = guess_source_of(tx->keys, address);
	struct guess_state g;
	bool spent;

	if (!l->sent_at) { /* its message was read before the hand-off could be written down */
		TRY(service_link_tell_sent(tx, l));
		l->sent_at = tx->now;
	}
	TRY(store_link_consume(tx, l->id, &spent));
	if (!spent)
		return ST_OK;
	TRY(guess_state(tx_look(tx), org, l->contact, tx->now, &g, tx->arena));
	TRY(service_session_start(u, tx, l, org, g.n.told, cookie));
	ret->cookie = sv_copy(&u->arena, cookie);
	TRY(service_welcome_offer(tx, l->contact, &ret->welcome));
	if (from.known)
		TRY(store_visited(tx, &from.address));
	ret->seconds = org->session_hours * 3600;
	ret->language = sv_copy(&u->arena, l->language);
	ret->verdict = VERDICT_OPENED;
	return ST_OK;
}

/* Counted already; what follows from it. */
static enum status wrong(struct unit *u, struct tx *tx, const struct guess *g, int64_t tries, int64_t wait,
			 struct verified *ret)
{
	const struct link_core *l = g->link;
	struct event_body b = { .link = l->id, .channel = l->channel, .source = l->source };
	bool moved;

	TRY(guess_wrong(u, tx, g));
	ret->tries_left = g->org->link_tries - tries;
	ret->verdict = wait ? VERDICT_LATER : VERDICT_WRONG;
	ret->wait = wait;
	if (ret->tries_left > 0)
		return ST_OK;
	TRY(store_link_move(tx, l->id, 1u << LINK_PENDING, LINK_LOCKED, &moved));
	ret->verdict = VERDICT_LOCKED;
	return tx_tell(tx, E_link_locked, l->account, l->contact, u->actor, &b);
}

struct judging {
	const struct link_answer *q;
	struct account_core c;
	struct link_core l;
	struct org org;
	struct guess_source from;
	int64_t wait; /* the source is beyond its budget, but a visit began there today */
};

static enum status right(struct unit *u, struct tx *tx, struct judging *j, const struct guess *g,
			 struct verified *ret)
{
	bool wanted;

	TRY(store_link_try_back(tx, j->l.id));
	TRY(guess_right(tx, g));
	TRY(second_factor_wanted(tx_look(tx), &j->org, j->l.contact, &wanted));
	if (wanted)
		return second_factor_begin(u, tx, &j->l, &j->c, j->q->token, j->q->browser, ret);
	return verify_open(u, tx, &j->l, &j->org, j->q->address, cookie_of(tx->keys, tx->arena, j->l.id, j->q), ret);
}

static enum status judge(struct unit *u, struct tx *tx, struct judging *j, struct verified *ret)
{
	struct guess g = { .org = &j->org, .link = &j->l, .from = &j->from };
	struct identity_question question;
	struct identity_answer answer;
	int64_t tries;

	TRY(guess_new_day(tx, &j->org));
	TRY(guess_state(tx_look(tx), &j->org, j->l.contact, tx->now, &g.state, tx->arena));
	question = question_of(&j->org, &j->c, &g.state);
	if (question.person) {
		ret->verdict = VERDICT_PERSON;
		return ST_OK;
	}
	TRY(identity_read(&question, &j->q->typed, guess_day_of(&j->org, tx->now), &answer));
	g.stepped = question.stepped;
	TRY(store_link_try(tx, j->l.id, j->org.link_tries, &tries));
	if (!tries)
		return ST_OK; /* DEAD: an operator lowered link.tries below what was tried */
	ret->delay = budget_delay(tries - 1);
	TRY(guess_count(tx, &g));
	if (identity_right(tx->keys, &j->c, &question, &answer))
		return right(u, tx, j, &g, ret);
	return wrong(u, tx, &g, tries, j->wait, ret);
}

enum status service_link_verify(struct unit *u, struct tx *tx, const struct link_answer *q,
				struct verified *ret)
{
	struct hash h = crypt_hash(tx->keys, KEY_TOKEN, q->token);
	struct judging *j = NEW(tx->arena, struct judging);
	bool found, known;

	*ret = (struct verified){ .verdict = VERDICT_DEAD };
	j->q = q;
	j->from = guess_source_of(tx->keys, q->address);
	TRY(store_org(tx_look(tx), tx->arena, &j->org));
	TRY(guess_from(tx_look(tx), &j->org, &j->from, tx->now, &j->wait, &known));
	if (j->wait && !known) { /* whatever the link is: nothing is learnt from here */
		ret->verdict = VERDICT_LATER;
		ret->wait = j->wait;
		return ST_OK;
	}
	TRY(store_link_by_token(tx_look(tx), &h, &j->l, &found, tx->arena));
	if (!found || !sv_is(j->org.portal_on, "on"))
		return ST_OK;
	if (!link_lives(j->l.state, j->l.expires_at, tx->now) && !crypt_token_looks_right(q->browser))
		return ST_OK;
	if (!link_lives(j->l.state, j->l.expires_at, tx->now))
		return verify_opened_before(u, tx, &j->l, cookie_of(tx->keys, tx->arena, j->l.id, q), ret);
	TRY(store_account_core_by_id(tx_look(tx), j->l.account, &j->c, tx->arena));
	return judge(u, tx, j, ret);
}
