/* Held commands and batches; see deeds.h. console_deeds.c asks for them. */
#include "tui/deeds.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#include "tui/widget/format.h"

static const void *copy_in(struct arena *a, enum method_id m, const void *in)
{
	void *to = arena_alloc(a, method_table[m].in->size + 1);

	record_copy(a, method_table[m].in, in, to);
	return to;
}

int deeds_count(const struct deeds *d)
{
	int n = d->batch.n_held ? (int)d->batch.n_held : d->batch.running;

	for (size_t i = 0; i < DEEDS_MAX; i++)
		n += d->at[i].state != DEED_FREE;
	return n;
}

bool deeds_batch_held(const struct batch *b)
{
	return b->ones && (b->running || b->n_held);
}

struct one_held *deeds_one_by_command(struct batch *b, int64_t command)
{
	for (size_t i = 0; b->ones && command && i < b->deeds.n; i++)
		if (b->ones[i].command == command && (b->ones[i].state == ONE_HELD || b->ones[i].state == ONE_TAKING))
			return &b->ones[i];
	return NULL;
}

/* When the line reads differently, or what nobody heard of for a minute is given up. */
static int64_t change_of(int64_t until, int64_t now)
{
	return now < until ? now + (until - now - 1) % 1000 + 1 : until + DEEDS_FORGET_MS + 1;
}

int deeds_held(const struct deeds *d)
{
	int n = d->batch.take_back ? 0 : (int)d->batch.n_held;

	for (size_t i = 0; i < DEEDS_MAX; i++)
		n += d->at[i].state == DEED_HELD && !d->at[i].take_back;
	return n;
}

int64_t deeds_tick(struct deeds *d, int64_t now)
{
	int64_t next = d->batch.n_held ? change_of(d->batch.until, now) : 0;

	for (size_t i = 0; i < DEEDS_MAX; i++) {
		struct deed *one = &d->at[i];
		int64_t change;

		if (one->state != DEED_HELD)
			continue;
		if (now > one->until + DEEDS_FORGET_MS) {
			deeds_drop(one);
			continue;
		}
		change = change_of(one->until, now);
		if (!next || change < next)
			next = change;
	}
	return next;
}

struct deed *deeds_newest_held(struct deeds *d)
{
	struct deed *newest = NULL;

	for (size_t i = 0; i < DEEDS_MAX; i++)
		if ((d->at[i].state == DEED_ASKED || d->at[i].state == DEED_HELD) && !d->at[i].take_back &&
		    (!newest || d->at[i].order > newest->order))
			newest = &d->at[i];
	return newest;
}

struct deed *deeds_by_ticket(struct deeds *d, uint64_t ticket)
{
	for (size_t i = 0; i < DEEDS_MAX; i++)
		if (d->at[i].state != DEED_FREE && d->at[i].state != DEED_HELD && d->at[i].ticket == ticket)
			return &d->at[i];
	return NULL;
}

struct deed *deeds_by_command(struct deeds *d, int64_t command)
{
	for (size_t i = 0; command && i < DEEDS_MAX; i++)
		if (d->at[i].state >= DEED_HELD && d->at[i].command == command)
			return &d->at[i];
	return NULL;
}

void deeds_drop(struct deed *d)
{
	*d = (struct deed){ .state = DEED_FREE };
}

struct deed *deeds_new(struct deeds *d, const struct ui_deeds *what)
{
	struct deed *one = d->at;

	while (one < d->at + DEEDS_MAX && one->state)
		one++;
	if (one == d->at + DEEDS_MAX)
		return NULL;
	*one = (struct deed){ .method = what->method, .order = ++d->order, .layer = what->layer, .draft = what->draft,
			       .answers = what->answers };
	utf8_fit(one->subject, sizeof(one->subject), sv_from(what->at[0].subject));
	utf8_fit(one->title, sizeof(one->title), sv_from(what->title));
	utf8_fit(one->done, sizeof(one->done), sv_from(what->done));
	return one;
}

