/* Round trips and what follows from them. Questions are answered in order, so the oldest one is meant.
 * An answer that was given up and comes after all is taken for that of a younger question: the measure is
 * too short once, the class stays slow, and the next one is right. */
#include "tui/term/pace.h"

void pace_start(struct pace *p, int64_t mono)
{
	*p = (struct pace){ .began = mono, .rtt = -1, .said = -1, .near = -1, .second = mono };
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
	       : p->late || p->slow    ? PACE_SLOW
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

	if (pace_class(p) != PACE_SLOW || p->n_asked < PACE_QUESTIONS || p->knocking)
		return mono;
	at = p->asked[PACE_QUESTIONS - 1] + wait;
	return at > mono ? at : mono;
}

/* While somebody types on a narrow line, the line is his: data only now and then. */
static int64_t hushed(const struct pace *p)
{
	int64_t key = p->keyed + PACE_HUSH_MS, most = p->told + PACE_STARVE_MS;

	if (!p->keyed || p->rates < 2 || p->rate >= PACE_NARROW)
		return 0;
	return key < most ? key : most;
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
		answer = p->asked[0] + (p->frames < 2 ? PACE_FIRST_MS : PACE_DEAF_MS);
	else if (p->n_asked)
		answer = p->asked[0] + lost_after(p);
	if (answer > at)
		at = answer;
	if (p->wanted && p->since + PACE_SETTLE_MS > at)
		at = p->since + PACE_SETTLE_MS;
	if (hushed(p) > at)
		at = hushed(p);
	return at > mono ? at : mono;
}

size_t pace_limit(const struct pace *p)
{
	int64_t most = p->rate * PACE_SHARE_MS / 1000;

	if (pace_class(p) != PACE_SLOW)
		return SIZE_MAX;
	return !p->rate ? PACE_LARGE : most > PACE_LEAST ? (size_t)most : PACE_LEAST;
}

bool pace_knocks(const struct pace *p, bool key)
{
	return !p->deaf && !p->n_asked && (!p->frames || (!key && p->slow && p->unknocked >= PACE_KNOCKS));
}

/* What the line has carried meanwhile is no longer on the way. */
static void flows(struct pace *p, int64_t mono)
{
	uint64_t gone = (uint64_t)(p->rate * (mono - p->queue_at) / 1000);

	p->queue -= gone < p->queue ? gone : p->queue;
	p->queue_at = mono;
}

static void ask(struct pace *p, int64_t mono)
{
	p->behind[p->n_asked] = p->queue;
	p->sent[p->n_asked] = p->bytes;
	p->asked[p->n_asked++] = mono;
	p->questions++;
}

void pace_knocked(struct pace *p, int64_t mono)
{
	p->unknocked = 0;
	p->knocking = !p->n_asked;
	flows(p, mono);
	if (p->n_asked < PACE_QUESTIONS)
		ask(p, mono);
}

bool pace_asks(const struct pace *p, bool key, size_t n)
{
	if (p->deaf || p->n_asked == PACE_QUESTIONS)
		return false;
	return p->frames == 0 || !key || n >= PACE_LARGE;
}

void pace_painted(struct pace *p, bool key, size_t n, bool asked, int64_t mono)
{
	flows(p, mono);
	p->frames++;
	p->bytes += n;
	p->queue += n;
	if (mono - p->second >= 1000) {
		p->per_second = mono - p->second < 2000 ? p->in_second : 0;
		p->in_second = 0;
		p->second = mono;
	}
	p->in_second += n;
	p->unknocked += !key;
	*(key ? &p->keyed : &p->told) = mono;
	if (!key && p->frames > 1) /* the first is the empty screen: its data may follow at once */
		p->next = (p->next > mono ? p->next : mono) + gap(p);
	p->wanted = false; /* whatever caused it, it shows the newest */
	if (asked && p->n_asked < PACE_QUESTIONS)
		ask(p, mono);
}

/* What a trip says of the way and of the line. Returns the trip without the time that its bytes took. */
static int64_t learn(struct pace *p, int64_t trip, uint64_t n)
{
	int64_t extra = trip - p->near, rate, alone;

	if (n <= PACE_LIGHT || (p->near >= 0 && extra < 0)) {
		p->near = p->near < 0 || extra < 0 ? (int)trip : (int)((3 * (int64_t)p->near + trip + 2) / 4);
		return trip;
	}
	if (p->near < 0)
		return trip;
	rate = (int64_t)n * 1000 / (extra > 0 ? extra : 1);
	if (p->rate && rate > 2 * p->rate) /* a few bytes that were quick by chance say little */
		rate = 2 * p->rate;
	if (!p->rate || extra >= PACE_TELLING_MS || (int64_t)n * 1000 / p->rate >= PACE_TELLING_MS) {
		p->rate = p->rate ? (3 * p->rate + rate + 2) / 4 : rate;
		p->rates++;
	}
	alone = trip - (int64_t)n * 1000 / (p->rate ? p->rate : 1);
	return alone > p->near ? alone : p->near;
}

static void judge(struct pace *p)
{
	if (p->rtt >= PACE_SLOW_MS || (p->rates > 1 && p->rate < PACE_NARROW)) {
		p->slow = true;
		p->calm = 0;
	} else if (p->slow && ++p->calm >= PACE_CALM) {
		p->slow = false;
	}
}

void pace_answer(struct pace *p, int64_t mono)
{
	int64_t trip;
	uint64_t behind;
	int off;

	p->deaf = false; /* it can, if slowly */
	p->heard = true;
	if (!p->n_asked)
		return;
	p->knocking = false;
	trip = mono - p->asked[0];
	behind = p->behind[0];
	flows(p, mono);
	if (p->queue > p->bytes - p->sent[0])
		p->queue = p->bytes - p->sent[0];
	p->asked[0] = p->asked[1];
	p->behind[0] = p->behind[1];
	p->sent[0] = p->sent[1];
	p->n_asked--;
	p->late = p->n_asked && mono - p->asked[0] >= PACE_LATE_MS;
	trip = learn(p, trip, behind);
	p->rtt = p->rtt < 0 ? (int)trip : (int)((3 * (int64_t)p->rtt + trip + 2) / 4);
	off = p->rtt > p->said ? p->rtt - p->said : p->said - p->rtt;
	if (p->said < 0 || off > p->said / 4)
		p->said = p->rtt;
	judge(p);
}

bool pace_tick(struct pace *p, int64_t mono)
{
	enum pace_class before = pace_class(p);

	if (p->n_asked && p->heard && mono - p->asked[0] >= PACE_LATE_MS)
		p->late = true;
	if (p->n_asked && mono - p->asked[0] >= lost_after(p)) {
		p->deaf = !p->heard;
		p->n_asked = 0;
		p->knocking = false;
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
	return (struct pace_seen){ pace_class(p), p->said,    p->frames,
		                   p->bytes,      p->skipped, p->per_second };
}
