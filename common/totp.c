/* totp: see totp.h. GLib has the HMAC; libsodium has no SHA-1. */
#include "common/totp.h"

#include <glib.h>

#include "common/arena.h"

enum { SHA1_LEN = 20 };

static void hmac_sha1(struct sv key, const unsigned char *data, size_t n, unsigned char ret[SHA1_LEN])
{
	GHmac *h = g_hmac_new(G_CHECKSUM_SHA1, (const guchar *)key.p, key.n);
	gsize len = SHA1_LEN;

	g_hmac_update(h, data, (gssize)n);
	g_hmac_get_digest(h, ret, &len);
	g_hmac_unref(h);
}

uint32_t hotp(struct sv secret, uint64_t counter, unsigned digits)
{
	unsigned char text[8], mac[SHA1_LEN];
	uint32_t code, most = 1;
	unsigned at;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (unsigned char)(counter >> (56 - 8 * i));
	hmac_sha1(secret, text, sizeof(text), mac);
	at = mac[SHA1_LEN - 1] & 15; /* dynamic truncation */
	code = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	for (unsigned i = 0; i < digits; i++)
		most *= 10;
	return code % most;
}

int64_t totp_step(int64_t ms)
{
	return ms / TOTP_STEP_MS;
}

struct sv base32_print(struct arena *a, struct sv bytes)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct buf b = buf_new(a, bytes.n * 2 + 8);
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		held = (held << 8 | (unsigned char)bytes.p[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5)
			buf_char(&b, letters[held >> (bits - 5) & 31]);
	}
	if (bits)
		buf_char(&b, letters[held << (5 - bits) & 31]);
	return buf_sv(&b);
}
