/* outreach: hands links and notices over as they come due: held ones when their hold ends, failed ones again later. */
#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/store/store.h"

enum { BATCH = 32 };

const struct channel_sender *sender_for(enum channel channel)
{
	(void)channel; /* every channel goes to the outbox in this release */
	return &sender_outbox;
}

static enum status links(struct unit *u, size_t *ret_did)
{
	struct hand_off_list due;

	TRY(service_link_begin(u, BATCH, &due));
	for (size_t i = 0; i < due.n; i++) {
		struct outgoing o;

		TRY(message_of_link(u, &due.at[i], &o));
		TRY(sender_for(o.who->channel)->send(u, &o));
		due.at[i].sent = o.sent;
		due.at[i].reason = o.reason;
	}
	*ret_did = due.n;
	return due.n ? service_link_end(u, &due) : ST_OK;
}

static enum status notices(struct unit *u, size_t *ret_did)
{
	struct notice_out_list due;

	TRY(service_notice_begin(u, BATCH, &due));
	for (size_t i = 0; i < due.n; i++) {
		struct outgoing o;

		TRY(message_of_notice(u, &due.at[i], &o));
		TRY(sender_for(o.who->channel)->send(u, &o));
		due.at[i].sent = o.sent;
		due.at[i].reason = o.reason;
	}
	*ret_did = due.n;
	return due.n ? service_notice_end(u, &due) : ST_OK;
}

static enum status outreach_turn(struct unit *u, struct turn *t)
{
	size_t did_links, did_notices;
	int64_t link_at, notice_at;

	TRY(links(u, &did_links));
	TRY(notices(u, &did_notices));
	t->did = (unsigned)(did_links + did_notices);
	snap_end(u->snap);
	TRY(service_link_next_due(u, &link_at));
	TRY(service_notice_next_due(u, &notice_at));
	t->wake_at = !link_at || (notice_at && notice_at < link_at) ? notice_at : link_at;
	return ST_OK;
}

const struct engine_ops engine_outreach = { .name = "outreach", .nudged = true, .turn = outreach_turn };
