/* remember: a table with a few places per set, in the arena that dies with the moment. */
#include "server/store/remember.h"

#include <string.h>

enum { SETS = 2048, WAYS = 4, KEY_MAX = 48 };

enum { LOOK };
static const struct query sql[] = {
	/* takes the read lock: BEGIN alone does not */
	[LOOK] = { "remember.look", "SELECT 1 FROM setting LIMIT 1" },
};
struct query_set remember_queries = QUERY_SET(sql);

struct thing {
	const void *at; /* NULL: free */
	unsigned char kind, n;
	char key[KEY_MAX];
};

struct memory {
	struct thing *sets[SETS]; /* [WAYS], made when first used */
	unsigned char next[SETS]; /* the place to give up next */
};

static size_t set_of(enum remembered kind, struct sv key)
{
	uint64_t h = 14695981039346656037u ^ (uint64_t)kind;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
	return (size_t)((h ^ h >> 32) % SETS);
}

static struct thing *find(struct thing *set, enum remembered kind, struct sv key)
{
	for (int i = 0; i < WAYS; i++)
		if (set[i].at && set[i].kind == kind && set[i].n == key.n && memcmp(set[i].key, key.p, key.n) == 0)
			return &set[i];
	return NULL;
}

const void *remember_get(const struct snap *s, enum remembered kind, struct sv key)
{
	struct thing *set = s->memory && key.n <= KEY_MAX ? s->memory->sets[set_of(kind, key)] : NULL;
	const struct thing *t = set ? find(set, kind, key) : NULL;

	return t ? t->at : NULL;
}

struct arena *remember_arena(struct snap *s)
{
	return s->keeps ? &s->kept : NULL;
}

void remember_put(struct snap *s, enum remembered kind, struct sv key, const void *thing)
{
	size_t i = set_of(kind, key);
	struct thing *t;

	if (key.n > KEY_MAX)
		return;
	if (!s->memory)
		s->memory = NEW(&s->kept, struct memory);
	if (!s->memory->sets[i])
		s->memory->sets[i] = NEW_N(&s->kept, struct thing, WAYS);
	t = find(s->memory->sets[i], kind, key);
	if (!t)
		t = &s->memory->sets[i][s->memory->next[i]++ % WAYS];
	*t = (struct thing){ .at = thing, .kind = (unsigned char)kind, .n = (unsigned char)key.n };
	memcpy(t->key, key.p, key.n);
}

void remember_nothing(struct snap *s)
{
	s->org = NULL;
	s->memory = NULL;
	arena_reset(&s->kept);
}

enum status remember_look(struct snap *s)
{
	int64_t one;

	return snap_int(s, &remember_queries, LOOK, NO_ARGS, &one);
}
