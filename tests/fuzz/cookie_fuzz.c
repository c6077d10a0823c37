/* Cookie headers and form tokens from strangers. */
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/crypt.h"

#include "server/http/cookie.h"

static struct keys *keys_once(void)
{
	static struct keys *k;
	struct arena a = ARENA_INIT;

	if (!k && (crypt_start() != ST_OK || keys_read(keys_make(&a), &k) != ST_OK))
		abort();
	arena_free(&a);
	return k;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena a = ARENA_INIT;
	struct sv text = sv_of(data, n), value = cookie_find(text, "session", false), line;
	struct cookie c = { .name = SV("session"), .value = text };

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == ';' || value.p[i] == ' ' || value.p[i] == '\0')
			abort();
	(void)cookie_find(text, "session", true);
	line = cookie_line(&a, &c, n & 1);
	if (line.n && (sv_find(line, '\n') < line.n || sv_find(line, '\r') < line.n))
		abort();
	if (form_token_good(keys_once(), SV("owner"), text))
		abort(); /* a guess of 128 bits */
	arena_reset(&a);
	return 0;
}
