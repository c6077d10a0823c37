/* See flags.h: getopt's table, the usage and the man page's section are flags.def read three times. */
#include "tui/flags.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"

#include "tui/man.h"
#include "tui/term/grid.h"
#include "tui/term/input.h"

enum { BPS_MIN = 300, BPS_MAX = 10 * 1000 * 1000 };

static const struct {
	char letter;
	const char *name, *arg, *help;
} table[] = {
#define FLAG(letter, name, arg, help) { letter, name, arg, help },
#include "tui/flags.def"
};

void flags_usage(struct buf *b)
{
	buf_z(b, "usage: quits [FLAG...]\n");
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t from = b->n;

		buf_print(b, "  %s--%s%s%s", table[i].letter == 'd' ? "-d, " : "    ", table[i].name, table[i].arg[0] ? " " : "",
			  table[i].arg);
		do
			buf_char(b, ' ');
		while (b->n - from < 26);
		buf_print(b, "%s\n", table[i].help);
	}
}

void flags_man(struct buf *b)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		buf_z(b, ".TP\n.B ");
		if (table[i].letter == 'd')
			buf_z(b, "\\-d\\fR, \\fB");
		buf_z(b, "\\-\\-");
		man_text(b, sv_from(table[i].name));
		if (table[i].arg[0])
			buf_z(b, " \\fI");
		man_text(b, sv_from(table[i].arg));
		buf_z(b, table[i].arg[0] ? "\\fR\n" : "\n");
		man_line(b, sv_from(table[i].help));
	}
}

static void say_usage(FILE *out)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 16 * 1024);

	flags_usage(&b);
	fwrite(b.p, 1, b.n, out);
	arena_free(&a);
}

static bool read_size(const char *text, struct flags *f)
{
	struct sv rest = sv_from(text), w = sv_cut(&rest, 'x');
	int64_t wide, high;

	if (!sv_int(w, &wide) || !sv_int(rest, &high) || wide < 1 || wide > GRID_W_MAX || high < 1 || high > GRID_H_MAX) {
		fprintf(stderr, "quits: --size is WxH, at most %dx%d\n", GRID_W_MAX, GRID_H_MAX);
		return false;
	}
	f->w = (int)wide;
	f->h = (int)high;
	return true;
}

static bool read_number(const char *name, int min, int max, int *ret)
{
	int64_t n;

	if (!sv_int(sv_from(optarg), &n) || n < min || n > max) {
		fprintf(stderr, "quits: --%s is %d to %d\n", name, min, max);
		return false;
	}
	*ret = (int)n;
	return true;
}

/* What follows --dump: a file, "-", or nothing, which is standard output. */
static const char *next_word(int argc, char **argv)
{
	if (optind < argc && (argv[optind][0] != '-' || argv[optind][1] == '\0'))
		return argv[optind++];
	return "-";
}

static bool take(struct flags *f, int letter, int argc, char **argv)
{
	const char **text = letter == 'd' ? &f->dir : letter == 'H' ? &f->host : letter == 'p' ? &f->play : letter == 't' ? &f->theme
			    : letter == 'L' ? &f->lang : NULL;
	bool *on = letter == 'a' ? &f->ascii : letter == 'k' ? &f->keys : letter == 'l' ? &f->linear : letter == 'M' ? &f->demo
		   : letter == 'm' ? &f->man : letter == 'o' ? &f->mouse : NULL;

	if (text)
		*text = optarg;
	else if (on)
		*on = true;
	else if (letter == 'D')
		f->dump = optarg ? optarg : next_word(argc, argv);
	else if (letter == 'e')
		return read_number("escdelay", 1, 1000, &f->esc_ms);
	else if (letter == 'b')
		return read_number("bps", BPS_MIN, BPS_MAX, &f->bps);
	else
		return letter == 's' && read_size(optarg, f);
	return true;
}

int flags_read(int argc, char **argv, struct flags *f)
{
	struct option options[COUNT(table) + 1] = { { NULL, 0, NULL, 0 } };
	int o;

	for (size_t i = 0; i < COUNT(table); i++)
		options[i] = (struct option){ table[i].name,
					      table[i].arg[0] == '[' ? optional_argument
					      : table[i].arg[0]	     ? required_argument
								     : no_argument,
					      NULL, table[i].letter };
	while ((o = getopt_long(argc, argv, "d:h", options, NULL)) != -1) {
		if (o == 'h') {
			say_usage(stdout);
			return 1;
		}
		if (o == 'V') {
			fputs("quits " QUITS_VERSION "\n", stdout);
			return 1;
		}
		if (!take(f, o, argc, argv)) {
			say_usage(stderr);
			return 1 + FLAGS_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "quits: unexpected %s\n", argv[optind]);
		say_usage(stderr);
		return 1 + FLAGS_USAGE;
	}
	return 0;
}
