/* callback: what operators and the clock do with calls that debtors asked for; see callback.h. */
#include "common/zone.h"

#include "server/rule/callback.h"
#include "server/rule/pan.h"
#include "server/rule/transition.h"
#include "server/runtime/writer.h"
#include "server/service/account.h"
#include "server/service/callback.h"
#include "server/service/callback_inside.h"
#include "server/service/event.h"
#include "server/service/leave.h"
#include "server/service/list.h"
#include "server/store/setting.h"
#include "server/store/team.h"

enum { LIST_DEFAULT = 100, BATCH = 100 };

enum status callback_move(struct tx *tx, const struct callback_core *c, const struct callback_change *to,
			  struct sv actor, int64_t session)
{
	static const enum event_id told[] = { [CALLBACK_TAKEN] = E_callback_taken,
					      [CALLBACK_DONE] = E_callback_done,
					      [CALLBACK_MISSED] = E_callback_missed,
					      [CALLBACK_CANCELLED] = E_callback_cancelled };
	struct event_body b = { .callback = c->id, .session = session, .until = c->to, .operator = to->operator };

	TRY(transition_allows(&callback_transitions, (int)c->state, (int)to->state));
	TRY(store_callback_change(tx, c, to));
	b.reason = sv_from(choice_text(&callback_miss_choice, (int)to->miss));
	return tx_tell(tx, told[to->state], c->account, c->contact, actor, &b);
}

enum status service_callback_list(struct unit *u, struct snap *s, const struct callback_query *q,
				  struct callback_page *ret)
{
	struct callback_filter f = { .state = q->state, .to = INT64_MAX,
				     .limit = q->limit ? (size_t)q->limit : LIST_DEFAULT };
	const struct zone *zone;
	struct org org;

	if (service_list_asked(&callback_query_record, q))
		return service_list_read(u, s, &callback_list_sql, &callback_query_record, q, &callback_page_record, ret);
	if (q->account.n)
		TRY(service_account_id(u, s, q->account, &f.account));
	if (q->team.n)
		TRY(store_team_id(s, q->team, &f.team));
	if (q->day) {
		TRY(store_org(s, &u->arena, &org));
		TRY(zone_get(org.time_zone, &zone));
		f.from = zone_day_start(zone, q->day);
		f.to = zone_day_start(zone, q->day + 1);
	}
	return store_callback_list(s, &f, ret, &u->arena);
}

enum status service_callback_take(struct unit *u, struct tx *tx, int64_t id, struct callback_row *ret)
{
	struct callback_change to = { .state = CALLBACK_TAKEN, .operator = u->operator };
	struct callback_core c;

	TRY(store_callback_by_id(tx_look(tx), id, &c, tx->arena));
	if (c.state == CALLBACK_TAKEN) {
		TRY(store_callback_row(tx_look(tx), id, ret, tx->arena));
		return c.taken_by == u->operator
			       ? ST_OK
			       : fail_field(ST_CONFLICT, "callback", SV_FMT " has taken it", SV_ARG(ret->taken_by));
	}
	TRY(callback_move(tx, &c, &to, u->actor, 0));
	return store_callback_row(tx_look(tx), id, ret, tx->arena);
}

enum status service_callback_leave(struct unit *u, struct tx *tx, int64_t id, struct callback_row *ret)
{
	struct event_body b = { .callback = id, .operator = u->operator };
	struct callback_core c;

	TRY(store_callback_by_id(tx_look(tx), id, &c, tx->arena));
	TRY(store_callback_row(tx_look(tx), id, ret, tx->arena));
	if (c.state != CALLBACK_OPEN) /* open: nobody has it, which says more than the table */
		TRY(transition_allows(&callback_transitions, (int)c.state, CALLBACK_OPEN));
	TRY(service_may_leave(u, "callback", c.taken_by, ret->taken_by));
	b.until = c.to;
	b.name = ret->taken_by;
	TRY(store_callback_leave(tx, &c));
	TRY(tx_tell(tx, E_callback_left, c.account, c.contact, u->actor, &b));
	return store_callback_row(tx_look(tx), id, ret, tx->arena);
}

enum status service_callback_end(struct unit *u, struct tx *tx, const struct callback_end *q,
				 enum callback_state how, struct callback_row *ret)
{
	struct callback_change to = { .state = how, .note = pan_mask(tx->arena, q->note),
				      .operator = how == CALLBACK_CANCELLED ? 0 : u->operator,
				      .miss = how == CALLBACK_MISSED ? MISS_NO_ANSWER : callback_miss__none };
	struct callback_core c;

	TRY(store_callback_by_id(tx_look(tx), q->callback, &c, tx->arena));
	TRY(callback_move(tx, &c, &to, u->actor, 0));
	return store_callback_row(tx_look(tx), q->callback, ret, tx->arena);
}

static enum status run_sweep(struct tx *tx, void *arg)
{
	struct callback_core *due = NEW_N(tx->arena, struct callback_core, BATCH);
	struct callback_change to = { .state = CALLBACK_MISSED, .miss = MISS_NOT_CALLED };
	size_t *did = arg, n;

	TRY(store_callback_due(tx_look(tx), tx->now, due, BATCH, &n, tx->arena));
	for (size_t i = 0; i < n; i++) {
		if (!callback_is_missed(due[i].state, due[i].to, tx->now))
			continue;
		TRY(callback_move(tx, &due[i], &to, SV("system"), 0));
		++*did;
	}
	return ST_OK;
}

enum status service_callback_sweep(struct unit *u, size_t *ret_did)
{
	*ret_did = 0;
	return writer_do_slow(u->shared->writer, "callback.sweep", &u->arena, run_sweep, ret_did);
}
