/* work: see work.h. */
#include "server/service/work.h"

#include "server/runtime/presence.h"
#include "server/service/account.h"
#include "server/store/operator.h"

/* What `w` is to the caller: his own work is nothing that he must be told. */
static enum status told(struct unit *u, struct snap *s, struct working w, struct sv *ret_name, int64_t *ret_until)
{
	*ret_name = SV_NONE;
	*ret_until = 0;
	if (!w.operator || w.operator == u->operator)
		return ST_OK;
	*ret_until = w.until;
	return store_operator_name(s, w.operator, ret_name, &u->arena);
}

enum status service_account_open(struct unit *u, struct snap *s, const struct account_ref *q, struct account_detail *ret)
{
	struct presence *p = u->shared->presence;
	bool works = q->work && u->operator && roles_may(u->roles, MAY_RESOLVE);

	TRY(service_account_show(u, s, q->account, ret));
	return told(u, s,
		    works ? presence_take(p, ret->account, u->operator, u->now) : presence_look(p, ret->account, u->now),
		    &ret->worker, &ret->worker_until);
}

enum status service_work_mark(struct unit *u, struct snap *s, const struct account_row_list *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct account_row *r = &rows->at[i];
		int64_t until;

		TRY(told(u, s, presence_look(u->shared->presence, r->account, u->now), &r->worker, &until));
	}
	return ST_OK;
}

enum status service_account_release(struct unit *u, struct snap *s, struct sv account, struct account_work *ret)
{
	int64_t id;

	TRY(service_account_id(u, s, account, &id));
	(void)presence_release(u->shared->presence, account, u->operator, u->now);
	ret->account = account;
	return told(u, s, presence_look(u->shared->presence, account, u->now), &ret->worker, &ret->worker_until);
}
