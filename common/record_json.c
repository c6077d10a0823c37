/* Records as JSON; see record_json.h. Callers: the HTTP API and webhooks, event bodies in the store,
 * quitsctl --json. Any thread; no state.
 *
 * What a stranger can make large is bounded here: nesting is counted in the bytes before jansson sees
 * them (its parser recurses), lists have at most 10,000 elements. A required field that has no value is
 * written as "" (texts, days, times, words), "0" (ids) or null (records); null is read as absent. */
#include "common/record_json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/utf8.h"

enum { DEPTH = 8, ELEMENTS = 10000 };

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Writing */

void json_text(struct buf *b, struct sv s)
{
	static const char digit[] = "0123456789abcdef";
	size_t from = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		const char *name = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : NULL;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		buf_add(b, sv_from_to(s, from, i));
		from = i + 1;
		if (c == '"' || c == '\\') {
			char pair[2] = { '\\', (char)c };

			buf_add(b, sv_of(pair, 2));
		} else if (name) {
			buf_z(b, name);
		} else {
			char code[6] = { '\\', 'u', '0', '0', digit[c >> 4], digit[c & 15] };

			buf_add(b, sv_of(code, 6));
		}
	}
	buf_add(b, sv_from_to(s, from, s.n));
	buf_char(b, '"');
}

static void write_bytes(struct buf *b, struct sv s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	char *out;

	buf_char(b, '"');
	out = buf_room(b, (s.n + 2) / 3 * 4);
	if (!out)
		return;
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < s.n ? (uint32_t)p[i + 1] << 8 : 0) |
		             (i + 2 < s.n ? p[i + 2] : 0);

		*out++ = base64[v >> 18];
		*out++ = base64[v >> 12 & 63];
		*out++ = i + 1 < s.n ? base64[v >> 6 & 63] : '=';
		*out++ = i + 2 < s.n ? base64[v & 63] : '=';
	}
	buf_took(b, (s.n + 2) / 3 * 4);
	buf_char(b, '"');
}

static void write_rate(struct buf *b, int64_t v)
{
	if (v < 0 && v > -10)
		buf_char(b, '-'); /* the whole part alone would lose the sign */
	buf_int(b, v / 10);
	buf_char(b, '.');
	buf_int(b, v % 10 < 0 ? -(v % 10) : v % 10);
}

static void write_list(struct buf *b, const struct record *r, const struct list *list)
{
	buf_char(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_char(b, ',');
		record_to_json(b, r, (const char *)list->at + i * r->size);
	}
	buf_char(b, ']');
}

static void write_field(struct buf *b, const struct field *f, const void *rec)
{
	const void *p = field_at(f, rec);

	switch (f->kind) {
	case K_BOOL:
		buf_z(b, *(const bool *)p ? "true" : "false");
		break;
	case K_INT:
	case K_MONEY:
		buf_int(b, *(const int64_t *)p);
		break;
	case K_RATE:
		write_rate(b, *(const int64_t *)p);
		break;
	case K_ID:
		if (*(const int64_t *)p == 0) { /* 0 is no id; a field that is always there says null */
			buf_z(b, "null");
			break;
		}
		buf_char(b, '"');
		buf_int(b, *(const int64_t *)p);
		buf_char(b, '"');
		break;
	case K_CURRENCY:
		json_text(b, currency_sv(p));
		break;
	case K_TIME:
		buf_char(b, '"');
		time_print(b, *(const int64_t *)p);
		buf_char(b, '"');
		break;
	case K_DAY:
		buf_char(b, '"');
		day_print(b, *(const int64_t *)p);
		buf_char(b, '"');
		break;
	case K_TEXT:
		json_text(b, *(const struct sv *)p);
		break;
	case K_BYTES:
		write_bytes(b, *(const struct sv *)p);
		break;
	case K_CHOICE:
		json_text(b, sv_from(choice_text(f->of, *(const int *)p)));
		break;
	case K_RECORD:
		if (*(const void *const *)p)
			record_to_json(b, f->of, *(const void *const *)p);
		else
			buf_z(b, "null");
		break;
	case K_LIST:
		write_list(b, f->of, p);
		break;
	}
}

