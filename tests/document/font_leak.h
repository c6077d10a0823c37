/* What fontconfig and Pango keep for the life of a process is no leak of ours; tests that draw include this, once, so
 * that the leak checker passes over what was allocated inside them. */
#ifndef QUITS_TESTS_DOCUMENT_FONT_LEAK_H
#define QUITS_TESTS_DOCUMENT_FONT_LEAK_H

const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libpango\nleak:libglib\nleak:libcairo\n";
}

#endif
