/* The names and numbers of status.def, and the last fault of each thread. No allocation: a fault must
 * be possible when nothing else is. */
#include "common/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *words;
	int http, exit;
} statuses[] = {
#define STATUS(id, http, exit, words) { #id, words, http, exit },
#include "common/status.def"
#undef STATUS
};

static _Thread_local struct fault last;

int status_http(enum status st)
{
	return statuses[st].http;
}

int status_exit(enum status st)
{
	return statuses[st].exit;
}

const char *status_name(enum status st)
{
	return statuses[st].name;
}

const char *status_words(enum status st)
{
	return statuses[st].words;
}

bool status_by_name(const char *name, enum status *ret)
{
	for (size_t i = 0; i < COUNT(statuses); i++)
		if (strcmp(statuses[i].name, name) == 0) {
			*ret = (enum status)i;
			return true;
		}
	return false;
}

static enum status note(enum status st, const char *file, int line, const char *field,
			const char *fmt, va_list args) __attribute__((format(printf, 5, 0)));

static enum status note(enum status st, const char *file, int line, const char *field,
			const char *fmt, va_list args)
{
	char text[sizeof(last.text)]; /* apart, since an argument may be the last fault's own text */

	vsnprintf(text, sizeof(text), fmt, args);
	last.status = st;
	last.file = file;
	last.line = line;
	snprintf(last.field, sizeof(last.field), "%s", field);
	memcpy(last.text, text, sizeof(text));
	last.phrase[0] = '\0';
	return st;
}

enum status fail_at(enum status st, const char *file, int line, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(st, file, line, "", fmt, args);
	va_end(args);
	return st;
}

enum status fail_field_at(enum status st, const char *file, int line, const char *field,
			  const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(st, file, line, field, fmt, args);
	va_end(args);
	return st;
}

void fault_say(const char *phrase, size_t n)
{
	if (n >= sizeof(last.phrase))
		return;
	memcpy(last.phrase, phrase, n);
	last.phrase[n] = '\0';
}

const struct fault *fault_last(void)
{
	return &last;
}

enum status fault_carry(const struct fault *f)
{
	last = *f;
	return f->status;
}

const char *fault_public(void)
{
	if (last.status == ST_INTERNAL)
		return status_words(last.status);
	return last.text;
}