void record_to_json(struct buf *b, const struct record *r, const void *rec)
{
	const char *comma = "{";

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];

		if (!(f->flags & REQ) && field_is_absent(f, rec))
			continue;
		buf_z(b, comma);
		comma = ",";
		json_text(b, sv_from(f->name));
		buf_char(b, ':');
		write_field(b, f, rec);
	}
	buf_z(b, comma[0] == '{' ? "{}" : "}");
}

/* Reading */

struct reading {
	struct arena *a;
	bool lenient;
};

static enum status read_record(const struct reading *in, const struct record *r, void *rec,
                               const json_t *from);

static struct sv string_sv(const json_t *v)
{
	return (struct sv){ json_string_value(v), json_string_length(v) };
}

static enum status is_not(const struct field *f, const char *what)
{
	return fail_field(ST_INVALID, f->name, "is not %s", what);
}

static int base64_value(char c)
{
	const char *at = c ? strchr(base64, c) : NULL;

	return at ? (int)(at - base64) : -1;
}

/* Strict: whole groups of four, padding only at the end, no stray bits. */
static bool read_bytes(struct arena *a, struct sv s, struct sv *ret)
{
	char *out = arena_alloc(a, s.n / 4 * 3 + 1);
	size_t n = 0, pad = 0;

	if (s.n % 4)
		return false;
	while (pad < 2 && pad < s.n && s.p[s.n - 1 - pad] == '=')
		pad++;
	for (size_t i = 0; i < s.n; i += 4) {
		bool last = i + 4 == s.n;
		size_t digits = last ? 4 - pad : 4;
		uint32_t v = 0;

		for (size_t j = 0; j < 4; j++) {
			int d = j < digits ? base64_value(s.p[i + j]) : 0;

			if (d < 0)
				return false;
			v = v << 6 | (uint32_t)d;
		}
		if (v & ((1u << 8 * (4 - digits)) - 1))
			return false;
		for (size_t j = 0; j + 1 < digits; j++)
			out[n++] = (char)(v >> (16 - 8 * j));
	}
	*ret = (struct sv){ out, n };
	return true;
}

/* One decimal at most. Rates are far below 2^53 tenths, so the nearest double is good enough to tell. */
static bool read_rate(const json_t *v, int64_t *ret)
{
	double tenths, off;
	int64_t whole;

	if (!json_is_number(v))
		return false;
	tenths = json_number_value(v) * 10;
	if (!(tenths > -1e12 && tenths < 1e12))
		return false;
	whole = (int64_t)(tenths < 0 ? tenths - 0.5 : tenths + 0.5);
	off = tenths - (double)whole;
	if (off > 1e-3 || off < -1e-3)
		return false;
	*ret = whole;
	return true;
}

static enum status read_list(const struct reading *in, const struct field *f, const json_t *v,
                             struct list *ret)
{
	const struct record *r = f->of;
	size_t n = json_array_size(v);

	if (!json_is_array(v))
		return is_not(f, "a list");
	if (n > ELEMENTS)
		return fail_field(ST_INVALID, f->name, "has more than %d elements", ELEMENTS);
	ret->at = n ? arena_alloc(in->a, n * r->size) : NULL;
	ret->n = n;
	for (size_t i = 0; i < n; i++)
		TRY(read_record(in, r, (char *)ret->at + i * r->size, json_array_get(v, i)));
	return ST_OK;
}

static enum status read_word(const struct reading *in, const struct field *f, struct sv s, void *p)
{
	switch (f->kind) {
	case K_ID:
		return sv_int(s, p) ? ST_OK : is_not(f, "a decimal number in a string");
	case K_CURRENCY:
		return currency_from(s, p) ? ST_OK : is_not(f, "an ISO 4217 currency code");
	case K_TIME:
		return time_parse(s, p) ? ST_OK : is_not(f, "a time like 2026-11-25T14:22:07Z");
	case K_DAY:
		return day_parse(s, p) ? ST_OK : is_not(f, "a day like 2026-11-25");
	case K_CHOICE:
		return choice_value(f->of, s, p) ? ST_OK : is_not(f, "a known choice");
	case K_BYTES:
		return read_bytes(in->a, s, p) ? ST_OK : is_not(f, "base64");
	case K_TEXT:
		s = sv_copy(in->a, s); /* what jansson holds dies with it */
		*(struct sv *)p = utf8_clean(in->a, s, s.n * 3, f->flags & MULTI);
		return ST_OK;
	case K_BOOL:
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_RECORD:
	case K_LIST:
		break;
	}
	return is_not(f, "a string");
}

