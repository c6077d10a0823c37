/* Prints help; see help.h. Called by run.c. Thread: main. */
#include "protocol/ctl/help.h"

#include <string.h>

#include "protocol/lists.h"
#include "protocol/reference.h"

static const char usage[] =
    "usage: quitsctl [-d DIR] [--json] METHOD [name=value ...]\n"
    "       quitsctl [-d DIR] [--json] METHOD '{\"name\": value, ...}'\n"
    "       quitsctl [-d DIR] [--json] feed.read --follow [after=N] [kinds=KIND,...]\n"
    "       quitsctl [-d DIR] [--json] attachment.get attachment=ID file=PATH\n"
    "       quitsctl [-d DIR] [--json] event.export file=PATH [filter=FILTER]\n"
    "       quitsctl [-d DIR] [--json] -f FILE     (- is standard input)\n"
    "       quitsctl help [METHOD] | schema [--json] | completion bash | --version\n";

static const char flags[] =
    "  -d DIR             data directory of the server; default $QUITS_DIR\n"
    "  -f FILE            run the calls in FILE, one a line; stop at the first failure\n"
    "  --json             answers and errors as JSON\n"
    "  --follow           with feed.read: print events as they come, until interrupted\n"
    "  --id HEX           32 hex digits that make a command safe to repeat: the server does\n"
    "                     a command once per id\n"
    "  --reason TEXT      why, for the log\n"
    "  --code DIGITS      of your authenticator, where you have enrolled one; default\n"
    "                     $QUITSCTL_CODE\n"
    "  --timeout SECONDS  how long to wait for an answer; default 10\n"
    "  --version, --help\n";

void help_usage(struct buf *b)
{
	buf_z(b, usage);
	buf_z(b, "quitsctl help lists the methods.\n");
}

static void exit_codes(struct buf *b)
{
	buf_z(b, "\nExit codes:\n");
	for (int st = 0; st < ST__COUNT; st++)
		buf_print(b, "  %2d  %-15s  %s\n", status_exit((enum status)st),
		          status_name((enum status)st), status_words((enum status)st));
}

void help_all(struct buf *b)
{
	size_t wide = 0;

	for (size_t i = 0; i < M__COUNT; i++)
		if (strlen(method_table[i].name) > wide)
			wide = strlen(method_table[i].name);
	buf_z(b, usage);
	buf_z(b, "\nFlags:\n");
	buf_z(b, flags);
	buf_z(b, "\nMethods:\n");
	for (size_t i = 0; i < M__COUNT; i++)
		buf_print(b, "  %-*s  %s\n", (int)wide, method_table[i].name, method_table[i].help);
	exit_codes(b);
}

static void field_line(struct buf *b, const struct record *r, const struct field *f, size_t wide,
                       bool asked)
{
	const struct choice *c = f->of;

	buf_print(b, "  %-*s  %s", (int)wide, f->name, reference_kind(f->kind));
	if (record_limit(r, f)) {
		buf_z(b, ", ");
		reference_range(b, r, f);
	}
	buf_print(b, "%s. %s\n", asked && f->flags & REQ ? ", required" : "", f->help);
	for (size_t i = 0; f->kind == K_CHOICE && i < c->n; i++)
		buf_print(b, "  %-*s    %-12s %s\n", (int)wide, "", c->words[i].text,
		          c->words[i].help);
}

/* asked: of a request, where it matters what must be given */
static void fields(struct buf *b, const struct record *r, bool asked)
{
	size_t wide = 0;

	for (size_t i = 0; i < r->n; i++)
		if (strlen(r->fields[i].name) > wide)
			wide = strlen(r->fields[i].name);
	for (size_t i = 0; i < r->n; i++)
		field_line(b, r, &r->fields[i], wide, asked);
}

static void word_line(struct buf *b, const struct filter_field *f)
{
	const char *kind = f->kind == K_CHOICE ? "one of" : f->aged ? "days" : reference_kind(f->kind);

	buf_print(b, "  %-10s %s", f->name, kind);
	for (size_t i = 0; f->kind == K_CHOICE && i < f->of->n; i++)
		buf_print(b, "%s %s", i ? "," : "", f->of->words[i].text);
	buf_print(b, ". %s%s%s\n", f->help, f->sorts ? " Sorts." : "", f->personal ? " Not for every role." : "");
}

/* What can be typed into a list's filter. */
static void words(struct buf *b, const struct filter_words *w)
{
	buf_z(b, "\nFilter: terms side by side must all hold; -term denies, a,b is either, ( | ) groups:\n"
		 "  status:new dpd>30 bal:100..2.5k due<-3d name:brian -is:live \"any words\" sort:-bal\n");
	for (size_t i = 0; i < w->n; i++)
		word_line(b, &w->fields[i]);
	for (size_t i = 0; i < w->n_flags; i++)
		buf_print(b, "  is:%-8s %s\n", w->flags[i].name, w->flags[i].help);
}

void help_method(struct buf *b, const struct method *m)
{
	buf_print(b, "%s: %s\n\n%s for the roles ", m->name, m->help,
	          m->command ? "A command (it changes something)" : "A query");
	reference_roles(b, m->permission);
	buf_z(b, ".\n\nParameters:\n");
	if (m->in->n == 0)
		buf_z(b, "  none\n");
	fields(b, m->in, true);
	if (list_words(sv_from(m->name)))
		words(b, list_words(sv_from(m->name)));
	buf_print(b, "\nAnswer: %s\n", m->out->help);
	fields(b, m->out, false);
	exit_codes(b);
}
