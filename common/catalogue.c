/* Reading compiled gettext catalogues out of the program; see catalogue.h. Called by app.c at start; then only look-ups.
 * The files are ours, made by msgfmt in the same build, but they are read as if they were not: every offset is checked
 * once, so that a look-up need not. */
#include "common/catalogue.h"

#include <string.h>
#include <unicode/uloc.h>

#include "common/embedded.h"
#include "common/plural.h"

enum { MAGIC = 0x950412de, HEAD = 28, CODE_MAX = 12, PSEUDO_MAX = 4096 };

struct catalogue {
	char code[CODE_MAX];
	struct sv name;
	struct sv file; /* empty: English */
	uint32_t n, ids, texts;
	struct plural_rule plural;
	size_t index;
	bool right_to_left, pseudo;
};

static struct catalogue all[CATALOGUES_MAX];
static size_t n_all, starts;

static uint32_t word_at(struct sv file, size_t at)
{
	uint32_t v;

	memcpy(&v, file.p + at, sizeof(v));
	return v;
}

static struct sv string_at(const struct catalogue *c, uint32_t table, uint32_t i)
{
	size_t at = table + (size_t)i * 8;

	return sv_of(c->file.p + word_at(c->file, at + 4), word_at(c->file, at));
}

static bool table_good(struct sv file, uint32_t table, uint32_t n)
{
	if ((uint64_t)table + (uint64_t)n * 8 > file.n)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t length = word_at(file, table + (size_t)i * 8);
		uint64_t offset = word_at(file, table + (size_t)i * 8 + 4);

		if (offset + length >= file.n || file.p[offset + length] != '\0')
			return false;
	}
	return true;
}

/* The value of a line of the catalogue's own head, which is the text of the empty id. */
static struct sv head_line(struct sv head, const char *name)
{
	while (head.n) {
		struct sv value = sv_cut(&head, '\n'), key = sv_cut(&value, ':');

		if (sv_eq_fold(key, sv_from(name)))
			return sv_trim(value);
	}
	return SV_NONE;
}

static struct sv file_stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct sv name = sv_from(slash ? slash + 1 : path);

	return sv_from_to(name, 0, name.n - 3);
}

static enum status read_one(const struct embedded *f, struct catalogue *c)
{
	struct sv file = sv_of(f->at, (size_t)(f->end - f->at)), stem = file_stem(f->path), head;

	if (file.n < HEAD || word_at(file, 0) != MAGIC || word_at(file, 4) >> 16 != 0 ||
	    stem.n >= CODE_MAX)
		return fail(ST_INVALID, "%s is no catalogue", f->path);
	*c = (struct catalogue){ .file = file, .n = word_at(file, 8), .ids = word_at(file, 12),
				 .texts = word_at(file, 16) };
	if (c->n == 0 || !table_good(file, c->ids, c->n) || !table_good(file, c->texts, c->n))
		return fail(ST_INVALID, "%s is a broken catalogue", f->path);
	memcpy(c->code, stem.p, stem.n);
	head = string_at(c, c->texts, 0); /* the empty id sorts first */
	c->name = head_line(head, "X-Language-Name");
	if (string_at(c, c->ids, 0).n != 0 || c->name.n == 0)
		return fail(ST_INVALID, "%s has no head with an X-Language-Name", f->path);
	c->right_to_left = uloc_isRightToLeft(c->code);
	if (plural_read(head_line(head, "Plural-Forms"), &c->plural) != ST_OK)
		return fail(ST_INVALID, "%s: %s", f->path, fault_last()->text);
	return ST_OK;
}

static enum status english(bool pseudo)
{
	struct catalogue *c = &all[n_all];

	*c = (struct catalogue){ .name = pseudo ? SV("[Pseudo]") : SV("English"), .pseudo = pseudo };
	memcpy(c->code, pseudo ? "en-XA" : "en", pseudo ? 6 : 3);
	c->index = n_all++;
	return plural_read(SV("nplurals=2; plural=n != 1"), &c->plural);
}

enum status catalogue_start(const struct embedded *files, bool pseudo)
{
	if (starts++)
		return ST_OK;
	n_all = 0;
	TRY(english(false));
	for (; files->path; files++) {
		if (!sv_ends(sv_from(files->path), SV(".mo")))
			continue;
		if (n_all == CATALOGUES_MAX - 1)
			return fail(ST_LIMIT, "there are more than %d catalogues", CATALOGUES_MAX - 2);
		TRY(read_one(files, &all[n_all]));
		all[n_all].index = n_all;
		n_all++;
	}
	return pseudo ? english(true) : ST_OK;
}

void catalogue_end(void)
{
	if (starts == 0 || --starts)
		return;
	n_all = 0;
}

size_t catalogue_count(void)
{
	return n_all;
}

const struct catalogue *catalogue_at(size_t i)
{
	return i < n_all ? &all[i] : NULL;
}

static struct sv language_part(struct sv tag)
{
	size_t n = 0;

	while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
		n++;
	return sv_from_to(tag, 0, n);
}

const struct catalogue *catalogue_find(struct sv language)
{
	struct sv part = language_part(language);

	if (part.n == 0)
		return NULL;
	for (size_t i = 0; i < n_all; i++)
		if (sv_eq_fold(language, sv_from(all[i].code)))
			return &all[i];
	for (size_t i = 0; i < n_all; i++)
		if (!all[i].pseudo && sv_eq_fold(part, language_part(sv_from(all[i].code))))
			return &all[i];
	return NULL;
}

