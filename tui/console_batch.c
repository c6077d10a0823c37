/* Many at once, after the dialog: commands one after the other, links by their own holds, and commands that a debtor will see
 * held by the server like a single one, all of them taken back by one z. Nothing is asked for twice. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/console.h"
#include "tui/widget/format.h"

enum { LINKS_AT_ONCE = 16, STOPS_AT_ONCE = 16 };

static const char *whose(const struct batch *b, size_t i)
{
	const char *subject = b->deeds.at[i].subject;

	return subject && subject[0] ? subject : T("it");
}

static void blame(struct batch *b, size_t i, struct sv why)
{
	b->bad++;
	if (b->fault[0])
		return;
	snprintf(b->fault, sizeof(b->fault), "%s: " SV_FMT, whose(b, i), SV_ARG(why));
	utf8_end(b->fault);
}

static void over(struct console *c)
{
	struct batch *b = &c->deeds.batch;

	b->running = false;
	if (b->n_held)
		return; /* the rest of the story is the feed's */
	if (b->taken && (b->good || b->bad))
		console_say(c, SAY_WARN, T("✓ taken back: %d; %d %s, %d not"), (int)b->taken, (int)b->good, b->deeds.done, (int)b->bad);
	else if (b->taken)
		console_say(c, SAY_GOOD, T("✓ taken back: %d, not %s"), (int)b->taken, b->deeds.done);
	else if (b->bad && b->deeds.n == 1)
		console_say(c, SAY_BAD, T("✗ not %s: %s"), b->deeds.done, b->fault);
	else if (b->bad)
		console_say(c, SAY_WARN, T("%d %s, %d not: %s"), (int)b->good, b->deeds.done, (int)b->bad, b->fault);
	else if (b->take_back && !b->good)
		console_say(c, SAY_GOOD, T("✓ taken back: nothing was done"));
	else if (!b->links && b->deeds.n == 1)
		console_say(c, SAY_GOOD, "✓ %s: %s", whose(b, 0), b->deeds.done);
	else if (!b->links)
		console_say(c, SAY_GOOD, "✓ %d %s", (int)b->good, b->deeds.done);
	console_draft_ended(c, b->deeds.layer, b->deeds.draft, !b->bad && b->good == b->deeds.n);
}

static void one_over(struct console *c, struct one_held *one)
{
	struct batch *b = &c->deeds.batch;

	one->state = ONE_OVER;
	b->n_held--;
	if (!b->n_held && !b->running)
		over(c);
}

static void stopped_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct batch *b = &c->deeds.batch;

	for (size_t i = 0; b->ones && i < b->deeds.n; i++) {
		struct one_held *one = &b->ones[i];

		if (one->state != ONE_TAKING || one->ticket != ticket)
			continue;
		one->ticket = 0;
		b->taken += r->status == ST_OK;
		if (r->status == ST_OK)
			one_over(c, one);
		break; /* else its event tells what became of it */
	}
	reply_free(r);
	console_batch_next(c);
}

/* Those that are held are taken back, some at a time. */
static void stop_them(struct console *c)
{
	struct batch *b = &c->deeds.batch;
	size_t asking = 0;

	for (size_t i = 0; i < b->deeds.n; i++)
		asking += b->ones[i].state == ONE_TAKING && b->ones[i].ticket;
	for (size_t i = 0; c->ui.live && i < b->deeds.n && asking < STOPS_AT_ONCE; i++) {
		struct one_held *one = &b->ones[i];
		const struct held_ref ref = { one->command };

		if (one->state != ONE_HELD)
			continue;
		one->ticket = console_ask_own(c, M_held_stop, &ref, stopped_in);
		if (!one->ticket)
			return; /* the next answer makes room */
		one->state = ONE_TAKING;
		asking++;
	}
}

