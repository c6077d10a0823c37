/* Chunks in a chain, newest first. The first chunk of an arena is kept over resets; later ones double
 * until 1 MiB so that a large answer costs few of them. */
#include "common/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 32 * 1024, LARGEST = 1024 * 1024, ALIGN = 16 };

struct chunk {
	struct chunk *older;
	size_t size, used;
	_Alignas(ALIGN) char bytes[];
};

void *mem_new(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		abort();
	return p;
}

void *mem_grow(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		abort();
	return p;
}

void mem_free(void *p)
{
	free(p);
}

static void chunk_add(struct arena *a, size_t n)
{
	size_t size = a->chunk ? a->chunk->size * 2 : FIRST;
	struct chunk *c;

	if (size > LARGEST)
		size = LARGEST;
	if (size < n)
		size = n;
	c = malloc(sizeof(*c) + size);
	if (!c)
		abort();
	c->older = a->chunk;
	c->size = size;
	c->used = 0;
	a->chunk = c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	size_t want;
	void *p;

	if (n > SIZE_MAX / 2)
		abort();
	want = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!a->chunk || a->chunk->size - a->chunk->used < want)
		chunk_add(a, want);
	p = a->chunk->bytes + a->chunk->used;
	a->chunk->used += want;
	a->used += want;
	return memset(p, 0, want);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
	char *q = arena_alloc(a, n + 1);

	if (n)
		memcpy(q, p, n);
	return q;
}

char *arena_print(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	char *p;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		abort();
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

void arena_reset(struct arena *a)
{
	while (a->chunk && a->chunk->older) {
		struct chunk *older = a->chunk->older;

		free(a->chunk);
		a->chunk = older;
	}
	if (a->chunk)
		a->chunk->used = 0;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->chunk);
	a->chunk = NULL;
}
