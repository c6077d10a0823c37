/* The helper process, the real one: documents, its deaths, its slowness, and what it may not do. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "common/thread.h"

#include "server/document/confine.h"
#include "server/document/helper.h"

#include "tests/document/pdf_sample.h"

enum { PATIENT_MS = 60000 }; /* sanitizers are slow, and nothing here is about speed */

static struct arena a = ARENA_INIT;

static struct pdf_maker *maker(int64_t deadline_ms)
{
	struct pdf_config c = { .program = QUITS_PROGRAM, .deadline_ms = deadline_ms, .start_ms = PATIENT_MS };
	struct pdf_maker *m;

	CHECK_OK(pdf_maker_start(&c, &m));
	return m;
}

static enum status make(struct pdf_maker *m, struct sv *ret)
{
	struct pdf_doc d = sample_latin(&a);
	struct buf out = buf_new(&a, PDF_BYTES_MAX);
	enum status st = pdf_make(m, &d, &out);

	*ret = buf_sv(&out);
	return st;
}

static void a_document_comes_back_as_bytes(void **state)
{
	struct pdf_maker *m = maker(PATIENT_MS);
	struct sv pdf, again;

	(void)state;
	CHECK_OK(make(m, &pdf));
	CHECK(sv_starts(pdf, SV("%PDF-")) && sv_ends(pdf, SV("%%EOF\n")));
	CHECK_OK(make(m, &again));
	CHECK(sv_eq(pdf, again));
	pdf_maker_stop(m);
}

static void what_can_not_be_drawn_is_told_and_harms_nobody(void **state)
{
	struct pdf_maker *m = maker(PATIENT_MS);
	struct pdf_doc d = sample_latin(&a);
	struct buf out = buf_new(&a, PDF_BYTES_MAX);
	pid_t before = pdf_maker_pid(m);
	struct sv pdf;

	(void)state;
	d.blocks.at[2].columns.at = NEW_N(&a, struct pdf_column, PDF_COLUMNS_MAX + 1);
	d.blocks.at[2].columns.n = PDF_COLUMNS_MAX + 1;
	CHECK_STATUS(ST_INVALID, pdf_make(m, &d, &out));
	CHECK_INT(0, out.n);
	CHECK_OK(make(m, &pdf));
	CHECK_INT(before, pdf_maker_pid(m));
	pdf_maker_stop(m);
}

static void after_its_death_another_helper_makes_the_next_document(void **state)
{
	struct pdf_maker *m = maker(PATIENT_MS);
	struct sv pdf;

	(void)state;
	for (int i = 0; i < 2; i++) {
		pid_t pid = pdf_maker_pid(m);

		CHECK_OK(make(m, &pdf));
		CHECK_INT(0, kill(pid, SIGKILL));
		while (kill(pid, 0) == 0) { /* until it is a corpse that only its parent can bury */
			siginfo_t info = { .si_pid = 0 };

			CHECK_INT(0, waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
			break;
		}
		CHECK_OK(make(m, &pdf));
		CHECK(pdf_maker_pid(m) != pid);
	}
	pdf_maker_stop(m);
}

static void a_helper_that_takes_too_long_is_ended_and_replaced(void **state)
{
	struct buf words = buf_new(&a, 1 << 20), out = buf_new(&a, PDF_BYTES_MAX);
	struct pdf_block b = { .kind = PDF_PARAGRAPH };
	struct pdf_doc d = { .title = SV("long"), .blocks = { &b, 1 } };
	struct pdf_maker *hasty = maker(1); /* no hundred thousand words are set in a millisecond */
	pid_t pid = pdf_maker_pid(hasty);

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_z(&words, "word ");
	b.text = buf_sv(&words);
	CHECK_STATUS(ST_UNAVAILABLE, pdf_make(hasty, &d, &out));
	CHECK_INT(0, out.n);
	CHECK(pdf_maker_pid(hasty) != pid);
	CHECK_INT(-1, kill(pid, 0)); /* nobody is left */
	pdf_maker_stop(hasty);
}

struct many {
	struct pdf_maker *m;
	_Atomic int made;
};

static void *make_some(void *arg)
{
	struct many *many = arg;
	struct arena own = ARENA_INIT;

	for (int i = 0; i < 3; i++) {
		struct pdf_doc d = sample_latin(&own);
		struct buf out = buf_new(&own, PDF_BYTES_MAX);

		if (pdf_make(many->m, &d, &out) == ST_OK && sv_starts(buf_sv(&out), SV("%PDF-")))
			many->made++;
	}
	arena_free(&own);
	return NULL;
}

static void many_threads_take_turns(void **state)
{
	struct many many = { .m = maker(PATIENT_MS) };
	struct thread *threads[4];

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++)
		CHECK_OK(thread_start("some", THREAD_WORKER, make_some, &many, &threads[i]));
	for (size_t i = 0; i < COUNT(threads); i++)
		thread_join(threads[i]);
	CHECK_INT(3 * COUNT(threads), many.made);
	pdf_maker_stop(many.m);
}

/* In a process of its own: what must not be possible, tried. Exit code 0: nothing was. */
static int try_everything(unsigned held)
{
	const char *words[] = { "/bin/true", NULL };
	int fd;

	if (held & CONFINED_FILES) {
		if (open("/etc/passwd", O_RDONLY) >= 0)
			return 10;
		if (open("/proc/self/environ", O_RDONLY) >= 0)
			return 11;
	}
	if (open("/tmp/quits-confined", O_WRONLY | O_CREAT, 0600) >= 0)
		return 12;
	if (!(held & CONFINED_CALLS))
		return 0;
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
		return 13;
	if (kill(getppid(), 0) == 0)
		return 14;
	if (fork() >= 0)
		return 15;
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
		return 16;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
		return 17;
	if (unlink("/tmp/quits-none") == 0 || chdir("/") == 0 || setuid(getuid()) == 0)
		return 18;
	if (execve(words[0], (char *const *)(uintptr_t)words, NULL) == 0)
		return 19;
	fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY); /* but this it may */
	return fd >= 0 ? 0 : 20;
}

static void a_confined_process_reaches_neither_network_nor_files_nor_programs(void **state)
{
	const char *folders[] = { "/usr/share/fonts" };
	int how = 0, out[2];
	unsigned held = 0;
	pid_t pid;

	(void)state;
	CHECK_INT(0, pipe(out));
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		held = confine(folders, COUNT(folders));
		if (write(out[1], &held, sizeof(held)) != sizeof(held))
			_exit(1);
		_exit(try_everything(held));
	}
	CHECK_INT(sizeof(held), read(out[0], &held, sizeof(held)));
	CHECK_INT(pid, waitpid(pid, &how, 0));
	close(out[0]);
	close(out[1]);
	if (held != (CONFINED_FILES | CONFINED_CALLS))
		print_message("this kernel confines only in part: files %d, calls %d\n", held & 1, held >> 1);
	CHECK(WIFEXITED(how));
	CHECK_INT(0, WEXITSTATUS(how));
}

static int begin(void **state)
{
	(void)state;
	log_start(open("/dev/null", O_WRONLY | O_CLOEXEC), L_ERROR); /* helpers die here on purpose */
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_comes_back_as_bytes),
		cmocka_unit_test(what_can_not_be_drawn_is_told_and_harms_nobody),
		cmocka_unit_test(after_its_death_another_helper_makes_the_next_document),
		cmocka_unit_test(a_helper_that_takes_too_long_is_ended_and_replaced),
		cmocka_unit_test(many_threads_take_turns),
		cmocka_unit_test(a_confined_process_reaches_neither_network_nor_files_nor_programs),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
