/* behalf: see behalf.h. */
#include "server/service/behalf.h"

#include <inttypes.h>

#include "server/store/operator.h"
#include "server/store/store.h"

enum status service_behalf_find(struct tx *tx, int64_t operator, struct sv actor, const struct method *m,
				const char *field, struct behalf *ret)
{
	struct operator_row_list all;

	*ret = (struct behalf){ .operator = operator, .actor = actor };
	TRY(store_operator_list(tx_look(tx), &all, tx->arena));
	for (size_t i = 0; i < all.n; i++) {
		if (all.at[i].operator != operator)
			continue;
		if (!roles_parse(all.at[i].roles, &ret->roles))
			return fail(ST_INTERNAL, "operator %" PRId64 " has roles nobody knows", operator);
		if (roles_may(ret->roles, m->permission))
			return ST_OK;
		return fail_field(ST_CONFLICT, field, SV_FMT ", who asked, may not call %s any more", SV_ARG(actor), m->name);
	}
	return fail_field(ST_CONFLICT, field, SV_FMT ", who asked, is not enrolled any more", SV_ARG(actor));
}

enum status service_behalf_run(struct unit *u, struct tx *tx, run_fn *run, const struct behalf *who, const struct method *m,
			       const void *in, void *out)
{
	const struct sv actor = u->actor;
	const int64_t operator = u->operator;
	const unsigned own = u->roles;
	enum status st;

	u->actor = who->actor;
	u->operator = who->operator;
	u->roles = who->roles;
	st = run(u, tx, m->id, in, out);
	u->actor = actor;
	u->operator = operator;
	u->roles = own;
	return st;
}

enum status service_behalf_try(struct unit *u, struct tx *tx, run_fn *run, const struct method *m, const void *in, void *out)
{
	enum status st;

	TRY(store_one_begin(tx));
	st = run(u, tx, m->id, in, out);
	if (st != ST_OK && !store_inside(tx)) /* the storage itself gave up: the writer sees to it */
		return st;
	TRY(store_one_end(tx, false));
	return st;
}
