/* What Cairo 1.16 can not say of a document, said by an incremental update (ISO 32000-1, 7.5.6): objects that stand
 * anew at the end of the file, with a table of where they stand, in front of which everything else stays as it is. The
 * catalogue gains the language and "show the title"; every table head gains the scope that ties it to its column.
 *
 * The file is Cairo's own, so its form is known: a table of cross references in one piece, dictionaries on lines. What
 * is not found as expected is INTERNAL: a later Cairo that writes otherwise shows itself at once, in quitsd check. */
#include <stdio.h>
#include <string.h>

#include "server/document/pdf_inside.h"

struct file {
	struct sv bytes; /* as Cairo wrote them */
	size_t table;    /* where its cross references stand */
	size_t objects;
	int64_t root, info;
};

static enum status odd(const char *what)
{
	return fail(ST_INTERNAL, "the PDF of this Cairo has another form: %s", what);
}

/* The number behind the last `word`. */
static bool number_behind(struct sv s, struct sv word, int64_t *ret)
{
	struct sv found = SV_NONE;

	for (struct sv rest = s; rest.n;) {
		size_t at = sv_find_sv(rest, word);

		if (at == rest.n)
			break;
		rest = sv_from_to(rest, at + word.n, rest.n);
		found = rest;
	}
	found = sv_trim(sv_from_to(found, 0, 24));
	for (size_t i = 0; i < found.n; i++)
		if (found.p[i] < '0' || found.p[i] > '9')
			found.n = i;
	return sv_int(found, ret);
}

static enum status open_file(struct sv bytes, struct file *ret)
{
	struct sv tail = sv_from_to(bytes, bytes.n > 400 ? bytes.n - 400 : 0, bytes.n);
	int64_t table, size;

	*ret = (struct file){ .bytes = bytes };
	if (!number_behind(tail, SV("startxref"), &table) || !number_behind(tail, SV("/Size"), &size) ||
	    !number_behind(tail, SV("/Root"), &ret->root) || !number_behind(tail, SV("/Info"), &ret->info))
		return odd("its trailer");
	if (table < 0 || (size_t)table >= bytes.n || size < 1 ||
	    !sv_starts(sv_from_to(bytes, (size_t)table, bytes.n), SV("xref\n0 ")))
		return odd("its cross references");
	ret->table = (size_t)table;
	ret->objects = (size_t)size;
	return ST_OK;
}

/* The entry of an object: twenty bytes behind two lines. */
static bool entry(const struct file *f, size_t object, int64_t *ret)
{
	struct sv table = sv_from_to(f->bytes, f->table, f->bytes.n), digits;

	(void)sv_cut(&table, '\n');
	(void)sv_cut(&table, '\n');
	digits = sv_from_to(table, object * 20, object * 20 + 18);
	if (digits.n != 18 || digits.p[17] != 'n')
		return false;
	return sv_int(sv_from_to(digits, 0, 10), ret) && *ret > 0 && (size_t)*ret < f->table;
}

/* The dictionary of an object, without its closing brackets. */
static bool dictionary(const struct file *f, size_t object, struct sv *ret)
{
	struct sv s;
	int64_t at;
	size_t end;

	if (!entry(f, object, &at))
		return false;
	s = sv_from_to(f->bytes, (size_t)at, f->table);
	(void)sv_cut(&s, '\n'); /* "12 0 obj" */
	end = sv_find_sv(sv_from_to(s, 0, 2000), SV("\n>>\nendobj\n"));
	if (!sv_starts(s, SV("<< /Type /")) || end >= 2000 || end >= s.n)
		return false;
	*ret = sv_from_to(s, 0, end);
	return true;
}

struct update {
	struct buf *out, table;
};

static void put(struct update *u, size_t object, struct sv dict, struct sv more)
{
	buf_print(&u->table, "%zu 1\n%010zu 00000 n \n", object, u->out->n);
	buf_print(u->out, "%zu 0 obj\n", object);
	buf_add(u->out, dict);
	buf_z(u->out, "\n   ");
	buf_add(u->out, more);
	buf_z(u->out, "\n>>\nendobj\n");
}

/* Letters, digits and hyphens: a language tag needs no escaping. */
static bool tag_is_sound(struct sv language)
{
	for (size_t i = 0; i < language.n; i++)
		if (!((language.p[i] | 32) >= 'a' && (language.p[i] | 32) <= 'z') &&
		    !(language.p[i] >= '0' && language.p[i] <= '9') && language.p[i] != '-')
			return false;
	return language.n > 0 && language.n < 40;
}

enum status pdf_finish(struct buf *out, struct sv language)
{
	struct arena a = ARENA_INIT;
	struct sv before = sv_copy(&a, buf_sv(out)), dict;
	struct update u = { .out = out, .table = buf_new(&a, PDF_BYTES_MAX) };
	struct file f = { .bytes = SV_NONE };
	enum status st = open_file(before, &f);
	size_t table;

	if (st == ST_OK && !dictionary(&f, (size_t)f.root, &dict))
		st = odd("its catalogue");
	if (st != ST_OK) {
		arena_free(&a);
		return st;
	}
	put(&u, (size_t)f.root, dict,
	    sv_print(&a, "/Lang (" SV_FMT ")\n   /ViewerPreferences << /DisplayDocTitle true >>",
		     SV_ARG(tag_is_sound(language) ? language : SV("en"))));
	for (size_t i = 1; i < f.objects; i++)
		if (i != (size_t)f.root && dictionary(&f, i, &dict) &&
		    sv_starts(dict, SV("<< /Type /StructElem\n   /S /TH\n")))
			put(&u, i, dict, SV("/A << /O /Table /Scope /Column >>"));
	table = out->n;
	buf_z(out, "xref\n");
	buf_add(out, buf_sv(&u.table));
	buf_print(out, "trailer\n<< /Size %zu\n   /Root %lld 0 R\n   /Info %lld 0 R\n   /Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n",
		  f.objects, (long long)f.root, (long long)f.info, f.table, table);
	st = buf_end(out, "the document");
	arena_free(&a);
	return st;
}
