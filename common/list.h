/* Intrusive doubly linked list with a sentinel head: insertion, removal and walking in constant time.
 * The node lies inside its element; list_of() finds the element again. */
#ifndef QUITS_COMMON_LIST_H
#define QUITS_COMMON_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct node {
	struct node *prev, *next;
};

static inline void node_init(struct node *n)
{
	n->prev = n->next = n;
}

static inline bool node_alone(const struct node *n)
{
	return n->next == n;
}

static inline void node_before(struct node *at, struct node *n) /* append, when `at` is the head */
{
	n->prev = at->prev;
	n->next = at;
	at->prev->next = n;
	at->prev = n;
}

static inline void node_drop(struct node *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	node_init(n);
}

#define list_of(node_, T, member) ((T *)(void *)((char *)(node_) - offsetof(T, member)))
#define LIST_EACH(at, next_, head)                                                                 \
	for (struct node *at = (head)->next, *next_ = at->next; at != (head);                      \
	     at = next_, next_ = at->next)

#endif
