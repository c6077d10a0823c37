/* What may come next on quitsctl's command line; see complete.h. Called by run.c; the shell calls
 * `quitsctl __complete WORDS...` for every press of Tab. Thread: main. No server is asked. */
#include "protocol/ctl/complete.h"

#include <string.h>

#include "protocol/schema.h"

/* bash cuts words at "=" as well, so the words are taken from the line itself, and what stands up to the
 * "=" is taken off the answers again. A word without an answer is completed as a file's name. */
static const char script[] =
    "_quitsctl()\n"
    "{\n"
    "	local line=${COMP_LINE:0:COMP_POINT} current answers words\n"
    "	read -r -a words <<<\"$line\"\n"
    "	[[ $line == *[[:space:]] ]] && words+=('')\n"
    "	current=${words[${#words[@]} - 1]}\n"
    "	mapfile -t answers < <(quitsctl __complete \"${words[@]:1}\" 2>/dev/null)\n"
    "	[[ ${#answers[@]} == 1 && ${answers[0]} == *= ]] && compopt -o nospace\n"
    "	if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then\n"
    "		answers=(\"${answers[@]#\"${current%%=*}=\"}\")\n"
    "	fi\n"
    "	COMPREPLY=(\"${answers[@]}\")\n"
    "}\n"
    "complete -o default -F _quitsctl quitsctl\n";

static const char *const own_words[] = { "help", "schema", "completion", "setting.logo" };
static const char *const flags[] = { "-d",       "-f",        "--json",    "--follow", "--id",
	                             "--reason", "--code",     "--timeout", "--version", "--help" };

void complete_script(struct buf *b)
{
	buf_z(b, script);
}

static void offer(struct buf *b, struct sv typed, const char *word, const char *end)
{
	if (sv_starts(sv_from(word), typed)) {
		buf_z(b, word);
		buf_z(b, end);
		buf_char(b, '\n');
	}
}

static void offer_methods(struct buf *b, struct sv typed)
{
	for (size_t i = 0; i < M__COUNT; i++)
		offer(b, typed, method_table[i].name, "");
}

static bool is_given(const struct sv *words, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		struct sv value = words[i];

		if (sv_is(sv_cut(&value, '='), name))
			return true;
	}
	return false;
}

static void offer_value(struct buf *b, const struct field *f, struct sv typed)
{
	const struct choice *c = f->of;

	if (f->kind == K_BOOL) {
		static const char *const yes_no[] = { "true", "false" };

		for (size_t i = 0; i < COUNT(yes_no); i++)
			if (sv_starts(sv_from(yes_no[i]), typed))
				buf_print(b, "%s=%s\n", f->name, yes_no[i]);
	}
	for (size_t i = 0; f->kind == K_CHOICE && i < c->n; i++)
		if (sv_starts(sv_from(c->words[i].text), typed))
			buf_print(b, "%s=%s\n", f->name, c->words[i].text);
}

static void offer_parameters(struct buf *b, const struct method *m, const struct sv *given,
                             size_t n, struct sv typed)
{
	if (sv_find(typed, '=') < typed.n) {
		struct sv value = typed;
		const struct field *f = record_field(m->in, sv_cut(&value, '='));

		if (f)
			offer_value(b, f, value);
		return;
	}
	for (size_t i = 0; i < m->in->n; i++)
		if (!is_given(given, n, m->in->fields[i].name))
			offer(b, typed, m->in->fields[i].name, "=");
}

static bool takes_value(struct sv word)
{
	return sv_is(word, "-d") || sv_is(word, "-f") || sv_is(word, "--id") ||
	       sv_is(word, "--reason") || sv_is(word, "--code") || sv_is(word, "--timeout");
}

static bool is_flag(struct sv word)
{
	return word.n && word.p[0] == '-';
}

/* The place of the first word that is neither a flag nor a flag's value; n if there is none. */
static size_t first_word(const struct sv *words, size_t n)
{
	size_t i = 0;

	while (i < n && is_flag(words[i]))
		i += takes_value(words[i]) ? 2 : 1;
	return i < n ? i : n;
}

void complete_words(struct buf *b, const struct sv *words, size_t n)
{
	struct sv typed = n ? words[n - 1] : SV("");
	size_t before = n ? n - 1 : 0;
	size_t first = first_word(words, before);
	const struct method *m;

	if (before && takes_value(words[before - 1]))
		return;
	if (is_flag(typed)) {
		for (size_t i = 0; i < COUNT(flags); i++)
			offer(b, typed, flags[i], "");
		return;
	}
	if (first == before) {
		offer_methods(b, typed);
		for (size_t i = 0; i < COUNT(own_words); i++)
			offer(b, typed, own_words[i], "");
		return;
	}
	if (sv_is(words[first], "help"))
		offer_methods(b, typed);
	else if (sv_is(words[first], "completion"))
		offer(b, typed, "bash", "");
	m = method_find(words[first]);
	if (m)
		offer_parameters(b, m, words + first + 1, before - first - 1, typed);
}
