/* routing: which team gets what a debtor wants to talk about (product.md 1: a setting per topic; the rest goes to the
 * default team). */
#ifndef QUITS_SERVER_SERVICE_ROUTING_H
#define QUITS_SERVER_SERVICE_ROUTING_H

#include "server/service/view.h"

struct arena;
struct snap;

/* The team's id. */
MUST_USE enum status service_route_topic(struct snap *s, struct arena *a, enum talk_topic topic, int64_t *ret);

struct sv topic_words(enum talk_topic topic); /* for a debtor: a phrase */
/* All of them for a form, with the chosen one (its word, or empty). */
void topic_choices(struct arena *a, struct sv chosen, struct view_choice_list *ret);
/* The topic of a form's word, or INVALID naming `topic`. */
MUST_USE enum status topic_of(struct sv word, enum talk_topic *ret);

#endif
