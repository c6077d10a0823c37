/* A small HTTP client for tests: blocking, five seconds of patience, counts answers in what it
 * read. */
#ifndef QUITS_TESTS_HTTP_CLIENT_H
#define QUITS_TESTS_HTTP_CLIENT_H

#include "tests/support/check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { CLIENT_BUF = 64 * 1024, PATIENCE_S = 5 };

static inline int client_connect(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	union {
		struct sockaddr_in *in;
		struct sockaddr *any;
	} u = { &to };
	struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0 ||
	    connect(fd, u.any, sizeof(to)) != 0)
		fail_msg("cannot connect: %s", strerror(errno));
	return fd;
}

static inline bool client_send(int fd, struct sv s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s = sv_from_to(s, (size_t)n, s.n);
	}
	return true;
}

/* Length of the first whole answer in s, or 0. */
static inline size_t client_whole(struct sv s, bool head_only)
{
	size_t head = sv_find_sv(s, SV("\r\n\r\n")), at = sv_find_sv(s, SV("Content-Length: "));
	int64_t length = 0;

	if (head == s.n)
		return 0;
	head += 4;
	if (at < head && !head_only) {
		struct sv rest = sv_from_to(s, at + 16, head), number = sv_cut(&rest, '\r');

		if (!sv_int(number, &length))
			fail_msg("no length");
	}
	return s.n >= head + (size_t)length ? head + (size_t)length : 0;
}

/* One answer; empty when the connection closed or nothing came in time. */
static inline struct sv client_answer(int fd, char *buf, bool head_only)
{
	size_t n = 0;

	for (;;) {
		ssize_t got = recv(fd, buf + n, CLIENT_BUF - 1 - n, 0);

		if (got <= 0)
			return SV_NONE;
		n += (size_t)got;
		if (client_whole(sv_of(buf, n), head_only))
			return sv_of(buf, n);
	}
}

/* Everything until the other side closes; *ret_closed is false when it did not in time. */
static inline struct sv client_until_closed(int fd, char *buf, bool *ret_closed)
{
	size_t n = 0;
	ssize_t got;

	while ((got = recv(fd, buf + n, CLIENT_BUF - 1 - n, 0)) > 0)
		n += (size_t)got;
	*ret_closed = got == 0 || errno == ECONNRESET;
	return sv_of(buf, n);
}

static inline int client_status(struct sv answer)
{
	int64_t status = 0;

	if (!sv_starts(answer, SV("HTTP/1.1 ")) || !sv_int(sv_from_to(answer, 9, 12), &status))
		return 0;
	return (int)status;
}

static inline unsigned client_count(struct sv s)
{
	unsigned n = 0;
	size_t at;

	while ((at = sv_find_sv(s, SV("HTTP/1.1 "))) < s.n) {
		n++;
		s = sv_from_to(s, at + 1, s.n);
	}
	return n;
}

static inline bool client_has(struct sv answer, const char *part)
{
	return sv_find_sv(answer, sv_from(part)) < answer.n;
}

#endif
