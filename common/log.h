/* The process log: one fact, one line, one write(2). `what` is a name one can grep, never a sentence.
 * key=value pairs follow; values are escaped here, so no text can start a new line. Any thread.
 * No names, addresses, tokens or digits of identity may be logged; ids and figures may. */
#ifndef QUITS_COMMON_LOG_H
#define QUITS_COMMON_LOG_H

enum log_level { L_DEBUG, L_INFO, L_WARN, L_ERROR };

void log_start(int fd, enum log_level least); /* default: standard error, L_INFO */
/* "account=%lld amount=%lld": the text after formatting is what is escaped. */
void say(enum log_level level, const char *what, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void say_fault(enum log_level level, const char *what); /* this thread's last fault, with its place */

#endif