/* "0.8" in thousandths; what is no weight counts as none. */
static int weight_of(struct sv params)
{
	int weight = 1000, digit = 100;

	params = sv_trim(params);
	if (!sv_starts(params, SV("q=")))
		return params.n ? 0 : weight;
	params = sv_from_to(params, 2, params.n);
	if (params.n == 0 || (params.p[0] != '0' && params.p[0] != '1'))
		return 0;
	weight = (params.p[0] - '0') * 1000;
	for (size_t i = 2; i < params.n && i < 5; i++, digit /= 10)
		if (params.p[i] >= '0' && params.p[i] <= '9')
			weight += (params.p[i] - '0') * digit;
	return weight > 1000 ? 1000 : weight;
}

const struct catalogue *catalogue_accepted(struct sv header)
{
	const struct catalogue *best = NULL, *c;
	int most = 0;

	while (header.n) {
		struct sv params = sv_cut(&header, ','), tag = sv_trim(sv_cut(&params, ';'));
		int weight = weight_of(params);

		if (weight <= most) /* the first of equals */
			continue;
		c = catalogue_find(tag);
		if (c) {
			best = c;
			most = weight;
		}
	}
	return best;
}

size_t catalogue_index(const struct catalogue *c)
{
	return c ? c->index : 0;
}

struct sv catalogue_code(const struct catalogue *c)
{
	return c ? sv_from(c->code) : SV("en");
}

struct sv catalogue_name(const struct catalogue *c)
{
	return c ? c->name : SV("English");
}

bool catalogue_right_to_left(const struct catalogue *c)
{
	return c && c->right_to_left;
}

/* Compares an id with an entry of the file, whose plural ids go on behind a NUL. */
static int compare(struct sv id, struct sv entry)
{
	size_t end = sv_find(entry, '\0');
	size_t n = id.n < end ? id.n : end;
	int d = n ? memcmp(id.p, entry.p, n) : 0;

	return d ? d : (id.n > end) - (id.n < end);
}

static bool look_up(const struct catalogue *c, struct sv id, struct sv *ret)
{
	uint32_t lo = 0, hi = c->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int d = compare(id, string_at(c, c->ids, mid));

		if (d == 0) {
			*ret = string_at(c, c->texts, mid);
			return true;
		}
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

/* "[Ŷôúr ôvérvîéw ~~~]": vowels with accents, a third longer, placeholders as they are. */
static struct sv pseudo_text(struct sv id)
{
	static _Thread_local char room[8][PSEUDO_MAX];
	static _Thread_local unsigned next;
	static const struct {
		char plain;
		const char *accented;
	} letters[] = { { 'a', "\xC3\xA5" }, { 'e', "\xC3\xA9" }, { 'i', "\xC3\xAE" }, { 'o', "\xC3\xB4" },
			{ 'u', "\xC3\xBA" }, { 'A', "\xC3\x85" }, { 'E', "\xC3\x89" }, { 'O', "\xC3\x94" },
			{ 'U', "\xC3\x9A" } };
	char *p = room[next++ % 8];
	size_t n = 0;
	bool field = false;

	p[n++] = '[';
	for (size_t i = 0; i < id.n && n < PSEUDO_MAX / 2; i++) {
		size_t k = 0;

		field = id.p[i] == '{' || (field && id.p[i] != '}');
		while (k < COUNT(letters) && (field || letters[k].plain != id.p[i]))
			k++;
		if (k < COUNT(letters)) {
			p[n++] = letters[k].accented[0];
			p[n++] = letters[k].accented[1];
		} else {
			p[n++] = id.p[i];
		}
	}
	for (size_t i = 0; i < id.n / 3 && n < PSEUDO_MAX - 2; i++)
		p[n++] = i % 6 ? '~' : ' ';
	p[n++] = ']';
	return sv_of(p, n);
}

bool catalogue_has(const struct catalogue *c, struct sv id)
{
	struct sv text;

	return !c || c->file.n == 0 || (id.n && look_up(c, id, &text) && text.n);
}

bool catalogue_entry(const struct catalogue *c, size_t i, struct sv *ret_id, struct sv *ret_text)
{
	if (!c || c->file.n == 0 || i >= c->n)
		return false;
	*ret_id = string_at(c, c->ids, (uint32_t)i);
	*ret_text = string_at(c, c->texts, (uint32_t)i);
	return true;
}

struct sv catalogue_text(const struct catalogue *c, struct sv id)
{
	struct sv text;

	if (c && c->pseudo && id.n)
		return pseudo_text(id);
	if (!c || c->file.n == 0 || id.n == 0 || !look_up(c, id, &text) || text.n == 0)
		return id;
	return sv_from_to(text, 0, sv_find(text, '\0'));
}

unsigned catalogue_form(const struct catalogue *c, int64_t n)
{
	return c ? plural_form(&c->plural, n) : n != 1;
}

unsigned catalogue_forms(const struct catalogue *c)
{
	return c ? c->plural.forms : 2;
}

struct sv catalogue_plural(const struct catalogue *c, struct sv one, struct sv many, unsigned form)
{
	struct sv texts, text = SV_NONE;

	if (c && c->pseudo)
		return pseudo_text(form ? many : one);
	if (!c || c->file.n == 0 || !look_up(c, one, &texts))
		return form ? many : one;
	for (unsigned i = 0; i <= form; i++)
		text = sv_cut(&texts, '\0');
	return text.n ? text : form ? many : one;
}
