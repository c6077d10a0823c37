/* Connections as they come and go: caps, peer addresses, deadlines. libmicrohttpd calls
 * connection_notify on the listener's thread. Over a cap the newcomer is shut down, but over the
 * global cap first the one that idles longest makes room: an idle swarm must not keep people out
 * (security.md T29). */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "common/arena.h"

#include "server/http/listener.h"

static unsigned slot_of(const struct http *h, const unsigned char *p, size_t n)
{
	uint32_t x = 2166136261u ^ h->seed;

	for (size_t i = 0; i < n; i++)
		x = (x ^ p[i]) * 16777619u;
	return (x ^ x >> 15) % ADDRESS_SLOTS;
}

/* The address as text, and its slot: all of an IPv4 address, the network half of an IPv6 one. */
static void read_address(struct conn *conn, const struct sockaddr *sa)
{
	const struct http *h = conn->from->http;
	union {
		const struct sockaddr *any;
		const struct sockaddr_in *v4;
		const struct sockaddr_in6 *v6;
	} u = { sa };

	if (sa->sa_family == AF_INET) {
		inet_ntop(AF_INET, &u.v4->sin_addr, conn->address, sizeof(conn->address));
		conn->slot = slot_of(h, (const unsigned char *)&u.v4->sin_addr, 4);
	} else if (sa->sa_family == AF_INET6) {
		const unsigned char *b = u.v6->sin6_addr.s6_addr;

		if (IN6_IS_ADDR_V4MAPPED(&u.v6->sin6_addr)) {
			inet_ntop(AF_INET, b + 12, conn->address, sizeof(conn->address));
			conn->slot = slot_of(h, b + 12, 4);
		} else {
			inet_ntop(AF_INET6, b, conn->address, sizeof(conn->address));
			conn->slot = slot_of(h, b, 8);
		}
	}
}

static bool may_stay(struct conn *conn)
{
	struct listener *l = conn->from;
	struct http *h = l->http;
	unsigned mine = atomic_fetch_add(&h->addresses[conn->slot], 1) + 1u;
	int64_t all = atomic_fetch_add(&h->connections, 1) + 1;

	conn->counted = true;
	if (mine > h->config.limits.per_address && !proxy_is(&h->proxies, conn->address))
		return false;
	return all <= h->config.limits.connections || deadlines_evict(&l->deadlines);
}

static void opened(struct listener *l, struct MHD_Connection *c, void **socket_context)
{
	const union MHD_ConnectionInfo *fd, *sa;
	struct conn *conn = mem_new(sizeof(*conn));

	*socket_context = conn;
	conn->from = l;
	l->n_conns++;
	fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	sa = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	due_init(&conn->due, fd ? fd->connect_fd : -1);
	if (sa && sa->client_addr)
		read_address(conn, sa->client_addr);
	conn->doing = DUE_NEVER;
	if (may_stay(conn)) {
		connection_doing(conn, DUE_HEAD);
		return;
	}
	atomic_fetch_add(&l->http->turned_away, 1);
	due_cut(&conn->due);
}

void connection_notify(void *cls, struct MHD_Connection *c, void **socket_context,
                       enum MHD_ConnectionNotificationCode code)
{
	struct listener *l = cls;
	struct conn *conn = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		opened(l, c, socket_context);
		return;
	}
	if (!conn)
		return;
	due_drop(&conn->due);
	l->n_conns--;
	if (conn->counted) {
		atomic_fetch_sub(&l->http->addresses[conn->slot], 1);
		atomic_fetch_sub(&l->http->connections, 1);
	}
	*socket_context = NULL;
	mem_free(conn);
}

void connection_doing(struct conn *conn, enum deadline kind)
{
	if (conn->doing == kind && kind != DUE_IDLE && kind != DUE_HEAD)
		return; /* a step does not begin anew because a piece of it came */
	conn->doing = kind;
	due_set(&conn->from->deadlines, &conn->due, kind, conn->from->now);
}
