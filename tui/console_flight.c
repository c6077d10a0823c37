/* Before many links go out each is asked about (link.preflight): how it would go, what it replaces, what forbids it. What is
 * forbidden stays in the dialog with its reason and is left out. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/console.h"
#include "tui/widget/format.h"

enum { FLIGHTS_AT_ONCE = 16 };

/* Behind the name of the field that the server puts in front: "channel: the contact ..." */
struct sv console_reason(struct sv fault)
{
	size_t at = sv_find(fault, ':');

	for (size_t i = 0; i < at; i++)
		if (fault.p[i] < 'a' || fault.p[i] > 'z')
			return fault;
	return at < fault.n ? sv_trim(sv_from_to(fault, at + 1, fault.n)) : fault;
}

/* Before what the dialog warns of anyway: how many of those that go have no reason to. */
static void warn(struct batch *b)
{
	int64_t n = 0;

	for (size_t i = 0; i < b->deeds.n; i++)
		n += b->flights[i].state == FLIGHT_GOOD && b->flights[i].nothing_owed;
	if (n)
		b->deeds.warning = arena_print(&b->memory, TN("%d of them has nothing to pay. %s", "%d of them have nothing to pay. %s", n), (int)n,
					       b->deeds.warning ? b->deeds.warning : "");
}

static void flight_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct batch *b = &c->deeds.batch;
	const struct link_preflight *p = r->out;

	for (size_t i = 0; b->flights && i < b->deeds.n; i++) {
		struct flight *f = &b->flights[i];

		if (f->state != FLIGHT_ASKED || f->ticket != ticket)
			continue;
		f->state = FLIGHT_BAD;
		if (r->status != ST_OK || !p) {
			utf8_fit(f->reason, sizeof(f->reason), r->fault);
			break;
		}
		utf8_fit(f->name, sizeof(f->name), p->contact_name);
		utf8_fit(f->reason, sizeof(f->reason), tr_fault(&c->turn, console_reason(p->reason)));
		f->channel = p->channel;
		f->replaces = p->replaces != 0;
		f->in_portal = p->in_portal;
		f->nothing_owed = p->nothing_owed;
		if (p->held && p->may)
			utf8_fit(f->reason, sizeof(f->reason), TS("a link is held for it already"));
		else if (p->may)
			f->state = FLIGHT_GOOD;
		break;
	}
	reply_free(r);
	console_flights(c);
	if (c->mode == MODE_SURE && console_flights_done(b)) {
		b->opened = c->ui.mono; /* what is there to be confirmed is seen only now */
		warn(b);
	}
}

void console_flights(struct console *c)
{
	struct batch *b = &c->deeds.batch;
	size_t asked = 0;

	for (size_t i = 0; b->flights && i < b->deeds.n; i++)
		asked += b->flights[i].state == FLIGHT_ASKED;
	for (size_t i = 0; b->flights && c->mode == MODE_SURE && i < b->deeds.n && asked < FLIGHTS_AT_ONCE; i++) {
		struct flight *f = &b->flights[i];
		const struct link_preflight_query in = { .account = sv_from(b->deeds.at[i].subject) };

		if (f->state != FLIGHT_WANTED)
			continue;
		f->ticket = console_ask_own(c, M_link_preflight, &in, flight_in);
		if (!f->ticket)
			return; /* the next answer makes room */
		f->state = FLIGHT_ASKED;
		asked++;
	}
}

bool console_flights_done(const struct batch *b)
{
	for (size_t i = 0; b->flights && i < b->deeds.n; i++)
		if (b->flights[i].state < FLIGHT_GOOD)
			return false;
	return true;
}

size_t console_flights_good(const struct batch *b)
{
	size_t n = b->flights ? 0 : b->deeds.n;

	for (size_t i = 0; b->flights && i < b->deeds.n; i++)
		n += b->flights[i].state == FLIGHT_GOOD;
	return n;
}

void console_flight_text(const struct batch *b, size_t i, bool blur, struct buf *to)
{
	const struct flight *f = &b->flights[i];

	buf_z(to, f->state == FLIGHT_GOOD ? "✓ " : f->state == FLIGHT_BAD ? "✗ " : "· ");
	tr_label(to, b->deeds.at[i].subject, 12);
	if (f->state < FLIGHT_GOOD) {
		buf_z(to, T("is looked up ..."));
		return;
	}
	if (!blur)
		tr_label(to, f->name, 22);
	if (f->state == FLIGHT_BAD) {
		buf_print(to, "%s", f->reason);
		return;
	}
	buf_z(to, channel_name(f->channel));
	if (f->replaces)
		buf_z(to, T(", replaces a pending link"));
	if (f->in_portal)
		buf_z(to, T(", in the portal now"));
	if (f->nothing_owed)
		buf_z(to, T(", nothing to pay"));
}