static void asked_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct batch *b = &c->deeds.batch;
	const struct command_row *row = r->out;
	unsigned answers;

	if (!b->running || b->ticket != ticket) {
		reply_free(r);
		return;
	}
	b->ticket = 0;
	if (r->status != ST_OK) {
		blame(b, b->next - 1, r->fault);
	} else if (b->ones && row) {
		b->ones[b->next - 1].state = ONE_HELD;
		b->ones[b->next - 1].command = row->command;
		b->until = row->until;
		b->n_held++;
	} else {
		b->good++;
	}
	answers = b->deeds.answers && !b->ones ? b->deeds.layer : 0;
	console_batch_next(c);
	if (r->status == ST_OK && r->method == M_link_send)
		console_sends_take(c, r->out);
	console_deed_answer(c, answers, r);
}

/* Links have holds of their own on the server, so several wait at the same time. */
static void next_links(struct console *c)
{
	struct batch *b = &c->deeds.batch;

	while (b->next < b->deeds.n && sends_asking(&c->sends) < LINKS_AT_ONCE) {
		const struct flight *f = &b->flights[b->next];
		struct ui_send wish = { .channel = f->channel, .checked = true };

		snprintf(wish.account, sizeof(wish.account), "%s", b->deeds.at[b->next++].subject);
		if (f->state != FLIGHT_GOOD)
			continue;
		c->sends.batch = true;
		console_send(c, &wish);
		c->sends.batch = false;
	}
	if (b->next == b->deeds.n)
		b->running = false;
}

static uint64_t ask_one(struct console *c, size_t i)
{
	struct batch *b = &c->deeds.batch;

	if (b->ones) {
		const struct command_new held = console_to_hold(c, b->deeds.method, b->deeds.at[i].in);

		return console_ask_own(c, M_command_hold, &held, asked_in);
	}
	return console_ask_own(c, b->deeds.method, b->deeds.at[i].in, asked_in);
}

void console_batch_next(struct console *c)
{
	struct batch *b = &c->deeds.batch;

	if (b->take_back && b->n_held)
		stop_them(c);
	if (!b->running || b->ticket)
		return;
	if (b->take_back) {
		over(c);
	} else if (!c->ui.live) {
		if (b->next < b->deeds.n) {
			b->bad += b->deeds.n - b->next - 1;
			blame(b, b->next, TS("offline"));
		}
		over(c);
	} else if (b->links) {
		next_links(c);
	} else if (b->next == b->deeds.n) {
		over(c);
	} else {
		b->next++;
		b->ticket = ask_one(c, b->next - 1);
		if (!b->ticket) {
			b->next--;
			over(c);
		}
	}
}

bool console_batch_event(struct console *c, const struct event_row *e, enum event_id kind)
{
	struct batch *b = &c->deeds.batch;
	struct one_held *one = e->body ? deeds_one_by_command(b, e->body->command) : NULL;
	char who[80];

	if (!one)
		return false;
	if (kind == E_command_done) {
		b->good++;
	} else if (kind == E_command_failed) {
		blame(b, (size_t)(one - b->ones), e->body->value);
	} else if (kind == E_command_cancelled && one->state != ONE_TAKING) { /* somebody else */
		snprintf(who, sizeof(who), T("taken back by %.*s"), SV_ARG(e->actor));
		utf8_end(who);
		blame(b, (size_t)(one - b->ones), sv_from(who));
	} else {
		return false; /* its answer says it */
	}
	one_over(c, one);
	return true;
}

void console_batch_undo(struct console *c)
{
	struct batch *b = &c->deeds.batch;

	if (!c->ui.live) {
		LABEL(until, 24);

		format_clock(&until, b->until, c->ui.zone);
		console_say(c, SAY_WARN, T("z waits: offline. The server does it at %.*s: %s"), SV_ARG(buf_sv(&until)), b->deeds.title);
		return;
	}
	b->take_back = true;
	c->message[0] = '\0';
	console_batch_next(c);
}

void console_batch_tick(struct console *c)
{
	struct batch *b = &c->deeds.batch;

	if (b->n_held && !b->running && c->ui.now > b->until + DEEDS_FORGET_MS) { /* nobody heard what became of the rest */
		console_say(c, SAY_WARN, T("? %s: of %d it is not known whether they were done; look before you try again"), b->deeds.title,
			    (int)b->n_held);
		for (size_t i = 0; i < b->deeds.n; i++)
			b->ones[i].state = ONE_OVER;
		b->n_held = 0;
	}
	console_batch_next(c);
}
