/* dispute_hold: see dispute_hold.h. */
#include "server/service/dispute_hold.h"

#include "server/rule/dispute.h"
#include "server/store/account.h"
#include "server/store/creditor_request.h"
#include "server/store/dispute.h"
#include "server/store/promise.h"

enum status service_dispute_disputed(struct snap *s, int64_t account, int64_t balance, int64_t *ret)
{
	struct dispute_open o;

	TRY(store_dispute_open(s, account, &o));
	*ret = dispute_held(&(struct dispute_claims){ .whole = o.whole > 0, .amounts = o.amounts,
						      .invoices = o.invoices },
			    balance);
	return ST_OK;
}

enum status service_dispute_held(struct snap *s, int64_t account, int64_t *ret_amount)
{
	struct arena a = ARENA_INIT;
	struct creditor_request waiting;
	struct account_core c = { .id = 0 };
	bool waits = false;
	enum status st = store_account_core_by_id(s, account, &c, &a);

	if (st == ST_OK)
		st = store_creditor_request_waiting(s, account, &waiting, &waits, &a);
	arena_free(&a);
	TRY(st);
	if (!waits)
		return service_dispute_disputed(s, account, c.balance, ret_amount);
	*ret_amount = c.balance > 0 ? c.balance : 0;
	return ST_OK;
}

enum status service_hold_released(struct snap *s, int64_t account, int64_t *ret_at)
{
	int64_t disputed, asked;

	TRY(store_dispute_last_end(s, account, &disputed));
	TRY(store_creditor_request_last_answer(s, account, &asked));
	*ret_at = disputed > asked ? disputed : asked;
	return ST_OK;
}

/* What stands in the way now; *ret_was is what the first of it noted. */
static enum status standing(struct tx *tx, int64_t account, bool *ret_any, enum account_state *ret_was)
{
	struct creditor_request waiting;
	struct dispute_open o;
	bool waits;

	TRY(store_dispute_open(tx_look(tx), account, &o));
	TRY(store_creditor_request_waiting(tx_look(tx), account, &waiting, &waits, tx->arena));
	*ret_any = o.n > 0 || waits;
	if (*ret_any)
		*ret_was = o.n > 0 ? o.first : waiting.was;
	return ST_OK;
}

enum status service_hold_begin(struct tx *tx, const struct account_core *c, enum account_state *ret_was)
{
	bool any;

	*ret_was = c->state;
	TRY(standing(tx, c->id, &any, ret_was));
	return c->state == ACCOUNT_REVIEW ? ST_OK : store_account_state(tx, c->contact, c->id, ACCOUNT_REVIEW);
}

enum status service_hold_end(struct tx *tx, int64_t account, enum account_state was)
{
	enum account_state ignored;
	struct dispute_account after;
	struct account_core c;
	int64_t open, promised;
	bool any;

	TRY(standing(tx, account, &any, &ignored));
	TRY(store_account_core_by_id(tx_look(tx), account, &c, tx->arena));
	TRY(store_promise_wake(tx, c.contact, account, tx->now)); /* judging them may have been put off */
	if (any || c.state != ACCOUNT_REVIEW) /* an operator or an import moved it on meanwhile */
		return ST_OK;
	TRY(store_promise_open(tx_look(tx), c.contact, account, &open, &promised));
	after = dispute_account_after((struct dispute_account){ was, c.before_promise }, c.balance, open);
	return store_account_released(tx, c.contact, account, after.state, after.before);
}
