/* nng 1.5.2 leaks in itself when connections break while they are made or used (mended upstream after that release:
 * requests whose send is cancelled, listeners and dialers whose peer goes in the middle of its greeting). Tests that
 * break connections on purpose include this, once, so that the leak checker passes over what was allocated inside nng;
 * everything of ours is still checked. */
#ifndef QUITS_TESTS_SUPPORT_NNG_LEAK_H
#define QUITS_TESTS_SUPPORT_NNG_LEAK_H

const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libnng\n";
}

#endif
