/* Filling compiled templates and escaping; see template.h. Any thread; nothing is allocated but room in
 * the output. Most values need no escaping, so the escaper looks for the first byte that does, sixteen at
 * a time, and copies what is before it whole. */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "common/date.h"
#include "common/locale.h"
#include "common/zone.h"
#include "common/record_text.h"
#include "common/template_inside.h"

enum { ENTITY = 1, NO_PATH = 2 };
static const unsigned char classes[256] = {
	['&'] = ENTITY, ['<'] = ENTITY, ['>'] = ENTITY, ['"'] = ENTITY, ['\''] = ENTITY, ['\\'] = NO_PATH,
	[0x7f] = NO_PATH, [0 ... ' '] = NO_PATH,
};

size_t html_clean_run_plain(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && !(classes[(unsigned char)p[i]] & ENTITY))
		i++;
	return i;
}

#ifdef __SSE2__
size_t html_clean_run(const char *p, size_t n)
{
	const __m128i amp = _mm_set1_epi8('&'), less = _mm_set1_epi8('<');
	const __m128i more = _mm_set1_epi8('>'), two = _mm_set1_epi8('"'),
		      one = _mm_set1_epi8('\'');
	size_t i = 0;

	for (; n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, amp), _mm_cmpeq_epi8(v, less));
		unsigned bits;

		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, more));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, two));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, one));
		bits = (unsigned)_mm_movemask_epi8(hit);
		if (bits)
			return i + (size_t)__builtin_ctz(bits);
	}
	return i + html_clean_run_plain(p + i, n - i);
}
#else
size_t html_clean_run(const char *p, size_t n)
{
	return html_clean_run_plain(p, n);
}
#endif

void html_escape(struct buf *b, struct sv s)
{
	while (s.n) {
		size_t run = html_clean_run(s.p, s.n);

		buf_add(b, (struct sv){ s.p, run });
		if (run == s.n)
			return;
		switch (s.p[run]) {
		case '&':
			buf_add(b, SV("&amp;"));
			break;
		case '<':
			buf_add(b, SV("&lt;"));
			break;
		case '>':
			buf_add(b, SV("&gt;"));
			break;
		case '"':
			buf_add(b, SV("&quot;"));
			break;
		default:
			buf_add(b, SV("&#39;"));
			break;
		}
		s = (struct sv){ s.p + run + 1, s.n - run - 1 };
	}
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void percent_escape(struct buf *b, struct sv s, char also)
{
	static const char digit[] = "0123456789ABCDEF";
	size_t n = s.n;
	char *p;

	for (size_t i = 0; i < s.n; i++)
		n += is_unreserved(s.p[i]) || s.p[i] == also ? 0 : 2;
	p = n ? buf_room(b, n) : NULL;
	if (!p)
		return;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_unreserved(s.p[i]) || s.p[i] == also) {
			*p++ = s.p[i];
			continue;
		}
		*p++ = '%';
		*p++ = digit[c >> 4];
		*p++ = digit[c & 15];
	}
	buf_took(b, n);
}

void url_escape(struct buf *b, struct sv s)
{
	percent_escape(b, s, 'a');
}

void path_escape(struct buf *b, struct sv s)
{
	percent_escape(b, s, '/');
}

/* One '/' first, so that it stays on this host, and nothing a browser would drop or take for a '/'. */
static bool is_own_path(struct sv s)
{
	if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && s.p[1] == '/'))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (classes[(unsigned char)s.p[i]] & NO_PATH)
			return false;
	return true;
}

static void put(struct buf *b, struct sv s, enum escape how)
{
	switch (how) {
	case ESCAPE_NONE:
		buf_add(b, s);
		break;
	case ESCAPE_HTML:
		html_escape(b, s);
		break;
	case ESCAPE_QUERY:
		url_escape(b, s);
		break;
	case ESCAPE_PATH:
		path_escape(b, s);
		break;
	case ESCAPE_ROOT:
		url_escape(b, s.n ? s : SV("-"));
		break;
	case ESCAPE_OWN_PATH:
		if (is_own_path(s))
			html_escape(b, s);
		break;
	}
}

/* Escapes what was just written behind `from`; figures and dates hardly ever need it. */
static void escape_tail(struct buf *b, size_t from, enum escape how)
{
	struct sv tail = b->n > from ? sv_of(b->p + from, b->n - from) : SV_NONE;

	if (b->over || how == ESCAPE_NONE ||
	    (how == ESCAPE_HTML && html_clean_run(tail.p, tail.n) == tail.n))
		return;
	tail = sv_copy(b->arena, tail);
	b->n = from;
	put(b, tail, how);
}

/* Where the scopes stand: [0] is the page's record, the others elements of lists. */
struct walk {
	const void *at[SCOPES_MAX];
	size_t left[SCOPES_MAX]; /* elements, this one included */
	const struct render *how;
};

static const void *record_at(const struct walk *w, const struct reach *r)
{
	const char *at = w->at[r->scope];

	for (unsigned i = 0; i < r->n && at; i++)
		at = *(const char *const *)(const void *)(at + r->steps[i]);
	return at;
}

static bool is_there(const struct walk *w, const struct reach *r)
{
	const void *rec = record_at(w, r);

	return rec && !field_is_absent(r->field, rec);
}

