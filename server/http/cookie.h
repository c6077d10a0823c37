/* Cookies, and the tokens of forms. Where the portal's address is https every name gets the prefix
 * __Host-, which a browser accepts only with Secure, Path=/ and without Domain. Any thread. */
#ifndef QUITS_SERVER_HTTP_COOKIE_H
#define QUITS_SERVER_HTTP_COOKIE_H

#include "server/http/request.h"

struct keys;

#define COOKIE_SESSION "session" /* the session's token */
#define COOKIE_LANGUAGE "lang"   /* the language the reader chose */
#define COOKIE_BYE     "bye"     /* after signing out: the id of one form */
#define COOKIE_PRE     "pre"     /* before sign-in: http/ hands it to posts as post->pre */

/* The value of the cookie with exactly this name (prefix included when https); empty if there is
 * none, if it is there twice, or if it has characters that no cookie of ours has. Borrowed from
 * `header`. */
struct sv cookie_find(struct sv header, const char *name, bool https);
/* A Set-Cookie value. Empty when name or value have characters that a cookie cannot have. */
struct sv cookie_line(struct arena *a, const struct cookie *c, bool https);

/* 16 random bytes, then 16 bytes of the owner's keyed hash under that mask, as 43 characters of
 * base64url: no two pages show the same bytes, so compressed answers give nothing away (BREACH,
 * security.md T33). */
struct sv form_token(struct arena *a, const struct keys *k, struct sv owner);
bool form_token_good(const struct keys *k, struct sv owner, struct sv token); /* constant time */

#endif
