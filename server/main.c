/* quitsd: init, serve, check, sample. Main owns the signals and nothing else: it waits for SIGTERM or SIGINT
 * and takes the app down. */
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/crypt.h"
#include "common/date.h"
#include "common/log.h"
#include "common/thread.h"

#include "server/app.h"
#include "server/document/helper.h"
#include "server/exchange/sample.h"
#include "server/portal/portal.h"
#include "server/service/section.h"

struct words { /* of the command line */
	const char *listen, *group, *verb, *dir;
	int64_t contacts, seed, listeners;
	bool pseudo;
	char proxy[1024]; /* all of them, comma separated */
};

static int usage(FILE *to, int code)
{
	fputs("quitsd " QUITS_VERSION ": the portal server of Quits\n"
	      "\n"
	      "  quitsd init DIR [--group NAME]      make a data directory; NAME's members may call\n"
	      "  quitsd serve DIR [--listen HOST:PORT] [--listeners N] [--pseudo]   serve it, in the foreground;\n"
	      "                     --pseudo offers the language en-XA, for tests of translations\n"
	      "           [--proxy ADDR]...        believe X-Forwarded-For of this address, and of no other\n"
	      "  quitsd check DIR                    try settings, migrations, statements, templates\n"
	      "  quitsd sample [--contacts N] [--seed N]   print an invented book as CSV\n",
	      to);
	return code;
}

static int tell(const char *what)
{
	const struct fault *f = fault_last();

	fprintf(stderr, "quitsd: %s: %s%s%s\n", what, f->field[0] ? f->field : "",
		f->field[0] ? ": " : "", f->text);
	return status_exit(f->status);
}

static int serve(const char *dir, const struct words *w)
{
	struct app_config c = { .dir = dir, .listen = sv_from(w->listen), .listeners = (size_t)w->listeners,
				.pseudo = w->pseudo, .proxy = w->proxy };
	struct app *app;
	sigset_t wait;
	int signal_number = 0;

	umask(0077);
	signal(SIGPIPE, SIG_IGN);
	thread_block_signals();
	thread_is(THREAD_MAIN);
	if (app_start(&c, &app) != ST_OK)
		return tell("serve");
	printf("quitsd ready: portal http://%s data %s\n", app_address(app), dir);
	fflush(stdout);
	sigemptyset(&wait);
	sigaddset(&wait, SIGTERM);
	sigaddset(&wait, SIGINT);
	sigaddset(&wait, SIGHUP);
	do
		sigwait(&wait, &signal_number);
	while (signal_number == SIGHUP); /* nothing to reload yet; a terminal that closes is no reason to end */
	say(L_INFO, "quitsd.stopping", "signal=%d", signal_number);
	app_stop(app);
	return 0;
}

static enum status print_line(void *arg, struct sv text)
{
	if (fwrite(text.p, 1, text.n, arg) != text.n)
		return fail(ST_UNAVAILABLE, "the sample could not be written");
	return ST_OK;
}

static int sample(int64_t contacts, int64_t seed)
{
	if (sample_write(print_line, stdout, (uint64_t)seed, (size_t)contacts,
			 time_day_utc(clock_now())) != ST_OK ||
	    fflush(stdout) != 0)
		return tell("sample");
	return 0;
}

/* Every page and post of the portal, one a line: what a test that visits them all may not forget. Not in the
 * usage: it is no operator's verb. */
static int routes(void)
{
	static const char *const sections[] = {
#define SECTION_ROW(id, field, name, default_, help) [SECTION_##id] = name,
#include "server/store/section.def"
	};
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < portal_rooms.n; i++) {
		const struct route *r = &portal_rooms.routes[i];
		const char *section = "";
		struct sv line;

		for (int s = SECTION_NONE + 1; s < SECTION__COUNT; s++)
			if (r->guards & (1u << (ROOM_SHIFT + s)))
				section = sections[s];
		line = route_line(&a, r, section);
		printf(SV_FMT "\n", SV_ARG(line));
	}
	arena_free(&a);
	return fflush(stdout) == 0 ? 0 : 1;
}