static void write_money(const struct walk *w, const struct op *op, int64_t amount, struct buf *b)
{
	const void *rec = op->currency ? record_at(w, op->currency) : NULL;
	struct currency c = { "" };

	if (rec)
		c = *(const struct currency *)field_at(op->currency->field, rec);
	if (op->escape <= ESCAPE_HTML)
		locale_money(b, w->how->locale, amount, c);
	else
		money_print(b, amount, c); /* machines read URLs */
}

static void write_time(const struct walk *w, const struct op *op, int64_t v, struct buf *b)
{
	bool people = op->escape <= ESCAPE_HTML;

	if (op->reach.field->kind == K_DAY) {
		if (people)
			locale_day(b, w->how->locale, v, DAY_LONG);
		else
			day_print(b, v);
	} else if (people) {
		/* a page names the zone it shows */
		locale_time(b, w->how->locale, v, w->how->zone);
		/* whose name is Latin in every script: alone in its brackets where these run to the left */
		buf_z(b, catalogue_right_to_left(w->how->language) ? " (\xE2\x81\xA8" : " (");
		buf_z(b, zone_name(w->how->zone ? w->how->zone : zone_utc()));
		buf_z(b, catalogue_right_to_left(w->how->language) ? "\xE2\x81\xA9)" : ")");
	} else {
		time_print(b, v);
	}
}

static void write_field(const struct walk *w, const struct op *op, struct buf *b)
{
	const struct field *f = op->reach.field;
	const void *rec = record_at(w, &op->reach), *p;
	size_t from = b->n;

	if (!rec) {
		put(b, SV_NONE, op->escape);
		return;
	}
	p = field_at(f, rec);
	switch (f->kind) {
	case K_TEXT:
		if (op->in_words && catalogue_right_to_left(w->how->language)) {
			/* data in a right-to-left sentence keeps its own direction (UAX 9, isolates) */
			buf_z(b, "\xE2\x81\xA8");
			put(b, *(const struct sv *)p, op->escape);
			buf_z(b, "\xE2\x81\xA9");
			return;
		}
		put(b, *(const struct sv *)p, op->escape);
		return;
	case K_CURRENCY:
		put(b, currency_sv(p), op->escape);
		return;
	case K_CHOICE:
		put(b, sv_from(choice_text(f->of, *(const int *)p)), op->escape);
		return;
	case K_INT:
		if (!op->in_words) {
			buf_int(b, *(const int64_t *)p);
			return;
		}
		locale_number(b, w->how->locale, *(const int64_t *)p);
		break;
	case K_MONEY:
		write_money(w, op, *(const int64_t *)p, b);
		break;
	case K_DAY:
	case K_TIME:
		write_time(w, op, *(const int64_t *)p, b);
		break;
	case K_BOOL:
	case K_RATE:
	case K_ID:
		record_print_field(b, NULL, f, rec);
		break;
	case K_BYTES:
	case K_RECORD:
	case K_LIST:
		return; /* refused when compiled */
	}
	escape_tail(b, from, op->escape);
}

static void write_phrase(const struct walk *w, const struct op *op, struct buf *b)
{
	const void *rec = record_at(w, &op->reach);
	size_t from = b->n;

	if (rec)
		phrase_print(b, *(const struct sv *)field_at(op->reach.field, rec), w->how);
	if (b->n == from)
		put(b, SV_NONE, op->escape);
	escape_tail(b, from, op->escape);
}

static bool has_form(const struct walk *w, const struct op *op)
{
	const void *rec = record_at(w, &op->reach);
	int64_t n = rec ? *(const int64_t *)field_at(op->reach.field, rec) : 0;

	return catalogue_form(w->how->language, n) == op->form;
}

/* Enters a list's first element; false if it has none. */
static bool enter(struct walk *w, const struct op *op)
{
	const void *rec = record_at(w, &op->reach);
	const struct list *list = rec ? field_at(op->reach.field, rec) : NULL;

	if (!list || list->n == 0)
		return false;
	w->at[op->scope] = list->at;
	w->left[op->scope] = list->n;
	return true;
}

static bool go_on(struct walk *w, const struct op *op, const struct op *list)
{
	const struct record *r = list->reach.field->of;

	if (--w->left[op->scope] == 0)
		return false;
	w->at[op->scope] = (const char *)w->at[op->scope] + r->size;
	return true;
}

void template_render(const struct template *t, const void *rec, const struct render *how,
                     struct buf *out)
{
	struct walk w = { .at = { rec }, .how = how };

	if (2 * t->literal_bytes < out->max - out->n)
		buf_room(out, 2 * t->literal_bytes);
	for (size_t i = 0; i < t->n && !out->over;) {
		const struct op *op = &t->ops[i++];

		switch (op->kind) {
		case OP_LITERAL:
			buf_add(out, op->literal);
			break;
		case OP_FIELD:
			write_field(&w, op, out);
			break;
		case OP_PHRASE:
			write_phrase(&w, op, out);
			break;
		case OP_FORM:
			if (!has_form(&w, op))
				i = op->jump;
			break;
		case OP_LIST:
			if (!enter(&w, op))
				i = op->jump;
			break;
		case OP_NEXT:
			if (go_on(&w, op, &t->ops[op->jump]))
				i = op->jump + 1;
			break;
		case OP_IF:
			if (!is_there(&w, &op->reach))
				i = op->jump;
			break;
		case OP_IFNOT:
			if (is_there(&w, &op->reach))
				i = op->jump;
			break;
		}
	}
}
