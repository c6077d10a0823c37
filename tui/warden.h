/* A program behind the console that must not outlive it: a server on a scratch book, an ssh that forwards a socket.
 *
 * Between the two stands a process of our own, the warden. It starts the program, holds one end of a pipe, and waits for
 * the other end to close, which the kernel does however the console ends, SIGKILL included. Then it ends the program by its
 * pid (its own child, so the number can not have become anybody else's), and removes the folder. Should the warden be
 * killed, the kernel ends the program (PR_SET_PDEATHSIG); only the folder stays then.
 *
 * Called by main before there are threads. */
#ifndef QUITS_TUI_WARDEN_H
#define QUITS_TUI_WARDEN_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/text.h"

struct warden {
	pid_t pid; /* of the warden; 0: none */
	int life;  /* closed, it ends */
	int said;  /* what the program prints; -1: not heard any more */
	char folder[160];
};

#define WARDEN_INIT { 0, -1, -1, "" }

/* Makes an empty folder of mode 0700 in TMPDIR or /tmp, its name beginning with `name`. */
MUST_USE enum status warden_folder(struct warden *w, const char *name);
/* Runs `first` (NULL: nothing) to its end in the warden, and if that was good starts `then`. Both argv end with NULL, [0] is
 * looked for in PATH if it has no slash. terminal: the program may ask the operator something; else it has a session of its
 * own, and no key pressed here reaches it. Its standard input is /dev/null. later (NULL: nothing): what is run instead when `then`
 * has ended by itself, after a second and then less and less often, as long as the console is there; nobody hears it. */
MUST_USE enum status warden_start(struct warden *w, bool terminal, char *const *first, char *const *then, char *const *later);
/* What was printed, waited for up to ms: > 0 bytes, 0 the program is gone, -1 nothing yet. */
ssize_t warden_hear(struct warden *w, char *to, size_t n, int ms);
void warden_quiet(struct warden *w); /* what it prints goes nowhere from now on */
/* Ends the program and returns when folder and program are gone. Fine if nothing was started. */
void warden_end(struct warden *w);
/* Runs a program to its end, its output into `out` (a descriptor, -1: nowhere), its errors to ours. UNAVAILABLE: it
 * could not be started or failed. terminal_in: it may read what is typed. */
MUST_USE enum status program_run(char *const *argv, int out, bool terminal_in);

#endif
