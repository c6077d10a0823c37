/* The two words: the same for message and page, other for every link, and lists a debtor can read out. */
#include "tests/support/world.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "common/catalogue.h"
#include "common/crypt.h"
#include "common/embedded.h"
#include "common/utf8.h"

#include "server/service/words.h"

enum { LEAST = 512, MOST = 1024, SHORTEST = 3, LONGEST = 11 };

static struct sv list_of(struct arena *a, struct sv code)
{
	return embedded_find(assets_files, arena_print(a, "assets/words/" SV_FMT ".txt", SV_ARG(code)));
}

static size_t words_in(struct arena *a, struct sv list, struct sv *ret)
{
	size_t n = 0;

	while (list.n && n < MOST)
		ret[n++] = sv_copy(a, sv_cut(&list, '\n'));
	return n;
}

/* Do they differ in one letter at most: changed, added or left out? */
static bool near(const int32_t *a, size_t na, const int32_t *b, size_t nb)
{
	size_t i = 0;

	if (na > nb)
		return near(b, nb, a, na);
	if (nb - na > 1)
		return false;
	while (i < na && a[i] == b[i])
		i++;
	return memcmp(a + i + (na == nb && i < na), b + i + (i < nb),
		      (nb - i - (i < nb)) * sizeof(*a)) == 0;
}

static size_t letters_of(struct arena *a, struct sv word, int32_t *ret)
{
	struct sv folded = utf8_fold(a, word);
	int32_t i = 0;
	size_t n = 0;

	while (i < (int32_t)folded.n && n < 32) {
		UChar32 c;

		U8_NEXT(folded.p, i, (int32_t)folded.n, c);
		ret[n++] = c;
	}
	return n;
}

static void every_list_has_enough_words_of_plain_letters(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->u.arena;

	CHECK_INT(6, catalogue_count());
	for (size_t l = 0; l < catalogue_count(); l++) {
		struct sv code = catalogue_code(catalogue_at(l)), list = list_of(a, code), *all = NEW_N(a, struct sv, MOST);
		bool arabic = sv_is(code, "ar");
		size_t n = words_in(a, list, all);

		CHECK(n >= LEAST && n < MOST);
		CHECK(list.p[list.n - 1] == '\n');
		for (size_t i = 0; i < n; i++) {
			int32_t letters[32];
			size_t count = letters_of(a, all[i], letters);

			if (count < SHORTEST || count > LONGEST)
				fail_msg(SV_FMT ": " SV_FMT " is too short or too long", SV_ARG(code), SV_ARG(all[i]));
			for (size_t k = 0; k < count; k++)
				if (!u_isalpha(letters[k]) || (letters[k] > 0x600) != arabic)
					fail_msg(SV_FMT ": " SV_FMT " is not of its letters", SV_ARG(code),
						 SV_ARG(all[i]));
		}
	}
}

static void no_two_words_of_a_list_are_nearly_the_same(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->u.arena;

	for (size_t l = 0; l < catalogue_count(); l++) {
		struct sv code = catalogue_code(catalogue_at(l)), *all = NEW_N(a, struct sv, MOST);
		int32_t(*letters)[32] = arena_alloc(a, MOST * sizeof(*letters));
		size_t *length = NEW_N(a, size_t, MOST);
		size_t n = words_in(a, list_of(a, code), all);

		for (size_t i = 0; i < n; i++)
			length[i] = letters_of(a, all[i], letters[i]);
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < i; j++)
				if (near(letters[i], length[i], letters[j], length[j]))
					fail_msg(SV_FMT ": " SV_FMT " and " SV_FMT, SV_ARG(code), SV_ARG(all[i]),
						 SV_ARG(all[j]));
	}
}

static void words_hang_on_the_link_and_our_key_alone(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->u.arena;
	struct sv token = crypt_token(a), words = words_of(w->keys, a, token, catalogue_find(SV("es")));
	struct keys *others;
	int same = 0;

	CHECK(sv_eq(words, words_of(w->keys, a, token, catalogue_find(SV("es")))));
	CHECK(!sv_eq(words, words_of(w->keys, a, token, catalogue_find(SV("fr")))));
	CHECK_OK(keys_read(keys_make(a), &others));
	for (int i = 0; i < 20; i++) {
		struct sv t = crypt_token(a), first, second = words_of(w->keys, a, t, NULL);

		same += sv_eq(words_of(w->keys, a, t, NULL), words_of(others, a, t, NULL));
		first = sv_cut(&second, ' ');
		CHECK(first.n && second.n && !sv_eq(first, second));
	}
	keys_free(others);
	CHECK(same < 3); /* one in 330,000 each */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_list_has_enough_words_of_plain_letters),
		WORLD_TEST(no_two_words_of_a_list_are_nearly_the_same),
		WORLD_TEST(words_hang_on_the_link_and_our_key_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
