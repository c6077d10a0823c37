/* Embedded files, with what the rooms add to them, with their content's hash as a name that can be kept. The hash is FNV-1a: it tells
 * versions apart and protects nothing. */
#include "server/http/static.h"

#include <inttypes.h>

#include "common/arena.h"
#include "common/embedded.h"

enum { FILES_MAX = 64, URL_MAX = 200 };

static const struct sv url_root = SV_CONST("/static/"), file_root = SV_CONST("assets/static/");

static uint64_t hash_on(uint64_t h, struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h ? h : 1;
}

struct file {
	struct sv name, bytes;
	uint64_t hash;
};

/* What is embedded under assets/static/, with its hashes: every page asks for two of them. Once for each thread. */
static const struct file *file_of(struct sv name)
{
	static _Thread_local struct file files[FILES_MAX];
	static _Thread_local size_t n;

	if (n == 0)
		for (const struct embedded *e = assets_files; e->path && n < FILES_MAX; e++) {
			struct sv path = sv_from(e->path), bytes = sv_of(e->at, (size_t)(e->end - e->at));

			if (sv_starts(path, file_root))
				files[n++] = (struct file){ sv_from_to(path, file_root.n, path.n), bytes,
							    hash_on(14695981039346656037u, bytes) };
		}
	for (size_t i = 0; i < n; i++)
		if (sv_eq(files[i].name, name))
			return &files[i];
	return NULL;
}

struct sv static_url(struct arena *a, const char *name, struct sv tail)
{
	const struct file *f = file_of(sv_from(name));
	uint64_t h = f ? hash_on(f->hash, tail) : 0;
	struct buf b = buf_new(a, URL_MAX);
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(h >> (56 - 8 * i));
	buf_add(&b, url_root);
	buf_z(&b, name);
	if (f) {
		buf_z(&b, "?v=");
		buf_hex(&b, bytes, sizeof(bytes));
	}
	return buf_sv(&b);
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
	const struct file *f;
	struct sv hash;

	if (!static_is(w->path))
		return false;
	f = file_of(name_in(w->path));
	if (!f)
		return true;
	hash = sv_print(a, "\"%016" PRIx64 "\"", hash_on(f->hash, tail));
	w->reply.etag = hash;
	w->reply.type = type_of(f->name);
	w->reply.keep = w->query.n == hash.n && sv_starts(w->query, SV("v=")) &&
	                sv_eq(sv_from_to(w->query, 2, w->query.n), sv_from_to(hash, 1, hash.n - 1));
	w->reply.body = buf_new(a, f->bytes.n + tail.n);
	if (sv_find_sv(if_none_match, hash) < if_none_match.n) {
		w->reply.status = 304;
		return true;
	}
	w->reply.status = 200;
	buf_add(&w->reply.body, f->bytes);
	buf_add(&w->reply.body, tail);
	return true;
}
