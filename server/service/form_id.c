/* form_id: see form_id.h. 32 bytes as 43 characters: the number, then 24 bytes of a keyed hash. */
#include "server/service/form_id.h"

#include <string.h>

#include "common/crypt.h"
#include "common/id.h"
#include "common/phrase.h"

static struct sv seal(const struct keys *k, struct arena *a, const char *purpose, int64_t owner, int64_t number)
{
	const struct sv parts[] = { sv_from(purpose), sv_of(&owner, sizeof(owner)),
				    sv_of(&number, sizeof(number)) };
	struct hash h = crypt_hash_parts(k, KEY_FORM, parts, COUNT(parts));
	unsigned char bytes[32];

	memcpy(bytes, &number, sizeof(number));
	memcpy(bytes + sizeof(number), h.b, sizeof(bytes) - sizeof(number));
	return crypt_token_of(a, bytes);
}

struct sv form_id_new(const struct keys *k, struct arena *a, const char *purpose, int64_t owner)
{
	return seal(k, a, purpose, owner, id_new());
}

enum status form_id_open(const struct keys *k, struct arena *a, const char *purpose, int64_t owner,
			 struct sv form_id, int64_t *ret)
{
	unsigned char bytes[32];
	int64_t number;

	if (crypt_token_bytes(form_id, bytes)) {
		memcpy(&number, bytes, sizeof(number));
		if (crypt_equal(seal(k, a, purpose, owner, number), form_id)) {
			*ret = number;
			return ST_OK;
		}
	}
	return fail_field(ST_INVALID, "form_id", N_("This form is too old. Please check it and send it again."));
}
