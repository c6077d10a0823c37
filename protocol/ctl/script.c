/* Reads scripts; see script.h. Called by run.c for -f. Thread: main.
 *
 * Lines are read as they come and run at once, so a program may write calls into a pipe and wait for
 * their answers. */
#include "protocol/ctl/script.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* What stands between quotes; *rest begins behind the opening one. */
static enum status quoted(struct sv *rest, char quote, struct buf *word)
{
	while (rest->n) {
		char c = rest->p[0];

		*rest = sv_from_to(*rest, 1, rest->n);
		if (c == quote)
			return ST_OK;
		if (c == '\\' && quote == '"' && rest->n &&
		    (rest->p[0] == '"' || rest->p[0] == '\\')) {
			c = rest->p[0];
			*rest = sv_from_to(*rest, 1, rest->n);
		}
		buf_char(word, c);
	}
	return fail(ST_INVALID, "a %c quote has no end", quote);
}

static enum status one_word(struct sv *rest, struct buf *word)
{
	while (rest->n && !is_blank(rest->p[0])) {
		char c = rest->p[0];

		*rest = sv_from_to(*rest, 1, rest->n);
		if (c == '\'' || c == '"') {
			TRY(quoted(rest, c, word));
			continue;
		}
		if (c == '\\') {
			if (!rest->n)
				return fail(ST_INVALID,
				            "a backslash ends the line: a call stands on one line");
			c = rest->p[0];
			*rest = sv_from_to(*rest, 1, rest->n);
		}
		buf_char(word, c);
	}
	return ST_OK;
}

enum status script_words(struct arena *a, struct sv line, struct sv **ret, size_t *ret_n)
{
	struct sv *words = NEW_N(a, struct sv, SCRIPT_WORDS_MAX);
	size_t n = 0;

	if (line.n > SCRIPT_LINE_MAX)
		return fail(ST_INVALID, "the line is longer than %d bytes", SCRIPT_LINE_MAX);
	if (sv_find(line, '\0') < line.n)
		return fail(ST_INVALID, "the line has a NUL byte");
	for (;;) {
		struct buf word;

		while (line.n && is_blank(line.p[0]))
			line = sv_from_to(line, 1, line.n);
		if (!line.n || line.p[0] == '#')
			break;
		if (n == SCRIPT_WORDS_MAX)
			return fail(ST_INVALID, "the line has more than %d words",
			            SCRIPT_WORDS_MAX);
		word = buf_new(a, SCRIPT_LINE_MAX);
		TRY(one_word(&line, &word));
		words[n] = buf_sv(&word);
		if (!words[n].p)
			words[n] = SV("");
		n++;
	}
	*ret = words;
	*ret_n = n;
	return ST_OK;
}

struct lines {
	int fd;
	bool ended;
	size_t from, to; /* what was read and not used yet */
	char *bytes;
	size_t size;
};

/* The next line without its end. *ret_more is false when there is none. */
static enum status next_line(struct lines *in, struct sv *ret, bool *ret_more)
{
	for (;;) {
		struct sv have = sv_of(in->bytes + in->from, in->to - in->from);
		size_t end = sv_find(have, '\n');
		ssize_t n;

		if (end < have.n || in->ended) {
			*ret_more = have.n > 0;
			*ret = sv_from_to(have, 0, end);
			in->from += end < have.n ? end + 1 : have.n;
			return ST_OK;
		}
		if (have.n == in->size)
			return fail(ST_INVALID, "the line is longer than %d bytes",
			            SCRIPT_LINE_MAX);
		memmove(in->bytes, have.n ? have.p : in->bytes, have.n);
		in->from = 0;
		in->to = have.n;
		do
			n = read(in->fd, in->bytes + in->to, in->size - in->to);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			return fail(ST_INVALID, "cannot be read: %s", strerror(errno));
		in->to += (size_t)n;
		in->ended = n == 0;
	}
}

enum status script_run(int fd,
                       enum status (*run)(void *arg, struct arena *a, struct sv *words, size_t n),
                       void *arg, size_t *ret_line)
{
	struct arena all = ARENA_INIT, each = ARENA_INIT;
	struct lines in = { .fd = fd, .size = SCRIPT_LINE_MAX + 1 };
	enum status st = ST_OK;
	bool more = true;

	in.bytes = arena_alloc(&all, in.size);
	*ret_line = 0;
	while (more) {
		struct sv line, *words;
		size_t n;

		++*ret_line;
		st = next_line(&in, &line, &more);
		if (st == ST_OK && more)
			st = script_words(&each, line, &words, &n);
		if (st == ST_OK && more && n)
			st = run(arg, &each, words, n);
		if (st != ST_OK)
			break;
		arena_reset(&each);
	}
	arena_free(&each);
	arena_free(&all);
	return st;
}