static enum status read_field(const struct reading *in, const struct field *f, const json_t *v,
                              void *rec)
{
	void *p = field_in(f, rec);

	switch (f->kind) {
	case K_BOOL:
		*(bool *)p = json_is_true(v);
		return json_is_boolean(v) ? ST_OK : is_not(f, "true or false");
	case K_INT:
	case K_MONEY:
		*(int64_t *)p = json_integer_value(v);
		return json_is_integer(v) ? ST_OK : is_not(f, "an integer");
	case K_RATE:
		return read_rate(v, p) ? ST_OK : is_not(f, "a number with one decimal");
	case K_RECORD:
		if (!json_is_object(v))
			return is_not(f, "an object");
		*(void **)p = arena_alloc(in->a, ((const struct record *)f->of)->size);
		return read_record(in, f->of, *(void **)p, v);
	case K_LIST:
		return read_list(in, f, v, p);
	case K_CURRENCY:
	case K_TIME:
	case K_DAY:
	case K_ID:
	case K_TEXT:
	case K_BYTES:
	case K_CHOICE:
		break;
	}
	if (!json_is_string(v))
		return is_not(f, "a string");
	if (json_string_length(v) == 0)
		return ST_OK; /* absent: record_check says whether it may be */
	return read_word(in, f, string_sv(v), p);
}

static enum status check_names(const struct record *r, const json_t *from)
{
	for (void *at = json_object_iter((json_t *)(uintptr_t)from); at;
	     at = json_object_iter_next((json_t *)(uintptr_t)from, at)) {
		struct sv name = sv_from(json_object_iter_key(at));
		const char *near;
		char shown[48];

		if (record_field(r, name))
			continue;
		near = record_nearest(r, name);
		name = sv_from_to(utf8_cut(name, 40), 0, sizeof(shown) - 1);
		for (size_t i = 0; i < name.n; i++) /* an unknown name may be anything */
			shown[i] = name.p[i] > ' ' && name.p[i] < 0x7F ? name.p[i] : '?';
		shown[name.n] = '\0';
		if (near)
			return fail_field(ST_INVALID, shown, "is not known here; did you mean %s?",
			                  near);
		return fail_field(ST_INVALID, shown, "is not known here");
	}
	return ST_OK;
}

static enum status read_record(const struct reading *in, const struct record *r, void *rec,
                               const json_t *from)
{
	if (!json_is_object(from))
		return fail(ST_INVALID, "%s is not an object", r->name);
	if (!in->lenient)
		TRY(check_names(r, from));
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const json_t *v = json_object_get(from, f->name);

		if (v && !json_is_null(v))
			TRY(read_field(in, f, v, rec));
		else if (f->flags & REQ && !(v && f->kind == K_RECORD))
			return fail_field(ST_INVALID, f->name, "is missing");
	}
	return ST_OK;
}

/* Brackets outside strings. Whether the rest is JSON is jansson's to say. */
static enum status check_depth(struct sv json)
{
	bool in_string = false;
	int depth = 0;

	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if ((c == '{' || c == '[') && ++depth > DEPTH) {
			return fail(ST_INVALID, "the JSON is nested more than %d deep", DEPTH);
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return ST_OK;
}

/* jansson names a repeated field only in its words: ... near '"amount"'. */
static enum status explain(const json_error_t *e)
{
	struct sv text = sv_from(e->text), name;
	char shown[48];

	if (json_error_code(e) == json_error_duplicate_key) {
		name = sv_from_to(text, sv_find(text, '"') + 1, text.n);
		name = sv_from_to(name, 0, sv_find(name, '"'));
		snprintf(shown, sizeof(shown), SV_FMT, SV_ARG(name));
		return fail_field(ST_INVALID, shown, "is given twice");
	}
	return fail(ST_INVALID, "this is not JSON: line %d, column %d", e->line, e->column);
}

enum status record_from_json(const struct record *r, void *rec, struct arena *a, struct sv json,
                             bool lenient)
{
	struct reading in = { a, lenient };
	enum status st;
	json_error_t e;
	json_t *root;

	memset(rec, 0, r->size);
	TRY(check_depth(json));
	root = json_loadb(json.n ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &e);
	if (!root)
		return explain(&e);
	st = read_record(&in, r, rec, root);
	json_decref(root);
	return st;
}
