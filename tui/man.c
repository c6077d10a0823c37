/* See man.h. Nothing is said here that a table says; what stands in no table stands here once. */
#include "tui/man.h"

#include "common/utf8.h"

#include "protocol/lists.h"
#include "protocol/schema.h"

#include "tui/flags.h"
#include "tui/keys.h"
#include "tui/linear.h"

void man_text(struct buf *b, struct sv text)
{
	while (text.n) {
		uint32_t c = utf8_next(&text);

		if (c == '\\')
			buf_z(b, "\\e");
		else if (c == '-')
			buf_z(b, "\\-");
		else if (c == '~')
			buf_z(b, "\\(ti");
		else if (c == '^')
			buf_z(b, "\\(ha");
		else if (c == '`')
			buf_z(b, "\\(ga");
		else if (c == '\'')
			buf_z(b, "\\(aq");
		else if (c == '"')
			buf_z(b, "\\(dq");
		else if (c > 126)
			buf_print(b, "\\[u%04X]", (unsigned)c);
		else
			buf_char(b, (char)c);
	}
}

void man_line(struct buf *b, struct sv text)
{
	if (text.n && (text.p[0] == '.' || text.p[0] == '\''))
		buf_z(b, "\\&");
	man_text(b, text);
	buf_char(b, '\n');
}

static void section(struct buf *b, const char *name)
{
	buf_print(b, ".SH %s\n", name);
}

/* ".TP" with a bold term, its argument, and what it is. */
static void item(struct buf *b, struct sv name, struct sv arg, struct sv help)
{
	buf_z(b, ".TP\n\\fB");
	man_text(b, name);
	buf_z(b, "\\fR");
	if (arg.n)
		buf_z(b, " \\fI");
	man_text(b, arg);
	buf_z(b, arg.n ? "\\fR\n" : "\n");
	man_line(b, help);
}

static void screens(struct buf *b)
{
	static const struct {
		const char *name, *title;
	} all[] = {
#define SCREEN(id, name, title, action) { #name, title },
#include "tui/screens/screens.def"
	};

	section(b, "SCREENS");
	man_line(b, SV("Each is opened by its name on the command line of the console (:), some by a number key."));
	for (size_t i = 0; i < COUNT(all); i++)
		item(b, sv_from(all[i].name), SV_NONE, sv_from(all[i].title));
}

static void keys(struct buf *b)
{
	static const struct {
		const char *name, *keys, *help;
	} all[] = {
#define ACTION(id, name, keys, where, tier, label, help) { name, keys, help },
#include "tui/actions.def"
	};

	section(b, "KEYS");
	man_line(b, SV("Key, name of its action, what it does. A caret is the Ctrl key; Esc and then a digit is a function key."));
	for (size_t i = 0; i < COUNT(all); i++)
		item(b, sv_from(all[i].keys), sv_from(all[i].name), sv_from(all[i].help));
}

static void words(struct buf *b)
{
	static const struct {
		const char *name, *args, *help;
	} all[] = {
#define WORD(id, name, args, tier, help) { name, args, help },
#include "tui/actions.def"
	};

	section(b, "COMMANDS");
	man_line(b, SV("Behind a colon. The name of an action, of a screen, of a method of the server, or an account number are commands too."));
	for (size_t i = 0; i < COUNT(all); i++)
		item(b, sv_from(all[i].name), sv_from(all[i].args), sv_from(all[i].help));
}

static void lines(struct buf *b)
{
	const char *args, *help, *name;

	section(b, "LINEAR MODE");
	man_line(b, SV("With --linear nothing is painted and no cursor moves: commands are lines, and what is said is appended. An "
		       "irreversible command asks for a word in capitals; anything else cancels it."));
	for (size_t i = 0; (name = linear_command(i, &args, &help)); i++)
		item(b, sv_from(name), sv_from(args), sv_from(help));
}

static void list_of(struct buf *b, const struct list_word *l)
{
	const struct filter_words *w = l->words;

	buf_z(b, ".SS ");
	man_text(b, sv_from(l->method));
	buf_char(b, '\n');
	for (size_t i = 0; i < w->n; i++)
		item(b, sv_from(w->fields[i].name), w->fields[i].sorts ? SV_NONE : SV("(not sorted by)"), sv_from(w->fields[i].help));
	for (size_t i = 0; i < w->n_flags; i++) {
		char name[80];
		struct buf flag = { NULL, name, 0, sizeof(name), sizeof(name), false };

		buf_print(&flag, "is:%s", w->flags[i].name);
		item(b, buf_sv(&flag), SV_NONE, sv_from(w->flags[i].help));
	}
}

static void filters(struct buf *b)
{
	section(b, "FILTERS");
	man_line(b, SV("Terms beside each other all have to hold; (a | b) is either, a minus in front turns a term round. word:value, "
		       "word:~part, word>10, word:5..10, words of the list alone are searched for. sort:-word sorts. The words of each list:"));
	for (size_t i = 0; i < list_table_n; i++)
		list_of(b, &list_table[i]);
}

static void head(struct buf *b)
{
	buf_z(b, ".TH QUITS 1 \"\" \"quits " QUITS_VERSION "\" \"Quits\"\n");
	section(b, "NAME");
	buf_z(b, "quits \\- console of the Quits debt\\-collection portal\n");
	section(b, "SYNOPSIS");
	buf_z(b, ".B quits\n.RI [ FLAG ...]\n");
	section(b, "DESCRIPTION");
	man_line(b, SV("Operators of a collection agency see what happens in the portal as it happens and act on it: accounts, links, queues "
		       "of disputes, callbacks, promises and messages. It talks to quitsd over the Unix socket of a data directory, as the "
		       "Unix user that runs it."));
	section(b, "OPTIONS");
	flags_man(b);
}

static void tail(struct buf *b)
{
	section(b, "ENVIRONMENT");
	item(b, SV("QUITS_DIR"), SV_NONE, SV("Data directory where -d is not given."));
	item(b, SV("QUITS_THEME"), SV_NONE, SV("Theme where --theme is not given."));
	item(b, SV("QUITS_LANG, LC_ALL, LC_MESSAGES, LANG"), SV_NONE, SV("Language of the console where --lang is not given: the first that is set."));
	item(b, SV("TERM, NO_COLOR, TMPDIR"), SV_NONE, SV("As everywhere. Without UTF-8 the screen is ASCII."));
	section(b, "EXIT STATUS");
	man_line(b, SV("0 at the end, 2 if the command line was wrong, another number if what was asked for could not be done."));
	section(b, "SEE ALSO");
	buf_z(b, ".BR quitsctl (1),\n.BR quitsd (8),\n.BR ssh (1)\n");
}

void man_print(struct buf *b)
{
	head(b);
	screens(b);
	keys(b);
	words(b);
	lines(b);
	filters(b);
	tail(b);
}
