/* CSV reader: libcsv behind a window of the file. service/book.c reads an import through it, on the engine's
 * thread; the sample generator's tests read with it too.
 *
 * libcsv is fed one physical line at a time, so that after each we know whether a row ended there, on which
 * line it began and at which byte it ended. The window keeps the row's bytes until it is known to be right. */
#include "server/exchange/csv.h"

#include <csv.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

enum { FILL = 64 << 10, WINDOW = CSV_ROW_MAX + FILL };

struct csv_reader {
	csv_read *read;
	void *arg;
	struct csv_parser parser;
	char *window;    /* [WINDOW] */
	char *text;      /* [CSV_ROW_MAX + 1] the row's fields, one behind the other */
	size_t at, have; /* the row's first byte; bytes in the window */
	size_t text_n;
	int64_t offset;  /* of window[at] in the file */
	int64_t line;    /* of window[at] */
	bool ended;      /* read() has nothing more */
	unsigned rows;   /* row ends that libcsv saw since the row began */
	bool stray;      /* one of them was a lone carriage return */
	struct csv_row *row;
};

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void parser_begin(struct csv_reader *c)
{
	csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_space_func(&c->parser, no_space);
	csv_set_realloc_func(&c->parser, mem_grow);
	csv_set_free_func(&c->parser, mem_free);
}

struct csv_reader *csv_reader_new(csv_read *read, void *arg, int64_t offset, int64_t line)
{
	struct csv_reader *c = mem_new(sizeof(*c));

	c->read = read;
	c->arg = arg;
	c->window = mem_new(WINDOW);
	c->text = mem_new(CSV_ROW_MAX + 1);
	c->offset = offset;
	c->line = line;
	parser_begin(c);
	return c;
}

void csv_reader_free(struct csv_reader *c)
{
	csv_free(&c->parser);
	mem_free(c->window);
	mem_free(c->text);
	mem_free(c);
}

static void take_field(void *p, size_t n, void *arg)
{
	struct csv_reader *c = arg;
	struct csv_row *r = c->row;

	if (c->rows) /* behind a lone carriage return: told below */
		return;
	if (n > CSV_FIELD_MAX)
		r->bad = "a field is longer than 64 KiB";
	else if (r->n == CSV_FIELDS_MAX)
		r->bad = "there are more than 256 fields";
	if (r->bad)
		return;
	memcpy(c->text + c->text_n, p, n); /* a row's fields are never longer than its bytes */
	r->fields[r->n++] = sv_of(c->text + c->text_n, n);
	c->text_n += n;
}

static void take_row(int terminator, void *arg)
{
	struct csv_reader *c = arg;

	(void)terminator;
	c->rows++;
}

/* Moves the row to the window's front and reads behind it. *ret false: there is no more, or no room. */
static enum status fill(struct csv_reader *c, bool *ret)
{
	size_t got = 0;

	*ret = false;
	if (c->at) {
		memmove(c->window, c->window + c->at, c->have - c->at);
		c->have -= c->at;
		c->at = 0;
	}
	if (c->ended || c->have == WINDOW)
		return ST_OK;
	TRY(c->read(c->arg, c->window + c->have, WINDOW - c->have < FILL ? WINDOW - c->have : FILL, &got));
	c->ended = got == 0;
	c->have += got;
	*ret = got > 0;
	return ST_OK;
}

static void advance(struct csv_reader *c, size_t n, int64_t lines)
{
	c->at += n;
	c->offset += (int64_t)n;
	c->line += lines;
}

/* Passes over the line on which the row began. */
static enum status skip_line(struct csv_reader *c)
{
	bool more = true;

	while (more) {
		const char *from = c->window + c->at, *nl = memchr(from, '\n', c->have - c->at);

		if (nl) {
			advance(c, (size_t)(nl - from) + 1, 1);
			return ST_OK;
		}
		advance(c, c->have - c->at, 0);
		TRY(fill(c, &more));
	}
	return ST_OK;
}

static enum status refuse(struct csv_reader *c, const char *why)
{
	c->row->bad = why;
	c->row->n = 0;
	csv_free(&c->parser);
	parser_begin(c);
	return skip_line(c);
}

