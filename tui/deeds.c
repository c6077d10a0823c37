/* Held commands and batches; see deeds.h. console_deeds.c asks for them. */
#include "tui/deeds.h"

#include <stdio.h>
#include <string.h>

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
		n += d->at[i].used;
	return n;
}

int64_t deeds_next(const struct deeds *d, int64_t mono)
{
	int64_t next = 0;

	for (size_t i = 0; i < DEEDS_MAX; i++) {
		const struct deed *one = &d->at[i];
		int64_t at;

		if (!one->used || one->asked)
			continue;
		at = one->until - (one->until - mono - 1) / 1000 * 1000; /* the second on the screen changes */
		at = at <= mono ? one->until : at;
		next = !next || at < next ? at : next;
	}
	return next;
}

struct deed *deeds_newest_held(struct deeds *d)
{
	struct deed *newest = NULL;

	for (size_t i = 0; i < DEEDS_MAX; i++)
		if (d->at[i].used && !d->at[i].asked && (!newest || d->at[i].order > newest->order))
			newest = &d->at[i];
	return newest;
}

struct deed *deeds_by_ticket(struct deeds *d, uint64_t ticket)
{
	for (size_t i = 0; i < DEEDS_MAX; i++)
		if (d->at[i].used && d->at[i].asked && d->at[i].ticket == ticket)
			return &d->at[i];
	return NULL;
}

void deeds_drop(struct deed *d)
{
	arena_free(&d->memory);
	*d = (struct deed){ .used = false };
}

struct deed *deeds_hold(struct deeds *d, const struct ui_deeds *what, int64_t until)
{
	struct deed *one = d->at;

	while (one < d->at + DEEDS_MAX && one->used)
		one++;
	if (one == d->at + DEEDS_MAX)
		return NULL;
	*one = (struct deed){ .used = true, .method = what->method, .until = until, .order = ++d->order };
	one->in = copy_in(&one->memory, what->method, what->at[0].in);
	snprintf(one->subject, sizeof(one->subject), "%s", what->at[0].subject);
	snprintf(one->title, sizeof(one->title), "%s", what->title);
	snprintf(one->done, sizeof(one->done), "%s", what->done);
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
		if (d->at[i].used)
			deeds_drop(&d->at[i]);
	arena_free(&d->batch.memory);
	d->batch = (struct batch){ .running = false };
}

bool deeds_line(const struct deeds *d, int64_t mono, struct buf *b)
{
	const struct deed *newest = NULL;
	int held = 0;

	for (size_t i = 0; i < DEEDS_MAX; i++) {
		const struct deed *one = &d->at[i];

		held += one->used && !one->asked;
		if (one->used && (!newest || one->order > newest->order))
			newest = one;
	}
	if (d->batch.running) {
		buf_print(b, T("%s: %d of %d"), d->batch.deeds.title, (int)d->batch.next, (int)d->batch.deeds.n);
		return true;
	}
	if (!newest)
		return false;
	if (newest->asked) {
		buf_print(b, T("%s: %s: under way"), newest->title, newest->subject);
		return true;
	}
	buf_print(b, T("%s: %s in %d s   z takes it back"), newest->title, newest->subject,
		  (int)((newest->until - mono + 999) / 1000));
	if (held > 1)
		buf_print(b, T("  (%d held)"), held);
	return true;
}
