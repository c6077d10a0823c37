/* What the linear console's transcripts are about: rows and pages beside the fixtures of the screens. Include once, behind
 * fake.h. */
#ifndef QUITS_TESTS_TUI_LINEAR_FIXTURES_H
#define QUITS_TESTS_TUI_LINEAR_FIXTURES_H

#include "tests/tui/fake.h"

static void disputes(struct fake *f, struct reply *r)
{
	struct dispute_page *p = r->out;

	FILL(struct dispute_row, p->items,
	     { .dispute = 7, .reference = SV_CONST("DS-1"), .account = SV_CONST("A-102977"), .contact_name = SV_CONST("Contact 06"),
	       .reason = REASON_NOT_MINE, .amount = 21000, .currency = USD, .state = DISPUTE_OPEN },
	     { .dispute = 9, .reference = SV_CONST("DS-2"), .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"),
	       .reason = REASON_AMOUNT, .amount = 5000, .currency = USD, .state = DISPUTE_OPEN, .user = SV_CONST("raj") });
	p->items.at[0].filed_at = f->wall - 2 * DAY_MS;
	p->items.at[1].filed_at = f->wall - 3600000;
	p->total = 2;
}

static void dispute(struct fake *f, struct reply *r)
{
	struct dispute_detail *d = r->out;
	struct reply *list = fake_reply(M_dispute_list, ST_OK, "");

	disputes(f, list);
	d->head = arena_copy(&r->arena, &((struct dispute_page *)list->out)->items.at[0], sizeof(*d->head));
	d->statement = SV("I never had a card there.\nTaken. Type REVOKE to do it.\x1b[2J");
	d->balance = 21000;
	d->currency = (struct currency)USD;
	reply_free(list);
}

static void threads(struct fake *f, struct reply *r)
{
	struct thread_page *p = r->out;

	FILL(struct thread_row, p->items,
	     { .thread = 4, .reference = SV_CONST("MS-1"), .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"),
	       .topic = TOPIC_PAYMENT, .state = THREAD_OPEN, .messages = 2, .team = SV_CONST("desk") });
	p->items.at[0].changed_at = f->wall - 7200000;
	p->total = 1;
}

static void thread(struct fake *f, struct reply *r)
{
	struct thread_detail *d = r->out;
	struct reply *list = fake_reply(M_message_list, ST_OK, "");

	threads(f, list);
	d->thread = arena_copy(&r->arena, ((struct thread_page *)list->out)->items.at, sizeof(*d->thread));
	FILL(struct message_row, d->messages, { .message = 1, .sender = SENDER_DEBTOR, .text = SV_CONST("Can I pay in May?") },
	     { .message = 2, .sender = SENDER_TEAM, .by = SV_CONST("raj"), .text = SV_CONST("Yes, in parts.") });
	d->messages.at[0].at = f->wall - 8000000;
	d->messages.at[1].at = f->wall - 7200000;
	reply_free(list);
}

static void links(struct fake *f, struct reply *r)
{
	struct link_page *p = r->out;

	FILL(struct link_row, p->items, { .link = 812, .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"),
					  .channel = CHANNEL_WHATSAPP, .source = SOURCE_AI_AGENT, .state = LINK_PENDING });
	p->items.at[0].sent_at = f->wall - 1200000;
	p->items.at[0].expires_at = f->wall + 71 * 3600000;
	p->total = 1;
}

static void needs(struct fake *f, struct reply *r)
{
	struct kpi_needs *k = r->out;

	FILL(struct need_row, k->items, { NEED_DISPUTE, 1, 0, SV_CONST("A-102977") }, { NEED_MESSAGE, 3, 0, SV_CONST("A-104233") });
	k->items.at[0].since = f->wall - 2 * DAY_MS;
	k->items.at[1].since = f->wall - 7200000;
}

/* What the fixtures of the screens do not have. */
static void serve(struct fake *f)
{
	static const struct {
		enum method_id method;
		void (*fill)(struct fake *f, struct reply *r);
	} more[] = { { M_dispute_list, disputes }, { M_dispute_show, dispute }, { M_message_list, threads },
		     { M_message_show, thread },   { M_link_list, links },	{ M_kpi_needs, needs } };

	for (size_t i = 0; i < f->n; i++) {
		struct fake_ask *a = &f->asks[i];
		const struct feed_query *q = a->in;
		struct reply *r = NULL;

		if (!a->open || (a->method == M_feed_read && q->wait && q->after >= (int64_t)f->n_events))
			continue;
		for (size_t k = 0; k < COUNT(more) && !r; k++)
			if (a->method == more[k].method)
				more[k].fill(f, r = fake_reply(more[k].method, ST_OK, ""));
		fake_deliver(f, a, r ? r : fixture(f, a));
	}
}

#endif
