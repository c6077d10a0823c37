/* quits: the operators' console. Flags, terminal or script, exit code; everything else is in console.c. */
#include <fcntl.h>
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

#include "tui/demo.h"
#include "tui/flags.h"
#include "tui/host.h"
#include "tui/keys.h"
#include "tui/linear.h"
#include "tui/man.h"
#include "tui/play.h"
#include "tui/remote/remote.h"
#include "tui/term/input.h"
#include "tui/ui.h"
#include "tui/widget/format.h"
#include "tui/widget/tr.h"

enum { SCRIPT_MAX = 1024 * 1024 };

static void print(void (*page)(struct buf *b))
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 512 * 1024);

	page(&b);
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

/* Likewise; a language that is not ours is an error on the command line, and English in the environment. */
static bool choose_language(const struct flags *f)
{
	char text[200];
	struct buf b = { NULL, text, 0, sizeof(text), sizeof(text), false };

	if (tr_start() != ST_OK) {
		fprintf(stderr, "quits: %s\n", fault_public());
		return false;
	}
	if (!f->lang) {
		tr_choose_by_environment();
		return true;
	}
	if (tr_choose(sv_from(f->lang)))
		return true;
	tr_languages(&b);
	fprintf(stderr, "quits: no language %s; there are " SV_FMT "\n", f->lang, SV_ARG(buf_sv(&b)));
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

	format_money_plain(f->dump || f->play ? f->ascii : how.ascii);
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

/* What stands behind the console, where it is no server on this machine that runs anyway. */
static enum status begin(struct flags *f, struct warden *w, struct arena *a)
{
	if (f->demo)
		return demo_start(w, a, &f->dir);
	if (f->host)
		return host_start(w, a, f->host, f->dir, &f->dir);
	return ST_OK;
}

int main(int argc, char **argv)
{
	struct flags f = { .w = 80, .h = 24, .esc_ms = INPUT_ESC_WAIT_MS };
	struct warden w = WARDEN_INIT;
	struct arena a = ARENA_INIT;
	int code = flags_read(argc, argv, &f);
	enum theme theme;
	enum status st;

	if (code)
		return code - 1;
	setlocale(LC_CTYPE, ""); /* numbers stay as C writes them */
	if (f.keys || f.man) {
		print(f.keys ? keys_print : man_print);
		return 0;
	}
	if (!f.dir && !f.host)
		f.dir = getenv("QUITS_DIR");
	if (!f.demo && !f.host && (!f.dir || !*f.dir)) {
		fputs("quits: which data directory? -d DIR or QUITS_DIR; --demo needs none, --help says more\n", stderr);
		return FLAGS_USAGE;
	}
	if (!choose_theme(&f, &theme) || !choose_language(&f))
		return FLAGS_USAGE;
	st = begin(&f, &w, &a);
	if (st == ST_OK)
		st = run(&f, theme, &a);
	if (st != ST_OK)
		fprintf(stderr, "quits: %s\n", fault_public());
	warden_end(&w);
	tr_end();
	arena_free(&a);
	return status_exit(st);
}
