/* libsodium behind a few verbs. Subkeys are derived once and kept in sodium_malloc'ed (locked, guarded)
 * memory; the master key itself is wiped after deriving them. */
#include "common/crypt.h"

#include <sodium.h>
#include <string.h>

#include "common/arena.h"

enum { USES = 16 };

struct keys {
	unsigned char sub[USES][KEY_LEN]; /* [enum key_use] */
};

static const char context[crypto_kdf_CONTEXTBYTES + 1] = "quitskey";
static const char version_word[] = "quits-key-1 ";

enum status crypt_start(void)
{
	if (sodium_init() < 0)
		return fail(ST_INTERNAL, "libsodium does not start");
	return ST_OK;
}

void crypt_random(void *p, size_t n)
{
	randombytes_buf(p, n);
}

void crypt_mask(void *p, size_t n)
{
	static _Thread_local unsigned char pool[1024];
	static _Thread_local size_t left;

	if (n > sizeof(pool)) {
		randombytes_buf(p, n);
		return;
	}
	if (n > left) {
		randombytes_buf(pool, sizeof(pool));
		left = sizeof(pool);
	}
	left -= n;
	memcpy(p, pool + left, n);
	memset(pool + left, 0, n);
}

uint32_t crypt_random_below(uint32_t n)
{
	return randombytes_uniform(n);
}

struct sv keys_make(struct arena *a)
{
	unsigned char master[crypto_kdf_KEYBYTES];
	char hex[2 * sizeof(master) + 1];
	struct sv file;

	crypto_kdf_keygen(master);
	sodium_bin2hex(hex, sizeof(hex), master, sizeof(master));
	file = sv_print(a, "%s%s\n", version_word, hex);
	sodium_memzero(master, sizeof(master));
	sodium_memzero(hex, sizeof(hex));
	return file;
}

enum status keys_read(struct sv file, struct keys **ret)
{
	unsigned char master[crypto_kdf_KEYBYTES];
	struct sv hex = sv_trim(file);
	struct keys *k;
	size_t n = 0;
	bool ok = true;

	if (!sv_starts(hex, SV("quits-key-1 ")))
		return fail(ST_INVALID, "the key file does not begin with \"%s\"", version_word);
	hex = sv_from_to(hex, sizeof(version_word) - 1, hex.n);
	if (sodium_hex2bin(master, sizeof(master), hex.p, hex.n, NULL, &n, NULL) != 0 ||
	    n != sizeof(master) || hex.n != 2 * sizeof(master))
		return fail(ST_INVALID, "the key file does not hold %zu hex digits",
			    2 * sizeof(master));
	k = sodium_malloc(sizeof(*k));
	if (!k)
		return fail(ST_INTERNAL, "no memory for keys");
	memset(k, 0, sizeof(*k));
	for (uint64_t use = 1; use < USES; use++)
		ok &= crypto_kdf_derive_from_key(k->sub[use], KEY_LEN, use, context, master) == 0;
	sodium_memzero(master, sizeof(master));
	if (!ok) {
		sodium_free(k);
		return fail(ST_INTERNAL, "keys could not be derived");
	}
	sodium_mprotect_readonly(k);
	*ret = k;
	return ST_OK;
}

void keys_free(struct keys *k)
{
	if (k)
		sodium_free(k);
}

struct hash crypt_hash(const struct keys *k, enum key_use use, struct sv data)
{
	struct hash h;

	crypto_generichash(h.b, HASH_LEN, (const unsigned char *)data.p, data.n, k->sub[use], KEY_LEN);
	return h;
}

struct hash crypt_hash_parts(const struct keys *k, enum key_use use, const struct sv *parts, size_t n)
{
	crypto_generichash_state st;
	struct hash h;

	crypto_generichash_init(&st, k->sub[use], KEY_LEN, HASH_LEN);
	for (size_t i = 0; i < n; i++) {
		unsigned char len[8];

		for (int j = 0; j < 8; j++)
			len[j] = (unsigned char)((uint64_t)parts[i].n >> 8 * j);
		crypto_generichash_update(&st, len, sizeof(len));
		if (parts[i].n)
			crypto_generichash_update(&st, (const unsigned char *)parts[i].p,
						  parts[i].n);
	}
	crypto_generichash_final(&st, h.b, HASH_LEN);
	return h;
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256), "room for the state");

static crypto_hash_sha256_state *state_of(struct sha256 *s)
{
	return (crypto_hash_sha256_state *)(void *)s->room;
}

void sha256_begin(struct sha256 *s)
{
	crypto_hash_sha256_init(state_of(s));
}

void sha256_add(struct sha256 *s, struct sv piece)
{
	crypto_hash_sha256_update(state_of(s), (const unsigned char *)piece.p, piece.n);
}

void sha256_end(struct sha256 *s, unsigned char ret[32])
{
	crypto_hash_sha256_final(state_of(s), ret);
}

enum { SEAL_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, SEAL_TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

struct sv crypt_seal(const struct keys *k, enum key_use use, struct sv about, struct sv plain, struct arena *a)
{
	unsigned char *b = arena_alloc(a, SEAL_NONCE + plain.n + SEAL_TAG);
	unsigned long long n = 0;

	randombytes_buf(b, SEAL_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(b + SEAL_NONCE, &n, (const unsigned char *)plain.p, plain.n,
						   (const unsigned char *)about.p, about.n, NULL, b, k->sub[use]);
	return sv_of(b, SEAL_NONCE + (size_t)n);
}

bool crypt_unseal(const struct keys *k, enum key_use use, struct sv about, struct sv sealed, struct arena *a,
		  struct sv *ret)
{
	const unsigned char *b = (const unsigned char *)sealed.p;
	unsigned long long n = 0;
	unsigned char *plain;

	if (sealed.n < SEAL_NONCE + SEAL_TAG)
		return false;
	plain = arena_alloc(a, sealed.n);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, b + SEAL_NONCE, sealed.n - SEAL_NONCE,
						       (const unsigned char *)about.p, about.n, b, k->sub[use]) != 0)
		return false;
	*ret = sv_of(plain, (size_t)n);
	return true;
}

void crypt_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

bool crypt_equal(struct sv a, struct sv b)
{
	return a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

struct sv crypt_token(struct arena *a)
{
	unsigned char raw[32];
	struct sv token;

	randombytes_buf(raw, sizeof(raw));
	token = crypt_token_of(a, raw);
	sodium_memzero(raw, sizeof(raw));
	return token;
}

struct sv crypt_token_of(struct arena *a, const unsigned char bytes[32])
{
	char *text = arena_alloc(a, TOKEN_LEN + 1);

	sodium_bin2base64(text, TOKEN_LEN + 1, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (struct sv){ text, TOKEN_LEN };
}

bool crypt_token_bytes(struct sv token, unsigned char ret[32])
{
	size_t n = 0;

	return token.n == TOKEN_LEN &&
	       sodium_base642bin(ret, 32, token.p, token.n, NULL, &n, NULL,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       n == 32;
}

bool crypt_token_looks_right(struct sv s)
{
	if (s.n != TOKEN_LEN)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_'))
			return false;
	}
	return true;
}
