/* quitsctl: every method of the schema as a command. Nothing but main; run.c is the program. */
#include <signal.h>
#include <unistd.h>

#include "protocol/ctl/run.h"

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN); /* a reader that is gone is an error of write(2), not a death */
	return ctl_run(argc - 1, argv + 1, STDOUT_FILENO, STDERR_FILENO);
}
