/* The only room that knows libsodium. Call crypt_start() once before anything else.
 *
 * One 32-byte master key per data directory; every use has a subkey of its own (libsodium's
 * crypto_kdf, context "quitskey"), so nothing made for one purpose is good for another. Hashes are keyed
 * BLAKE2b of 32 bytes. Any thread once started. */
#ifndef QUITS_COMMON_CRYPT_H
#define QUITS_COMMON_CRYPT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

enum { KEY_LEN = 32, HASH_LEN = 32, TOKEN_LEN = 43, NONCE_LEN = 16 };

enum key_use { /* numbers are stored facts: never renumber */
	KEY_TOKEN = 1,    /* one-time links */
	KEY_IDENTITY = 2, /* last four digits */
	KEY_COOKIE = 3,   /* session cookies */
	KEY_FORM = 4,     /* form nonces and pre-session cookies */
	KEY_BODY = 5,     /* event bodies */
	KEY_CHAIN = 6,    /* the event chain and its head */
	KEY_ADDRESS = 7,  /* network addresses and addresses of contacts, where only equality matters */
	KEY_WORDS = 8,    /* the two words of a link's message and page */
	KEY_UNSUBSCRIBE = 9, /* tokens of e-mails, good for their reader's rights */
	KEY_DOCUMENT = 12, /* codes of documents, and their hashes */
	KEY_TOTP = 13,     /* secrets of operators' second factors, sealed */
	KEY_EXPORT = 14    /* places in an export, so that it begins where it was noted */
};

struct hash {
	unsigned char b[HASH_LEN];
};

struct keys; /* the master key's subkeys, in locked memory where the kernel allows */

MUST_USE enum status crypt_start(void);
void crypt_random(void *p, size_t n);
/* The same bytes, fetched from the kernel many at a time: for masks, which every page needs and which are no secret once
 * they are out. Keys and tokens take crypt_random(). */
void crypt_mask(void *p, size_t n);
uint32_t crypt_random_below(uint32_t n);

/* Makes a master key file's contents: one line of hex with a version word. */
struct sv keys_make(struct arena *a);
MUST_USE enum status keys_read(struct sv file, struct keys **ret);
void keys_free(struct keys *k);

struct hash crypt_hash(const struct keys *k, enum key_use use, struct sv data);
/* Several parts, each preceded by its length, so that no two lists of parts give the same bytes. */
struct hash crypt_hash_parts(const struct keys *k, enum key_use use, const struct sv *parts, size_t n);
/* Sealed, for what must be read again: XChaCha20-Poly1305 under the use's subkey, a random nonce before it. `about` is not in
 * it, but whoever opens it must name the same: so what is one row's opens in no other. */
struct sv crypt_seal(const struct keys *k, enum key_use use, struct sv about, struct sv plain, struct arena *a);
/* False: it was changed, is another's, or was sealed under another key file. */
bool crypt_unseal(const struct keys *k, enum key_use use, struct sv about, struct sv sealed, struct arena *a,
		  struct sv *ret);
void crypt_wipe(void *p, size_t n);
bool crypt_equal(struct sv a, struct sv b); /* constant time for equal lengths */
static inline struct sv hash_sv(const struct hash *h)
{
	return (struct sv){ (const char *)h->b, HASH_LEN };
}

/* SHA-256, fed piece by piece: for files, so that others can check them without a key. Plain data. */
struct sha256 {
	uint64_t room[16]; /* libsodium's state */
};
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, struct sv piece);
void sha256_end(struct sha256 *s, unsigned char ret[32]);

/* 32 random bytes as 43 characters of base64url: links and cookies. */
struct sv crypt_token(struct arena *a);
bool crypt_token_looks_right(struct sv s); /* 43 characters of that alphabet */
struct sv crypt_token_of(struct arena *a, const unsigned char bytes[32]); /* the same for given bytes */
bool crypt_token_bytes(struct sv token, unsigned char ret[32]);           /* and back; strict */

#endif
