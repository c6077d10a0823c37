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
#include "tui/linear.h"
#include "tui/play.h"
#include "tui/remote/remote.h"
#include "tui/term/grid.h"
#include "tui/term/input.h"
#include "tui/ui.h"

enum { SCRIPT_MAX = 1024 * 1024, USAGE = 2 };

struct flags {
	const char *dir, *dump, *play;
	int w, h, esc_ms;
	bool ascii, keys, linear;
};

static const char usage[] =
    "usage: quits [-d DIR] [--ascii] [--escdelay MS]\n"
    "       quits [-d DIR] --linear\n"
    "       quits [-d DIR] --dump [FILE] [--size WxH] [--play SCRIPT] [--ascii]\n"
    "       quits --keys | --help | --version\n"
    "DIR is the data directory of quitsd, also from QUITS_DIR.\n";

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

static bool read_escdelay(const char *text, struct flags *f)
{
	int64_t ms;

	if (!sv_int(sv_from(text), &ms) || ms < 1 || ms > 1000)
		return false;
	f->esc_ms = (int)ms;
	return true;
}

/* What follows --dump: a file, "-", or nothing, which is standard output. */
static const char *next_word(int argc, char **argv)
{
	if (optind < argc && (argv[optind][0] != '-' || argv[optind][1] == '\0'))
		return argv[optind++];
	return "-";
}

/* 0: go on; else exit with this code less one. */
static int read_flags(int argc, char **argv, struct flags *f)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "dump", optional_argument, NULL, 'D' },
		{ "play", required_argument, NULL, 'p' },
		{ "size", required_argument, NULL, 's' },
		{ "linear", no_argument, NULL, 'l' },
		{ "keys", no_argument, NULL, 'k' },
		{ "ascii", no_argument, NULL, 'a' },
		{ "escdelay", required_argument, NULL, 'e' },
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
		else if (o == 'l')
			f->linear = true;
		else if (o == 'a')
			f->ascii = true;
		else if (o == 's' && read_size(optarg, f))
			continue;
		else if (o == 'e' && read_escdelay(optarg, f))
			continue;
		else if (o == 'h' || o == 'V') {
			fputs(o == 'h' ? usage : "quits " QUITS_VERSION "\n", stdout);
			return 1;
		} else {
			if (o == 's')
				fprintf(stderr, "quits: --size is WxH, at most %dx%d\n", GRID_W_MAX,
				        GRID_H_MAX);
			else if (o == 'e')
				fputs("quits: --escdelay is 1 to 1000 milliseconds\n", stderr);
			fputs(usage, stderr);
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

static enum status run(const struct flags *f, struct arena *a)
{
	const char *test = getenv("QUITS_TEST"), *no_color = getenv("NO_COLOR");
	struct ui_options how = { .ascii = f->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
		                  .colour = !no_color || !*no_color,
		                  .test = test && strcmp(test, "1") == 0,
		                  .esc_ms = f->esc_ms };
	struct line *line;
	sigset_t before;
	enum status st;
	int kept;

	sigprocmask(SIG_SETMASK, NULL, &before);
	thread_block_signals(); /* before nng's threads are made, so that they inherit it */
	TRY(line_open(arena_print(a, "ipc://%s/rpc.sock", f->dir), &line));
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (f->linear) {
		st = linear_run(line, STDIN_FILENO, isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
	} else if (f->dump || f->play) {
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
	st = run(&f, &a);
	if (st != ST_OK)
		fprintf(stderr, "quits: %s\n", fault_public());
	arena_free(&a);
	return status_exit(st);
}
