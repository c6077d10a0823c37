/* Round trips and what follows from them. Questions are answered in order, so the oldest one is meant.
 * An answer that was given up and comes after all is taken for that of a younger question: the measure is
 * too short once, the class stays slow, and the next one is right. */
#include "tui/term/pace.h"

void pace_start(struct pace *p, int64_t mono)
{
	*p = (struct pace){ .began = mono, .rtt = -1, .second = mono };
}

void pace_want(struct pace *p, int64_t mono)
{
	p->skipped += p->wanted;
	if (!p->wanted)
		p->since = mono;
	p->wanted = true;
}

enum pace_class pace_class(const struct pace *p)
{
	return p->deaf                 ? PACE_DEAF
	       : p->late               ? PACE_SLOW
	       : p->rtt < 0            ? PACE_UNKNOWN
	       : p->rtt < PACE_FAST_MS ? PACE_FAST
	       : p->rtt < PACE_SLOW_MS ? PACE_WAN
	                               : PACE_SLOW;
}

const char *pace_class_name(enum pace_class c)
{
	static const char *const names[] = { "unknown", "fast", "wan", "slow", "deaf" };

	return names[c];
}

static int64_t lost_after(const struct pace *p)
{
	int64_t trips = 4 * (int64_t)p->rtt;

	return !p->heard ? PACE_DEAF_MS : trips > PACE_LOST_MS ? trips : PACE_LOST_MS;
}

static int64_t gap(const struct pace *p)
{
	int64_t trip = p->rtt + p->rtt / 2;

	if (pace_class(p) == PACE_SLOW)
		return trip > PACE_SLOW_GAP_MS ? trip : PACE_SLOW_GAP_MS;
	return trip > PACE_GAP_MS ? trip : PACE_GAP_MS;
}

/* A key's frame is small and new, so it overtakes; not when two large ones crawl along already. Should their
 * answers be lost, it goes after two round trips. */
static int64_t due_for_key(const struct pace *p, int64_t mono)
{
	int64_t wait = 2 * (int64_t)p->rtt > PACE_LATE_MS ? 2 * (int64_t)p->rtt : PACE_LATE_MS, at;

	if (pace_class(p) != PACE_SLOW || p->n_asked < PACE_QUESTIONS)
		return mono;
	at = p->asked[PACE_QUESTIONS - 1] + wait;
	return at > mono ? at : mono;
}

int64_t pace_due(const struct pace *p, bool key, bool room, int64_t mono)
{
	int64_t burst = pace_class(p) == PACE_FAST ? PACE_BURST * gap(p) : 0;
	int64_t at = p->next - burst, answer = 0;

	if (!room) /* the loop comes back when there is some */
		return mono + PACE_GAP_MS;
	if (key)
		return due_for_key(p, mono);
	if (p->n_asked && !p->heard) /* the first screen has gone out: one of data may follow it */
		answer = p->asked[0] + (p->n_asked < PACE_QUESTIONS ? PACE_FIRST_MS : PACE_DEAF_MS);
	else if (p->n_asked)
		answer = p->asked[0] + lost_after(p);
	if (answer > at)
		at = answer;
	if (p->wanted && p->since + PACE_SETTLE_MS > at)
		at = p->since + PACE_SETTLE_MS;
	return at > mono ? at : mono;
}

bool pace_asks(const struct pace *p, bool key, size_t n)
{
	if (p->deaf || p->n_asked == PACE_QUESTIONS)
		return false;
	return p->frames == 0 || !key || n >= PACE_LARGE;
}

void pace_painted(struct pace *p, bool key, size_t n, bool asked, int64_t mono)
{
	p->frames++;
	p->bytes += n;
	if (mono - p->second >= 1000) {
		p->per_second = mono - p->second < 2000 ? p->in_second : 0;
		p->in_second = 0;
		p->second = mono;
	}
	p->in_second += n;
	if (!key && p->frames > 1) /* the first is the empty screen: its data may follow at once */
		p->next = (p->next > mono ? p->next : mono) + gap(p);
	p->wanted = false; /* whatever caused it, it shows the newest */
	if (asked && p->n_asked < PACE_QUESTIONS) {
		p->asked[p->n_asked++] = mono;
		p->questions++;
	}
}

void pace_answer(struct pace *p, int64_t mono)
{
	int64_t trip;

	p->deaf = false; /* it can, if slowly */
	p->heard = true;
	if (!p->n_asked)
		return;
	trip = mono - p->asked[0];
	p->asked[0] = p->asked[1];
	p->n_asked--;
	p->late = p->n_asked && mono - p->asked[0] >= PACE_LATE_MS;
	p->rtt = p->rtt < 0 ? (int)trip : (int)((3 * (int64_t)p->rtt + trip + 2) / 4);
}

bool pace_tick(struct pace *p, int64_t mono)
{
	enum pace_class before = pace_class(p);

	if (p->n_asked && p->heard && mono - p->asked[0] >= PACE_LATE_MS)
		p->late = true;
	if (p->n_asked && mono - p->asked[0] >= lost_after(p)) {
		p->deaf = !p->heard;
		p->n_asked = 0;
	}
	return pace_class(p) != before;
}

int64_t pace_deadline(const struct pace *p)
{
	if (!p->n_asked)
		return 0;
	if (p->heard && !p->late)
		return p->asked[0] + PACE_LATE_MS;
	return p->asked[0] + lost_after(p);
}

struct pace_seen pace_seen(const struct pace *p)
{
	return (struct pace_seen){ pace_class(p), p->rtt,     p->frames,
		                   p->bytes,      p->skipped, p->per_second };
}
