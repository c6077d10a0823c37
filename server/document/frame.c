/* Frames over a stream socket; see frame.h. Both ends run on one machine, so numbers go as they lie in memory. */
#include "server/document/frame.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "common/clock.h"

struct head {
	uint32_t word, length;
};

static enum status gone(const char *how)
{
	return fail(ST_UNAVAILABLE, "the process that draws documents %s", how);
}

static enum status ready(int fd, short events, int64_t due)
{
	for (;;) {
		struct pollfd p = { .fd = fd, .events = events };
		int64_t left = due ? due - clock_mono_ms() : -1;
		int n;

		if (due && left <= 0)
			return fail(ST_UNCERTAIN, "the process that draws documents took too long");
		n = poll(&p, 1, (int)left);
		if (n > 0)
			return ST_OK;
		if (n < 0 && errno != EINTR)
			return gone(strerror(errno));
	}
}

static enum status send_all(int fd, const void *p, size_t n, int64_t due)
{
	struct sv rest = sv_of(p, n);

	while (rest.n) {
		ssize_t done = send(fd, rest.p, rest.n, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (done >= 0)
			rest = sv_from_to(rest, (size_t)done, rest.n);
		else if (errno == EAGAIN)
			TRY(ready(fd, POLLOUT, due));
		else if (errno != EINTR)
			return gone("is gone");
	}
	return ST_OK;
}

static enum status receive_all(int fd, void *p, size_t n, int64_t due)
{
	for (size_t have = 0; have < n;) {
		ssize_t got = recv(fd, (char *)p + have, n - have, MSG_DONTWAIT);

		if (got > 0)
			have += (size_t)got;
		else if (got == 0)
			return gone("is gone");
		else if (errno == EAGAIN)
			TRY(ready(fd, POLLIN, due));
		else if (errno != EINTR)
			return gone("is gone");
	}
	return ST_OK;
}

enum status frame_send(int fd, unsigned word, struct sv bytes, int64_t due)
{
	struct head h = { word, (uint32_t)bytes.n };

	TRY(send_all(fd, &h, sizeof(h), due));
	return send_all(fd, bytes.p, bytes.n, due);
}

enum status frame_receive(int fd, unsigned *ret_word, struct buf *out, int64_t due)
{
	struct head h;
	char *room;

	TRY(receive_all(fd, &h, sizeof(h), due));
	room = buf_room(out, h.length);
	if (!room)
		return fail(ST_LIMIT, "a frame of %u bytes is too large", h.length);
	TRY(receive_all(fd, room, h.length, due));
	buf_took(out, h.length);
	*ret_word = h.word;
	return ST_OK;
}
