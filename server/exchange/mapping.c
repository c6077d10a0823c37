/* Column mappings: reading the small text, binding it to a header, building rows. service/book.c uses it on the
 * writer's thread (to refuse a wrong mapping at once) and on the engine's (to read rows). */
#include "server/exchange/mapping.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"

enum { PARTS_MAX = 16, NAME_MAX_ = 200, UNBOUND = -1 };

enum when { ALWAYS, IS_VALUE, IS_SET, IS_EMPTY };

struct part { /* literal text, or a source column */
	struct sv text;
	bool source;
	int at; /* source: index in the header */
};

struct rule {
	enum book_column column;
	int line;
	enum when when;
	struct sv source, value; /* of the condition */
	int at;
	struct part *parts;
	size_t n;
};

struct mapping {
	struct rule *rules; /* conditional ones of a column before its plain one */
	size_t n;
	bool rest; /* * = * */
	size_t width; /* fields of a row */
	struct sv names[BOOK__COUNT]; /* how the file calls them */
	struct {
		size_t first, n; /* in rules, after sorting */
	} of[BOOK__COUNT];
};

static const char *const column_names[BOOK__COUNT] = {
#define COLUMN(id, name) [BOOK_##id] = name,
#include "server/exchange/column.def"
};

static const enum book_column required[] = { BOOK_CONTACT_ID, BOOK_CONTACT_NAME, BOOK_ACCOUNT_NO, BOOK_CREDITOR,
					     BOOK_CURRENCY };

const char *book_column_name(enum book_column c)
{
	return column_names[c];
}

bool book_column_from(struct sv name, enum book_column *ret)
{
	for (int c = 0; c < BOOK__COUNT; c++)
		if (sv_is(name, column_names[c])) {
			*ret = (enum book_column)c;
			return true;
		}
	return false;
}

#define wrong(line, ...) wrong_at((line), __LINE__, __VA_ARGS__)
__attribute__((format(printf, 3, 4), cold)) static enum status wrong_at(int line, int where,
									 const char *fmt, ...)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 600);
	va_list args;
	char *room = buf_room(&b, 300);
	int n;
	enum status st;

	va_start(args, fmt);
	n = vsnprintf(room, 300, fmt, args);
	va_end(args);
	st = fail_field_at(ST_INVALID, __FILE__, where, "map", "line %d: %.*s", line, n > 299 ? 299 : n,
			   room);
	arena_free(&a);
	return st;
}

/* "a {b} c" into parts. */
static enum status read_template(struct arena *a, struct rule *r, struct sv t)
{
	struct buf literal = buf_new(a, MAPPING_MAX);
	size_t begun = 0;

	r->parts = NEW_N(a, struct part, PARTS_MAX + 1); /* one for what stands behind the last column */
	for (size_t i = 0; i < t.n; i++) {
		bool brace = t.p[i] == '{' || t.p[i] == '}';
		struct sv name;

		if (!brace || (i + 1 < t.n && t.p[i + 1] == t.p[i])) {
			buf_char(&literal, t.p[i]);
			i += brace;
			continue;
		}
		name = sv_from_to(t, i + 1, t.n);
		name = sv_from_to(name, 0, sv_find(name, '}'));
		if (t.p[i] == '}' || i + 1 + name.n == t.n)
			return wrong(r->line, "a lone brace; {{ and }} stand for braces");
		if (!name.n || name.n > NAME_MAX_ || sv_find(name, '{') != name.n)
			return wrong(r->line, "there is no column name between braces");
		if (r->n + 2 > PARTS_MAX)
			return wrong(r->line, "more than %d parts", PARTS_MAX / 2);
		if (literal.n > begun)
			r->parts[r->n++].text = sv_copy(a, sv_of(literal.p + begun, literal.n - begun));
		begun = literal.n;
		r->parts[r->n++] = (struct part){ name, true, UNBOUND };
		i += name.n + 1;
	}
	if (literal.n > begun)
		r->parts[r->n++].text = sv_copy(a, sv_of(literal.p + begun, literal.n - begun));
	return ST_OK;
}

/* "NAME is VALUE" */
static enum status read_condition(struct rule *r, struct sv c)
{
	size_t at = sv_find_sv(c, SV(" is "));

