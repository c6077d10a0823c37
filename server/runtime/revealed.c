/* revealed: see revealed.h. Places lie in rows of eight; a look has its row, so two who begin it at once meet there. */
#include "server/runtime/revealed.h"

#include <sched.h>
#include <stdatomic.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/latch.h"

enum { WAYS = 8, AGAIN_MS = 1000 };

struct place { /* of its row's holder */
	struct look look; /* operator 0: free */
	int64_t at;       /* ms UTC */
	bool writing;     /* its row of the log is under way */
};

struct row {
	atomic_flag held;
	struct place at[WAYS];
};

struct revealed {
	struct row *rows;
	size_t n;
	struct latch *ended; /* how many looks have ended */
};

struct revealed *revealed_new(size_t places)
{
	struct revealed *r = mem_new(sizeof(*r));

	r->n = (places + WAYS - 1) / WAYS;
	r->rows = mem_new(r->n * sizeof(*r->rows));
	for (size_t i = 0; i < r->n; i++)
		atomic_flag_clear(&r->rows[i].held);
	r->ended = latch_new(0);
	return r;
}

void revealed_free(struct revealed *r)
{
	if (!r)
		return;
	latch_free(r->ended);
	mem_free(r->rows);
	mem_free(r);
}

static struct row *row_of(const struct revealed *r, const struct look *l) /* FNV-1a over whole numbers */
{
	const int64_t parts[] = { l->operator, l->method, l->account, l->contact };
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		h = (h ^ (uint64_t)parts[i] ^ ((uint64_t)parts[i] >> 29)) * UINT64_C(1099511628211);
	return &r->rows[(h >> 17) % r->n];
}

static void enter(struct row *row)
{
	while (atomic_flag_test_and_set_explicit(&row->held, memory_order_acquire))
		sched_yield();
}

static void leave(struct row *row)
{
	atomic_flag_clear_explicit(&row->held, memory_order_release);
}

static bool same(const struct look *a, const struct look *b)
{
	return a->operator == b->operator && a->method == b->method && a->account == b->account && a->contact == b->contact;
}

static struct place *find(struct row *row, const struct look *l)
{
	for (size_t i = 0; i < WAYS; i++)
		if (row->at[i].look.operator && same(&row->at[i].look, l))
			return &row->at[i];
	return NULL;
}

/* A free one, else the one told longest ago; NULL: all are being written, and this look is not remembered. */
static struct place *room(struct row *row)
{
	struct place *best = NULL;

	for (size_t i = 0; i < WAYS; i++) {
		struct place *p = &row->at[i];

		if (!p->look.operator)
			return p;
		if (!p->writing && (!best || p->at < best->at))
			best = p;
	}
	return best;
}

enum standing { TOLD, MINE, ANOTHERS };

static enum standing stand(struct row *row, const struct look *l, int64_t now)
{
	struct place *p = find(row, l);

	if (p && p->writing)
		return ANOTHERS;
	if (p && now >= p->at && now - p->at < REVEALED_MS)
		return TOLD;
	p = p ? p : room(row);
	if (p)
		*p = (struct place){ *l, now, true };
	return MINE;
}

bool revealed_begin(struct revealed *r, const struct look *l, int64_t now)
{
	struct row *row = row_of(r, l);

	for (;;) {
		int64_t seen = latch_now(r->ended); /* before the look: an end after it is not missed */
		enum standing s;

		enter(row);
		s = stand(row, l, now);
		leave(row);
		if (s != ANOTHERS)
			return s == MINE;
		(void)latch_wait(r->ended, seen, clock_mono_ms() + AGAIN_MS);
	}
}

void revealed_end(struct revealed *r, const struct look *l, bool committed)
{
	struct row *row = row_of(r, l);
	struct place *p;

	enter(row);
	p = find(row, l);
	if (p && committed)
		p->writing = false;
	else if (p)
		*p = (struct place){ .at = 0 };
	leave(row);
	latch_raise(r->ended, latch_now(r->ended) + 1);
}
