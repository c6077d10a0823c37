/* See tr.h. What has to be made of an id (the pseudo-language, words of choices) is made once and kept in a table that only
 * grows: its ids are the program's own, so it is bounded by them. */
#include "tui/widget/tr.h"

#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/embedded.h"
#include "common/utf8.h"

#include "protocol/schema.h"

#include "tui/term/grid.h"

enum { KEPT_MAX = 4096, KEY_MAX = 1600, PSEUDO_SLOT = CATALOGUES_MAX, WIRE_MAX = 600 };

static const struct catalogue *language; /* NULL: English */
static bool pseudo;
static struct arena memory;
static struct kept {
	uint64_t hash; /* 0: free */
	const char *key, *text;
} kept[KEPT_MAX];

enum status tr_start(void)
{
	return catalogue_start(console_locale_files, false);
}

void tr_end(void)
{
	language = NULL;
	pseudo = false;
	memset(kept, 0, sizeof(kept));
	arena_free(&memory);
	catalogue_end();
}

bool tr_choose(struct sv name)
{
	const struct catalogue *c;

	name = sv_from_to(name, 0, sv_find(name, '.'));
	name = sv_from_to(name, 0, sv_find(name, '@'));
	if (sv_is(name, "qps")) {
		language = NULL;
		pseudo = true;
		return true;
	}
	c = catalogue_find(name);
	if (!c && !sv_is(name, "en"))
		return false;
	language = catalogue_index(c) ? c : NULL;
	pseudo = false;
	return true;
}

void tr_choose_by_environment(void)
{
	static const char *const names[] = { "QUITS_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value) {
			(void)tr_choose(sv_from(value));
			return;
		}
	}
}

void tr_languages(struct buf *b)
{
	for (size_t i = 0; i < catalogue_count(); i++) {
		buf_z(b, i ? ", " : "");
		buf_add(b, catalogue_code(catalogue_at(i)));
	}
}

bool tr_english(void)
{
	return !language;
}

struct sv tr_tag(void)
{
	return !language ? SV("en") : sv_is(catalogue_code(language), "pt") ? SV("pt-BR") : catalogue_code(language);
}

char tr_decimal(void)
{
	return language ? ',' : '.';
}

char tr_thousands(void)
{
	return language ? '.' : ',';
}

static uint64_t hash_of(const char *s)
{
	uint64_t h = UINT64_C(1469598103934665603);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h | 1;
}

/* Where a key stands, or the free place for it; NULL: the table is full. */
static struct kept *place_of(const char *key, uint64_t hash)
{
	for (size_t i = 0; i < KEPT_MAX; i++) {
		struct kept *k = &kept[(hash + i) % KEPT_MAX];

		if (!k->hash || (k->hash == hash && strcmp(k->key, key) == 0))
			return k;
	}
	return NULL;
}

static const char *keep(struct kept *k, const char *key, uint64_t hash, struct sv text)
{
	k->hash = hash;
	k->key = sv_z(&memory, sv_from(key));
	k->text = sv_z(&memory, text);
	return k->text;
}

/* The end of a conversion of printf that begins at `at`: it must stay as it is. */
static size_t conversion(struct sv id, size_t at)
{
	size_t end = at + 1;

	while (end < id.n && strchr("-+ #0123456789.*lhzj", id.p[end]))
		end++;
	return end < id.n ? end + 1 : end;
}

static void accented(struct buf *b, char c)
{
	static const char plain[] = "aeiouAEIOU";
	static const char *const letters[] = { "å", "é", "î", "ô", "ú", "Å", "É", "Î", "Ô", "Ú" };
	const char *at = c ? strchr(plain, c) : NULL;

	if (at)
		buf_z(b, letters[at - plain]);
	else
		buf_char(b, c);
}

static void narrow_text(struct buf *b, struct sv id)
{
	for (size_t i = 0; i < id.n;) {
		size_t end = id.p[i] == '%' ? conversion(id, i) : i;

		if (end > i)
			buf_add(b, sv_from_to(id, i, end));
		else
			accented(b, id.p[i]);
		i = end > i ? end : i + 1;
	}
}

/* "[Ôpén ~~]": blanks and line breaks at the ends stay outside, since layouts count on them. */
static void pseudo_text(struct buf *b, struct sv id)
{
	size_t first = 0, last = id.n, more;

	while (first < last && strchr(" \n", id.p[first]))
		first++;
	while (last > first && strchr(" \n", id.p[last - 1]))
		last--;
	buf_add(b, sv_from_to(id, 0, first));
	if (last > first)
		buf_char(b, '[');
	narrow_text(b, sv_from_to(id, first, last));
	more = (last - first) * 2 / 5;
	for (size_t i = 0; i < more; i++)
		buf_char(b, i % 7 ? '~' : ' ');
	if (last > first)
		buf_char(b, ']');
	buf_add(b, sv_from_to(id, last, id.n));
}

/* "3\004context\004text": what is kept is kept for each language. */
static const char *made(const char *context, const char *text, void (*make)(struct buf *b, struct sv id))
{
	char key[KEY_MAX], room[KEY_MAX * 3];
	struct buf k = { NULL, key, 0, sizeof(key) - 1, sizeof(key) - 1, false };
	struct buf t = { NULL, room, 0, sizeof(room) - 1, sizeof(room) - 1, false };
	struct kept *at;
	uint64_t hash;

	buf_print(&k, "%d\004%s\004%s", pseudo ? PSEUDO_SLOT : (int)catalogue_index(language), context, text);
	key[k.n] = '\0';
	hash = hash_of(key);
	at = place_of(key, hash);
	if (at && at->hash)
		return at->text;
	make(&t, sv_from(text));
	return at && !k.over && !t.over ? keep(at, key, hash, buf_sv(&t)) : text;
}

const char *T(const char *text)
{
	if (pseudo && *text)
		return made("", text, pseudo_text);
	return language ? catalogue_text(language, sv_from(text)).p : text;
}

bool tr_entry(size_t i, struct sv *ret_id, struct sv *ret_text)
{
	return catalogue_entry(language, i, ret_id, ret_text);
}

struct sv tr_of(struct sv text)
{
	return language ? catalogue_text(language, text) : text;
}

const char *TN(const char *one, const char *many, int64_t n)
{
	if (pseudo || !language)
		return T(n == 1 ? one : many);
	return catalogue_plural(language, sv_from(one), sv_from(many), catalogue_form(language, n)).p;
}

const char *TX(const char *context, const char *text)
{
	char key[KEY_MAX];
	struct buf k = { NULL, key, 0, sizeof(key), sizeof(key), false };

	if (pseudo && *text)
		return made(context, text, *context == '=' ? narrow_text : pseudo_text);
	if (!language)
		return text;
	buf_print(&k, "%s\004%s", context, text);
	return catalogue_has(language, buf_sv(&k)) ? catalogue_text(language, buf_sv(&k)).p : text;
}

static void blanks(struct buf *b, struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		buf_char(b, word.p[i] == '_' ? ' ' : word.p[i]);
}

const char *tr_choice(const struct choice *c, int value)
{
	const char *word = choice_text(c, value);

	if (!*word || c == &feed_code_choice)
		return word;
	return TX(c->name, strchr(word, '_') ? made(c->name, word, blanks) : word);
}

const char *tr_choice_of(const struct choice *c, struct sv word)
{
	int value;

	return choice_value(c, word, &value) ? tr_choice(c, value) : NULL;
}

void tr_label(struct buf *b, const char *label, int w)
{
	int n = grid_columns(sv_from(label));

	buf_z(b, label);
	do
		buf_char(b, ' ');
	while (++n < w);
}
