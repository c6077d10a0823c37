/* text -> pointer. Keys are borrowed: they must outlive the map. Not for several threads. */
#ifndef QUITS_COMMON_MAP_H
#define QUITS_COMMON_MAP_H

#include "common/text.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m);
void map_put(struct map *m, struct sv key, void *value); /* replaces */
void *map_get(const struct map *m, struct sv key);       /* NULL if absent */
size_t map_count(const struct map *m);

#endif