/* The row's bytes are complete: [at, at + n) over `lines` lines. */
static enum status finish(struct csv_reader *c, size_t n, int64_t lines)
{
	struct sv raw = sv_of(c->window + c->at, n);

	if (c->stray)
		return refuse(c, "a carriage return stands alone");
	if (memchr(raw.p, '\0', raw.n))
		return refuse(c, "there is a NUL byte");
	if (!utf8_valid(raw))
		return refuse(c, "this is not UTF-8");
	if (c->row->bad)
		c->row->n = 0;
	advance(c, n, lines);
	return ST_OK;
}

static const char *parse_fault(bool at_end)
{
	return at_end ? "a quote that opens here is never closed"
		      : "a quote stands where none may: in a field that is not quoted, or before more text";
}

/* The last row of a file that does not end in a line end. */
static enum status finish_at_end(struct csv_reader *c, size_t n, int64_t lines)
{
	if (csv_fini(&c->parser, take_field, take_row, c) != 0)
		return refuse(c, parse_fault(true));
	return finish(c, n, lines);
}

/* Feeds one line, first without its end: a row that is over by then ended in a lone carriage return, which libcsv
 * takes for a line's end. False if libcsv refuses it. */
static bool feed(struct csv_reader *c, const char *p, size_t n)
{
	size_t end = n;

	if (end && p[end - 1] == '\n')
		end--;
	if (end && p[end - 1] == '\r')
		end--;
	if (csv_parse(&c->parser, p, end, take_field, take_row, c) != end)
		return false;
	c->stray = c->stray || c->rows > 0;
	return csv_parse(&c->parser, p + end, n - end, take_field, take_row, c) == n - end;
}

/* Feeds lines to libcsv until a row ends. `n` bytes of the row are read so far. */
static enum status read_row(struct csv_reader *c)
{
	size_t n = 0;
	int64_t lines = 0;
	bool more;

	for (;;) {
		const char *from = c->window + c->at + n;
		const char *nl = memchr(from, '\n', c->have - c->at - n);
		size_t part;

		if (!nl && !c->ended && c->have - c->at < CSV_ROW_MAX) {
			TRY(fill(c, &more));
			continue;
		}
		part = nl ? (size_t)(nl - from) + 1 : c->have - c->at - n;
		if (n + part > CSV_ROW_MAX)
			return refuse(c, "the row is longer than 1 MiB");
		if (!feed(c, from, part))
			return refuse(c, parse_fault(false));
		n += part;
		lines += nl != NULL;
		if (c->rows)
			return finish(c, n, lines);
		if (!nl)
			return finish_at_end(c, n, lines);
	}
}

/* Passes over empty lines and the byte order mark; *ret false at the end. */
static enum status find_row(struct csv_reader *c, bool *ret)
{
	bool more = true;

	while (c->have - c->at < 3 && more)
		TRY(fill(c, &more));
	if (c->offset == 0 && sv_starts(sv_of(c->window + c->at, c->have - c->at), SV("\xef\xbb\xbf")))
		advance(c, 3, 0);
	for (;;) {
		size_t left = c->have - c->at;
		const char *p = c->window + c->at;

		if (left < 2 && !c->ended) {
			TRY(fill(c, &more));
			continue;
		}
		if (left && p[0] == '\n')
			advance(c, 1, 1);
		else if (left > 1 && p[0] == '\r' && p[1] == '\n')
			advance(c, 2, 1);
		else if (left == 1 && p[0] == '\r')
			advance(c, 1, 0);
		else
			break;
	}
	*ret = c->at < c->have;
	return ST_OK;
}

enum status csv_reader_next(struct csv_reader *c, struct csv_row *ret, bool *ret_row)
{
	enum status st;

	ret->n = 0;
	ret->bad = NULL;
	c->row = ret;
	c->rows = 0;
	c->stray = false;
	c->text_n = 0;
	TRY(find_row(c, ret_row));
	if (!*ret_row)
		return ST_OK;
	ret->line = c->line;
	st = read_row(c);
	ret->end = c->offset;
	ret->end_line = c->line;
	c->row = NULL;
	return st;
}
