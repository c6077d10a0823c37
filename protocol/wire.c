/* Records as msgpack maps; see wire.h. Callers: frame.c, server/call and client.c for requests and
 * answers, store for the bodies of events. Any thread; no state.
 *
 * What goes out is packed by msgpack-c in its shortest form. What comes in is walked once for its limits
 * (wire_check) and then read straight into the struct, field by field in whatever order they stand.
 *
 * On the wire a field that is absent is left out; a REQ field is always there, nil if it has no value
 * that its kind could say (no record, no choice, no currency). nil reads as absent, and a strict reader
 * refuses it where a value is required. */
#include "protocol/wire.h"

#include <msgpack.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "protocol/token.h"

/* Checking. */

/* What an element may cost: an array's item or a map's pair (its key is not counted beside its value). */
struct walk {
	struct sv rest;
	size_t elements, max;
};

static enum status walk_scalar(const struct token *t)
{
	if (t->type == TOKEN_EXT)
		return fail(ST_INVALID,
		            "the message has an extension type, which is not spoken here");
	if (t->type == TOKEN_FLOAT)
		return fail(ST_INVALID, "the message has a floating point number");
	if (t->type == TOKEN_BIG)
		return fail(ST_INVALID, "the message has a number over 63 bits");
	if (t->type == TOKEN_STR && !utf8_valid(t->s))
		return fail(ST_INVALID, "the message has a text that is not UTF-8");
	return ST_OK;
}

/* Counts what a header claims before it is believed: every item takes a byte at least, a pair two. */
static enum status walk_open(struct walk *w, const struct token *t)
{
	size_t least = t->type == TOKEN_MAP ? 2 : 1;

	if (t->n > w->rest.n / least)
		return fail(ST_INVALID, "the message claims %u elements and ends before them",
		            t->n);
	w->elements += t->n;
	if (w->elements > w->max)
		return fail(ST_INVALID, "the message has more than %zu elements", w->max);
	return ST_OK;
}

static enum status walk_token(struct walk *w, struct token *t)
{
	if (!token_next(&w->rest, t))
		return fail(ST_INVALID, "the message ends too early or is not msgpack");
	if (t->type == TOKEN_ARRAY || t->type == TOKEN_MAP)
		return walk_open(w, t);
	return walk_scalar(t);
}

enum status wire_check(struct sv msg, size_t max_elements)
{
	struct walk w = { msg, 0, max_elements };
	uint64_t left[WIRE_DEPTH + 1] = { 1 }; /* values still to come on each level */
	size_t depth = 0;

	for (;;) {
		struct token t;

		while (left[depth] == 0) {
			if (depth == 0) {
				if (w.rest.n)
					return fail(ST_INVALID, "%zu bytes follow the message",
					            w.rest.n);
				return ST_OK;
			}
			depth--;
		}
		left[depth]--;
		TRY(walk_token(&w, &t));
		if (t.type != TOKEN_ARRAY && t.type != TOKEN_MAP)
			continue;
		if (depth == WIRE_DEPTH)
			return fail(ST_INVALID, "the message is nested deeper than %d", WIRE_DEPTH);
		left[++depth] = t.type == TOKEN_MAP ? (uint64_t)t.n * 2 : t.n;
	}
}

/* Packing. */

static int write_buf(void *data, const char *p, size_t n)
{
	buf_add(data, sv_of(p, n));
	return 0;
}

static void pack_str(msgpack_packer *pk, struct sv s)
{
	msgpack_pack_str_with_body(pk, s.p ? s.p : "", s.n);
}

static void pack_record(msgpack_packer *pk, const struct record *r, const void *rec);

static void pack_list(msgpack_packer *pk, const struct record *r, const struct list *l)
{
	msgpack_pack_array(pk, l->n);
	for (size_t i = 0; i < l->n; i++)
		pack_record(pk, r, (const char *)l->at + i * r->size);
}

static void pack_word(msgpack_packer *pk, struct sv word) /* choices and currencies: never empty */
{
	if (word.n)
		pack_str(pk, word);
	else
		msgpack_pack_nil(pk);
}

