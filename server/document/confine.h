/* confine: what the helper process gives up before it reads its first document. It shapes texts of strangers with
 * large libraries; whoever takes it over finds no network, no other program, no file but fonts, and bounded memory. */
#ifndef QUITS_SERVER_DOCUMENT_CONFINE_H
#define QUITS_SERVER_DOCUMENT_CONFINE_H

#include <stddef.h>

enum confined {
	CONFINED_FILES = 1, /* Landlock: reading below `folders`, and nothing else of the file system */
	CONFINED_CALLS = 2  /* seccomp: only system calls that drawing needs */
};

/* For ever, for this process; one thread. Limits of memory, descriptors and file size (none may be written) always
 * hold; returns which of the others do: a kernel may lack them, and then the helper says so in the log and works on. */
unsigned confine(const char *const *folders, size_t n);

#endif
