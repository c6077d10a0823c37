/* quitsctl, but for main(): understands the words, calls, prints, and says how it ended. */
#ifndef QUITS_PROTOCOL_CTL_RUN_H
#define QUITS_PROTOCOL_CTL_RUN_H

/* argv without the program's name. Writes to the two descriptors; returns the exit code. */
int ctl_run(int argc, char *const *argv, int out, int err);

#endif
