/* The way out: a pipe that fills up, a line that is slow, a reader that goes. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tui/term/outlet.h"

struct pair {
	int in, out;
	struct outlet o;
};

static struct pair pair_open(int bps)
{
	struct pair p;
	int fds[2];

	CHECK(pipe2(fds, O_NONBLOCK | O_CLOEXEC) == 0);
	p.in = fds[0];
	p.out = fds[1];
	outlet_open(&p.o, p.out, bps);
	return p;
}

static void pair_close(struct pair *p)
{
	outlet_close(&p->o);
	if (p->in >= 0)
		close(p->in);
	close(p->out);
}

static void a_full_terminal_makes_nobody_wait_and_loses_nothing(void **state)
{
	struct pair p = pair_open(0);
	char piece[1000], got[4096];
	size_t sum = 0;
	unsigned at = 0;
	ssize_t n;

	(void)state;
	for (int i = 0; i < 300; i++) {
		for (size_t k = 0; k < sizeof(piece); k++)
			piece[k] = (char)('a' + at++ % 26);
		outlet_add(&p.o, piece, sizeof(piece));
		outlet_flush(&p.o, 1);
	}
	CHECK(outlet_waiting(&p.o) > 100000);
	CHECK_INT(0, outlet_due(&p.o, 1)); /* poll it */
	while ((n = read(p.in, got, sizeof(got))) > 0 || outlet_flush(&p.o, 2)) {
		for (ssize_t i = 0; i < n; i++)
			CHECK(got[i] == (char)('a' + (sum + (size_t)i) % 26));
		sum += n > 0 ? (size_t)n : 0;
	}
	while ((n = read(p.in, got, sizeof(got))) > 0)
		sum += (size_t)n;
	CHECK_INT(300000, sum);
	CHECK_INT(300000, p.o.written);
	pair_close(&p);
}

static void a_pretended_line_carries_its_bits_a_second(void **state)
{
	struct pair p = pair_open(1200); /* 120 bytes a second */
	char text[600] = { 0 }, got[1000];

	(void)state;
	outlet_add(&p.o, text, sizeof(text));
	CHECK_INT(600, outlet_flush(&p.o, 1000));
	CHECK(outlet_due(&p.o, 1000) > 1000);
	CHECK_INT(600 - 60, outlet_flush(&p.o, 1500));
	CHECK_INT(600 - 120, outlet_flush(&p.o, 2000));
	CHECK_INT(0, outlet_flush(&p.o, 6000));
	CHECK_INT(600, read(p.in, got, sizeof(got)));
	outlet_add(&p.o, text, 10); /* silence was not saved up */
	CHECK_INT(10, outlet_flush(&p.o, 60000));
	CHECK_INT(0, outlet_flush(&p.o, 60100));
	pair_close(&p);
}

static void a_terminal_that_is_gone_is_noticed_and_not_written_to(void **state)
{
	struct pair p = pair_open(0);

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	close(p.in);
	p.in = -1;
	outlet_add(&p.o, "abc", 3);
	CHECK_INT(0, outlet_flush(&p.o, 1));
	CHECK(p.o.gone);
	outlet_add(&p.o, "abc", 3);
	CHECK_INT(0, outlet_waiting(&p.o));
	outlet_drain(&p.o, 10);
	pair_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_terminal_makes_nobody_wait_and_loses_nothing),
		cmocka_unit_test(a_pretended_line_carries_its_bits_a_second),
		cmocka_unit_test(a_terminal_that_is_gone_is_noticed_and_not_written_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
