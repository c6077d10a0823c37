/* quits: the operators' console. Flags, terminal or script, exit code; everything else is in console.c. */
#include <fcntl.h>
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/file.h"
#include "common/thread.h"

#include "tui/keys.h"
#include "tui/play.h"
#include "tui/remote/remote.h"
#include "tui/term/grid.h"
#include "tui/term/input.h"
#include "tui/ui.h"

enum { SCRIPT_MAX = 1024 * 1024, USAGE = 2, BPS_MIN = 300, BPS_MAX = 10 * 1000 * 1000 };

struct flags {
	const char *dir, *dump, *play;
	const char *theme;
	int w, h, esc_ms, bps;
	bool ascii, keys, mouse;
};

static const char usage[] =
    "usage: quits [-d DIR] [--ascii] [--theme NAME] [--mouse] [--escdelay MS] [--bps N]\n"
    "       quits [-d DIR] --dump [FILE] [--size WxH] [--play SCRIPT] [--ascii]\n"
    "       quits --keys | --help | --version\n"
    "DIR is the data directory of quitsd, also from QUITS_DIR. Themes are dual, contrast,\n"
    "contrast-light and mono, also from QUITS_THEME; NO_COLOR is mono. --bps pretends a slow "
    "line.\n";

static bool read_size(const char *text, struct flags *f)
{
	struct sv rest = sv_from(text), w = sv_cut(&rest, 'x');
	int64_t wide, high;

	if (!sv_int(w, &wide) || !sv_int(rest, &high) || wide < 1 || wide > GRID_W_MAX ||
	    high < 1 || high > GRID_H_MAX)
		return false;
	f->w = (int)wide;
	f->h = (int)high;
	return true;
}

static bool read_number(const char *text, int min, int max, int *ret)
{
	int64_t n;

	if (!sv_int(sv_from(text), &n) || n < min || n > max)
		return false;
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

static void refuse(int option)
{
	if (option == 's')
		fprintf(stderr, "quits: --size is WxH, at most %dx%d\n", GRID_W_MAX, GRID_H_MAX);
	else if (option == 'e')
		fputs("quits: --escdelay is 1 to 1000 milliseconds\n", stderr);
	else if (option == 'b')
		fputs("quits: --bps is 300 to 10000000 bits a second\n", stderr);
	fputs(usage, stderr);
}

/* 0: go on; else exit with this code less one. */
static int read_flags(int argc, char **argv, struct flags *f)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "dump", optional_argument, NULL, 'D' },
		{ "play", required_argument, NULL, 'p' },
		{ "size", required_argument, NULL, 's' },
		{ "keys", no_argument, NULL, 'k' },
		{ "ascii", no_argument, NULL, 'a' },
		{ "escdelay", required_argument, NULL, 'e' },
		{ "theme", required_argument, NULL, 't' },
		{ "mouse", no_argument, NULL, 'm' },
		{ "bps", required_argument, NULL, 'b' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "d:h", options, NULL)) != -1) {
		if (o == 'd')
			f->dir = optarg;
		else if (o == 'D')
			f->dump = optarg ? optarg : next_word(argc, argv);
		else if (o == 'p')
			f->play = optarg;
		else if (o == 'k')
			f->keys = true;
		else if (o == 'a')
			f->ascii = true;
		else if (o == 's' && read_size(optarg, f))
			continue;
		else if (o == 'e' && read_number(optarg, 1, 1000, &f->esc_ms))
			continue;
		else if (o == 'b' && read_number(optarg, BPS_MIN, BPS_MAX, &f->bps))
			continue;
		else if (o == 't')
			f->theme = optarg;
		else if (o == 'm')
			f->mouse = true;
		else if (o == 'h' || o == 'V') {
			fputs(o == 'h' ? usage : "quits " QUITS_VERSION "\n", stdout);
			return 1;
		} else {
			refuse(o);
			return 1 + USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "quits: unexpected %s\n%s", argv[optind], usage);
		return 1 + USAGE;
	}
	return 0;
}

static void print_keys(void)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 64 * 1024);

	keys_print(&b);
	fwrite(b.p, 1, b.n, stdout);
	arena_free(&a);
}

static enum status dump(struct line *line, const struct flags *f, struct arena *a)
{
	struct sv script = SV_NONE;

	if (f->play)
		TRY(file_read(a, f->play, SCRIPT_MAX, &script));
	return play_run(line, script, f->w, f->h, f->ascii, f->dump ? f->dump : "-");
}

/* What libraries write to standard error must not land in the picture. */
static int hide_stderr(void)
{
	int kept = isatty(STDERR_FILENO) ? dup(STDERR_FILENO) : -1;
	int null = kept >= 0 ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;

	if (null >= 0) {
		dup2(null, STDERR_FILENO);
		close(null);
	}
	return kept;
}

/* What is said on the command line counts more than what stands in the environment. */
static bool choose_theme(const struct flags *f, enum theme *ret)
{
	const char *no_color = getenv("NO_COLOR"), *ours = getenv("QUITS_THEME");
	const char *name = f->theme                ? f->theme
	                   : no_color && *no_color ? "mono"
	                   : ours && *ours         ? ours
	                                           : "dual";

	if (theme_by_name(sv_from(name), ret))
		return true;
	fprintf(stderr, "quits: no theme %s; there are", name);
	for (int i = 0; i < THEME__COUNT; i++)
		fprintf(stderr, "%s %s", i ? "," : "", theme_name((enum theme)i));
	fputs("\n", stderr);
	return false;
}

static enum status run(const struct flags *f, enum theme theme, struct arena *a)
{
	const char *test = getenv("QUITS_TEST");
	struct ui_options how = { .ascii = f->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
		                  .test = test && strcmp(test, "1") == 0,
		                  .mouse = f->mouse,
		                  .theme = theme,
		                  .esc_ms = f->esc_ms,
		                  .bps = f->bps };
	struct line *line;
	sigset_t before;
	enum status st;
	int kept;

	sigprocmask(SIG_SETMASK, NULL, &before);
	thread_block_signals(); /* before nng's threads are made, so that they inherit it */
	TRY(line_open(arena_print(a, "ipc://%s/rpc.sock", f->dir), &line));
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (f->dump || f->play) {
		st = dump(line, f, a);
	} else {
		kept = hide_stderr();
		st = ui_run(line, &how);
		if (kept >= 0) {
			dup2(kept, STDERR_FILENO);
			close(kept);
		}
	}
	line_leave(line);
	return st;
}

int main(int argc, char **argv)
{
	struct flags f = {
		.dir = getenv("QUITS_DIR"), .w = 80, .h = 24, .esc_ms = INPUT_ESC_WAIT_MS
	};
	struct arena a = ARENA_INIT;
	int code = read_flags(argc, argv, &f);
	enum theme theme;
	enum status st;

	if (code)
		return code - 1;
	setlocale(LC_CTYPE, ""); /* numbers stay as C writes them */
	if (f.keys) {
		print_keys();
		return 0;
	}
	if (!f.dir || !*f.dir) {
		fprintf(stderr, "quits: which data directory? -d DIR or QUITS_DIR\n%s", usage);
		return USAGE;
	}
	if (!choose_theme(&f, &theme))
		return USAGE;
	st = run(&f, theme, &a);
	if (st != ST_OK)
		fprintf(stderr, "quits: %s\n", fault_public());
	arena_free(&a);
	return status_exit(st);
}
