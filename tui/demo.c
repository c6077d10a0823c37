/* See demo.h. The same steps as `./dev run`: init, serve, two settings, the sample, its import. */
#include "tui/demo.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"

enum { READY_MS = 60000, HEARD_MAX = 4000 };

/* A program beside this one. */
static char *beside(struct arena *a, const char *name)
{
	char self[1000];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[n < 0 ? 0 : n] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return arena_print(a, "%s", name);
	*slash = '\0';
	return arena_print(a, "%s/%s", self, name);
}

static char *word(struct arena *a, const char *s)
{
	return arena_print(a, "%s", s);
}

/* Until it says that it is ready; what it said instead is the fault. */
static enum status until_ready(struct warden *w)
{
	char heard[HEARD_MAX + 1] = "", *last;
	size_t n = 0;
	int64_t until = clock_mono_ms() + READY_MS, left;

	while ((left = until - clock_mono_ms()) > 0 && n < HEARD_MAX) {
		ssize_t got = warden_hear(w, heard + n, HEARD_MAX - n, (int)left);

		if (got == 0)
			break;
		n += got > 0 ? (size_t)got : 0;
		heard[n] = '\0';
		if (strstr(heard, "quitsd ready"))
			return ST_OK;
	}
	while (n > 0 && heard[n - 1] == '\n')
		heard[--n] = '\0';
	last = strrchr(heard, '\n');
	last = last ? last + 1 : heard;
	return fail(ST_UNAVAILABLE, "the demo's quitsd does not start: %.200s", *last ? last : "it says nothing");
}

static enum status put(struct arena *a, const char *dir, const char *name, const char *value)
{
	char *argv[] = { beside(a, "quitsctl"),		      word(a, "-d"),
			 word(a, dir),			      word(a, "setting.put"),
			 arena_print(a, "name=%s", name),     arena_print(a, "value=%s", value),
			 NULL };

	return program_run(argv, -1, false);
}

static enum status bring_in(struct arena *a, const char *dir)
{
	char *path = arena_print(a, "%s/scratch/sample.csv", dir);
	char *sample[] = { beside(a, "quitsd"), word(a, "sample"), NULL };
	char *import[] = { beside(a, "quitsctl"), word(a, "-d"), word(a, dir), word(a, "book.import"),
			   arena_print(a, "file=%s", path), NULL };
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum status st;

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "the sample book can not be written");
	st = program_run(sample, fd, false);
	close(fd);
	if (st == ST_OK)
		st = program_run(import, -1, false);
	unlink(path);
	return st;
}

enum status demo_start(struct warden *w, struct arena *a, const char **ret_dir)
{
	char *dir, *quitsd = beside(a, "quitsd");

	TRY(warden_folder(w, "quits-demo"));
	dir = arena_print(a, "%s/data", w->folder);
	{
		char *init[] = { quitsd, word(a, "init"), dir, NULL };
		char *serve[] = { quitsd, word(a, "serve"), dir, word(a, "--listen"), word(a, "127.0.0.1:0"), NULL };

		fputs("quits: starting a server of its own on a sample book\n", stderr);
		TRY(warden_start(w, false, init, serve, NULL));
	}
	TRY(until_ready(w));
	warden_quiet(w);
	TRY(put(a, dir, "organisation.name", "Harbour Collections"));
	TRY(put(a, dir, "organisation.contact", "+1 202 555 0100, Monday to Friday 9:00-17:00"));
	TRY(bring_in(a, dir));
	*ret_dir = dir;
	return ST_OK;
}
