/* One unit of work: what a handler needs and nothing global. Belongs to one thread at a time; a unit that
 * writes is lent to the writer while its owner waits. */
#ifndef QUITS_SERVER_RUNTIME_UNIT_H
#define QUITS_SERVER_RUNTIME_UNIT_H

#include "common/arena.h"
#include "common/status.h"
#include "common/text.h"

struct snap;
struct writer;
struct feed;
struct activity;
struct keys;
struct latch;
struct pool;
struct pdf_maker;
struct sending;
struct presence;
struct revealed;
struct lines;
struct doors;

struct figures { /* counted by the doors, shown by health.show */
	_Atomic int64_t parked;
};

/* What every unit of a program shares; built by app.c, constant while running. */
struct shared {
	struct store *store;
	struct writer *writer;
	struct feed *feed;
	struct activity *activity;
	struct pool *pool;     /* for work that is slow and no write */
	struct pdf_maker *pdf; /* the process that draws documents */
	struct latch *nudge; /* raised when a link waits for its hand-off */
	struct sending *sending; /* whom a message goes out to right now */
	struct presence *presence; /* who works on which account now */
	struct revealed *revealed; /* whose details were read lately, and told */
	const struct doors *doors; /* how what was kept is done later, in the name of who asked (service/behalf.h) */
	const struct keys *keys;
	const char *dir;          /* the data directory */
	const char *listen;       /* "127.0.0.1:8080": the portal's address where no base_url is set */
	int64_t started;          /* ms UTC */
	struct figures *figures;
};

struct unit {
	struct arena arena;
	const struct shared *shared;
	struct snap *snap; /* this thread's; NULL inside a write */
	int64_t now;       /* ms UTC when the work began */
	struct sv actor;   /* "debtor", "system", or the operator's user name */
	unsigned roles;    /* of an operator; 0 otherwise */
	int64_t operator;  /* operator id; 0 otherwise */
	bool factor;       /* that operator has a second factor in force */
	struct lines *lines; /* of the door that he came through; NULL otherwise */
	uint32_t pipe;     /* his connection there */
	/* Set by a command that must be committed though its caller is told this; in the unit's arena. Its answer is not
	 * remembered. NULL: it went well. */
	struct fault *refused;
};

#endif
