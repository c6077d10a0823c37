/* The list of held sends and its line; see sends.h. The console fills it from wishes, answers and events. */
#include "tui/sends.h"

#include <string.h>

#include "tui/widget/format.h"

struct send *sends_new(struct sends *s, const char *account, enum channel channel)
{
	size_t n = strnlen(account, ACCOUNT_MAX);
	int alone = 0;

	for (size_t i = 0; i < SENDS_MAX; i++)
		alone += s->at[i].state != SEND_FREE && !s->at[i].batch;
	if (!s->batch && alone >= SENDS_ALONE)
		return NULL;
	for (size_t i = 0; i < SENDS_MAX; i++) {
		struct send *at = &s->at[i];

		if (at->state != SEND_FREE)
			continue;
		*at = (struct send){ .channel = channel, .order = ++s->order, .batch = s->batch };
		memcpy(at->account, account, n);
		return at;
	}
	return NULL;
}

struct send *sends_of_account(struct sends *s, const char *account)
{
	for (size_t i = 0; i < SENDS_MAX; i++)
		if (s->at[i].state != SEND_FREE && strcmp(s->at[i].account, account) == 0)
			return &s->at[i];
	return NULL;
}

struct send *sends_by_ticket(struct sends *s, uint64_t ticket)
{
	for (size_t i = 0; i < SENDS_MAX; i++)
		if (s->at[i].state != SEND_FREE && s->at[i].ticket == ticket)
			return &s->at[i];
	return NULL;
}

struct send *sends_by_link(struct sends *s, int64_t link)
{
	for (size_t i = 0; i < SENDS_MAX; i++)
		if (s->at[i].state != SEND_FREE && link && s->at[i].link == link)
			return &s->at[i];
	return NULL;
}

static const struct send *newest(const struct sends *s)
{
	const struct send *best = NULL;

	for (size_t i = 0; i < SENDS_MAX; i++)
		if (s->at[i].state != SEND_FREE && (!best || s->at[i].order > best->order))
			best = &s->at[i];
	return best;
}

struct send *sends_newest(struct sends *s)
{
	const struct send *n = newest(s);

	return n ? &s->at[n - s->at] : NULL;
}

int sends_count(const struct sends *s)
{
	int n = 0;

	for (size_t i = 0; i < SENDS_MAX; i++)
		n += s->at[i].state != SEND_FREE;
	return n;
}

int sends_asking(const struct sends *s)
{
	int n = 0;

	for (size_t i = 0; i < SENDS_MAX; i++)
		n += s->at[i].state == SEND_LOOKING || s->at[i].state == SEND_ASKED || s->at[i].state == SEND_TAKING;
	return n;
}

void sends_drop(struct send *s)
{
	s->state = SEND_FREE;
}

int64_t sends_tick(struct sends *s, int64_t now)
{
	int64_t next = 0;

	for (size_t i = 0; i < SENDS_MAX; i++) {
		struct send *at = &s->at[i];
		int64_t change;

		if (at->state != SEND_HELD)
			continue;
		if (now > at->until + SENDS_FORGET_MS) {
			sends_drop(at);
			continue;
		}
		change = now < at->until ? now + (at->until - now - 1) % 1000 + 1
		                         : at->until + SENDS_FORGET_MS + 1;
		if (!next || change < next)
			next = change;
	}
	return next;
}

bool sends_line(const struct sends *s, int64_t now, bool live, const struct zone *z, struct buf *b)
{
	const struct send *n = newest(s);
	int more = sends_count(s) - 1;

	if (!n)
		return false;
	if (n->batch && more > 0) {
		buf_print(b, T("%d links go out, each 5 s after it was asked for   z takes all back"), more + 1);
		return true;
	}
	buf_print(b, n->channel ? T("Link to %s by %s ") : T("Link to %s%s "), n->account, channel_name(n->channel));
	if (n->state == SEND_LOOKING)
		buf_z(b, T("is looked up ..."));
	else if (n->state == SEND_ASKED)
		buf_z(b, T("is asked for ..."));
	else if (n->state == SEND_TAKING)
		buf_z(b, T("is taken back ..."));
	else if (now >= n->until)
		buf_z(b, T("is being handed over"));
	else if (live)
		buf_print(b, T("goes out in %d s   z takes it back%s%s%s"), (int)((n->until - now + 999) / 1000),
			  n->in_portal ? T("   in the portal now") : "", n->replaces ? T("   replaces a pending link") : "",
			  n->nothing_owed ? T("   nothing is to be paid") : "");
	else {
		buf_z(b, T("goes out at "));
		format_clock(b, n->until, z);
		buf_z(b, T(" by the server; z waits: offline"));
	}
	if (more > 0)
		buf_print(b, T("   (%d more)"), more);
	return true;
}