static void pack_field(msgpack_packer *pk, const struct field *f, const void *p)
{
	switch (f->kind) {
	case K_BOOL:
		if (*(const bool *)p)
			msgpack_pack_true(pk);
		else
			msgpack_pack_false(pk);
		break;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		msgpack_pack_int64(pk, *(const int64_t *)p);
		break;
	case K_CURRENCY:
		pack_word(pk, currency_sv(p));
		break;
	case K_TEXT:
		pack_str(pk, *(const struct sv *)p);
		break;
	case K_BYTES:
		msgpack_pack_bin_with_body(
		    pk, ((const struct sv *)p)->n ? ((const struct sv *)p)->p : "",
		    ((const struct sv *)p)->n);
		break;
	case K_CHOICE:
		pack_word(pk, sv_from(choice_text(f->of, *(const int *)p)));
		break;
	case K_RECORD:
		if (*(void *const *)p)
			pack_record(pk, f->of, *(void *const *)p);
		else
			msgpack_pack_nil(pk);
		break;
	case K_LIST:
		pack_list(pk, f->of, p);
		break;
	}
}

static bool is_packed(const struct field *f, const void *rec)
{
	return f->flags & REQ || !field_is_absent(f, rec);
}

static void pack_record(msgpack_packer *pk, const struct record *r, const void *rec)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += is_packed(&r->fields[i], rec);
	msgpack_pack_map(pk, n);
	for (size_t i = 0; i < r->n; i++)
		if (is_packed(&r->fields[i], rec)) {
			pack_str(pk, sv_from(r->fields[i].name));
			pack_field(pk, &r->fields[i], field_at(&r->fields[i], rec));
		}
}

void wire_pack(struct buf *b, const struct record *r, const void *rec)
{
	msgpack_packer pk;

	msgpack_packer_init(&pk, b, write_buf);
	pack_record(&pk, r, rec);
}

/* Unpacking. */

struct reader {
	struct sv rest;
	struct arena *arena;
	bool strict;
};

static enum status read_record(struct reader *in, const struct record *r, void *rec);

static enum status wrong_kind(const struct field *f, const char *wanted)
{
	return fail_field(ST_INVALID, f->name, "must be %s", wanted);
}

static enum status read_choice(struct reader *in, const struct field *f, struct sv word, int *ret)
{
	const struct choice *c = f->of;
	struct buf words;

	if (choice_value(c, word, ret) || !in->strict) /* else a word of a newer server: none */
		return ST_OK;
	words = buf_new(in->arena, 300);
	for (size_t i = 0; i < c->n; i++)
		buf_print(&words, "%s%s", i ? ", " : "", c->words[i].text);
	return fail_field(ST_INVALID, f->name, "must be one of " SV_FMT, SV_ARG(buf_sv(&words)));
}

static enum status read_list(struct reader *in, const struct field *f, size_t n, struct list *ret)
{
	const struct record *r = f->of;

	if (n > WIRE_ELEMENTS)
		return fail_field(ST_INVALID, f->name, "has more than %d elements", WIRE_ELEMENTS);
	if (n == 0)
		return ST_OK;
	ret->at = arena_alloc(in->arena, r->size * n);
	ret->n = n;
	for (size_t i = 0; i < n; i++)
		TRY(read_record(in, r, (char *)ret->at + i * r->size));
	return ST_OK;
}

/* A word's kinds: text, bytes, choice, currency. */
static enum status read_text(struct reader *in, const struct field *f, const struct token *t,
                             void *p)
{
	if (f->kind == K_BYTES ? t->type != TOKEN_BIN : t->type != TOKEN_STR)
		return wrong_kind(f, f->kind == K_BYTES ? "bytes" : "a text");
	if (f->kind == K_CHOICE)
		return read_choice(in, f, t->s, p);
	if (f->kind == K_CURRENCY) {
		if (!currency_from(t->s, p) && in->strict)
			return wrong_kind(f, "an ISO 4217 currency code");
		return ST_OK;
	}
	*(struct sv *)p = t->s;
	return ST_OK;
}

