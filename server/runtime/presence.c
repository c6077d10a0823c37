/* presence: see presence.h. Places lie in rows of eight; an account has its row, so two who open it at once meet there. */
#include "server/runtime/presence.h"

#include <sched.h>
#include <stdatomic.h>

#include "common/arena.h"

enum { WAYS = 8 };

struct place { /* free when its time is over */
	_Atomic uint64_t account;
	_Atomic int64_t operator, until;
};

struct row {
	_Atomic uint64_t turn; /* odd while a writer is in it */
	struct place at[WAYS];
};

struct presence {
	struct row *rows;
	size_t n;
};

struct presence *presence_new(size_t places)
{
	struct presence *p = mem_new(sizeof(*p));

	p->n = (places + WAYS - 1) / WAYS;
	p->rows = mem_new(p->n * sizeof(*p->rows));
	return p;
}

void presence_free(struct presence *p)
{
	if (!p)
		return;
	mem_free(p->rows);
	mem_free(p);
}

static uint64_t hash_of(struct sv account) /* FNV-1a */
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < account.n; i++)
		h = (h ^ (unsigned char)account.p[i]) * UINT64_C(1099511628211);
	return h;
}

static struct row *row_of(const struct presence *p, uint64_t account)
{
	return &p->rows[(account >> 7) % p->n]; /* FNV's lowest bits mix worst */
}

static void enter(struct row *r)
{
	for (;;) {
		uint64_t turn = atomic_load(&r->turn);

		if (!(turn & 1) && atomic_compare_exchange_weak(&r->turn, &turn, turn + 1))
			return;
		sched_yield();
	}
}

static void leave(struct row *r)
{
	atomic_fetch_add(&r->turn, 1);
}

/* In the row: the place of the account's lease, NULL if it has none. */
static struct place *held(struct row *r, uint64_t account, int64_t now)
{
	for (size_t i = 0; i < WAYS; i++)
		if (atomic_load(&r->at[i].account) == account && atomic_load(&r->at[i].until) > now)
			return &r->at[i];
	return NULL;
}

static struct place *soonest_over(struct row *r)
{
	struct place *best = &r->at[0];

	for (size_t i = 1; i < WAYS; i++)
		if (atomic_load(&r->at[i].until) < atomic_load(&best->until))
			best = &r->at[i];
	return best;
}

struct working presence_take(struct presence *p, struct sv account, int64_t operator_, int64_t now)
{
	struct working ret = { operator_, now + PRESENCE_MS };
	uint64_t h = hash_of(account);
	struct row *r = row_of(p, h);
	struct place *at;

	enter(r);
	at = held(r, h, now);
	if (at && atomic_load(&at->operator) != operator_) {
		ret = (struct working){ atomic_load(&at->operator), atomic_load(&at->until) };
	} else {
		if (!at)
			at = soonest_over(r);
		atomic_store(&at->account, h);
		atomic_store(&at->operator, operator_);
		atomic_store(&at->until, ret.until);
	}
	leave(r);
	return ret;
}

bool presence_release(struct presence *p, struct sv account, int64_t operator_, int64_t now)
{
	uint64_t h = hash_of(account);
	struct row *r = row_of(p, h);
	struct place *at;
	bool his;

	enter(r);
	at = held(r, h, now);
	his = at && atomic_load(&at->operator) == operator_;
	if (his)
		atomic_store(&at->until, 0);
	leave(r);
	return his;
}

struct working presence_look(const struct presence *p, struct sv account, int64_t now)
{
	uint64_t h = hash_of(account);
	struct row *r = row_of(p, h);

	for (;; sched_yield()) {
		uint64_t turn = atomic_load(&r->turn);
		struct working ret = { 0, 0 };
		struct place *at;

		if (turn & 1)
			continue;
		at = held(r, h, now);
		if (at)
			ret = (struct working){ atomic_load(&at->operator), atomic_load(&at->until) };
		if (atomic_load(&r->turn) == turn)
			return ret;
	}
}
