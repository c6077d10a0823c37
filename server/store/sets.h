/* The list behind store.c: all statement sets of the program, in the order of their slots. */
#ifndef QUITS_SERVER_STORE_SETS_H
#define QUITS_SERVER_STORE_SETS_H

#include "server/store/store.h"

#define SET(name) extern struct query_set name##_queries;
#include "server/store/sets.def"

static struct query_set *const store_sets[] = {
#define SET(name) &name##_queries,
#include "server/store/sets.def"
};

#endif
