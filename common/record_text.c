/* Fields as people type and read them; see record_text.h. Callers: quitsctl's arguments and output, the
 * settings file, the console's `:` line and tables, the log. Any thread; no state.
 *
 * What is printed can be typed again, but for money's currency (a field of its own) and for records and
 * lists, which words cannot hold. Bytes are hex. */
#include "common/record_text.h"

#include "common/arena.h"
#include "common/date.h"
#include "common/utf8.h"

enum { SHOWN = 60, CHOICES_SHOWN = 300 };

static const struct currency *currency_of(const struct record *r, const void *rec)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].kind == K_CURRENCY && !field_is_absent(&r->fields[i], rec))
			return field_at(&r->fields[i], rec);
	return NULL;
}

/* Says what was typed (shortened) and what is taken. s is clean. */
static enum status refuse(const struct field *f, struct sv s, const char *accepted)
{
	struct sv shown = utf8_cut(s, SHOWN);

	return fail_field(ST_INVALID, f->name, "\"" SV_FMT "%s\" is not %s", SV_ARG(shown),
	                  shown.n < s.n ? "..." : "", accepted);
}

static enum status set_bool(const struct field *f, struct sv s, bool *ret)
{
	if (sv_is(s, "yes") || sv_is(s, "true") || sv_is(s, "1"))
		*ret = true;
	else if (sv_is(s, "no") || sv_is(s, "false") || sv_is(s, "0"))
		*ret = false;
	else
		return refuse(f, s, "yes or no");
	return ST_OK;
}

static enum status set_int(const struct field *f, struct sv s, int64_t least, const char *accepted,
                           int64_t *ret)
{
	int64_t v;

	if (!sv_int(s, &v) || v < least)
		return refuse(f, s, accepted);
	*ret = v;
	return ST_OK;
}

static enum status set_money(const struct record *r, const void *rec, const struct field *f,
                             struct sv s, int64_t *ret)
{
	const struct currency *c = currency_of(r, rec);

	if (c)
		return money_parse(s, *c, f->name, ret);
	return set_int(f, s, INT64_MIN,
	               "a whole number of minor units; give the currency to write a point", ret);
}

/* "41.7" or "41.7%" or "41": tenths of a per cent. */
static enum status set_rate(const struct field *f, struct sv s, int64_t *ret)
{
	struct sv digits = sv_ends(s, SV("%")) ? sv_from_to(s, 0, s.n - 1) : s;
	size_t point = sv_find(digits, '.');
	bool minus = digits.n && digits.p[0] == '-';
	int64_t whole, tenth = 0;

	if (!sv_int(sv_from_to(digits, 0, point), &whole) || whole > INT64_MAX / 20 ||
	    whole < INT64_MIN / 20)
		return refuse(f, s, "a per cent figure like 41.7");
	if (point < digits.n) {
		struct sv behind = sv_from_to(digits, point + 1, digits.n);

		if (behind.n != 1 || behind.p[0] == '-' || !sv_int(behind, &tenth))
			return refuse(f, s, "a per cent figure with at most one decimal like 41.7");
	}
	*ret = whole * 10 + (minus ? -tenth : tenth);
	return ST_OK;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static enum status set_bytes(const struct field *f, struct arena *a, struct sv s, struct sv *ret)
{
	char *out = arena_alloc(a, s.n / 2 + 1);

	if (s.n % 2)
		return refuse(f, s, "pairs of hex digits");
	for (size_t i = 0; i < s.n; i += 2) {
		int high = hex_value(s.p[i]), low = hex_value(s.p[i + 1]);

		if (high < 0 || low < 0)
			return refuse(f, s, "pairs of hex digits");
		out[i / 2] = (char)(high << 4 | low);
	}
	*ret = (struct sv){ out, s.n / 2 };
	return ST_OK;
}

static enum status set_choice(const struct field *f, struct arena *a, struct sv s, int *ret)
{
	const struct choice *c = f->of;
	struct buf words = buf_new(a, CHOICES_SHOWN);

	if (choice_value(c, s, ret))
		return ST_OK;
	for (size_t i = 0; i < c->n; i++) {
		buf_z(&words, i == 0 ? "one of " : i + 1 < c->n ? ", " : " or ");
		buf_z(&words, c->words[i].text);
	}
	return refuse(f, s, sv_z(a, buf_sv(&words)));
}

static enum status set(const struct record *r, const struct field *f, void *rec, struct arena *a,
                       struct sv value)
{
	struct sv s = utf8_clean(a, value, value.n * 3, f->flags & MULTI);
	void *p = field_in(f, rec);

	switch (f->kind) {
	case K_BOOL:
		return set_bool(f, s, p);
	case K_INT:
		return set_int(f, s, INT64_MIN, "a whole number", p);
	case K_ID:
		return set_int(f, s, 1, "a number over 0", p);
	case K_MONEY:
		return set_money(r, rec, f, s, p);
	case K_CURRENCY:
		return currency_from(s, p) ? ST_OK
		                           : refuse(f, s, "an ISO 4217 currency code like EUR");
	case K_RATE:
		return set_rate(f, s, p);
	case K_TIME:
		return time_parse(s, p) ? ST_OK : refuse(f, s, "a time like 2026-11-25T14:22:07Z");
	case K_DAY:
		return day_parse(s, p) ? ST_OK : refuse(f, s, "a day like 2026-11-25");
	case K_TEXT:
		*(struct sv *)p = sv_copy(a, s);
		return ST_OK;
	case K_BYTES:
		return set_bytes(f, a, s, p);
	case K_CHOICE:
		return set_choice(f, a, s, p);
	case K_RECORD:
	case K_LIST:
		break;
	}
	return fail_field(ST_INVALID, f->name, "cannot be given as a word");
}

static enum status find(const struct record *r, struct sv name, const struct field **ret)
{
	const char *near;
	char shown[48];

