/* Called by the sink at its beginning and end. Between them nobody else may touch the fatal signals. */
#include "tui/term/restore.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/text.h"

static const struct restore_plan *armed;

static void carry_out(void)
{
	const struct restore_plan *p = armed;

	armed = NULL; /* once: a crash in here must not come back */
	if (!p)
		return;
	for (size_t at = 0; at < p->n;) {
		ssize_t done = write(p->fd, p->bytes + at, p->n - at);

		if (done <= 0)
			break;
		at += (size_t)done;
	}
	if (p->has_settings)
		tcsetattr(p->fd, TCSANOW, &p->settings);
}

static void crashed(int sig)
{
	carry_out();
	signal(sig, SIG_DFL);
	raise(sig);
}

void restore_arm(const struct restore_plan *p)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	static char stack[64 * 1024]; /* of its own: the other may be what overflowed */
	static bool told;
	stack_t apart = { .ss_sp = stack, .ss_size = sizeof(stack) };

	armed = p;
	if (told)
		return;
	told = true;
	(void)atexit(carry_out);
	for (size_t i = 0; i < COUNT(fatal); i++) {
		struct sigaction old, now = { .sa_handler = crashed, .sa_flags = SA_ONSTACK };

		/* a sanitizer's own handler tells more than a clean screen is worth */
		if (sigaction(fatal[i], NULL, &old) != 0 || old.sa_handler != SIG_DFL)
			continue;
		if (fatal[i] == SIGSEGV)
			sigaltstack(&apart, NULL);
		sigaction(fatal[i], &now, NULL);
	}
}

void restore_disarm(void)
{
	armed = NULL;
}
