/* What was typed, understood; see args.h. Called by run.c and script.c's lines. Thread: main. */
#include "protocol/ctl/args.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_json.h"
#include "common/record_text.h"
#include "common/utf8.h"

enum { REASON_MAX = 1000, TIMEOUT_MAX_S = 3600, JSON_MAX = 64 * 1024 };

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static enum status set_id(struct options *o, struct sv s)
{
	if (s.n != 2 * FRAME_ID)
		return fail(ST_INVALID, "--id needs %d hex digits", 2 * FRAME_ID);
	for (size_t i = 0; i < FRAME_ID; i++) {
		int high = hex_value(s.p[2 * i]), low = hex_value(s.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return fail(ST_INVALID, "--id needs %d hex digits", 2 * FRAME_ID);
		o->id[i] = (unsigned char)(high << 4 | low);
	}
	o->has_id = true;
	return ST_OK;
}

static enum status set_reason(struct options *o, struct arena *a, struct sv s)
{
	o->reason = utf8_clean(a, s, REASON_MAX + 1, false);
	if (o->reason.n > REASON_MAX)
		return fail(ST_INVALID, "--reason is longer than %d bytes", REASON_MAX);
	return ST_OK;
}

static enum status set_timeout(struct options *o, struct sv s)
{
	int64_t seconds;

	if (!sv_int(s, &seconds) || seconds < 1 || seconds > TIMEOUT_MAX_S)
		return fail(ST_INVALID, "--timeout needs seconds, 1 to %d", TIMEOUT_MAX_S);
	o->timeout_ms = (int)seconds * 1000;
	return ST_OK;
}

static enum status set_value(struct options *o, struct arena *a, struct sv name, const char *value)
{
	if (sv_is(name, "-d"))
		o->dir = value;
	else if (sv_is(name, "-f"))
		o->file = value;
	else if (sv_is(name, "--id"))
		return set_id(o, sv_from(value));
	else if (sv_is(name, "--reason"))
		return set_reason(o, a, sv_from(value));
	else if (sv_is(name, "--code"))
		o->code = sv_from(value);
	else
		return set_timeout(o, sv_from(value));
	return ST_OK;
}

/* False if it is no flag without a value. */
static bool set_switch(struct options *o, struct sv name)
{
	if (sv_is(name, "--json"))
		o->json = true;
	else if (sv_is(name, "--follow"))
		o->follow = true;
	else if (sv_is(name, "--version"))
		o->version = true;
	else if (sv_is(name, "--help") || sv_is(name, "-h"))
		o->help = true;
	else
		return false;
	return true;
}

static bool takes_value(struct sv name)
{
	return sv_is(name, "-d") || sv_is(name, "-f") || sv_is(name, "--id") ||
	       sv_is(name, "--reason") || sv_is(name, "--timeout") || sv_is(name, "--code");
}

/* One flag at argv[*at]; its value is behind "=" or the next word. */
static enum status flag(struct options *o, struct arena *a, int argc, char *const *argv, int *at)
{
	const char *word = argv[*at];
	const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
	struct sv name = equals ? sv_of(word, (size_t)(equals - word)) : sv_from(word);

	if (takes_value(name)) {
		if (equals)
			return set_value(o, a, name, equals + 1);
		if (*at + 1 == argc)
			return fail(ST_INVALID, SV_FMT " needs a value", SV_ARG(name));
		return set_value(o, a, name, argv[++*at]);
	}
	if (equals || !set_switch(o, name)) {
		name = utf8_clean(a, name, 60, false);
		return fail(ST_INVALID, SV_FMT " is no flag of quitsctl; see quitsctl help",
		            SV_ARG(name));
	}
	return ST_OK;
}

enum status args_options(struct arena *a, int argc, char *const *argv, struct options *ret)
{
	const char *code = getenv("QUITSCTL_CODE");
	struct options o = { .dir = getenv("QUITS_DIR"), .code = sv_from(code ? code : "") };
	bool flags = true;

	if (argc > ARGS_WORDS_MAX)
		return fail(ST_INVALID, "more than %d words", ARGS_WORDS_MAX);
	if (o.dir && !o.dir[0])
		o.dir = NULL;
	o.words = NEW_N(a, struct sv, (size_t)argc + 1);
	for (int i = 0; i < argc; i++) {
		if (flags && strcmp(argv[i], "--") == 0)
			flags = false;
		else if (flags && argv[i][0] == '-' && argv[i][1])
			TRY(flag(&o, a, argc, argv, &i));
		else
			o.words[o.n++] = sv_from(argv[i]);
	}
	*ret = o;
	return ST_OK;
}

/* How many letters at the head two names share. */
static size_t shared(struct sv a, struct sv b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

enum status args_method(struct sv word, const struct method **ret)
{
	char text[60];
	struct arena none = ARENA_INIT;
	const struct method *near = NULL;
	size_t most = 3;

	if (sv_is(word, "setting.logo")) /* as its neighbours are called; the upload is three methods */
		word = SV("brand.logo_put");
	*ret = method_find(word);
	if (*ret)
		return ST_OK;
	for (size_t i = 0; i < M__COUNT; i++) {
		size_t n = shared(word, sv_from(method_table[i].name));

		if (n > most) {
			most = n;
			near = &method_table[i];
		}
	}
	word = utf8_clean(&none, word, sizeof(text) - 1, false);
	memcpy(text, word.n ? word.p : "", word.n);
	text[word.n] = '\0';
	arena_free(&none);
	if (near)
		return fail(ST_INVALID, "there is no method %s; did you mean %s?", text,
		            near->name);
	return fail(ST_INVALID, "there is no method %s; quitsctl help lists them", text);
}

enum status args_request(const struct method *m, struct arena *a, const struct sv *words, size_t n,
                         void **ret)
{
	void *in = arena_alloc(a, m->in->size);

	if (n == 1 && words[0].n && words[0].p[0] == '{') {
		if (words[0].n > JSON_MAX)
			return fail(ST_INVALID, "the JSON is longer than %d bytes", JSON_MAX);
		TRY(record_from_json(m->in, in, a, words[0], false));
	} else {
		TRY(record_from_words(m->in, in, a, words, n));
	}
	TRY(record_check(m->in, in));
	*ret = in;
	return ST_OK;
}

enum status args_socket(struct arena *a, const char *dir, const char **ret)
{
	char here[4096];
	const char *path;
	size_t n;

	if (!dir || !dir[0])
		return fail(ST_INVALID,
		            "which server? Give -d DIR or set QUITS_DIR to its data directory");
	n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (dir[0] == '/') {
		path = arena_print(a, "%.*s/rpc.sock", n == 1 ? 0 : (int)n, dir);
	} else {
		if (!getcwd(here, sizeof(here)))
			return fail(ST_INVALID,
			            "the working directory has no name: give -d an absolute path");
		path = arena_print(a, "%s/%.*s/rpc.sock", strcmp(here, "/") == 0 ? "" : here,
		                   (int)n, dir);
	}
	if (strlen(path) > ARGS_SOCKET_MAX)
		return fail(ST_INVALID,
		            "a socket's path has at most %d bytes and this one has %zu; use a "
		            "shorter one: %s",
		            ARGS_SOCKET_MAX, strlen(path), path);
	*ret = path;
	return ST_OK;
}
