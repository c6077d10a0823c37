/* See host.h. */
#include "tui/host.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"

enum { ARGS = 24, LOOK_MS = 50, PATH_LONG = 100 /* sun_path holds 107 */ };

struct ssh { /* the words that reach the host */
	char *argv[ARGS];
	size_t n;
};

static void add(struct ssh *s, struct arena *a, const char *word)
{
	s->argv[s->n++] = arena_print(a, "%s", word);
	s->argv[s->n] = NULL;
}

/* "ana@host:2222", "[::1]:22", "host". Nothing that ssh could take for an option or a shell for more than a word. */
static enum status destination(struct ssh *s, struct arena *a, const char *there)
{
	const char *colon = strrchr(there, ':'), *bracket = strrchr(there, ']');
	bool port = colon && (bracket ? colon == bracket + 1 : strchr(there, ':') == colon);
	int64_t number;

	if (!there[0] || there[0] == '-' || there[strspn(there, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@:[]%")])
		return fail(ST_INVALID, "--host is user@server or user@server:port");
	if (port && (!sv_int(sv_from(colon + 1), &number) || number < 1 || number > 65535))
		return fail(ST_INVALID, "--host: %s is no port", colon + 1);
	if (port) {
		add(s, a, "-p");
		add(s, a, colon + 1);
	}
	add(s, a, "--");
	s->argv[s->n] = arena_print(a, "%.*s", port ? (int)(colon - there) : (int)strlen(there), there);
	if (bracket) { /* ssh wants the address without them */
		char *open = strchr(s->argv[s->n], '['), *close = strchr(s->argv[s->n], ']');

		if (open && close) {
			memmove(close, close + 1, strlen(close));
			memmove(open, open + 1, strlen(open));
		}
	}
	s->argv[++s->n] = NULL;
	return ST_OK;
}

static enum status ask_dir(struct arena *a, const char *there, const char **ret)
{
	struct ssh s = { .n = 0 };
	char text[400];
	int out[2];
	ssize_t n;
	enum status st;

	add(&s, a, "ssh");
	TRY(destination(&s, a, there));
	add(&s, a, "printenv");
	add(&s, a, "QUITS_DIR");
	if (pipe(out) != 0)
		return fail(ST_UNAVAILABLE, "no pipe");
	st = program_run(s.argv, out[1], true); /* a path fits into the pipe, so nobody waits for us */
	close(out[1]);
	n = read(out[0], text, sizeof(text) - 1);
	close(out[0]);
	text[n < 0 ? 0 : n] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	if (st != ST_OK || text[0] != '/')
		return fail(ST_INVALID, "%s does not say its QUITS_DIR: which data directory there? -d DIR", there);
	*ret = arena_print(a, "%s", text);
	return ST_OK;
}

/* Until ssh has made the socket. What it prints meanwhile is for the operator; there is no hurry while a password is typed. */
static enum status until_forwarded(struct warden *w, const char *path, const char *there)
{
	struct stat st;

	while (stat(path, &st) != 0 || !S_ISSOCK(st.st_mode)) {
		char text[1000];
		ssize_t n = warden_hear(w, text, sizeof(text), LOOK_MS);

		if (n > 0)
			fwrite(text, 1, (size_t)n, stderr);
		if (n == 0)
			return fail(ST_UNAVAILABLE, "ssh to %s has ended", there);
	}
	return ST_OK;
}

/* The forwarding. A line on which nothing comes back for half a minute is dead, though TCP would wait a quarter of an hour. */
static enum status words(struct ssh *s, struct arena *a, const char *path, const char *far_dir, const char *there, bool silent)
{
	static const char *const fixed[] = { "ssh", "-o", "ExitOnForwardFailure=yes", "-o", "StreamLocalBindUnlink=yes", "-o",
					     "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3" };

	for (size_t i = 0; i < COUNT(fixed); i++)
		add(s, a, fixed[i]);
	if (silent) { /* the screen is the console's by then: nothing may be asked on it */
		add(s, a, "-o");
		add(s, a, "BatchMode=yes");
	}
	add(s, a, "-N");
	add(s, a, "-L");
	add(s, a, arena_print(a, "%s:%s/rpc.sock", path, far_dir));
	return destination(s, a, there);
}

enum status host_start(struct warden *w, struct arena *a, const char *there, const char *far_dir, const char **ret_dir)
{
	struct ssh s = { .n = 0 }, later = { .n = 0 };
	char *path;

	if (!far_dir)
		TRY(ask_dir(a, there, &far_dir));
	if (!far_dir || far_dir[0] != '/' || strpbrk(far_dir, ":\n"))
		return fail(ST_INVALID, "the data directory on %s has to be a whole path without colons", there);
	TRY(warden_folder(w, "quits-host"));
	path = arena_print(a, "%s/rpc.sock", w->folder);
	if (strlen(path) > PATH_LONG)
		return fail(ST_INVALID, "TMPDIR is too long a path for a socket: %s", path);
	TRY(words(&s, a, path, far_dir, there, false));
	TRY(words(&later, a, path, far_dir, there, true));
	TRY(warden_start(w, true, NULL, s.argv, later.argv));
	TRY(until_forwarded(w, path, there));
	warden_quiet(w);
	*ret_dir = w->folder;
	return ST_OK;
}
