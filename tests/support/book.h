/* Importing a book in a test, whole and at once. */
#ifndef QUITS_TESTS_SUPPORT_BOOK_H
#define QUITS_TESTS_SUPPORT_BOOK_H

#include "tests/support/world.h"

/* Imports the CSV text and works until it ended. */
struct book_report book_import(struct world *w, const char *text);

#endif
