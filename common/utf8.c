/* UTF-8 from strangers; see utf8.h. Called where texts are decoded (wire, forms, JSON, imports) and by
 * whoever lays text out in columns. Any thread; no state. What a character is comes from ICU's property
 * tables, so the only lists here are those of characters we refuse. ASCII, nearly all of the traffic, is
 * decided without looking anything up. */
#include "common/utf8.h"

#include <string.h>
#include <unicode/uchar.h>

#include "common/arena.h"

enum { MARKS_MAX = 4, REPLACEMENT = 0xFFFD };

#define HIGH_BITS UINT64_C(0x8080808080808080)

static size_t ascii_run(struct sv s) /* length of the head that is ASCII, in steps of 8 bytes */
{
	size_t n = 0;

	while (s.n - n >= 8) {
		uint64_t word;

		memcpy(&word, s.p + n, 8);
		if (word & HIGH_BITS)
			break;
		n += 8;
	}
	return n;
}

/* Bytes of the well-formed character at the head of s, 0 if there is none. The table is RFC 3629's. */
static size_t decode(struct sv s, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t code;
	size_t n;

	if (p[0] < 0x80) {
		*ret = p[0];
		return 1;
	}
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (s.n < n)
		return 0;
	code = p[0] & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3Fu);
	}
	if ((n == 3 && code < 0x800) || (n == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
	    (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	*ret = code;
	return n;
}

bool utf8_valid(struct sv s)
{
	while (s.n) {
		size_t n = ascii_run(s);
		uint32_t code;

		if (n == 0)
			n = decode(s, &code);
		if (n == 0)
			return false;
		s = (struct sv){ s.p + n, s.n - n };
	}
	return true;
}

uint32_t utf8_next(struct sv *s)
{
	uint32_t code = REPLACEMENT;
	size_t n = decode(*s, &code);

	if (n == 0)
		n = 1;
	*s = (struct sv){ s->p + n, s->n - n };
	return code;
}

static size_t encode(uint32_t code, char out[4])
{
	if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		code = REPLACEMENT;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

void utf8_add(struct buf *b, uint32_t code)
{
	char bytes[4];

	buf_add(b, (struct sv){ bytes, encode(code, bytes) });
}

/* Characters nobody sees but software obeys, in order. Private use and noncharacters have a rule. */
static const struct {
	uint32_t from, to;
} refused[] = {
	{ 0x7F, 0x9F },       /* DEL, C1 */
	{ 0xAD, 0xAD },       /* soft hyphen */
	{ 0x34F, 0x34F },     /* grapheme joiner */
	{ 0x61C, 0x61C },     /* Arabic letter mark */
	{ 0x115F, 0x1160 },   /* Hangul fillers */
	{ 0x17B4, 0x17B5 },   /* invisible Khmer vowels */
	{ 0x180B, 0x180F },   /* Mongolian selectors and separator */
	{ 0x200B, 0x200F },   /* zero-width blank and joiners, directional marks */
	{ 0x2028, 0x202E },   /* line and paragraph separator, embeddings and overrides */
	{ 0x2060, 0x206F },   /* word joiner, invisible operators, isolates, deprecated formats */
	{ 0x3164, 0x3164 },   /* Hangul filler */
	{ 0xFE00, 0xFE0F },   /* variation selectors */
	{ 0xFEFF, 0xFEFF },   /* byte order mark */
	{ 0xFFA0, 0xFFA0 },   /* half-width Hangul filler */
	{ 0xFFF9, 0xFFFB },   /* interlinear annotation */
	{ 0xE0000, 0xE0FFF }, /* tags, variation selectors supplement */
};

static bool is_refused(uint32_t code)
{
	if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF))
		return true;
	if ((code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000)
		return true;
	for (size_t i = 0; i < COUNT(refused) && refused[i].from <= code; i++)
		if (code <= refused[i].to)
			return true;
	return false;
}

enum verdict { KEEP, DROP, BLANK };

/* `marks` counts the combining marks that stand on the present base. */
static enum verdict judge(uint32_t code, bool lines, int *marks)
{
	if (code < 0x7F) {
		*marks = 0;
		if (code >= 0x20)
			return KEEP;
		if (code != '\t' && code != '\n')
			return DROP;
		return lines ? KEEP : BLANK;
	}
	if (is_refused(code))
		return DROP;
	if (code >= 0x300 && U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK)
		return ++*marks > MARKS_MAX ? DROP : KEEP;
	*marks = 0;
	return KEEP;
}

bool utf8_is_clean(struct sv s, bool lines)
{
	int marks = 0;

	while (s.n) {
		uint32_t code;
		size_t n = decode(s, &code);

		if (n == 0 || judge(code, lines, &marks) != KEEP)
			return false;
		s = (struct sv){ s.p + n, s.n - n };
	}
	return true;
}

struct sv utf8_clean(struct arena *a, struct sv s, size_t max, bool lines)
{
	size_t cap = s.n > SIZE_MAX / 4 ? SIZE_MAX / 2 : s.n * 3,
	       n = 0; /* a bad byte becomes three */
	int marks = 0;
	char *out;

	if (s.n <= max && utf8_is_clean(s, lines))
		return s;
	if (cap > max)
		cap = max;
	out = arena_alloc(a, cap + 1);
	while (s.n) {
		uint32_t code = utf8_next(&s);
		enum verdict v = judge(code, lines, &marks);
		char bytes[4];
		size_t len;

		if (v == DROP)
			continue;
		len = encode(v == BLANK ? ' ' : code, bytes);
		if (len > cap - n)
			break;
		memcpy(out + n, bytes, len);
		n += len;
	}
	return (struct sv){ out, n };
}

int utf8_width(uint32_t code)
{
	int east;

	if (code < 0x300)
		return code >= 0x20 && (code < 0x7F || code >= 0xA0) && code != 0xAD;
	if (code > 0x10FFFF || U_GET_GC_MASK((UChar32)code) &
	                           (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK |
	                            U_GC_ZL_MASK | U_GC_ZP_MASK | U_GC_CS_MASK))
		return 0;
	if (code >= 0x1160 && code <= 0x11FF) /* vowels and finals join the syllable before them */
		return 0;
	east = u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH);
	return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

size_t utf8_count(struct sv s)
{
	size_t n = 0;

	for (; s.n; n++)
		(void)utf8_next(&s);
	return n;
}

size_t utf8_columns(struct sv s)
{
	size_t columns = 0;

	while (s.n)
		columns += (size_t)utf8_width(utf8_next(&s));
	return columns;
}

struct sv utf8_cut(struct sv s, size_t columns)
{
	struct sv rest = s;
	size_t used = 0;

	while (rest.n) {
		struct sv before = rest;

		used += (size_t)utf8_width(utf8_next(&rest));
		if (used > columns)
			return (struct sv){ s.p, s.n - before.n };
	}
	return s;
}

void utf8_fit(char *to, size_t size, struct sv s)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;

	while (n && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	if (n)
		memcpy(to, s.p, n);
	to[n] = '\0';
}

struct sv utf8_head(struct sv s, size_t bytes)
{
	if (s.n <= bytes)
		return s;
	while (bytes && ((unsigned char)s.p[bytes] & 0xC0) == 0x80) /* the next byte goes on with a character */
		bytes--;
	return (struct sv){ s.p, bytes };
}

void utf8_end(char *text)
{
	size_t n = strlen(text), from = n;

	while (from && n - from < 4 && ((unsigned char)text[from - 1] & 0xC0) == 0x80)
		from--;
	if (from && (unsigned char)text[from - 1] >= 0xC0 && !utf8_valid(sv_of(text + from - 1, n - from + 1)))
		text[from - 1] = '\0';
}
