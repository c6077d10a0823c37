/* reveal: see reveal.h. */
#include "server/service/reveal.h"

#include <stdlib.h>

#include "protocol/mask.h"

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
	const struct look *at;
	size_t n;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	const struct telling *t = arg;

	for (size_t i = 0; i < t->n; i++) {
		struct event_body b = { .name = sv_from(method_table[t->at[i].method].name), .operator = t->u->operator };

		TRY(tx_tell(tx, E_account_viewed, t->at[i].account, t->at[i].contact, t->u->actor, &b));
	}
	return ST_OK;
}

static enum status look_at(struct unit *u, enum method_id method, const struct whom *whom, struct look *ret)
{
	struct account_core c;

	*ret = (struct look){ .operator = u->operator, .method = (int64_t)method, .contact = whom->contact };
	if (!whom->account.n)
		return ST_OK;
	TRY(store_account_core(u->snap, whom->account, &c, &u->arena));
	ret->account = c.id;
	ret->contact = c.contact;
	return ST_OK;
}

static int by_whom(const void *a, const void *b)
{
	const struct look *x = a, *y = b;

	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	return x->contact < y->contact ? -1 : x->contact > y->contact;
}

/* Begun in one order by everybody, so that two who list the same rows never wait for each other. */
static enum status tell(struct unit *u, struct look *all, size_t n)
{
	struct telling t = { .u = u };
	struct look *mine = NEW_N(&u->arena, struct look, n + 1);
	enum status st;

	qsort(all, n, sizeof(*all), by_whom);
	snap_end(u->snap);
	for (size_t i = 0; i < n; i++)
		if ((!i || by_whom(&all[i - 1], &all[i]) != 0) && revealed_begin(u->shared->revealed, &all[i], u->now))
			mine[t.n++] = all[i];
	t.at = mine;
	if (!t.n)
		return ST_OK;
	st = writer_do(u->shared->writer, "reveal", &u->arena, run_tell, &t);
	for (size_t i = 0; i < t.n; i++)
		revealed_end(u->shared->revealed, &mine[i], st == ST_OK);
	return st;
}

#define REVEALS_ROWS(method, answer)                                                               \
	static struct whom row_of_##method(const struct answer *a, size_t i)                       \
	{                                                                                          \
		return (struct whom){ a->items.at[i].account, a->items.at[i].contact };            \
	}                                                                                          \
	static size_t rows_of_##method(const struct answer *a)                                     \
	{                                                                                          \
		return a->items.n;                                                                 \
	}
#include "server/service/reveal.def"

/* False: this method's answer is no list of revealed rows. */
static bool row_of(enum method_id method, const void *out, size_t i, struct whom *ret, size_t *ret_n)
{
	switch ((int)method) {
#define REVEALS_ROWS(method, answer)                                                               \
	case M_##method:                                                                           \
		*ret_n = rows_of_##method(out);                                                    \
		if (i < *ret_n)                                                                    \
			*ret = row_of_##method(out, i);                                            \
		return true;
#include "server/service/reveal.def"
	default:
		return false;
	}
}

static enum status tell_rows(struct unit *u, enum method_id method, const void *out, size_t n)
{
	struct look *all = NEW_N(&u->arena, struct look, n + 1);
	struct whom whom = { .contact = 0 };

	for (size_t i = 0; i < n; i++) {
		(void)row_of(method, out, i, &whom, &n);
		TRY(look_at(u, method, &whom, &all[i]));
	}
	return tell(u, all, n);
}

enum status service_reveal(struct unit *u, enum method_id method, void *out)
{
	const struct record *r = method_table[method].out;
	struct whom whom = { .contact = 0 };
	struct look look;
	size_t rows = 0;

	if (row_of(method, out, SIZE_MAX, &whom, &rows))
		return tell_rows(u, method, out, rows);
	if (whom_of(method, out, &whom)) {
		TRY(look_at(u, method, &whom, &look));
		return tell(u, &look, 1);
	}
	if (record_field(r, SV("items")))
		mask_addresses(&u->arena, r, out);
	return ST_OK;
}
