/* Reading and writing cookies and form tokens; called by request.c for pages and by guard.c. */
#include "server/http/cookie.h"

#include <inttypes.h>
#include <string.h>

#include "common/crypt.h"

enum { MASK_LEN = 16, FORM_TOKEN_BYTES = 2 * MASK_LEN };

static const struct sv prefix = SV_CONST("__Host-");

/* RFC 6265 cookie-octets without what needs quoting. */
static bool is_value(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
			return false;
	}
	return true;
}

static bool is_name(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c < 'a' || c > 'z') && c != '_' && c != '-')
			return false;
	}
	return s.n > 0;
}

struct sv cookie_find(struct sv header, const char *name, bool https)
{
	struct sv want = sv_from(name), found = SV_NONE;
	bool seen = false;

	while (header.n) {
		struct sv value = sv_trim(sv_cut(&header, ';')), key = sv_cut(&value, '=');

		if (https) {
			if (!sv_starts(key, prefix))
				continue;
			key = sv_from_to(key, prefix.n, key.n);
		}
		if (!sv_eq(key, want))
			continue;
		if (seen)
			return SV_NONE;
		seen = true;
		if (is_value(value))
			found = value;
	}
	return found;
}

struct sv cookie_line(struct arena *a, const struct cookie *c, bool https)
{
	struct buf b = buf_new(a, 4096);

	if (!is_name(c->name) || !is_value(c->value))
		return SV_NONE;
	if (https)
		buf_add(&b, prefix);
	buf_add(&b, c->name);
	buf_char(&b, '=');
	buf_add(&b, c->value);
	buf_z(&b, "; Path=/; HttpOnly; SameSite=Lax");
	if (https)
		buf_z(&b, "; Secure");
	if (c->value.n == 0)
		buf_z(&b, "; Max-Age=0");
	else if (c->seconds > 0)
		buf_print(&b, "; Max-Age=%" PRId64, c->seconds);
	buf_char(&b, '\0');
	return b.over ? SV_NONE : sv_of(b.p, b.n - 1);
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct sv encode(struct arena *a, const unsigned char *p)
{
	char *out = arena_alloc(a, TOKEN_LEN + 1);
	unsigned bits = 0, n = 0;
	size_t at = 0;

	for (size_t i = 0; i < FORM_TOKEN_BYTES; i++) {
		bits = (bits << 8) | p[i];
		for (n += 8; n >= 6; n -= 6)
			out[at++] = letters[(bits >> (n - 6)) & 63];
	}
	out[at++] = letters[(bits << (6 - n)) & 63];
	return sv_of(out, at);
}

static bool decode(struct sv s, unsigned char *out)
{
	unsigned bits = 0, n = 0;
	size_t at = 0;

	if (s.n != TOKEN_LEN)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		const char *letter = s.p[i] ? strchr(letters, s.p[i]) : NULL;

		if (!letter)
			return false;
		bits = (bits << 6) | (unsigned)(letter - letters);
		n += 6;
		if (n >= 8) {
			n -= 8;
			out[at++] = (unsigned char)(bits >> n);
		}
	}
	return (bits & ((1u << n) - 1)) == 0; /* one spelling for one token */
}

static struct hash mark_of(const struct keys *k, struct sv owner)
{
	struct sv parts[] = { SV("form"), owner };

	return crypt_hash_parts(k, KEY_FORM, parts, COUNT(parts));
}

struct sv form_token(struct arena *a, const struct keys *k, struct sv owner)
{
	struct hash mark = mark_of(k, owner);
	unsigned char token[FORM_TOKEN_BYTES];

	crypt_mask(token, MASK_LEN);
	for (size_t i = 0; i < MASK_LEN; i++)
		token[MASK_LEN + i] = token[i] ^ mark.b[i];
	return encode(a, token);
}

bool form_token_good(const struct keys *k, struct sv owner, struct sv token)
{
	struct hash mark;
	unsigned char got[FORM_TOKEN_BYTES + 1];

	if (owner.n == 0 || !decode(token, got))
		return false;
	mark = mark_of(k, owner);
	for (size_t i = 0; i < MASK_LEN; i++)
		got[MASK_LEN + i] ^= got[i];
	return crypt_equal(sv_of(got + MASK_LEN, MASK_LEN), sv_of(mark.b, MASK_LEN));
}
