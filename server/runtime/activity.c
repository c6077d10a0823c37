/* The array of last activities. A touch stores the time and sets a bit of the dirty map; the flusher takes
 * bits and reads times, so a touch between is written a second later, never lost. */
#include "server/runtime/activity.h"

#include <stdatomic.h>

#include "common/arena.h"

struct slot {
	_Atomic int64_t at;      /* 0: free */
	_Atomic int64_t session; /* who holds it */
	const char *_Atomic step; /* a constant word; NULL: nothing shown yet */
};

struct activity {
	struct slot *slots;
	_Atomic uint64_t *dirty; /* a bit per slot */
	size_t n, hint;          /* hint: THREAD_WRITER's */
};

struct activity *activity_new(size_t slots)
{
	struct activity *a = mem_new(sizeof(*a));

	a->n = (slots + 63) / 64 * 64;
	a->slots = mem_new(a->n * sizeof(*a->slots));
	a->dirty = mem_new(a->n / 64 * sizeof(*a->dirty));
	return a;
}

void activity_free(struct activity *a)
{
	if (!a)
		return;
	mem_free(a->slots);
	mem_free(a->dirty);
	mem_free(a);
}

enum status activity_claim(struct activity *a, int64_t session, int64_t at, int64_t *ret_slot)
{
	for (size_t i = 0; i < a->n; i++) {
		size_t slot = (a->hint + i) % a->n;

		if (atomic_load(&a->slots[slot].session) != 0)
			continue;
		atomic_store(&a->slots[slot].step, NULL); /* a late page of who held it before may have set it */
		atomic_store(&a->slots[slot].at, at);
		atomic_store(&a->slots[slot].session, session);
		a->hint = slot + 1;
		*ret_slot = (int64_t)slot;
		return ST_OK;
	}
	return fail(ST_LIMIT, "too many visits at once; try again later");
}

enum status activity_restore(struct activity *a, int64_t slot, int64_t session, int64_t at)
{
	if (slot < 0 || (size_t)slot >= a->n || atomic_load(&a->slots[slot].session) != 0)
		return fail(ST_CONFLICT, "slot %lld is not free", (long long)slot);
	atomic_store(&a->slots[slot].at, at);
	atomic_store(&a->slots[slot].session, session);
	return ST_OK;
}

void activity_drop(struct activity *a, int64_t slot, int64_t session)
{
	if (slot < 0 || (size_t)slot >= a->n || atomic_load(&a->slots[slot].session) != session)
		return;
	atomic_store(&a->slots[slot].at, 0);
	atomic_store(&a->slots[slot].step, NULL);
	atomic_store(&a->slots[slot].session, 0);
}

void activity_touch(struct activity *a, int64_t slot, int64_t at)
{
	int64_t was;

	if (slot < 0 || (size_t)slot >= a->n)
		return;
	was = atomic_load_explicit(&a->slots[slot].at, memory_order_relaxed);
	while (was && was < at)
		if (atomic_compare_exchange_weak(&a->slots[slot].at, &was, at)) {
			atomic_fetch_or(&a->dirty[slot / 64], UINT64_C(1) << (slot % 64));
			return;
		}
}

int64_t activity_last(const struct activity *a, int64_t slot)
{
	if (slot < 0 || (size_t)slot >= a->n)
		return 0;
	return atomic_load_explicit(&a->slots[slot].at, memory_order_relaxed);
}

static bool holds(const struct activity *a, int64_t slot, int64_t session)
{
	return slot >= 0 && (size_t)slot < a->n &&
	       atomic_load_explicit(&a->slots[slot].session, memory_order_relaxed) == session;
}

void activity_step(struct activity *a, int64_t slot, int64_t session, const char *word)
{
	if (holds(a, slot, session))
		atomic_store_explicit(&a->slots[slot].step, word, memory_order_relaxed);
}

const char *activity_step_of(const struct activity *a, int64_t slot, int64_t session)
{
	return holds(a, slot, session) ? atomic_load_explicit(&a->slots[slot].step, memory_order_relaxed) : NULL;
}

size_t activity_take_dirty(struct activity *a, int64_t *sessions, int64_t *times, size_t max)
{
	size_t n = 0;

	for (size_t word = 0; word < a->n / 64 && n + 64 <= max; word++) {
		uint64_t bits;

		if (atomic_load_explicit(&a->dirty[word], memory_order_relaxed) == 0)
			continue;
		bits = atomic_exchange(&a->dirty[word], 0);
		for (; bits; bits &= bits - 1) {
			size_t slot = word * 64 + (size_t)__builtin_ctzll(bits);

			sessions[n] = atomic_load(&a->slots[slot].session);
			times[n] = atomic_load(&a->slots[slot].at);
			if (sessions[n] && times[n])
				n++;
		}
	}
	return n;
}

void activity_dirty_all(struct activity *a)
{
	for (size_t slot = 0; slot < a->n; slot++)
		if (atomic_load_explicit(&a->slots[slot].at, memory_order_relaxed))
			atomic_fetch_or(&a->dirty[slot / 64], UINT64_C(1) << (slot % 64));
}
