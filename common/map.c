/* Open addressing with linear probing, doubled at three quarters full; FNV-1a with a seed of the process,
 * so that a stranger who chooses keys cannot choose collisions. */
#include "common/map.h"

#include <stdatomic.h>

#include "common/arena.h"
#include "common/crypt.h"

struct slot {
	struct sv key;
	void *value;
	uint64_t hash; /* 0: empty */
};

struct map {
	struct slot *slots;
	size_t n, size; /* size is a power of two */
	uint64_t seed;
};

struct map *map_new(void)
{
	struct map *m = mem_new(sizeof(*m));

	m->size = 16;
	m->slots = mem_new(m->size * sizeof(*m->slots));
	crypt_random(&m->seed, sizeof(m->seed));
	return m;
}

void map_free(struct map *m)
{
	if (!m)
		return;
	mem_free(m->slots);
	mem_free(m);
}

static uint64_t hash_of(const struct map *m, struct sv key)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ m->seed;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	return h ? h : 1;
}

static struct slot *find(const struct map *m, struct sv key, uint64_t h)
{
	size_t at = h & (m->size - 1);

	while (m->slots[at].hash && (m->slots[at].hash != h || !sv_eq(m->slots[at].key, key)))
		at = (at + 1) & (m->size - 1);
	return &m->slots[at];
}

static void grow(struct map *m)
{
	struct slot *old = m->slots;
	size_t size = m->size;

	m->size = size * 2;
	m->slots = mem_new(m->size * sizeof(*m->slots));
	for (size_t i = 0; i < size; i++)
		if (old[i].hash)
			*find(m, old[i].key, old[i].hash) = old[i];
	mem_free(old);
}

void map_put(struct map *m, struct sv key, void *value)
{
	uint64_t h = hash_of(m, key);
	struct slot *s;

	if (m->n * 4 >= m->size * 3)
		grow(m);
	s = find(m, key, h);
	if (!s->hash)
		m->n++;
	*s = (struct slot){ key, value, h };
}

void *map_get(const struct map *m, struct sv key)
{
	return find(m, key, hash_of(m, key))->value;
}

size_t map_count(const struct map *m)
{
	return m->n;
}
