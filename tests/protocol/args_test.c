/* args.c and complete.c: what is typed at quitsctl, and what may be typed next. */
#include <stdlib.h>
#include <unistd.h>

#include "common/arena.h"

#include "protocol/ctl/args.h"
#include "protocol/ctl/complete.h"

#include "tests/support/check.h"

static char *word(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

static void flags_may_stand_anywhere(void **state)
{
	struct arena a = ARENA_INIT;
	struct options o;
	char *argv[] = { word(&a, "-d"),         word(&a, "/var/q"),
		         word(&a, "link.list"),  word(&a, "--json"),
		         word(&a, "state=held"), word(&a, "--timeout=3"),
		         word(&a, "--reason"),   word(&a, "a b"),
		         word(&a, "--id"),       word(&a, "000102030405060708090a0B0c0D0e0f"),
		         word(&a, "--follow"),   word(&a, "--"),
		         word(&a, "--version"),  word(&a, "-") };

	(void)state;
	CHECK_OK(args_options(&a, (int)COUNT(argv), argv, &o));
	assert_string_equal("/var/q", o.dir);
	CHECK(o.json && o.follow && !o.version && o.has_id && !o.file);
	CHECK_INT(3000, o.timeout_ms);
	CHECK_SV("a b", o.reason);
	for (int i = 0; i < FRAME_ID; i++)
		CHECK_INT(i, o.id[i]);
	CHECK_INT(4, o.n);
	CHECK_SV("link.list", o.words[0]);
	CHECK_SV("state=held", o.words[1]);
	CHECK_SV("--version", o.words[2]);
	CHECK_SV("-", o.words[3]);
	arena_free(&a);
}

static void the_folder_comes_from_the_environment_if_no_flag_says_it(void **state)
{
	struct arena a = ARENA_INIT;
	char *argv[] = { word(&a, "x"), word(&a, "-d"), word(&a, "/flag") };
	struct options o;

	(void)state;
	setenv("QUITS_DIR", "/env", 1);
	CHECK_OK(args_options(&a, 1, argv, &o));
	assert_string_equal("/env", o.dir);
	CHECK_OK(args_options(&a, 3, argv, &o));
	assert_string_equal("/flag", o.dir);
	setenv("QUITS_DIR", "", 1);
	CHECK_OK(args_options(&a, 1, argv, &o));
	CHECK(o.dir == NULL);
	unsetenv("QUITS_DIR");
	arena_free(&a);
}

static void wrong_flags_are_refused(void **state)
{
	static const struct {
		const char *one, *two, *words;
	} cases[] = {
		{ "--jason", "", "--jason is no flag" },
		{ "--json=1", "", "--json is no flag" },
		{ "-x", "", "-x is no flag" },
		{ "--timeout", "0", "1 to 3600" },
		{ "--timeout", "3601", "1 to 3600" },
		{ "--timeout", "1.5", "1 to 3600" },
		{ "--id", "00", "32 hex digits" },
		{ "--id", "0001020304050607080x0a0b0c0d0e0f", "32 hex digits" },
		{ "a", "-d", "-d needs a value" },
		{ "a", "--reason", "--reason needs a value" },
	};
	struct arena a = ARENA_INIT;
	struct options o;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *argv[] = { word(&a, cases[i].one), word(&a, cases[i].two) };

		CHECK_FAULT(ST_INVALID, "", cases[i].words, args_options(&a, 2, argv, &o));
	}
	arena_free(&a);
}

static void a_mistyped_method_offers_the_nearest(void **state)
{
	const struct method *m;

	(void)state;
	CHECK_OK(args_method(SV("feed.read"), &m));
	CHECK_INT(M_feed_read, m->id);
	CHECK_FAULT(ST_INVALID, "", "did you mean link.revoke?",
	            args_method(SV("link.revise"), &m));
	CHECK_FAULT(ST_INVALID, "", "no method q?[31mx; quitsctl help",
	            args_method(SV("q?[31mx"), &m));
}

static enum status request(struct arena *a, const char *method, const char *one, const char *two,
                           void *ret)
{
	struct sv words[] = { sv_from(one), sv_from(two) };
	const struct method *m;

	TRY(args_method(sv_from(method), &m));
	return args_request(m, a, words, (size_t)(one != NULL) + (two != NULL), ret);
}

static void words_and_json_make_the_same_request(void **state)
{
	struct arena a = ARENA_INIT;
	struct link_query *q;

	(void)state;
	CHECK_OK(request(&a, "link.list", "state=held", "limit=5", &q));
	CHECK_INT(LINK_HELD, q->state);
	CHECK_INT(5, q->limit);
	CHECK_OK(request(&a, "link.list", "{\"limit\": 5, \"state\": \"held\"}", NULL, &q));
	CHECK_INT(LINK_HELD, q->state);
	CHECK_INT(5, q->limit);
	CHECK_OK(request(&a, "link.list", NULL, NULL, &q));
	CHECK_INT(0, q->limit);
	arena_free(&a);
}

