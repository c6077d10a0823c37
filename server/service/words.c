/* words: see words.h. */
#include "server/service/words.h"

#include "common/arena.h"
#include "common/catalogue.h"
#include "common/crypt.h"
#include "common/embedded.h"

static struct sv list_of(struct arena *a, struct sv code)
{
	return embedded_find(assets_files, arena_print(a, "assets/words/" SV_FMT ".txt", SV_ARG(code)));
}

static uint32_t count_of(struct sv list)
{
	uint32_t n = 0;

	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == '\n';
	return n;
}

static struct sv word_at(struct sv list, uint32_t i)
{
	struct sv word = sv_cut(&list, '\n');

	while (i--)
		word = sv_cut(&list, '\n');
	return word;
}

static uint32_t number_of(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

struct sv words_of(const struct keys *k, struct arena *a, struct sv token, const struct catalogue *language)
{
	struct hash h = crypt_hash(k, KEY_WORDS, token);
	struct sv list = list_of(a, catalogue_code(language));
	uint32_t n, first, second;

	if (!list.n)
		list = list_of(a, SV("en"));
	n = count_of(list);
	first = number_of(h.b) % n;
	second = (first + 1 + number_of(h.b + 4) % (n - 1)) % n; /* never the same word twice */
	return sv_print(a, SV_FMT " " SV_FMT, SV_ARG(word_at(list, first)), SV_ARG(word_at(list, second)));
}
