/* How calls end: a status, and for a failure one fault that says it in a sentence.
 *
 * Every function that can fail returns MUST_USE enum status and leaves its ret_ parameters alone on
 * failure. fail() is called once, where the trouble is first understood; a door, an engine loop or
 * main translates it once. The fault belongs to the calling thread (like errno); a fault that must
 * cross threads is copied with `struct fault f = *fault_last()` and put back with fault_carry(). */
#ifndef QUITS_COMMON_STATUS_H
#define QUITS_COMMON_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))

enum status {
#define STATUS(id, http, exit, words) ST_##id,
#include "common/status.def"
#undef STATUS
	ST__COUNT
};

struct fault {
	enum status status;
	const char *file; /* where fail() stood */
	int line;
	char field[48]; /* the field that is wrong, or "" */
	char text[400]; /* a sentence without a full stop */
	char phrase[400]; /* the same for a debtor, as a phrase (phrase.h), or "" */
};

int status_http(enum status st);          /* 200, 400 ... */
int status_exit(enum status st);          /* quitsctl's exit code */
const char *status_name(enum status st);  /* "CONFLICT" */
const char *status_words(enum status st); /* "it has changed meanwhile" */
/* False if no status has this name; *ret is left alone then. */
bool status_by_name(const char *name, enum status *ret);

/* Notes the fault for this thread and returns `st`, so that `return fail(...)` reads well. */
enum status fail_at(enum status st, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5), cold));
/* The same, and names the input field that is wrong ("amount"). */
enum status fail_field_at(enum status st, const char *file, int line, const char *field,
			  const char *fmt, ...) __attribute__((format(printf, 5, 6), cold));
#define fail(st, ...)              fail_at((st), __FILE__, __LINE__, __VA_ARGS__)
#define fail_field(st, field, ...) fail_field_at((st), __FILE__, __LINE__, (field), __VA_ARGS__)

/* Notes how a debtor is told the last fault; too long a phrase is left out. phrase.c's. */
void fault_say(const char *phrase, size_t n);

/* The last fault of this thread; never NULL. Its text is only meaningful after a failure. */
const struct fault *fault_last(void);
/* Makes `f` this thread's last fault and returns its status. */
enum status fault_carry(const struct fault *f);
/* What a stranger may read: the text, or for INTERNAL and UNAVAILABLE of our own making the words. */
const char *fault_public(void);

#define TRY(expr)                                                                                  \
	do {                                                                                       \
		enum status try_ = (expr);                                                         \
		if (try_ != ST_OK)                                                                 \
			return try_;                                                               \
	} while (0)

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
