/* The audit log into a file. */
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tui/fake.h"
#include "tui/save.h"

static char path[64], part[80];

static struct fake *at_audit(void)
{
	struct fake *f = fake_live(120, 40);

	snprintf(path, sizeof(path), "/tmp/quits-export-%d", (int)getpid());
	snprintf(part, sizeof(part), "%s.part", path);
	fake_time(f, 100);
	fake_keys(f, "8 / type:PROM Enter");
	fake_serve(f);
	return f;
}

static void export(struct fake *f)
{
	fake_keys(f, "E");
	fake_keys(f, path);
	fake_keys(f, "Enter");
}

static void turn(struct fake *f)
{
	fake_serve(f);
	save_effects(&f->c);
}

static void what_the_filter_shows_comes_page_by_page_into_a_file_of_ones_own(void **state)
{
	struct fake *f = at_audit();
	struct stat there;
	struct sv text;

	(void)state;
	export(f);
	CHECK(sv_starts(((struct event_export *)fake_last(f, M_event_export)->in)->filter, SV("type:PROM")));
	CHECK(!console_idle(&f->c, false));
	turn(f);
	CHECK_INT(2, fake_asked(f, M_event_export));
	CHECK_SV("2", ((struct event_export *)fake_last(f, M_event_export)->in)->after);
	turn(f);
	CHECK_SHOWS(f, "✓ 3 events are in");
	CHECK(file_read(&f->arena, path, 1000, &text) == ST_OK);
	CHECK_SV("{\"seq\":1}\n{\"seq\":2}\n{\"seq\":3}\n", text);
	CHECK(stat(path, &there) == 0 && (there.st_mode & 0777) == 0600);
	CHECK(!f->c.export.running);
	unlink(path);
	fake_free(f);
}

static void a_file_that_is_there_is_left_alone(void **state)
{
	struct fake *f = at_audit();
	struct sv text;

	(void)state;
	CHECK(file_write(&f->arena, path, SV("mine")) == ST_OK);
	export(f);
	turn(f);
	CHECK_SHOWS(f, "File exists; nothing was kept");
	CHECK(file_read(&f->arena, path, 1000, &text) == ST_OK);
	CHECK_SV("mine", text);
	unlink(path);
	fake_free(f);
}

static void a_line_that_breaks_leaves_no_half_file(void **state)
{
	struct fake *f = at_audit();

	(void)state;
	export(f);
	turn(f);
	CHECK(access(part, F_OK) == 0 && access(path, F_OK) != 0); /* whoever finds it sees that it is not whole */
	fake_down(f);
	save_effects(&f->c);
	CHECK_SHOWS(f, "nothing was kept");
	CHECK(access(part, F_OK) != 0);
	CHECK(!f->c.export.running);
	fake_free(f);
}

static void leaving_in_the_middle_leaves_no_half_file(void **state)
{
	struct fake *f = at_audit();

	(void)state;
	export(f);
	turn(f);
	CHECK(access(part, F_OK) == 0);
	save_end(&f->c);
	CHECK(access(part, F_OK) != 0 && access(path, F_OK) != 0);
	fake_free(f);
}

static void only_the_audit_log_is_exported_and_into_a_named_file(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":export Space /tmp/x Enter");
	CHECK_SHOWS(f, "the audit log is exported; 8 opens it");
	fake_keys(f, "8");
	fake_serve(f);
	console_command(&f->c, SV("export"));
	CHECK_SHOWS(f, "into which file?");
	CHECK_INT(0, fake_asked(f, M_event_export));
	fake_free(f);
}

static void a_name_of_the_day_is_offered_and_home_may_be_written_short(void **state)
{
	struct fake *f = at_audit();
	char home[80], want[120];
	struct stat there;

	(void)state;
	snprintf(home, sizeof(home), "/tmp/quits-home-%d", (int)getpid());
	snprintf(want, sizeof(want), "%s/audit-2026-06-22.jsonl", home);
	CHECK(mkdir(home, 0700) == 0);
	setenv("HOME", home, 1);
	fake_keys(f, "E");
	CHECK_SHOWS(f, "Enter completes export audit-2026-06-22.jsonl");
	fake_keys(f, "~/");
	fake_time(f, OFFERS_MS);
	fake_keys(f, "Tab");
	CHECK_SHOWS(f, "Enter runs export ~/audit-2026-06-22.jsonl");
	fake_keys(f, "Enter");
	turn(f);
	turn(f);
	CHECK_SHOWS(f, "✓ 3 events are in ~/audit-2026-06-22.jsonl");
	CHECK(stat(want, &there) == 0);
	unlink(want);
	CHECK(rmdir(home) == 0); /* and nothing else is there */
	fake_free(f);
}

static void a_tilde_that_is_not_home_stays_what_it_is(void **state)
{
	char to[SAVE_PATH_MAX];

	(void)state;
	setenv("HOME", "/home/ana", 1);
	CHECK_SV("/home/ana/x", sv_from(save_path("~/x", to)));
	CHECK_SV("~x", sv_from(save_path("~x", to)));
	CHECK_SV("/a/~/x", sv_from(save_path("/a/~/x", to)));
	unsetenv("HOME");
	CHECK_SV("~/x", sv_from(save_path("~/x", to)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_filter_shows_comes_page_by_page_into_a_file_of_ones_own),
		cmocka_unit_test(a_file_that_is_there_is_left_alone),
		cmocka_unit_test(a_line_that_breaks_leaves_no_half_file),
		cmocka_unit_test(leaving_in_the_middle_leaves_no_half_file),
		cmocka_unit_test(only_the_audit_log_is_exported_and_into_a_named_file),
		cmocka_unit_test(a_name_of_the_day_is_offered_and_home_may_be_written_short),
		cmocka_unit_test(a_tilde_that_is_not_home_stays_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
