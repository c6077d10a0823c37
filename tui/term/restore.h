/* Gives the terminal back as it was, whatever ends the program: a clean end, exit() from the depths of a
 * library, or a crash. One terminal at a time. */
#ifndef QUITS_TUI_TERM_RESTORE_H
#define QUITS_TUI_TERM_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

struct restore_plan {
	int fd;
	bool has_settings;       /* it is a real terminal */
	struct termios settings; /* as they were found */
	char bytes[256];         /* what to write */
	size_t n;
};

/* From now on the plan is carried out by a fatal signal (SEGV, BUS, FPE, ILL, ABRT) and by exit(): with write(2)
 * and tcsetattr(3) alone. The plan must stay where it is until restore_disarm. */
void restore_arm(const struct restore_plan *p);
void restore_disarm(void);

#endif
