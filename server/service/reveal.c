/* reveal: see reveal.h. */
#include "server/service/reveal.h"

#include "server/runtime/revealed.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/store/account.h"

struct whom { /* as the answer says it */
	struct sv account;
	int64_t contact;
};

#define REVEALS(method, answer, account_, contact_)                                                \
	static struct whom whom_##method(const struct answer *a)                                   \
	{                                                                                          \
		return (struct whom){ account_, contact_ };                                        \
	}
#include "server/service/reveal.def"

/* False: this method reveals nobody. */
static bool whom_of(enum method_id method, const void *out, struct whom *ret)
{
	*ret = (struct whom){ .contact = 0 };
	switch ((int)method) {
#define REVEALS(method, answer, account, contact)                                                  \
	case M_##method:                                                                           \
		*ret = whom_##method(out);                                                         \
		break;
#include "server/service/reveal.def"
	default:
		break;
	}
	return ret->account.n || ret->contact;
}

struct telling {
	const struct unit *u;
	const struct look *look;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	const struct telling *t = arg;
	struct event_body b = { .name = sv_from(method_table[t->look->method].name), .operator = t->u->operator };

	return tx_tell(tx, E_account_viewed, t->look->account, t->look->contact, t->u->actor, &b);
}

enum status service_reveal(struct unit *u, enum method_id method, const void *out)
{
	struct look look = { .operator = u->operator, .method = (int64_t)method };
	struct telling t = { u, &look };
	struct account_core c;
	struct whom whom;
	enum status st;

	if (!whom_of(method, out, &whom))
		return ST_OK;
	look.contact = whom.contact;
	if (whom.account.n) {
		TRY(store_account_core(u->snap, whom.account, &c, &u->arena));
		look.account = c.id;
		look.contact = c.contact;
	}
	snap_end(u->snap);
	if (!revealed_begin(u->shared->revealed, &look, u->now))
		return ST_OK;
	st = writer_do(u->shared->writer, "reveal", &u->arena, run_tell, &t);
	revealed_end(u->shared->revealed, &look, st == ST_OK);
	return st;
}
