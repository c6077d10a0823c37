/* One run of quitsctl; see run.h. Called by main.c and tests. Thread: main, the program's only one of ours;
 * nng has its own.
 *
 * The first dialling waits for its outcome: without a server quitsctl ends at once instead of waiting for
 * one. */
#include "protocol/ctl/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/crypt.h"
#include "common/thread.h"

#include "protocol/client.h"
#include "protocol/ctl/args.h"
#include "protocol/ctl/complete.h"
#include "protocol/ctl/export.h"
#include "protocol/ctl/fetch.h"
#include "protocol/ctl/follow.h"
#include "protocol/ctl/help.h"
#include "protocol/ctl/import.h"
#include "protocol/ctl/logo.h"
#include "protocol/ctl/output.h"
#include "protocol/ctl/script.h"
#include "protocol/reference.h"

enum { WAIT_MORE_MS = 10000 };

struct run {
	struct options o;
	struct client *client; /* dialled at the first call */
	int out, err;
	const char *what; /* the method being called, for the error */
};

/* Connecting. */

/* Once for the connection: whoever has a second factor calls nothing before. */
static enum status unlock(struct run *r, struct arena *a)
{
	struct call_options how = { .timeout_ms = r->o.timeout_ms };
	struct system_code q = { .code = r->o.code };
	struct system_unlocked done;

	return q.code.n ? client_call(r->client, M_system_unlock, &q, &done, a, &how) : ST_OK;
}

static enum status dial(struct run *r, struct arena *a)
{
	const char *path = NULL;
	enum status st;

	if (r->client)
		return ST_OK;
	TRY(args_socket(a, r->o.dir, &path));
	st = client_open_now(arena_print(a, "ipc://%s", path), &r->client);
	if (st == ST_UNAVAILABLE)
		return fail(st, "no server at %.*s: is quitsd running?",
		            (int)(strlen(path) - strlen("/rpc.sock")), path);
	return st == ST_OK ? unlock(r, a) : st;
}

/* Calling. */

static enum status show(struct run *r, struct arena *a, const struct record *record,
                        const void *rec)
{
	struct buf b = buf_new(a, OUTPUT_MAX);

	if (r->o.json)
		output_json(&b, record, rec);
	else
		output_record(&b, record, rec);
	TRY(buf_end(&b, "the answer"));
	return output_write(r->out, buf_sv(&b));
}

static struct call_options call_options(const struct options *o)
{
	return (struct call_options){ .id = o->has_id ? o->id : NULL,
		                      .reason = o->reason,
		                      .timeout_ms = o->timeout_ms };
}

static enum status import(struct run *r, struct arena *a, const struct sv *words, size_t n)
{
	struct call_options how = call_options(&r->o);
	struct arena answers = ARENA_INIT;
	struct book_report report = { 0 };
	enum status st = dial(r, a);

	if (st == ST_OK)
		st = import_run(r->client, words, n, &how, isatty(r->err) ? r->err : -1, &answers,
		                &report);
	if (st == ST_OK)
		st = show(r, a, &book_report_record, &report);
	if (st == ST_OK && report.state == IMPORT_FAILED)
		st = fail(ST_INVALID, "the import was refused: " SV_FMT, SV_ARG(report.reason));
	arena_free(&answers);
	return st;
}

static enum status fetch(struct run *r, struct arena *a, const struct sv *words, size_t n)
{
	struct call_options how = call_options(&r->o);
	struct attachment_piece got = { 0 };
	struct attachment_row row;

	TRY(dial(r, a));
	TRY(fetch_run(r->client, words, n, &how, a, &got));
	row = (struct attachment_row){
		.attachment = got.attachment, .name = got.name, .type = got.type, .bytes = got.bytes
	};
	return show(r, a, &attachment_row_record, &row);
}

static enum status export(struct run *r, struct arena *a, const struct sv *words, size_t n)
{
	struct call_options how = call_options(&r->o);
	struct event_export_page done;

	TRY(dial(r, a));
	TRY(export_run(r->client, words, n, &how, a, &done));
	return show(r, a, &event_export_page_record, &done);
}

static enum status logo(struct run *r, struct arena *a, const struct sv *words, size_t n)
{
	struct call_options how = call_options(&r->o);
	struct setting_row row = { .name = SV_NONE };

	TRY(dial(r, a));
	TRY(logo_run(r->client, words, n, &how, a, &row));
	return show(r, a, &setting_row_record, &row);
}

/* `stop` for follow_run: readable when the user or the system wants an end. */
static enum status follow(struct run *r, struct arena *a, const struct feed_query *q)
{
	sigset_t ends;
	enum status st;
	int stop;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	thread_block_signals(); /* before nng's threads begin, so that they do not take them */
	stop = signalfd(-1, &ends, SFD_CLOEXEC);
	if (stop < 0)
		return fail(ST_UNAVAILABLE, "no signalfd: %s", strerror(errno));
	st = dial(r, a);
	if (st == ST_OK) {
		st = follow_run(r->client, q, r->o.json, r->out, stop);
		r->client = NULL;
	}
	close(stop);
	return st;
}

static enum status call(struct run *r, struct arena *a, const struct method *m, const void *in)
{
	struct call_options how = call_options(&r->o);
	void *out = arena_alloc(a, m->out->size);

