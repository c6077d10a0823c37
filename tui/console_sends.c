/* Sending a link and taking it back. One question at a time per send; what the answers mean for the
 * operator is said in words: done, not done, or perhaps done. Nothing is ever asked twice by itself. */
#include <string.h>

#include "tui/console.h"
#include "tui/widget/format.h"

static void sent_in(struct console *c, struct send *s, struct reply *r);

static void cancelled_in(struct console *c, struct send *s, struct reply *r)
{
	if (s && r->status == ST_OK) {
		int taking = 0;

		for (size_t i = 0; i < SENDS_MAX; i++)
			taking += c->sends.at[i].batch && c->sends.at[i].state == SEND_TAKING;
		c->sends.taken = s->batch ? c->sends.taken + 1 : 0;
		if (s->batch && c->sends.taken + taking > 2) /* one line for all of them */
			console_say(c, SAY_GOOD, TN("✓ taken back: %d link, nothing was sent", "✓ taken back: %d links, nothing was sent", c->sends.taken),
				    c->sends.taken);
		else
			console_say(c, SAY_GOOD, T("✓ taken back: nothing was sent to %s"), s->account);
		sends_drop(s);
	} else if (s) {
		s->state = SEND_HELD;
		console_say(c, SAY_BAD, T("✗ not taken back: %s: %.*s"), s->account,
		            SV_ARG(r->fault));
	}
	reply_free(r);
}

static void take_back(struct console *c, struct send *s)
{
	struct link_ref ref = { s->link };

	s->state = SEND_TAKING;
	if (!console_ask(c, 0, M_link_cancel, &ref, NULL, cancelled_in, s))
		s->state = SEND_HELD;
}

static void ask_to_send(struct console *c, struct send *s)
{
	struct link_new in = { .account = sv_from(s->account),
		               .channel = s->channel,
		               .source = SOURCE_MANUAL,
		               .hold = SENDS_HOLD_MS };

	s->state = SEND_ASKED;
	if (!console_ask(c, 0, M_link_send, &in, NULL, sent_in, s))
		sends_drop(s);
}

static void sent_in(struct console *c, struct send *s, struct reply *r)
{
	const struct link_sent *l = r->out;

	if (!s) {
		reply_free(r);
		return;
	}
	c->many_failed += s->batch && r->status != ST_OK;
	if (r->status == ST_OK && l->state == LINK_HELD) {
		s->state = SEND_HELD;
		s->link = l->link;
		s->until = l->until ? l->until : c->ui.now + SENDS_HOLD_MS;
		c->message[0] = '\0'; /* the countdown speaks */
		if (s->take_back)
			take_back(c, s);
	} else if (r->status == ST_OK) {
		console_say(c, SAY_GOOD, T("✓ Link to %s by %s sent"), s->account,
		            channel_name(s->channel));
		sends_drop(s);
	} else if (r->status == ST_UNCERTAIN) {
		console_say(c, SAY_WARN,
		            T("? Perhaps sent: look at the links of %s before you try again"),
		            s->account);
		sends_drop(s);
	} else {
		console_say(c, SAY_BAD, T("✗ Not sent: %s: %.*s"), s->account, SV_ARG(r->fault));
		sends_drop(s);
	}
	reply_free(r);
}

/* One that was asked for by a form: z takes it back like any other. */
void console_sends_take(struct console *c, const struct link_sent *l)
{
	char account[ACCOUNT_MAX + 1];
	struct send *s;

	if (l->state != LINK_HELD || l->account.n > ACCOUNT_MAX)
		return;
	memcpy(account, l->account.p, l->account.n);
	account[l->account.n] = '\0';
	s = sends_new(&c->sends, account, l->channel);
	if (!s)
		return;
	s->state = SEND_HELD;
	s->link = l->link;
	s->until = l->until ? l->until : c->ui.now + SENDS_HOLD_MS;
	c->message[0] = '\0'; /* the countdown speaks */
}

static void looked_up(struct console *c, struct send *s, struct reply *r)
{
	const struct link_preflight *p = r->out;

	if (!s) {
		reply_free(r);
		return;
	}
	if (r->status != ST_OK || !p) {
		console_say(c, SAY_BAD, T("✗ Not sent: %s: %.*s"), s->account, SV_ARG(r->fault));
		sends_drop(s);
	} else if (!p->may) {
		console_say(c, SAY_WARN, T("✗ Not sent: %s: %.*s"), s->account, SV_ARG(tr_fault(&c->turn, console_reason(p->reason))));
		sends_drop(s);
	} else if (p->held) { /* perhaps by somebody else: the debtor would get two */
		console_say(c, SAY_WARN, T("✗ Not sent: a link to %s is held already; held shows it"), s->account);
		sends_drop(s);
	} else {
		s->channel = p->channel;
		s->replaces = p->replaces != 0;
		s->nothing_owed = p->nothing_owed;
		s->in_portal = p->in_portal;
		ask_to_send(c, s);
	}
	reply_free(r);
}

