/* Forms: bytes of a body to fields of a record. dispatch.c calls this on the listener before
 * anything is posted to the writer, so a malformed form costs no write. */
#include "server/http/form.h"

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_text.h"
#include "common/utf8.h"

bool form_type_good(struct sv content_type)
{
	struct sv type = sv_trim(sv_cut(&content_type, ';')), charset = sv_trim(content_type);

	if (!sv_eq_fold(type, SV("application/x-www-form-urlencoded")))
		return false;
	return charset.n == 0 || sv_eq_fold(charset, SV("charset=utf-8")) ||
	       sv_eq_fold(charset, SV("charset=\"utf-8\""));
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* + is a blank, %XX a byte; false for a broken escape or a NUL. */
static bool decode(struct arena *a, struct sv s, struct sv *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			if (s.n - i < 3 || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
				return false;
			c = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
		}
		if (c == '\0')
			return false;
		out[n++] = c;
	}
	*ret = sv_of(out, n);
	return true;
}

enum status form_split(struct arena *a, struct sv body, struct form_pairs *ret)
{
	ret->n = 0;
	while (body.n) {
		struct sv value = sv_cut(&body, '&'), name = sv_cut(&value, '=');
		struct form_pair *pair;

		if (name.n == 0 && value.n == 0)
			continue; /* "&&" says nothing */
		if (ret->n == FORM_FIELDS_MAX)
			return fail(ST_INVALID, "the form has more than %d fields",
			            FORM_FIELDS_MAX);
		pair = &ret->at[ret->n];
		if (!decode(a, name, &pair->name) || !decode(a, value, &pair->value))
			return fail(ST_INVALID, "the form is not encoded correctly");
		if (pair->name.n == 0)
			return fail(ST_INVALID, "the form has a field without a name");
		ret->n++;
	}
	return ST_OK;
}

struct sv form_pair_value(const struct form_pairs *pairs, const char *name)
{
	const struct form_pair *found = NULL;

	for (size_t i = 0; i < pairs->n; i++) {
		if (!sv_is(pairs->at[i].name, name))
			continue;
		if (found)
			return SV_NONE;
		found = &pairs->at[i];
	}
	return found ? found->value : SV_NONE;
}

static bool repeated(const struct form_pairs *pairs, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (sv_eq(pairs->at[i].name, pairs->at[at].name))
			return true;
	return false;
}

static enum status set_bool(const struct field *f, void *rec, struct sv value)
{
	static const char *const yes[] = { "on", "true", "1", "yes" };
	static const char *const no[] = { "off", "false", "0", "no" };

	for (size_t i = 0; i < COUNT(yes); i++) {
		if (sv_is(value, yes[i]) || sv_is(value, no[i])) {
			*(bool *)field_in(f, rec) = sv_is(value, yes[i]);
			return ST_OK;
		}
	}
	return fail_field(ST_INVALID, f->name, "is neither on nor off");
}

static enum status set_field(struct arena *a, const struct record *r, const struct field *f,
                             void *rec, struct sv raw)
{
	bool lines = f->kind == K_TEXT && (f->flags & MULTI);
	struct sv value = sv_trim(utf8_clean(a, raw, raw.n * 3, lines)); /* U+FFFD is 3 bytes */

	if (value.n == 0)
		return ST_OK; /* absent: record_check says so if it must be there */
	if (f->kind == K_TEXT) {
		*(struct sv *)field_in(f, rec) = value.p == raw.p ? sv_copy(a, value) : value;
		return ST_OK;
	}
	if (f->kind == K_BOOL)
		return set_bool(f, rec, value);
	return record_set(r, rec, a, sv_from(f->name), value);
}

/* One more value of a field that may have many. */
static enum status add_line(struct arena *a, const struct field *f, void *rec, struct sv raw)
{
	struct sv value = sv_trim(utf8_clean(a, raw, raw.n * 3, false));
	struct sv *text = field_in(f, rec);

	if (value.n && text->n)
		*text = sv_print(a, SV_FMT "\n" SV_FMT, SV_ARG(*text), SV_ARG(value));
	else if (value.n)
		*text = sv_copy(a, value);
	return ST_OK;
}

static enum status set_pair(struct arena *a, const struct form_pairs *pairs, size_t i,
                            const struct record *r, void *rec)
{
	const struct form_pair *pair = &pairs->at[i];
	const struct field *f = r ? record_field(r, pair->name) : NULL;
	const char *name;

	if (!f && !r && sv_is(pair->name, "form_token") && !repeated(pairs, i))
		return ST_OK;
	name = sv_z(a, utf8_clean(a, sv_from_to(pair->name, 0, 40), 40, false));
	if (!f)
		return fail_field(ST_INVALID, name, "is not a field of this form");
	if (!repeated(pairs, i))
		return set_field(a, r, f, rec, pair->value);
	if (f->kind == K_TEXT && f->flags & MANY)
		return add_line(a, f, rec, pair->value);
	return fail_field(ST_INVALID, name, "is there twice");
}

enum status form_fill(struct arena *a, const struct form_pairs *pairs, const struct record *r,
                      void *rec)
{
	struct fault first = { .status = ST_OK };

	for (size_t i = 0; i < pairs->n; i++)
		if (set_pair(a, pairs, i, r, rec) != ST_OK && first.status == ST_OK)
			first = *fault_last();
	if (first.status != ST_OK)
		return fault_carry(&first);
	return r ? record_check(r, rec) : ST_OK;
}

struct sv form_query(struct arena *a, struct sv query, const char *name, size_t max)
{
	struct sv found = SV_NONE;
	bool seen = false;

	while (query.n) {
		struct sv value = sv_cut(&query, '&'), key = sv_cut(&value, '=');

		if (!sv_is(key, name)) /* our own names need no escapes */
			continue;
		if (seen || !decode(a, value, &found))
			return SV_NONE;
		seen = true;
	}
	return seen ? sv_trim(utf8_clean(a, found, max, false)) : SV_NONE;
}
