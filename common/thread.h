/* Threads with a name and a duty. must_be_on() is the first line of a function whose comment names its
 * thread; it stops a debug build at once and costs nothing in a release. */
#ifndef QUITS_COMMON_THREAD_H
#define QUITS_COMMON_THREAD_H

#include "common/status.h"

enum thread_duty { THREAD_ANY, THREAD_MAIN, THREAD_HTTP, THREAD_WORKER, THREAD_WRITER, THREAD_ENGINE,
		   THREAD_WAKER, THREAD_UI };

struct thread;

MUST_USE enum status thread_start(const char *name, enum thread_duty duty, void *(*run)(void *),
				  void *arg, struct thread **ret); /* blocks all signals in it */
void *thread_join(struct thread *t); /* frees t */
enum thread_duty thread_duty(void);
void thread_is(enum thread_duty duty); /* main and tests say what this thread is */
int thread_cores(void);                /* cores this process may run on, at least 1 */
void thread_block_signals(void);       /* before the first nng call, so that its threads inherit it */

void must_be_on_failed(enum thread_duty want, const char *file, int line);
#ifdef NDEBUG
#define must_be_on(duty) ((void)0)
#else
#define must_be_on(duty)                                                                           \
	(thread_duty() == THREAD_ANY || thread_duty() == (duty)                                    \
		 ? (void)0                                                                         \
		 : must_be_on_failed((duty), __FILE__, __LINE__))
#endif

#endif
