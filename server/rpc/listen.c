/* listen: see listen.h. Called by rpc_start and then by the waker alone. */
#include "server/rpc/listen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status nng_trouble(int e, const char *what)
{
	return fail(ST_UNAVAILABLE, "%s: %s", what, nng_strerror(e));
}

static enum status open_named(struct listening *l, struct arena *a, nng_listener *ret)
{
	char *own = arena_print(a, "%s.%u", l->path, ++l->number);
	char *url = arena_print(a, "ipc://%s", own);
	int e;

	if (unlink(own) != 0 && errno != ENOENT)
		return fail(ST_UNAVAILABLE, "%s: %s", own, strerror(errno));
	e = nng_listener_create(ret, l->socket, url);
	if (e == 0)
		e = nng_listener_start(*ret, 0);
	if (e != 0)
		return nng_trouble(e, url);
	if (chmod(own, 0660) != 0 || (l->group >= 0 && chown(own, (uid_t)-1, (gid_t)l->group) != 0) ||
	    rename(own, l->path) != 0) {
		(void)fail(ST_UNAVAILABLE, "%s: %s", own, strerror(errno));
		nng_listener_close(*ret);
		return ST_UNAVAILABLE;
	}
	return ST_OK;
}

enum status listen_start(struct listening *l)
{
	struct arena a = ARENA_INIT;
	enum status st;
	int e;

	if (!l->path) {
		e = nng_listen(l->socket, l->url, &l->now, 0);
		return e == 0 ? ST_OK : nng_trouble(e, l->url);
	}
	st = open_named(l, &a, &l->now);
	arena_free(&a);
	return st;
}

static nng_stat *child_named(nng_stat *of, const char *name)
{
	for (nng_stat *s = nng_stat_child(of); s; s = nng_stat_next(s))
		if (strcmp(nng_stat_name(s), name) == 0)
			return s;
	return NULL;
}

static bool is_dead(nng_listener l)
{
	nng_stat *all = NULL, *id, *other;
	bool dead = false;

	if (nng_stats_get(&all) != 0)
		return false;
	for (nng_stat *s = nng_stat_child(all); s; s = nng_stat_next(s)) {
		if (strcmp(nng_stat_name(s), "listener") != 0)
			continue;
		id = child_named(s, "id");
		other = child_named(s, "other");
		if (id && other && nng_stat_value(id) == (uint64_t)nng_listener_id(l))
			dead = nng_stat_value(other) > 0;
	}
	nng_stats_free(all);
	return dead;
}

enum status listen_look(struct listening *l, bool *ret_replaced)
{
	struct arena a = ARENA_INIT;
	nng_listener next;
	enum status st;

	*ret_replaced = false;
	if (!l->path || !is_dead(l->now))
		return ST_OK;
	st = open_named(l, &a, &next);
	arena_free(&a);
	TRY(st);
	if (l->n_dead == LISTEN_KEPT) {
		nng_listener_close(l->dead[0]); /* its pipes close; their clients dial again */
		memmove(l->dead, l->dead + 1, (LISTEN_KEPT - 1) * sizeof(l->dead[0]));
		l->n_dead--;
	}
	l->dead[l->n_dead++] = l->now;
	l->now = next;
	*ret_replaced = true;
	return ST_OK;
}

void listen_end(struct listening *l)
{
	if (l->path)
		unlink(l->path);
}
