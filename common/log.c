/* at=1795338010.391 level=info what=promise.made account=12 amount=5000
 * One write(2) a line below PIPE_BUF, so lines of different threads never mix and no lock is needed. */
#include "common/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/status.h"

enum { LINE = 2048 };

static _Atomic int log_fd = 2;
static _Atomic int log_least = L_INFO;

void log_start(int fd, enum log_level least)
{
	atomic_store(&log_fd, fd);
	atomic_store(&log_least, (int)least);
}

void say(enum log_level level, const char *what, const char *fmt, ...)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	char text[LINE - 200], line[LINE];
	int64_t now = clock_now();
	size_t n;
	va_list args;

	if ((int)level < atomic_load(&log_least))
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (char *p = text; *p; p++) /* nothing in a value may begin a line or drive a terminal */
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
			*p = '?';
	n = (size_t)snprintf(line, sizeof(line), "at=%" PRId64 ".%03d level=%s what=%s %s\n",
			     now / 1000, (int)(now % 1000), names[level], what, text);
	if (n >= sizeof(line))
		n = sizeof(line) - 1;
	if (write(atomic_load(&log_fd), line, n) < 0)
		return; /* a full log disk must not stop the service */
}

void say_fault(enum log_level level, const char *what)
{
	const struct fault *f = fault_last();

	say(level, what, "status=%s place=%s:%d field=%s text=\"%s\"", status_name(f->status),
	    f->file ? f->file : "?", f->line, f->field, f->text);
}