	if (at == c.n)
		return wrong(r->line, "a condition reads: when COLUMN is VALUE, is set or is empty");
	r->source = sv_trim(sv_from_to(c, 0, at));
	r->value = sv_trim(sv_from_to(c, at + 4, c.n));
	r->at = UNBOUND;
	if (!r->source.n || !r->value.n)
		return wrong(r->line, "a condition reads: when COLUMN is VALUE, is set or is empty");
	r->when = sv_is(r->value, "set") ? IS_SET : sv_is(r->value, "empty") ? IS_EMPTY : IS_VALUE;
	if (r->value.p[0] == '"') {
		if (r->value.n < 2 || r->value.p[r->value.n - 1] != '"')
			return wrong(r->line, "a quote is not closed");
		r->value = sv_from_to(r->value, 1, r->value.n - 1);
	}
	return ST_OK;
}

static enum status read_line(struct arena *a, struct mapping *m, struct sv text, int line)
{
	size_t equals = sv_find(text, '=');
	struct sv left = sv_trim(sv_from_to(text, 0, equals)), right, name;
	struct rule *r = &m->rules[m->n];

	if (equals == text.n)
		return wrong(line, "there is no '='");
	right = sv_trim(sv_from_to(text, equals + 1, text.n));
	if (sv_is(left, "*")) {
		if (!sv_is(right, "*"))
			return wrong(line, "'*' takes '*' and nothing else");
		m->rest = true;
		return ST_OK;
	}
	if (m->n == MAPPING_RULES_MAX)
		return wrong(line, "more than %d lines", MAPPING_RULES_MAX);
	r->line = line;
	name = sv_from_to(left, 0, sv_find(left, ' '));
	if (!book_column_from(name, &r->column))
		return wrong(line, "the book has no column '" SV_FMT "'",
			     (int)(name.n < 64 ? name.n : 64), name.p);
	left = sv_trim(sv_from_to(left, name.n, left.n));
	if (left.n) {
		if (!sv_starts(left, SV("when ")))
			return wrong(line, "'when' or '=' must follow the column");
		TRY(read_condition(r, sv_from_to(left, 5, left.n)));
	}
	TRY(read_template(a, r, right));
	m->n++;
	return ST_OK;
}

/* Rules in the order of columns, plain ones last; a plain one twice is refused. */
static enum status sort_rules(struct arena *a, struct mapping *m)
{
	struct rule *sorted = NEW_N(a, struct rule, m->n + 1);
	size_t n = 0;

	for (int c = 0; c < BOOK__COUNT; c++) {
		const struct rule *plain = NULL;

		m->of[c].first = n;
		for (size_t i = 0; i < m->n; i++) {
			if (m->rules[i].column != (enum book_column)c)
				continue;
			if (m->rules[i].when != ALWAYS) {
				sorted[n++] = m->rules[i];
				continue;
			}
			if (plain)
				return wrong(m->rules[i].line, "%s is given on line %d already",
					     column_names[c], plain->line);
			plain = &m->rules[i];
		}
		if (plain)
			sorted[n++] = *plain;
		m->of[c].n = n - m->of[c].first;
	}
	m->rules = sorted;
	return ST_OK;
}

enum status mapping_read(struct arena *a, struct sv text, struct mapping **ret)
{
	struct mapping *m = NEW(a, struct mapping);

	if (text.n > MAPPING_MAX)
		return fail_field(ST_INVALID, "map", "is longer than %d bytes", MAPPING_MAX);
	if (text.n && memchr(text.p, '\0', text.n))
		return fail_field(ST_INVALID, "map", "has a NUL byte");
	if (sv_starts(text, SV("\xef\xbb\xbf")))
		text = sv_from_to(text, 3, text.n);
	m->rules = NEW_N(a, struct rule, MAPPING_RULES_MAX + 1);
	for (int line = 1; text.n; line++) {
		struct sv one = sv_trim(sv_cut(&text, '\n'));

		if (one.n && one.p[0] != '#')
			TRY(read_line(a, m, one, line));
	}
	if (!m->n)
		m->rest = true;
	TRY(sort_rules(a, m));
	*ret = m;
	return ST_OK;
}

static int find_source(const struct sv *header, size_t n, struct sv name)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(header[i], name))
			return (int)i;
	return UNBOUND;
}

static enum status bind_rule(struct rule *r, const struct sv *header, size_t n, bool *used)
{
	for (size_t p = 0; p < r->n; p++) {
		if (!r->parts[p].source)
			continue;
		r->parts[p].at = find_source(header, n, r->parts[p].text);
		if (r->parts[p].at == UNBOUND)
			return wrong(r->line, "the file has no column '" SV_FMT "'", SV_ARG(r->parts[p].text));
		used[r->parts[p].at] = true;
	}
	if (r->when == ALWAYS)
		return ST_OK;
	r->at = find_source(header, n, r->source);
	if (r->at == UNBOUND)
		return wrong(r->line, "the file has no column '" SV_FMT "'",
			     (int)(r->source.n < 64 ? r->source.n : 64), r->source.p);
	used[r->at] = true;
	return ST_OK;
}

