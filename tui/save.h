/* Writes what the console exports; the only file with what people did in it that a console ever makes, and only where it was
 * told to. Mode 0600, never over one that is there, under another name (FILE.part) until it is whole, synced before it is
 * said to be there, taken away again where it did not become whole. ui thread. */
#ifndef QUITS_TUI_SAVE_H
#define QUITS_TUI_SAVE_H

struct console;

enum { SAVE_PATH_MAX = 1024 };

/* A file's name as it was typed, with ~/ at its beginning as the operator's home; "" if it is too long. Returns `to`. */
const char *save_path(const char *named, char to[SAVE_PATH_MAX]);

/* Does what the console wants of its file, and tells it. Called after whatever may have changed that. */
void save_effects(struct console *c);
void save_end(struct console *c); /* one that is not whole goes; before console_end */

#endif