static const char *copy_z(struct arena *a, const char *s)
{
	return s ? sv_z(a, sv_from(s)) : NULL;
}

void deeds_prepare(struct deeds *d, const struct ui_deeds *what, int64_t mono)
{
	struct batch *b = &d->batch;
	struct ui_deed *at;

	arena_free(&b->memory);
	*b = (struct batch){ .opened = mono, .deeds = *what };
	at = NEW_N(&b->memory, struct ui_deed, what->n + 1);
	for (size_t i = 0; i < what->n; i++)
		at[i] = (struct ui_deed){ what->at[i].in ? copy_in(&b->memory, what->method, what->at[i].in) : NULL,
					  copy_z(&b->memory, what->at[i].subject) };
	b->deeds.at = at;
	b->deeds.title = copy_z(&b->memory, what->title);
	b->deeds.effect = copy_z(&b->memory, what->effect);
	b->deeds.done = copy_z(&b->memory, what->done);
	b->deeds.warning = copy_z(&b->memory, what->warning);
	b->order = ++d->order;
	if (what->tier != TIER_HELD) /* many that are irreversible are not held: the dialog was the time to think */
		return;
	b->ones = NEW_N(&b->memory, struct one_held, what->n + 1);
	b->deeds.warning = arena_print(&b->memory, "%s%s%s", what->warning ? what->warning : "", what->warning ? " " : "",
				       T("Each is done after 5 s, in which z takes all of them back."));
}

void deeds_end(struct deeds *d)
{
	for (size_t i = 0; i < DEEDS_MAX; i++)
		deeds_drop(&d->at[i]);
	arena_free(&d->batch.memory);
	d->batch = (struct batch){ .running = false };
}

static void batch_line(const struct batch *batch, int64_t now, bool live, const struct zone *z, struct buf *b)
{
	buf_print(b, "%s: %d", batch->deeds.title, (int)batch->n_held);
	if (batch->take_back) {
		buf_z(b, T(": is taken back ..."));
	} else if (now >= batch->until) {
		buf_z(b, T(": under way"));
	} else if (live) {
		buf_print(b, T(" in %d s   z takes all back"), (int)((batch->until - now + 999) / 1000));
	} else {
		buf_z(b, T(" at "));
		format_clock(b, batch->until, z);
		buf_z(b, T(" by the server; z waits: offline"));
	}
}

bool deeds_line(const struct deeds *d, int64_t now, bool live, const struct zone *z, struct buf *b)
{
	const struct deed *newest = NULL;
	int held = 0;

	for (size_t i = 0; i < DEEDS_MAX; i++) {
		const struct deed *one = &d->at[i];

		held += one->state > DEED_NOW;
		if (one->state && (!newest || one->order > newest->order))
			newest = one;
	}
	if (d->batch.running && !d->batch.take_back) {
		buf_print(b, T("%s: %d of %d"), d->batch.deeds.title, (int)d->batch.next, (int)d->batch.deeds.n);
		if (d->batch.ones)
			buf_z(b, T("   z takes all back"));
		return true;
	}
	if (d->batch.n_held && (!newest || newest->order < d->batch.order)) {
		batch_line(&d->batch, now, live, z, b);
		return true;
	}
	if (!newest)
		return false;
	buf_print(b, newest->subject[0] ? "%s: %s" : "%s%s", newest->title, newest->subject);
	if (newest->state == DEED_NOW || (newest->state == DEED_HELD && now >= newest->until)) {
		buf_z(b, T(": under way"));
	} else if (newest->state == DEED_ASKED) {
		buf_z(b, T(": is asked for ..."));
	} else if (newest->state == DEED_TAKING) {
		buf_z(b, T(": is taken back ..."));
	} else if (live) {
		buf_print(b, T(" in %d s   z takes it back"), (int)((newest->until - now + 999) / 1000));
	} else {
		buf_z(b, T(" at "));
		format_clock(b, newest->until, z);
		buf_z(b, T(" by the server; z waits: offline"));
	}
	if (held > 1)
		buf_print(b, T("  (%d held)"), held);
	return true;
}