static bool number(const char *text, int64_t least, int64_t most, int64_t *ret)
{
	return sv_int(sv_from(text), ret) && *ret >= least && *ret <= most;
}

static bool add_proxy(struct words *w, const char *address)
{
	size_t n = strlen(w->proxy);
	int more = snprintf(w->proxy + n, sizeof(w->proxy) - n, "%s%s", n ? "," : "", address);

	return more > 0 && (size_t)more < sizeof(w->proxy) - n;
}

enum { GO_ON = -1 };

/* GO_ON, or the code to exit with. */
static int read_words(int argc, char **argv, struct words *w)
{
	static const struct option options[] = { { "listen", required_argument, NULL, 'l' },
						 { "listeners", required_argument, NULL, 'n' },
						 { "group", required_argument, NULL, 'g' },
						 { "contacts", required_argument, NULL, 'c' },
						 { "seed", required_argument, NULL, 's' },
						 { "pseudo", no_argument, NULL, 'p' },
						 { "proxy", required_argument, NULL, 'x' },
						 { "help", no_argument, NULL, 'h' },
						 { "version", no_argument, NULL, 'v' },
						 { NULL, 0, NULL, 0 } };
	bool good = true;

	for (int o; (o = getopt_long(argc, argv, "h", options, NULL)) != -1;)
		switch (o) {
		case 'l':
			w->listen = optarg;
			break;
		case 'g':
			w->group = optarg;
			break;
		case 'n':
			good &= number(optarg, 1, 64, &w->listeners);
			break;
		case 'c':
			good &= number(optarg, 1, 10000000, &w->contacts);
			break;
		case 's':
			good &= number(optarg, 0, INT64_MAX, &w->seed);
			break;
		case 'p':
			w->pseudo = true;
			break;
		case 'x':
			good &= add_proxy(w, optarg);
			break;
		case 'v':
			puts("quitsd " QUITS_VERSION);
			return 0;
		case 'h':
			return usage(stdout, 0);
		default:
			good = false;
		}
	if (!good || optind >= argc || optind + 2 < argc)
		return usage(stderr, 2);
	w->verb = argv[optind];
	w->dir = optind + 1 < argc ? argv[optind + 1] : getenv("QUITS_DIR");
	return GO_ON;
}

static int init(const struct words *w)
{
	if (app_init(w->dir, w->group) != ST_OK)
		return tell("init");
	printf("%s is ready; next: quitsd serve %s\n", w->dir, w->dir);
	return 0;
}

int main(int argc, char **argv)
{
	struct words w = { .listen = "127.0.0.1:8080", .contacts = 300, .seed = 1 };
	char real[PATH_MAX];
	int code = read_words(argc, argv, &w);

	if (code != GO_ON)
		return code;
	if (strcmp(w.verb, "pdf-helper") == 0)
		return pdf_helper(); /* for helper.c alone: not in the usage */
	if (crypt_start() != ST_OK)
		return tell("start");
	if (strcmp(w.verb, "sample") == 0)
		return sample(w.contacts, w.seed);
	if (strcmp(w.verb, "routes") == 0)
		return routes();
	if (!w.dir)
		return usage(stderr, 2);
	if (strcmp(w.verb, "init") == 0)
		return init(&w);
	if (!realpath(w.dir, real)) {
		fprintf(stderr, "quitsd: %s: there is no such directory; quitsd init makes one\n", w.dir);
		return status_exit(ST_NOT_FOUND);
	}
	if (strcmp(w.verb, "serve") == 0)
		return serve(real, &w);
	if (strcmp(w.verb, "check") != 0)
		return usage(stderr, 2);
	if (app_check(real) != ST_OK)
		return tell("check");
	puts("all good");
	return 0;
}