/* Those of many that are still under way. */
static int sends_batched(const struct console *c)
{
	int n = 0;

	for (size_t i = 0; i < SENDS_MAX; i++)
		n += c->sends.at[i].state != SEND_FREE && c->sends.at[i].batch;
	return n;
}

void console_send(struct console *c, const struct ui_send *wish)
{
	const struct link_preflight_query in = { .account = sv_from(wish->account), .channel = wish->channel };
	struct send *s;

	if (!c->ui.live) {
		console_say(c, SAY_WARN,
		            T("s waits: offline. Nothing was sent; press s again when we are back"));
		return;
	}
	if (sends_of_account(&c->sends, wish->account)) {
		console_say(c, SAY_WARN, T("a link to %s is under way already; z takes it back"),
		            wish->account);
		return;
	}
	if (c->sends.batch && !sends_batched(c)) /* the first of many */
		c->many_sent = c->many_failed = 0;
	s = sends_new(&c->sends, wish->account, wish->channel);
	if (!s) {
		console_say(c, SAY_WARN, T("%d links are held already: wait for one to go"),
		            SENDS_ALONE);
		return;
	}
	c->message[0] = '\0';
	if (wish->checked) {
		ask_to_send(c, s);
		return;
	}
	s->state = SEND_LOOKING;
	if (!console_ask(c, 0, M_link_preflight, &in, NULL, looked_up, s))
		sends_drop(s);
}

static void undo_one(struct console *c, struct send *s)
{
	if (s->state == SEND_LOOKING) {
		console_say(c, SAY_GOOD, T("✓ taken back: nothing was sent to %s"), s->account);
		sends_drop(s);
	} else if (!c->ui.live) {
		LABEL(until, 24);

		format_clock(&until, s->until, c->ui.zone);
		console_say(c, SAY_WARN,
		            T("z waits: offline. The server sends the link to %s at %.*s"),
		            s->account, SV_ARG(buf_sv(&until)));
	} else if (s->state == SEND_ASKED) {
		s->take_back = true;
	} else if (s->state == SEND_HELD) {
		take_back(c, s);
	}
}

/* The newest thing that is held: a command, a link, or all links of a batch at once. */
void console_undo(struct console *c)
{
	struct deed *d = deeds_newest_held(&c->deeds);
	struct send *s = sends_newest(&c->sends);

	if (d && (!s || s->state != SEND_HELD || d->state == DEED_ASKED || d->until > s->until)) {
		console_deeds_undo(c);
		return;
	}
	if (deeds_batch_held(&c->deeds.batch) && !c->deeds.batch.take_back &&
	    (!s || s->state != SEND_HELD || c->deeds.batch.running || c->deeds.batch.until > s->until)) {
		console_batch_undo(c);
		return;
	}
	if (!s) {
		console_say(c, SAY_PLAIN, T("z: nothing is held, so there is nothing to take back"));
		return;
	}
	c->sends.taken = 0;
	if (!s->batch) {
		undo_one(c, s);
		return;
	}
	console_deeds_undo(c);
	for (size_t i = 0; i < SENDS_MAX; i++)
		if (c->sends.at[i].batch && c->sends.at[i].state != SEND_FREE)
			undo_one(c, &c->sends.at[i]);
}

/* Of many that go out together one line says how many have; it ends with all of them. */
static void one_of_many(struct console *c, struct send *s)
{
	int left;

	sends_drop(s);
	left = sends_batched(c);
	c->many_sent++;
	if (left)
		console_say(c, SAY_GOOD, T("✓ %d of %d links sent ..."), c->many_sent, c->many_sent + c->many_failed + left);
	else if (c->many_failed)
		console_say(c, SAY_WARN, T("✓ %d links sent, %d not"), c->many_sent, c->many_failed);
	else
		console_say(c, SAY_GOOD, TN("✓ %d link sent", "✓ %d links sent", c->many_sent), c->many_sent);
}

/* The feed knows the end of the story. */
bool console_sends_event(struct console *c, const struct event_row *e)
{
	enum event_id kind = event_find(e->kind);
	struct send *s = e->body ? sends_by_link(&c->sends, e->body->link) : NULL;

	if (!s || kind == E_link_held)
		return false;
	if (kind == E_link_sent && s->batch) {
		one_of_many(c, s);
	} else if (kind == E_link_sent) {
		LABEL(at, 24);

		format_clock(&at, e->at, c->ui.zone);
		console_say(c, SAY_GOOD, T("✓ Link to %s by %s sent %.*s"), s->account,
		            channel_name(s->channel), SV_ARG(buf_sv(&at)));
		sends_drop(s);
	} else if (kind == E_link_cancelled || kind == E_link_revoked) {
		if (s->state != SEND_TAKING) { /* somebody else */
			console_say(c, SAY_WARN, T("the link to %s was taken back by %.*s"),
			            s->account, SV_ARG(actor_name(e->actor)));
			sends_drop(s);
		}
	} else if (kind == E_link_failed) {
		console_say(c, SAY_BAD,
		            T("✗ hand-off to %s failed: %.*s; it will be tried again"),
		            s->account, SV_ARG(e->body->reason));
	} else {
		return false;
	}
	return true;
}
