/* The reader of msgpack's bytes; see token.h. Callers: wire.c and frame.c, on the thread that has the
 * message. A tree of msgpack objects is not built: the walk that must come before it (wire_check) already
 * understands every byte, and what is wanted are structs. */
#include "protocol/token.h"

/* n bytes big-endian; the caller knows that they are there. */
static uint64_t number(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* Bytes of the number behind the first byte: length, count or value. 9: not a msgpack byte. */
static size_t width(unsigned char c)
{
	static const unsigned char widths[32] = {
		0, 9, 0, 0, 1, 2, 4, 1, 2, 4, 4, 8, 1, 2, 4, 8, /* c0 nil .. cf uint 64 */
		1, 2, 4, 8, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4, /* d0 int 8 .. df map 32 */
	};

	return c < 0xC0 || c >= 0xE0 ? 0 : widths[c - 0xC0];
}

static int64_t signed_number(uint64_t v, size_t n)
{
	uint64_t sign = UINT64_C(1) << (n * 8 - 1);

	return (int64_t)((v ^ sign) - sign);
}

/* First bytes that say type and size at once. */
static struct token short_form(unsigned char c, size_t *ret_bytes)
{
	*ret_bytes = 0;
	if (c < 0x80)
		return (struct token){ .type = TOKEN_INT, .i = c };
	if (c < 0x90)
		return (struct token){ .type = TOKEN_MAP, .n = c & 0x0Fu };
	if (c < 0xA0)
		return (struct token){ .type = TOKEN_ARRAY, .n = c & 0x0Fu };
	if (c < 0xC0) {
		*ret_bytes = c & 0x1Fu;
		return (struct token){ .type = TOKEN_STR };
	}
	return (struct token){ .type = TOKEN_INT, .i = (int64_t)c - 0x100 };
}

/* 0xc0 to 0xdf: v is the number of `w` bytes behind the first one. */
static struct token long_form(unsigned char c, uint64_t v, size_t w, size_t *ret_bytes)
{
	*ret_bytes = 0;
	if (c == 0xC0)
		return (struct token){ .type = TOKEN_NIL };
	if (c <= 0xC3)
		return (struct token){ .type = TOKEN_BOOL, .i = c - 0xC2 };
	if (c >= 0xCA && c <= 0xCB)
		return (struct token){ .type = TOKEN_FLOAT };
	if (c >= 0xCC && c <= 0xCF)
		return (struct token){ .type = v > INT64_MAX ? TOKEN_BIG : TOKEN_INT,
			               .i = v > INT64_MAX ? 0 : (int64_t)v };
	if (c >= 0xD0 && c <= 0xD3)
		return (struct token){ .type = TOKEN_INT, .i = signed_number(v, w) };
	if (c >= 0xDC)
		return (struct token){ .type = c < 0xDE ? TOKEN_ARRAY : TOKEN_MAP,
			               .n = (uint32_t)v };
	if (c >= 0xD4 && c <= 0xD8) /* fixext: one byte of type, then 1, 2, 4, 8 or 16 */
		v = UINT64_C(1) << (c - 0xD4);
	*ret_bytes = (size_t)v;
	if (c >= 0xD9 && c <= 0xDB)
		return (struct token){ .type = TOKEN_STR };
	if (c >= 0xC4 && c <= 0xC6)
		return (struct token){ .type = TOKEN_BIN };
	*ret_bytes += 1;
	return (struct token){ .type = TOKEN_EXT };
}

bool token_next(struct sv *rest, struct token *ret)
{
	struct token t;
	const unsigned char *p = (const unsigned char *)rest->p;
	size_t w, bytes;

	if (rest->n == 0)
		return false;
	w = width(p[0]);
	if (w > 8 || rest->n - 1 < w)
		return false;
	t = p[0] < 0xC0 || p[0] >= 0xE0 ? short_form(p[0], &bytes)
	                                : long_form(p[0], number(p + 1, w), w, &bytes);
	if (rest->n - 1 - w < bytes)
		return false;
	t.s = (struct sv){ rest->p + 1 + w, bytes };
	*rest = (struct sv){ rest->p + 1 + w + bytes, rest->n - 1 - w - bytes };
	*ret = t;
	return true;
}

struct sv token_value(struct sv *rest)
{
	struct sv at = *rest;
	uint64_t left = 1;
	struct token t;

	for (; left; left--) {
		if (!token_next(&at, &t))
			return SV_NONE;
		if (t.type == TOKEN_ARRAY)
			left += t.n;
		else if (t.type == TOKEN_MAP)
			left += (uint64_t)t.n * 2;
	}
	t.s = sv_of(rest->p, rest->n - at.n);
	*rest = at;
	return t.s;
}
