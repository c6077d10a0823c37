/* See identity.h. */
#include "server/exchange/identity.h"

bool identity_last(struct sv text, size_t n, char *ret)
{
	size_t missing = n;

	for (size_t i = text.n; i > 0 && missing > 0; i--)
		if (text.p[i - 1] >= '0' && text.p[i - 1] <= '9')
			ret[--missing] = text.p[i - 1];
	return missing == 0;
}

bool identity_reference(struct sv text, char ret[IDENTITY_REFERENCE_MAX], size_t *ret_n)
{
	char four[4];
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			continue;
		if (n == IDENTITY_REFERENCE_MAX)
			return false;
		ret[n++] = c;
	}
	*ret_n = n;
	return n >= IDENTITY_REFERENCE_MIN && identity_last(text, 4, four);
}

struct hash identity_hash(const struct keys *k, enum identity_of of, struct sv who, struct sv what)
{
	static const char *const words[] = { [OF_DOCUMENT] = "document",
					     [OF_REFERENCE] = "reference",
					     [OF_DOCUMENT6] = "document6",
					     [OF_REFERENCE6] = "reference6",
					     [OF_REFERENCE_FULL] = "reference_full" };
	const struct sv parts[] = { sv_from(words[of]), who, what };

	return crypt_hash_parts(k, KEY_IDENTITY, parts, COUNT(parts));
}
