/* pthreads with a name and a duty. Signals are blocked in every thread: main alone takes them. */
#include "common/thread.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"

struct thread {
	pthread_t id;
	char name[16]; /* the kernel keeps 15 characters */
	enum thread_duty duty;
	void *(*run)(void *);
	void *arg;
};

static _Thread_local enum thread_duty my_duty = THREAD_ANY;

enum thread_duty thread_duty(void)
{
	return my_duty;
}

void thread_is(enum thread_duty duty)
{
	my_duty = duty;
}

void thread_block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	sigdelset(&all, SIGABRT);
	sigdelset(&all, SIGTRAP);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
}

int thread_cores(void)
{
	cpu_set_t may;

	if (sched_getaffinity(0, sizeof(may), &may) != 0)
		return 1;
	return CPU_COUNT(&may) > 0 ? CPU_COUNT(&may) : 1;
}

static void *begin(void *arg)
{
	struct thread *t = arg;

	thread_block_signals();
	my_duty = t->duty;
	pthread_setname_np(pthread_self(), t->name);
	return t->run(t->arg);
}

enum status thread_start(const char *name, enum thread_duty duty, void *(*run)(void *), void *arg,
			 struct thread **ret)
{
	struct thread *t = mem_new(sizeof(*t));
	int e;

	snprintf(t->name, sizeof(t->name), "%s", name);
	t->duty = duty;
	t->run = run;
	t->arg = arg;
	e = pthread_create(&t->id, NULL, begin, t);
	if (e != 0) {
		mem_free(t);
		return fail(ST_UNAVAILABLE, "thread %s does not start: error %d", name, e);
	}
	*ret = t;
	return ST_OK;
}

void *thread_join(struct thread *t)
{
	void *result = NULL;

	pthread_join(t->id, &result);
	mem_free(t);
	return result;
}

void must_be_on_failed(enum thread_duty want, const char *file, int line)
{
	fprintf(stderr, "%s:%d: on thread of duty %d, must be on %d\n", file, line, (int)my_duty,
		(int)want);
	abort();
}
