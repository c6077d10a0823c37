/* outreach: hands links over as they come due: held ones when their hold ends, failed ones again later. */
#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/store/store.h"

enum { BATCH = 32 };

const struct channel_sender *sender_for(enum channel channel)
{
	(void)channel; /* every channel goes to the outbox in this release */
	return &sender_outbox;
}

static enum status outreach_turn(struct unit *u, struct turn *t)
{
	struct hand_off_list due;

	TRY(service_link_begin(u, BATCH, &due));
	for (size_t i = 0; i < due.n; i++)
		TRY(sender_for(due.at[i].channel)->send(u, &due.at[i]));
	if (due.n)
		TRY(service_link_end(u, &due));
	t->did = (unsigned)due.n;
	snap_end(u->snap);
	TRY(service_link_next_due(u, &t->wake_at));
	return ST_OK;
}

const struct engine_ops engine_outreach = { .name = "outreach", .nudged = true, .turn = outreach_turn };
