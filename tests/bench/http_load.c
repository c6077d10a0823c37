/* A load of prepared requests: each connection plays its own list over keep-alive, one request at a time, until
 * the lists end or the time is over. Prints answers per second, latencies and statuses.
 *   http_load PORT SECONDS FILE      FILE: per connection "#\n", then per request its length, "\n", its bytes
 * Requests that begin with GET are played first and not measured; each form_id of their pages is kept and put, one
 * after the other, where the connection's later requests say @@@... (43 of them).
 * Bounded by the lists and the time; loopback only. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 1024, LATENCIES = 4000000, ROOM = 65536, IDS = 4096 };

struct connection {
	int fd;
	char *next, *end; /* requests to come */
	char (*ids)[44];  /* kept of pages */
	size_t n_ids, used_ids;
	int64_t sent_at;
	char room[ROOM];
	size_t have;
};

static struct connection *all[CONNECTIONS];
static uint32_t latencies[LATENCIES];
static size_t answered, n_connections;
static unsigned statuses[600];
static int measuring;

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int send_next(struct connection *c)
{
	char *body;
	size_t n;

	if (c->next >= c->end)
		return 0;
	if (!measuring && strncmp(strchr(c->next, '\n') + 1, "GET", 3) != 0)
		return 0;
	n = strtoul(c->next, &body, 10);
	body++;
	c->sent_at = now_us();
	if (measuring && c->used_ids < c->n_ids) {
		char *mark = memmem(body, n, "@@@@", 4);

		if (mark)
			memcpy(mark, c->ids[c->used_ids++], 43);
	}
	if (write(c->fd, body, n) != (ssize_t)n)
		die("write");
	c->next = body + n;
	return 1;
}

/* 1: a whole answer was there. */
static int read_answer(struct connection *c)
{
	ssize_t n = read(c->fd, c->room + c->have, ROOM - 1 - c->have);
	const char *head, *length;
	size_t need;

	if (n <= 0)
		die("the server closed");
	c->have += (size_t)n;
	c->room[c->have] = '\0';
	head = strstr(c->room, "\r\n\r\n");
	if (!head)
		return 0;
	length = strcasestr(c->room, "\r\nContent-Length:");
	need = (size_t)(head + 4 - c->room) + (length && length < head ? strtoul(length + 17, NULL, 10) : 0);
	if (c->have < need)
		return 0;
	if (!measuring) {
		char *id = strstr(c->room, "name=\"form_id\" value=\"");

		if (id && c->n_ids < IDS)
			memcpy(c->ids[c->n_ids++], id + 22, 43);
		c->have = 0;
		return 1;
	}
	statuses[atoi(c->room + 9) % 600]++;
	if (answered < LATENCIES)
		latencies[answered++] = (uint32_t)(now_us() - c->sent_at);
	c->have = 0;
	return 1;
}

static void read_lists(char *p, const char *end)
{
	struct connection *c = NULL;

	while (p < end) {
		if (*p == '#') {
			p = strchr(p, '\n') + 1;
			c = calloc(1, sizeof(*c));
			if (!c || n_connections == CONNECTIONS)
				die("too many connections");
			c->ids = calloc(IDS, 44);
			c->next = p;
			all[n_connections++] = c;
			continue;
		}
		p = strchr(p, '\n') + 1 + strtoul(p, NULL, 10);
		c->end = p;
	}
}

static void open_all(int port, int epoll)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int one = 1;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (size_t i = 0; i < n_connections; i++) {
		struct epoll_event e = { .events = EPOLLIN, .data.ptr = all[i] };

		all[i]->fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(all[i]->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
			die("connect");
		setsockopt(all[i]->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		if (epoll_ctl(epoll, EPOLL_CTL_ADD, all[i]->fd, &e) != 0)
			die("epoll");
	}
}

static int by_value(const void *a, const void *b)
{
	return (*(const uint32_t *)a > *(const uint32_t *)b) - (*(const uint32_t *)a < *(const uint32_t *)b);
}

static void play(int epoll, int64_t until)
{
	size_t busy = 0;

	for (size_t i = 0; i < n_connections; i++)
		busy += (size_t)send_next(all[i]);
	while (busy) {
		struct epoll_event e[64];
		int n = epoll_wait(epoll, e, 64, 1000);

		for (int i = 0; i < n; i++)
			if (read_answer(e[i].data.ptr) && (now_us() > until || !send_next(e[i].data.ptr)))
				busy--;
	}
}

int main(int argc, char **argv)
{
	int epoll = epoll_create1(0), fd;
	int64_t began;
	struct stat st;
	char *text;

	if (argc != 4)
		return 2;
	fd = open(argv[3], O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		die(argv[3]);
	text = malloc((size_t)st.st_size + 1);
	for (ssize_t n, at = 0; at < st.st_size; at += n)
		if ((n = read(fd, text + at, (size_t)(st.st_size - at))) <= 0)
			die("read");
	text[st.st_size] = '\0';
	read_lists(text, text + st.st_size);
	open_all(atoi(argv[1]), epoll);
	play(epoll, INT64_MAX);
	measuring = 1;
	began = now_us();
	play(epoll, began + (int64_t)(atof(argv[2]) * 1e6));
	qsort(latencies, answered, sizeof(*latencies), by_value);
	printf("%.0f per second, p50 %.2f ms, p99 %.2f ms, answers %zu",
	       (double)answered * 1e6 / (double)(now_us() - began), latencies[answered / 2] / 1000.0,
	       latencies[answered * 99 / 100] / 1000.0, answered);
	for (int i = 0; i < 600; i++)
		if (statuses[i])
			printf(", %d: %u", i, statuses[i]);
	printf("\n");
	return 0;
}
