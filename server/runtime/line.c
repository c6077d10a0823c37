/* line: see line.h. A word is the pipe's number over 33 bits of seconds. A line stands in one of a few places behind that of
 * its number; since numbers are counted up, most stand in their own. */
#include "server/runtime/line.h"

#include <stdatomic.h>

#include "common/arena.h"

enum { PLACES = 64, SECONDS = 33 };

struct line {
	_Atomic uint64_t since;    /* 0: free */
	_Atomic uint64_t unlocked; /* of this line only if it carries its number */
};

struct lines {
	struct line *at;
	size_t n;
};

struct lines *lines_new(size_t most)
{
	struct lines *l = mem_new(sizeof(*l));

	l->n = most;
	l->at = mem_new(l->n * sizeof(*l->at));
	return l;
}

void lines_free(struct lines *l)
{
	if (!l)
		return;
	mem_free(l->at);
	mem_free(l);
}

static uint64_t word(uint32_t pipe, int64_t ms)
{
	return (uint64_t)pipe << SECONDS | ((uint64_t)(ms / 1000) & ((UINT64_C(1) << SECONDS) - 1));
}

static uint32_t pipe_of(uint64_t w)
{
	return (uint32_t)(w >> SECONDS);
}

static int64_t time_of(uint64_t w)
{
	return (int64_t)(w & ((UINT64_C(1) << SECONDS) - 1)) * 1000;
}

static size_t places(const struct lines *l)
{
	return l->n < PLACES ? l->n : PLACES;
}

static struct line *place(const struct lines *l, uint32_t pipe, size_t i)
{
	return &l->at[(pipe + i) % l->n];
}

static struct line *find(const struct lines *l, uint32_t pipe)
{
	for (size_t i = 0; l && i < places(l); i++)
		if (pipe_of(atomic_load(&place(l, pipe, i)->since)) == pipe)
			return place(l, pipe, i);
	return NULL;
}

bool lines_add(struct lines *l, uint32_t pipe, int64_t now)
{
	for (size_t i = 0; i < places(l); i++) {
		struct line *at = place(l, pipe, i);
		uint64_t none = 0;

		if (atomic_compare_exchange_strong(&at->since, &none, word(pipe, now))) {
			atomic_store(&at->unlocked, 0);
			return true;
		}
	}
	return false;
}

void lines_drop(struct lines *l, uint32_t pipe)
{
	struct line *at = find(l, pipe);

	if (at) {
		atomic_store(&at->unlocked, 0);
		atomic_store(&at->since, 0);
	}
}

bool lines_is_old(const struct lines *l, uint32_t pipe, int64_t now)
{
	const struct line *at = find(l, pipe);
	uint64_t since = at ? atomic_load(&at->since) : 0;

	return pipe_of(since) == pipe && pipe && now >= time_of(since) + LINE_HOURS * INT64_C(3600000);
}

void lines_unlock(struct lines *l, uint32_t pipe, int64_t until)
{
	struct line *at = find(l, pipe);
	uint64_t was;

	if (!at)
		return;
	was = atomic_load(&at->unlocked);
	while (pipe_of(atomic_load(&at->since)) == pipe)
		if (atomic_compare_exchange_weak(&at->unlocked, &was, word(pipe, until)))
			return;
}

bool lines_is_unlocked(const struct lines *l, uint32_t pipe, int64_t now)
{
	const struct line *at = find(l, pipe);
	uint64_t w = at ? atomic_load(&at->unlocked) : 0;

	return pipe && pipe_of(w) == pipe && now < time_of(w);
}
