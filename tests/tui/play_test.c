/* The console without a terminal, on a line nobody answers: scripts, dumps, and that a dump never takes
 * the place of a device or a pipe. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/file.h"

#include "tests/support/check.h"
#include "tui/play.h"
#include "tui/remote/remote.h"

struct scene {
	struct arena a;
	char folder[64];
	struct line *line;
};

static int setup(void **state)
{
	struct scene *s = mem_new(sizeof(*s));

	memcpy(s->folder, "/tmp/quits-play-XXXXXX", 23);
	CHECK(mkdtemp(s->folder));
	CHECK_OK(line_open(arena_print(&s->a, "ipc://%s/rpc.sock", s->folder), &s->line));
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	line_close(s->line);
	unlink(arena_print(&s->a, "%s/screen", s->folder));
	unlink(arena_print(&s->a, "%s/second", s->folder));
	rmdir(s->folder);
	arena_free(&s->a);
	mem_free(s);
	return 0;
}

static const char *screen(struct scene *s, const char *name)
{
	struct sv text;

	CHECK_OK(file_read(&s->a, arena_print(&s->a, "%s/%s", s->folder, name), 1 << 20, &text));
	return sv_z(&s->a, text);
}

static void without_a_server_the_screen_says_offline(void **state)
{
	struct scene *s = *state;

	CHECK_OK(
	    play_run(s->line, SV_NONE, 80, 24, false, arena_print(&s->a, "%s/screen", s->folder)));
	CHECK(strstr(screen(s, "screen"), "\xe2\x97\x8b OFFLINE"));
	CHECK(strstr(screen(s, "screen"), "Portal Management"));
}

static void a_script_types_words_and_presses_named_keys(void **state)
{
	struct scene *s = *state;
	const char *script =
	    arena_print(&s->a, "?\nEsc\n:\ndump %s/second\nEnter\n/\nfind me\n", s->folder);

	CHECK_OK(play_run(s->line, sv_from(script), 80, 24, true,
	                  arena_print(&s->a, "%s/screen", s->folder)));
	CHECK(strstr(screen(s, "screen"), "Filter: find me"));
	CHECK(strstr(screen(s, "second"), "Portal Management"));
	CHECK(!strstr(screen(s, "second"), "Help \xe2\x80\xba"));
}

static void a_dump_into_a_pipe_leaves_the_pipe_there(void **state)
{
	struct scene *s = *state;
	const char *path = arena_print(&s->a, "%s/screen", s->folder);
	struct stat there;
	char bytes[65536];
	int fd;

	CHECK(mkfifo(path, 0600) == 0);
	fd = open(path, O_RDWR | O_NONBLOCK);
	CHECK(fd >= 0);
	CHECK_OK(play_run(s->line, SV_NONE, 80, 24, true, path));
	CHECK(read(fd, bytes, sizeof(bytes)) > 100);
	close(fd);
	CHECK(stat(path, &there) == 0 && S_ISFIFO(there.st_mode));
}

static void a_script_that_is_not_utf8_is_refused(void **state)
{
	struct scene *s = *state;

	CHECK_STATUS(ST_INVALID, play_run(s->line, SV("\xff\xfe"), 80, 24, true,
	                                  arena_print(&s->a, "%s/screen", s->folder)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_a_server_the_screen_says_offline, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(a_script_types_words_and_presses_named_keys, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(a_dump_into_a_pipe_leaves_the_pipe_there, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(a_script_that_is_not_utf8_is_refused, setup,
		                                teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