	if (m->id == M_feed_read && !how.timeout_ms)
		how.timeout_ms = (int)((const struct feed_query *)in)->wait + WAIT_MORE_MS;
	TRY(dial(r, a));
	TRY(client_call(r->client, m->id, in, out, a, &how));
	return show(r, a, m->out, out);
}

/* One method with its words: the command line, or a line of a script. */
static enum status call_words(void *arg, struct arena *a, struct sv *words, size_t n)
{
	struct run *r = arg;
	const struct method *m;
	void *in;

	r->what = "";
	if (sv_is(words[0], "attachment.get")) {
		r->what = "attachment.get";
		return fetch(r, a, words + 1, n - 1);
	}
	TRY(args_method(words[0], &m));
	r->what = m->name;
	if (m->id == M_book_import)
		return import(r, a, words + 1, n - 1);
	if (m->id == M_event_export && export_wanted(words + 1, n - 1))
		return export(r, a, words + 1, n - 1);
	if (m->id == M_brand_logo_put)
		return logo(r, a, words + 1, n - 1);
	TRY(args_request(m, a, words + 1, n - 1, &in));
	if (r->o.follow) {
		if (m->id != M_feed_read)
			return fail(ST_INVALID, "--follow goes with feed.read only");
		return follow(r, a, in);
	}
	return call(r, a, m, in);
}

static enum status run_script(struct run *r, struct arena *a)
{
	bool from_stdin = strcmp(r->o.file, "-") == 0;
	int fd = from_stdin ? dup(STDIN_FILENO) : open(r->o.file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum status st;
	size_t line;

	if (fd < 0)
		return fail(ST_INVALID, "%s: %s", r->o.file, strerror(errno));
	if (r->o.n || r->o.has_id || r->o.follow) {
		close(fd);
		return fail(ST_INVALID, "-f takes no method, no --id and no --follow beside it");
	}
	st = script_run(fd, call_words, r, &line);
	close(fd);
	if (st != ST_OK)
		r->what = arena_print(a, "%s:%zu%s%s", from_stdin ? "standard input" : r->o.file,
		                      line, r->what[0] ? ": " : "", r->what);
	return st;
}

/* quitsctl's own words: those without a dot. */
static enum status own_word(struct run *r, struct buf *b)
{
	const struct sv *w = r->o.words;
	const struct method *m;
	size_t n = r->o.n;

	if (r->o.version) {
		buf_z(b, "quitsctl " QUITS_VERSION "\n");
	} else if (n == 0 || (sv_is(w[0], "help") && n == 1)) {
		help_all(b);
	} else if (r->o.help || (sv_is(w[0], "help") && n == 2)) {
		TRY(args_method(w[n == 2 && sv_is(w[0], "help") ? 1 : 0], &m));
		help_method(b, m);
	} else if (sv_is(w[0], "schema") && n == 1) {
		if (r->o.json)
			reference_json(b);
		else
			reference_markdown(b);
	} else if (sv_is(w[0], "completion") && n == 2 && sv_is(w[1], "bash")) {
		complete_script(b);
	} else if (sv_is(w[0], "completion")) {
		return fail(ST_INVALID, "completion is there for bash: quitsctl completion bash");
	} else {
		TRY(args_method(w[0], &m)); /* says what is near */
		return fail(ST_INVALID, "too many words; see quitsctl help");
	}
	return ST_OK;
}

static bool is_own(const struct options *o)
{
	return o->version || o->help || (o->n && sv_find(o->words[0], '.') == o->words[0].n);
}

static enum status run(struct run *r, struct arena *a, int argc, char *const *argv)
{
	struct buf b = buf_new(a, OUTPUT_MAX);

	if (argc &&
	    strcmp(argv[0], "__complete") == 0) { /* not as flags: they are what is completed */
		struct sv *words = NEW_N(a, struct sv, (size_t)argc);

		for (int i = 1; i < argc; i++)
			words[i - 1] = sv_from(argv[i]);
		complete_words(&b, words, (size_t)argc - 1);
		return output_write(r->out, buf_sv(&b));
	}
	TRY(args_options(a, argc, argv, &r->o));
	if (is_own(&r->o)) {
		TRY(own_word(r, &b));
		return output_write(r->out, buf_sv(&b));
	}
	if (!r->o.n && !r->o.file) {
		help_usage(&b);
		TRY(output_write(r->err, buf_sv(&b)));
		return fail(ST_INVALID, "nothing to do");
	}
	TRY(crypt_start());
	if (r->o.file)
		return run_script(r, a);
	return call_words(r, a, r->o.words, r->o.n);
}

int ctl_run(int argc, char *const *argv, int out, int err)
{
	struct run r = { .out = out, .err = err, .what = "" };
	struct arena a = ARENA_INIT;
	enum status st = run(&r, &a, argc, argv);

	if (st != ST_OK) {
		struct buf b = buf_new(&a, OUTPUT_MAX);
		bool json = r.o.json;

		for (int i = 0; i < argc && !json;
		     i++) /* the flags themselves may be what is wrong */
			json = strcmp(argv[i], "--json") == 0;
		output_fault(&b, json, r.what);
		if (output_write(err, buf_sv(&b)) != ST_OK)
			st = ST_UNAVAILABLE; /* nobody can be told but by the exit code */
	}
	client_leave(r.client);
	arena_free(&a);
	return status_exit(st);
}