static enum status read_field(struct reader *in, const struct field *f, void *p)
{
	struct sv before = in->rest;
	struct token t;

	if (!token_next(&in->rest, &t))
		return fail_field(ST_INVALID, f->name, "is cut off");
	if (t.type == TOKEN_NIL && in->strict && f->flags & REQ)
		return fail_field(ST_INVALID, f->name, "is missing");
	if (t.type == TOKEN_NIL)
		return ST_OK;
	switch (f->kind) {
	case K_BOOL:
		if (t.type != TOKEN_BOOL)
			return wrong_kind(f, "true or false");
		*(bool *)p = t.i;
		return ST_OK;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		if (t.type != TOKEN_INT)
			return wrong_kind(f, "a whole number");
		*(int64_t *)p = t.i;
		return ST_OK;
	case K_CURRENCY:
	case K_TEXT:
	case K_BYTES:
	case K_CHOICE:
		return read_text(in, f, &t, p);
	case K_RECORD:
		if (t.type != TOKEN_MAP)
			return wrong_kind(f, "a map");
		in->rest = before;
		*(void **)p = arena_alloc(in->arena, ((const struct record *)f->of)->size);
		return read_record(in, f->of, *(void **)p);
	case K_LIST:
		if (t.type != TOKEN_ARRAY)
			return wrong_kind(f, "a list");
		return read_list(in, f, t.n, p);
	}
	return ST_OK;
}

/* The name of an unknown field comes from outside: only what a field name may have is repeated. */
static enum status unknown_field(const struct record *r, struct sv name)
{
	char shown[40];
	const char *near = record_nearest(r, name);

	name = sv_from_to(name, 0, sizeof(shown) - 1);
	for (size_t i = 0; i < name.n; i++)
		shown[i] = name.p[i] > ' ' && name.p[i] < 0x7F ? name.p[i] : '?';
	shown[name.n] = '\0';
	if (near)
		return fail_field(ST_INVALID, shown, "is not known here; did you mean %s?", near);
	return fail_field(ST_INVALID, shown, "is not known here");
}

/* Fields mostly come in the schema's order: the one at `expect` is tried first. */
static const struct field *find_field(const struct record *r, struct sv name, size_t expect)
{
	if (expect < r->n && sv_is(name, r->fields[expect].name))
		return &r->fields[expect];
	return record_field(r, name);
}

static enum status all_there(const struct record *r, uint64_t seen)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].flags & REQ && !(seen & UINT64_C(1) << i))
			return fail_field(ST_INVALID, r->fields[i].name, "is missing");
	return ST_OK;
}

static enum status read_record(struct reader *in, const struct record *r, void *rec)
{
	uint64_t seen = 0;
	size_t expect = 0;
	struct token map, key;

	if (!token_next(&in->rest, &map) || map.type != TOKEN_MAP)
		return fail(ST_INVALID, "%s must be a map of its fields", r->name);
	for (uint32_t i = 0; i < map.n; i++) {
		const struct field *f;

		if (!token_next(&in->rest, &key) || key.type != TOKEN_STR)
			return fail(ST_INVALID, "%s has a field whose name is not a text", r->name);
		f = find_field(r, key.s, expect);
		if (!f) {
			if (in->strict)
				return unknown_field(r, key.s);
			if (!token_value(&in->rest).n)
				return fail(ST_INVALID, "%s is cut off", r->name);
			continue;
		}
		expect = (size_t)(f - r->fields);
		if (seen & UINT64_C(1) << expect)
			return fail_field(ST_INVALID, f->name, "is given twice");
		seen |= UINT64_C(1) << expect;
		expect++;
		TRY(read_field(in, f, field_in(f, rec)));
	}
	return in->strict ? all_there(r, seen) : ST_OK;
}

enum status wire_unpack(struct sv at, const struct record *r, void *rec, struct arena *a,
                        bool strict)
{
	struct reader in = { at, a, strict };

	memset(rec, 0, r->size);
	return read_record(&in, r, rec);
}
