/* Embedded files, with what the rooms add to them, with their content's hash as a name that can be kept. The hash is FNV-1a: it tells
 * versions apart and protects nothing. */
#include "server/http/static.h"

#include <inttypes.h>
#include <stdatomic.h>

#include "common/arena.h"
#include "common/embedded.h"

enum { FILES_MAX = 64 };

static const struct sv url_root = SV_CONST("/static/"), file_root = SV_CONST("assets/static/");

static uint64_t hash_on(uint64_t h, struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h ? h : 1;
}

/* Worked out on first use; two threads that meet here work out the same number. */
static uint64_t hash_of(size_t i)
{
	static _Atomic uint64_t known[FILES_MAX];
	const struct embedded *f = &assets_files[i];
	uint64_t h = i < FILES_MAX ? atomic_load_explicit(&known[i], memory_order_relaxed) : 0;

	if (h)
		return h;
	h = hash_on(14695981039346656037u, sv_of(f->at, (size_t)(f->end - f->at)));
	if (i < FILES_MAX)
		atomic_store_explicit(&known[i], h, memory_order_relaxed);
	return h;
}

static const struct embedded *find(struct sv name, size_t *ret)
{
	for (size_t i = 0; assets_files[i].path; i++) {
		struct sv path = sv_from(assets_files[i].path);

		if (sv_starts(path, file_root) &&
		    sv_eq(sv_from_to(path, file_root.n, path.n), name)) {
			*ret = i;
			return &assets_files[i];
		}
	}
	return NULL;
}

struct sv static_url(struct arena *a, const char *name, struct sv tail)
{
	size_t i;

	if (!find(sv_from(name), &i))
		return sv_print(a, "/static/%s", name);
	return sv_print(a, "/static/%s?v=%016" PRIx64, name, hash_on(hash_of(i), tail));
}

static struct sv type_of(struct sv name)
{
	static const struct {
		struct sv ending, type;
	} types[] = {
		{ SV_CONST(".css"), SV_CONST("text/css; charset=utf-8") },
		{ SV_CONST(".svg"), SV_CONST("image/svg+xml") },
		{ SV_CONST(".png"), SV_CONST("image/png") },
		{ SV_CONST(".txt"), SV_CONST("text/plain; charset=utf-8") },
	};

	for (size_t i = 0; i < COUNT(types); i++)
		if (sv_ends(name, types[i].ending))
			return types[i].type;
	return SV("application/octet-stream");
}

/* Browsers ask for /favicon.ico unasked. */
static struct sv name_in(struct sv path)
{
	return sv_is(path, "/favicon.ico") ? SV("icon.svg") : sv_from_to(path, url_root.n, path.n);
}

bool static_is(struct sv path)
{
	return sv_starts(path, url_root) || sv_is(path, "/favicon.ico");
}

bool static_answer(struct web *w, struct sv tail, struct sv if_none_match)
{
	struct arena *a = &w->unit.arena;
	const struct embedded *f;
	struct sv name, hash;
	size_t i;

	if (!static_is(w->path))
		return false;
	name = name_in(w->path);
	f = find(name, &i);
	if (!f)
		return true;
	hash = sv_print(a, "\"%016" PRIx64 "\"", hash_on(hash_of(i), tail));
	w->reply.etag = hash;
	w->reply.type = type_of(name);
	w->reply.keep = w->query.n == hash.n && sv_starts(w->query, SV("v=")) &&
	                sv_eq(sv_from_to(w->query, 2, w->query.n), sv_from_to(hash, 1, hash.n - 1));
	w->reply.body = buf_new(a, (size_t)(f->end - f->at) + tail.n);
	if (sv_find_sv(if_none_match, hash) < if_none_match.n) {
		w->reply.status = 304;
		return true;
	}
	w->reply.status = 200;
	buf_add(&w->reply.body, sv_of(f->at, (size_t)(f->end - f->at)));
	buf_add(&w->reply.body, tail);
	return true;
}