/* `* = *`: a plain rule for each column of the file with a canonical name and no rule yet. */
static enum status bind_rest(struct arena *a, struct mapping *m, const struct sv *header, size_t n,
			     const bool *used)
{
	struct rule *all = NEW_N(a, struct rule, m->n + BOOK__COUNT);

	memcpy(all, m->rules, m->n * sizeof(*all));
	m->rules = all;
	for (size_t i = 0; i < n; i++) {
		enum book_column c;
		struct rule *r = &m->rules[m->n];

		if (!book_column_from(header[i], &c)) {
			if (!used[i])
				return fail_field(ST_INVALID, "file", "the book has no column '" SV_FMT "'",
						  (int)(header[i].n < 64 ? header[i].n : 64), header[i].p);
			continue;
		}
		if (m->of[c].n)
			continue;
		*r = (struct rule){ .column = c, .parts = NEW(a, struct part), .n = 1 };
		r->parts[0] = (struct part){ sv_copy(a, header[i]), true, (int)i };
		m->of[c].first = m->n++;
		m->of[c].n = 1;
	}
	return ST_OK;
}

static enum status check_header(const struct sv *header, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!header[i].n || header[i].n > NAME_MAX_)
			return fail_field(ST_INVALID, "file", "column %zu of the header has no name, or a long one",
					  i + 1);
		if (find_source(header, i, header[i]) != UNBOUND)
			return fail_field(ST_INVALID, "file", "the header has the column '" SV_FMT "' twice",
					  SV_ARG(header[i]));
	}
	return ST_OK;
}

enum status mapping_bind(struct arena *a, struct mapping *m, const struct sv *header, size_t n)
{
	bool *used = NEW_N(a, bool, n + 1);

	TRY(check_header(header, n));
	for (size_t i = 0; i < m->n; i++)
		TRY(bind_rule(&m->rules[i], header, n, used));
	if (m->rest)
		TRY(bind_rest(a, m, header, n, used));
	for (size_t i = 0; i < COUNT(required); i++)
		if (!m->of[required[i]].n)
			return fail_field(ST_INVALID, m->rest ? "file" : "map", "nothing gives the column %s",
					  column_names[required[i]]);
	m->width = n;
	for (int c = 0; c < BOOK__COUNT; c++) {
		const struct rule *last = m->of[c].n ? &m->rules[m->of[c].first + m->of[c].n - 1] : NULL;

		m->names[c] = sv_from(column_names[c]);
		if (last && last->n == 1 && last->parts[0].source)
			m->names[c] = sv_copy(a, last->parts[0].text);
	}
	return ST_OK;
}

static bool holds(const struct rule *r, const struct sv *fields)
{
	switch (r->when) {
	case ALWAYS:
		return true;
	case IS_VALUE:
		return sv_eq(sv_trim(fields[r->at]), r->value);
	case IS_SET:
		return sv_trim(fields[r->at]).n > 0;
	case IS_EMPTY:
		return sv_trim(fields[r->at]).n == 0;
	}
	return false;
}

static struct sv build(struct arena *a, const struct rule *r, const struct sv *fields)
{
	struct buf b;

	if (r->n == 0)
		return SV_NONE;
	if (r->n == 1)
		return r->parts[0].source ? fields[r->parts[0].at] : r->parts[0].text;
	b = buf_new(a, 1 << 21);
	for (size_t p = 0; p < r->n; p++)
		buf_add(&b, r->parts[p].source ? sv_trim(fields[r->parts[p].at]) : r->parts[p].text);
	return buf_sv(&b);
}

void mapping_row(struct arena *a, const struct mapping *m, const struct sv *fields,
		 struct sv ret[BOOK__COUNT])
{
	for (int c = 0; c < BOOK__COUNT; c++) {
		const struct rule *r = &m->rules[m->of[c].first];

		ret[c] = SV_NONE;
		for (size_t i = 0; i < m->of[c].n; i++)
			if (holds(&r[i], fields)) {
				ret[c] = build(a, &r[i], fields);
				break;
			}
	}
}

struct sv mapping_name(const struct mapping *m, enum book_column c)
{
	return m->names[c];
}
