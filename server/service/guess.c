/* guess: see guess.h. A try is a row from before the comparison on; a right answer takes it away again, in the same
 * transaction, so nothing that ends the process in between can make a try uncounted. */
#include "server/service/guess.h"

#include "common/id.h"
#include "common/zone.h"

#include "server/rule/budget.h"
#include "server/service/event.h"
#include "server/store/link.h"
#include "server/store/setting.h"

struct guess_source guess_source_of(const struct keys *k, struct sv address)
{
	struct guess_source ret = { .known = false };
	struct source s;

	if (!budget_source(address, &s))
		return ret;
	ret.address = crypt_hash(k, KEY_ADDRESS, sv_of(s.address, s.n_address));
	ret.network = crypt_hash(k, KEY_ADDRESS, sv_of(s.network, s.n_network));
	ret.known = true;
	return ret;
}

int64_t guess_day_of(const struct org *org, int64_t now)
{
	const struct zone *z;

	return zone_day(zone_get(org->time_zone, &z) == ST_OK ? z : zone_utc(), now);
}

static enum status wait_of(struct snap *s, const struct guess_source *from, enum budget_id b, int64_t now,
			   int64_t *wait)
{
	int64_t since = now - budgets[b].window, at, more;

	TRY(b == BUDGET_NETWORK_DAY
		    ? store_tried_network(s, &from->network, since, budgets[b].most, &at)
		    : store_tried_address(s, &from->address, since, budgets[b].most, &at));
	more = budget_wait(b, at, now);
	*wait = more > *wait ? more : *wait;
	return ST_OK;
}

enum status guess_from(struct snap *s, const struct org *org, const struct guess_source *from, int64_t now,
		       int64_t *ret_wait, bool *ret_known)
{
	int64_t visited;

	*ret_wait = 0;
	*ret_known = false;
	if (!from->known)
		return ST_OK;
	for (int b = BUDGET_ADDRESS_HOUR; b <= BUDGET_NETWORK_DAY; b++)
		TRY(wait_of(s, from, (enum budget_id)b, now, ret_wait));
	if (!*ret_wait)
		return ST_OK;
	TRY(store_visited_at(s, &from->address, &visited));
	*ret_known = visited && guess_day_of(org, visited) == guess_day_of(org, now);
	return ST_OK;
}

enum status guess_state(struct snap *s, const struct org *org, int64_t contact, int64_t now,
			struct guess_state *ret, struct arena *a)
{
	struct breaker b;

	*ret = (struct guess_state){ .step = false };
	TRY(store_breaker(s, &b, a));
	ret->tripped = b.tripped_at && guess_day_of(org, now) <= b.day;
	TRY(store_tried_contact(s, contact, now - budgets[BUDGET_CONTACT].window,
				now - budgets[BUDGET_CONTACT_LONG].window, &ret->n));
	ret->step = ret->tripped || budget_contact_over(ret->n.month, ret->n.half_year);
	ret->used_up = ret->step && budget_contact_over(ret->n.stepped_month, ret->n.stepped_half_year);
	return ST_OK;
}

enum status guess_new_day(struct tx *tx, const struct org *org)
{
	struct event_body body = { .reason = SV("new_day") };
	struct breaker b;
	bool ended;

	TRY(store_breaker(tx_look(tx), &b, tx->arena));
	if (!b.tripped_at || guess_day_of(org, tx->now) <= b.day)
		return ST_OK;
	TRY(store_breaker_end(tx, &ended));
	return ended ? tx_tell(tx, E_portal_breaker_reset, 0, 0, SV("system"), &body) : ST_OK;
}

enum status guess_count(struct tx *tx, struct guess *g)
{
	struct tried t = { .contact = g->link->contact,
			   .id = id_new(),
			   .link = g->link->id,
			   .stepped = g->stepped,
			   .address = g->from->known ? &g->from->address : NULL,
			   .network = g->from->known ? &g->from->network : NULL };

	g->id = t.id;
	TRY(store_tried_add(tx, &t));
	return store_guess_count(tx, guess_day_of(g->org, tx->now), 1, 1);
}

enum status guess_right(struct tx *tx, const struct guess *g)
{
	TRY(store_tried_take_back(tx, g->link->contact, g->id));
	return store_guess_count(tx, guess_day_of(g->org, tx->now), 0, -1);
}

/* This answer was the one that used the contact's budget up. */
static enum status tell_pause(struct unit *u, struct tx *tx, const struct guess *g)
{
	int64_t month = g->stepped ? g->state.n.stepped_month : g->state.n.month;
	int64_t half_year = g->stepped ? g->state.n.stepped_half_year : g->state.n.half_year;
	struct event_body b = { .link = g->link->id, .channel = g->link->channel,
				.reason = g->stepped ? SV("second_fact") : SV("digits"), .rows = month + 1 };

	if (budget_contact_over(month, half_year) || !budget_contact_over(month + 1, half_year + 1))
		return ST_OK;
	return tx_tell(tx, E_portal_contact_paused, g->link->account, g->link->contact, u->actor, &b);
}

enum status guess_day_most(struct snap *s, int64_t day, int64_t *ret)
{
	struct guess_day rows[BREAKER_LOOK_BACK];
	int64_t wrong[BREAKER_DAYS] = { 0 };
	size_t n, have = 0, at = 0;

	TRY(store_guess_days(s, day - BREAKER_LOOK_BACK, day, rows, COUNT(rows), &n));
	for (int64_t d = day - 1; d >= day - BREAKER_LOOK_BACK && have < BREAKER_DAYS; d--) {
		if (at < n && rows[at].day == d) {
			if (!rows[at].tripped)
				wrong[have++] = rows[at].all_wrong;
			at++;
		} else {
			have++; /* nobody tried */
		}
	}
	*ret = breaker_most(wrong);
	return ST_OK;
}

static enum status judge_day(struct tx *tx, const struct guess *g)
{
	struct event_body b = { .reason = SV("day") };
	struct guess_day day;
	enum breaker_cause cause;
	int64_t most;

	if (g->state.tripped)
		return ST_OK;
	TRY(store_guess_day(tx_look(tx), guess_day_of(g->org, tx->now), &day));
	TRY(guess_day_most(tx_look(tx), day.day, &most));
	cause = breaker_judge(day.tries, day.wrong, most);
	if (!cause)
		return ST_OK;
	if (cause == BREAKER_SHARED)
		b.reason = SV("share");
	b.rows = day.wrong;
	TRY(store_breaker_trip(tx, day.day, b.reason));
	return tx_tell(tx, E_portal_breaker_tripped, 0, 0, SV("system"), &b);
}

enum status guess_wrong(struct unit *u, struct tx *tx, const struct guess *g)
{
	TRY(tell_pause(u, tx, g));
	return judge_day(tx, g);
}