	*ret = record_field(r, name);
	if (*ret)
		return ST_OK;
	near = record_nearest(r, name);
	name = utf8_cut(name, SHOWN);
	name = sv_from_to(name, 0, sizeof(shown) - 1);
	for (size_t i = 0; i < name.n; i++) /* an unknown name may be anything */
		shown[i] = name.p[i] > ' ' && name.p[i] < 0x7F ? name.p[i] : '?';
	shown[name.n] = '\0';
	if (near)
		return fail_field(ST_INVALID, shown, "is not known here; did you mean %s?", near);
	return fail_field(ST_INVALID, shown, "is not known here");
}

enum status record_set(const struct record *r, void *rec, struct arena *a, struct sv name,
                       struct sv value)
{
	const struct field *f;

	TRY(find(r, name, &f));
	return set(r, f, rec, a, value);
}

/* One walk over the words: those that name a CURRENCY, or all the others. */
static enum status set_words(const struct record *r, void *rec, struct arena *a,
                             const struct sv *words, size_t n, bool currencies)
{
	for (size_t i = 0; i < n; i++) {
		struct sv value = words[i], name = sv_cut(&value, '=');
		const struct field *f;

		TRY(find(r, name, &f));
		if ((f->kind == K_CURRENCY) == currencies)
			TRY(set(r, f, rec, a, value));
	}
	return ST_OK;
}

enum status record_from_words(const struct record *r, void *rec, struct arena *a,
                              const struct sv *words, size_t n)
{
	bool seen[RECORD_FIELDS_MAX] = { false };

	for (size_t i = 0; i < n; i++) {
		struct sv value = words[i], name = sv_cut(&value, '=');
		const struct field *f;

		TRY(find(r, name, &f));
		if (name.n == words[i].n)
			return fail_field(ST_INVALID, f->name, "needs a value: %s=...", f->name);
		if (seen[f - r->fields])
			return fail_field(ST_INVALID, f->name, "is given twice");
		seen[f - r->fields] = true;
	}
	TRY(set_words(r, rec, a, words, n, true));
	return set_words(r, rec, a, words, n, false);
}

static void print_rate(struct buf *b, int64_t v)
{
	if (v < 0 && v > -10)
		buf_char(b, '-'); /* the whole part alone would lose the sign */
	buf_int(b, v / 10);
	buf_char(b, '.');
	buf_int(b, v % 10 < 0 ? -(v % 10) : v % 10);
	buf_char(b, '%');
}

static void print_money(struct buf *b, const struct record *r, int64_t v, const void *rec)
{
	const struct currency *c = currency_of(r, rec);

	if (!c) {
		buf_int(b, v);
		return;
	}
	money_print(b, v, *c);
	buf_char(b, ' ');
	buf_add(b, currency_sv(c));
}

void record_print_field(struct buf *b, const struct record *r, const struct field *f,
                        const void *rec)
{
	const void *p = field_at(f, rec);

	switch (f->kind) {
	case K_BOOL:
		buf_z(b, *(const bool *)p ? "yes" : "no");
		break;
	case K_INT:
		buf_int(b, *(const int64_t *)p);
		break;
	case K_ID:
		if (*(const int64_t *)p)
			buf_int(b, *(const int64_t *)p);
		break;
	case K_MONEY:
		print_money(b, r, *(const int64_t *)p, rec);
		break;
	case K_CURRENCY:
		buf_add(b, currency_sv(p));
		break;
	case K_RATE:
		print_rate(b, *(const int64_t *)p);
		break;
	case K_TIME:
		time_print(b, *(const int64_t *)p);
		break;
	case K_DAY:
		day_print(b, *(const int64_t *)p);
		break;
	case K_TEXT:
		buf_add(b, *(const struct sv *)p);
		break;
	case K_BYTES:
		buf_hex(b, ((const struct sv *)p)->p, ((const struct sv *)p)->n);
		break;
	case K_CHOICE:
		buf_z(b, choice_text(f->of, *(const int *)p));
		break;
	case K_RECORD:
	case K_LIST:
		break;
	}
}

/* Texts in the log stand in quotes if they could be read as more than one value. */
static void print_quoted(struct buf *b, struct sv s)
{
	bool plain = true;

	for (size_t i = 0; i < s.n; i++)
		plain &= s.p[i] > ' ' && s.p[i] != '"' && s.p[i] != '=' && s.p[i] != '\\';
	if (plain) {
		buf_add(b, s);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}

void record_print(struct buf *b, const struct record *r, const void *rec)
{
	const char *blank = "";

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];

		if (f->flags & (SECRET | PERSONAL) || f->kind == K_LIST || f->kind == K_RECORD ||
		    field_is_absent(f, rec))
			continue;
		buf_print(b, "%s%s=", blank, f->name);
		blank = " ";
		if (f->kind == K_TEXT) {
			print_quoted(b, *(const struct sv *)field_at(f, rec));
		} else if (f->kind == K_MONEY) { /* one value, one word */
			buf_int(b, *(const int64_t *)field_at(f, rec));
		} else {
			record_print_field(b, r, f, rec);
		}
	}
}
