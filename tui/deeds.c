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
	int n = d->batch.running;

	for (size_t i = 0; i < DEEDS_MAX; i++)
		n += d->at[i].state != DEED_FREE;
	return n;
}

int64_t deeds_tick(struct deeds *d, int64_t now)
{
	int64_t next = 0;

	for (size_t i = 0; i < DEEDS_MAX; i++) {
		struct deed *one = &d->at[i];
		int64_t change;

		if (one->state != DEED_HELD)
			continue;
		if (now > one->until + DEEDS_FORGET_MS) {
			deeds_drop(one);
			continue;
		}
		change = now < one->until ? now + (one->until - now - 1) % 1000 + 1 : one->until + DEEDS_FORGET_MS + 1;
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
}

void deeds_end(struct deeds *d)
{
	for (size_t i = 0; i < DEEDS_MAX; i++)
		deeds_drop(&d->at[i]);
	arena_free(&d->batch.memory);
	d->batch = (struct batch){ .running = false };
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
	if (d->batch.running) {
		buf_print(b, T("%s: %d of %d"), d->batch.deeds.title, (int)d->batch.next, (int)d->batch.deeds.n);
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
