/* The ring of deadlines: libmicrohttpd's own timeout is for inactivity only, so a client that sends
 * a byte now and then would stay for ever. A connection is cut with shutdown(2), never close(2):
 * the descriptor is the library's. Called by listener.c on its own thread. */
#include "server/http/deadline.h"

#include <sys/socket.h>

void deadlines_init(struct deadlines *d, const int64_t limits[DUE__COUNT])
{
	for (unsigned i = 0; i < DUE__COUNT; i++) {
		node_init(&d->lists[i]);
		d->limit[i] = limits[i];
	}
}

void due_init(struct due *due, int fd)
{
	node_init(&due->node);
	due->at = 0;
	due->fd = fd;
	due->cut = false;
}

void due_set(struct deadlines *d, struct due *due, enum deadline kind, int64_t now)
{
	node_drop(&due->node);
	if (kind == DUE_NEVER || due->cut)
		return;
	due->at = now + d->limit[kind];
	node_before(&d->lists[kind], &due->node);
}

void due_drop(struct due *due)
{
	node_drop(&due->node);
}

void due_cut(struct due *due)
{
	node_drop(&due->node);
	due->cut = true;
	(void)shutdown(due->fd, SHUT_RDWR); /* fails only when the client has gone already */
}

unsigned deadlines_sweep(struct deadlines *d, int64_t now)
{
	unsigned n = 0;

	for (unsigned i = 0; i < DUE__COUNT; i++) {
		LIST_EACH (at, next, &d->lists[i]) {
			struct due *due = list_of(at, struct due, node);

			if (due->at > now)
				break;
			due_cut(due);
			n++;
		}
	}
	return n;
}

bool deadlines_evict(struct deadlines *d)
{
	struct node *idle = &d->lists[DUE_IDLE];

	if (node_alone(idle))
		return false;
	due_cut(list_of(idle->next, struct due, node));
	return true;
}
