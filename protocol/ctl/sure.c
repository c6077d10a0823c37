/* Sure calls; see sure.h. Called by import.c and logo.c. Thread: main. */
#include "protocol/ctl/sure.h"

#include <poll.h>
#include <string.h>

enum { TRIES = 6, PAUSE_MS = 250 };

void sure_begin(struct sure *s, struct client *c, const struct call_options *how)
{
	*s = (struct sure){ .client = c, .how = how };
	if (how->id)
		memcpy(s->id, how->id, FRAME_ID);
	else
		client_make_id(s->id);
}

enum status sure_call(struct sure *s, enum method_id m, const void *in, struct arena *a, void *out)
{
	struct call_options how = *s->how;
	unsigned char id[FRAME_ID];
	enum status st = ST_OK;

	memcpy(id, s->id, FRAME_ID);
	for (size_t i = 0; i < 8; i++)
		id[FRAME_ID - 1 - i] ^= (unsigned char)(s->calls >> 8 * i);
	s->calls++;
	how.id = id;
	for (int i = 0; i < TRIES; i++) {
		if (i)
			poll(NULL, 0, PAUSE_MS << i);
		st = client_call(s->client, m, in, out, a, &how);
		if (st != ST_UNAVAILABLE && st != ST_UNCERTAIN)
			break;
	}
	return st;
}
