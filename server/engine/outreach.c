/* outreach: hands links and notices over as they come due: held ones when their hold ends, failed ones again later. */
#include "common/log.h"

#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/runtime/sending.h"
#include "server/store/store.h"

enum { BATCH = 32 };

const struct channel_sender *sender_for(enum channel channel)
{
	(void)channel; /* every channel goes to the outbox in this release */
	return &sender_outbox;
}

/* One that can not be made or sent is that one's own failure, told with the others and tried again by itself: left to
 * stop the batch, it would have those before it sent anew with every lease. */
static struct sv why_not(enum status st, const struct outgoing *o)
{
	if (st == ST_OK)
		return o->reason;
	say_fault(L_WARN, "outreach.failed");
	return sv_from(status_name(st));
}

/* Whoever stops messages waits for the mark to be taken off, and whoever sends looks after it has set it: what was
 * stopped does not leave, not even when it was reserved before (runtime/sending.h). */
static void send_link(struct unit *u, struct hand_off *h)
{
	struct outgoing o = { .sent = false };
	bool stands = false;
	enum status st;

	sending_begin(u->shared->sending, h->contact);
	st = service_link_stands(u, h, &stands);
	if (st == ST_OK && stands)
		st = message_of_link(u, h, &o);
	if (st == ST_OK && stands)
		st = sender_for(o.who->channel)->send(u, &o);
	sending_end(u->shared->sending);
	h->sent = st == ST_OK && o.sent;
	h->reason = why_not(st, &o);
}

static void send_notice(struct unit *u, struct notice_out *n)
{
	struct outgoing o = { .sent = false };
	bool stands = false;
	enum status st;

	sending_begin(u->shared->sending, n->contact);
	st = service_notice_stands(u, n, &stands);
	if (st == ST_OK && stands)
		st = message_of_notice(u, n, &o);
	if (st == ST_OK && stands)
		st = sender_for(o.who->channel)->send(u, &o);
	sending_end(u->shared->sending);
	n->sent = st == ST_OK && o.sent;
	n->reason = why_not(st, &o);
}

static enum status links(struct unit *u, size_t *ret_did)
{
	struct hand_off_list due;

	TRY(service_link_begin(u, BATCH, &due));
	for (size_t i = 0; i < due.n; i++)
		send_link(u, &due.at[i]);
	*ret_did = due.n;
	return due.n ? service_link_end(u, &due) : ST_OK;
}

static enum status notices(struct unit *u, size_t *ret_did)
{
	struct notice_out_list due;

	TRY(service_notice_begin(u, BATCH, &due));
	for (size_t i = 0; i < due.n; i++)
		send_notice(u, &due.at[i]);
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