static void a_wrong_parameter_is_named(void **state)
{
	struct arena a = ARENA_INIT;
	void *in;

	(void)state;
	CHECK_FAULT(ST_INVALID, "limit", "200", request(&a, "link.list", "limit=201", NULL, &in));
	CHECK_FAULT(ST_INVALID, "limt", "did you mean limit",
	            request(&a, "link.list", "limt=1", NULL, &in));
	CHECK_FAULT(ST_INVALID, "link", "missing", request(&a, "link.revoke", NULL, NULL, &in));
	CHECK_FAULT(ST_INVALID, "limit", "twice",
	            request(&a, "link.list", "limit=1", "limit=1", &in));
	CHECK_FAULT(ST_INVALID, "limit", "200",
	            request(&a, "link.list", "{\"limit\": 201}", NULL, &in));
	CHECK_STATUS(ST_INVALID, request(&a, "link.list", "{\"limit\": ", NULL, &in));
	arena_free(&a);
}

static void the_socket_lies_in_the_folder_made_absolute(void **state)
{
	struct arena a = ARENA_INIT;
	const char *path;
	char here[4096];

	(void)state;
	CHECK_OK(args_socket(&a, "/var/lib/quits", &path));
	assert_string_equal("/var/lib/quits/rpc.sock", path);
	CHECK_OK(args_socket(&a, "/var/lib/quits//", &path));
	assert_string_equal("/var/lib/quits/rpc.sock", path);
	CHECK_OK(args_socket(&a, "/", &path));
	assert_string_equal("/rpc.sock", path);
	CHECK_INT(0, chdir("/tmp"));
	CHECK(getcwd(here, sizeof(here)) != NULL);
	CHECK_OK(args_socket(&a, "q", &path));
	assert_string_equal(arena_print(&a, "%s/q/rpc.sock", here), path);
	CHECK_FAULT(ST_INVALID, "", "QUITS_DIR", args_socket(&a, NULL, &path));
	CHECK_FAULT(ST_INVALID, "", "QUITS_DIR", args_socket(&a, "", &path));
	arena_free(&a);
}

static void a_path_too_long_for_a_socket_is_said_to_be(void **state)
{
	struct arena a = ARENA_INIT;
	const char *path;
	char dir[200];

	(void)state;
	memset(dir, 'x', sizeof(dir));
	dir[0] = '/';
	dir[98] = '\0'; /* with "/rpc.sock" 107 */
	CHECK_OK(args_socket(&a, dir, &path));
	CHECK_INT(107, strlen(path));
	dir[98] = 'x';
	dir[99] = '\0';
	CHECK_FAULT(ST_INVALID, "", "at most 107 bytes and this one has 108",
	            args_socket(&a, dir, &path));
	arena_free(&a);
}

/* Completion. */

static const char *completed(struct arena *a, const char *line)
{
	struct buf b = buf_new(a, 64 * 1024);
	struct sv rest = sv_from(line), words[20];
	size_t n = 0;

	do
		words[n++] = sv_cut(&rest, ' ');
	while (rest.p);
	complete_words(&b, words, n);
	return sv_z(a, buf_sv(&b));
}

static void completion_offers_methods_parameters_and_words(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	assert_string_equal("link.revoke\n", completed(&a, "link.r"));
	assert_string_equal("health.show\n", completed(&a, "heal"));
	assert_string_equal("schema\n", completed(&a, "sch"));
	assert_string_equal("account=\n", completed(&a, "link.send acc"));
	assert_string_equal("source=\npurpose=\nhold=\nlanguage=\n",
	                    completed(&a, "link.send account=1 channel=sms "));
	assert_string_equal("channel=sms\nchannel=whatsapp\nchannel=email\n",
	                    completed(&a, "link.send channel="));
	assert_string_equal("channel=whatsapp\n",
	                    completed(&a, "-d /x --json link.send channel=w"));
	assert_string_equal("all=true\nall=false\n", completed(&a, "session.list all="));
	assert_string_equal("", completed(&a, "link.send account="));
	assert_string_equal("", completed(&a, "link.send nonsense="));
	assert_string_equal("", completed(&a, "no.method "));
	assert_string_equal("", completed(&a, "-d "));
	assert_string_equal("link.send\n", completed(&a, "help link.s"));
	assert_string_equal("bash\n", completed(&a, "completion "));
	assert_string_equal("--timeout\n", completed(&a, "link.list --t"));
	CHECK(strstr(completed(&a, ""), "system.hello\n") != NULL);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_may_stand_anywhere),
		cmocka_unit_test(the_folder_comes_from_the_environment_if_no_flag_says_it),
		cmocka_unit_test(wrong_flags_are_refused),
		cmocka_unit_test(a_mistyped_method_offers_the_nearest),
		cmocka_unit_test(words_and_json_make_the_same_request),
		cmocka_unit_test(a_wrong_parameter_is_named),
		cmocka_unit_test(the_socket_lies_in_the_folder_made_absolute),
		cmocka_unit_test(a_path_too_long_for_a_socket_is_said_to_be),
		cmocka_unit_test(completion_offers_methods_parameters_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
