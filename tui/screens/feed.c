/* The activity feed as a model; see feed.h. Filled by the dashboard's on_event, moved by its act. */
#include "tui/screens/feed.h"

#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/term/grid.h"
#include "tui/widget/format.h"

void feed_open(struct feed *f)
{
	f->ring = mem_new(sizeof(*f->ring) * FEED_MAX);
	f->mask = ~0u;
}

void feed_end(struct feed *f)
{
	mem_free(f->ring);
	f->ring = NULL;
}

void feed_clear(struct feed *f)
{
	f->start = f->n = f->top = 0;
	f->last = f->held = f->cursor = 0;
	f->widest = 0;
	f->gone = 0;
}

static const struct feed_item *nth(const struct feed *f, size_t i) /* 0 is the oldest */
{
	return &f->ring[(f->start + i) % FEED_MAX];
}

/* Cut to what a row can show, at a character. */
static void keep(char *to, size_t size, struct sv s)
{
	while (s.n >= size || !utf8_valid(s))
		s.n--;
	if (s.n)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

static bool matches(const struct feed *f, const struct feed_item *i)
{
	return f->mask >> i->code & 1;
}

/* For one more at the end: the oldest goes when there is none. */
static void make_room(struct feed *f)
{
	if (f->n < FEED_MAX) {
		f->n++;
		return;
	}
	f->gone += matches(f, nth(f, 0));
	f->start = (f->start + 1) % FEED_MAX;
}

static void widen(struct feed *f, const struct feed_item *i)
{
	int w = grid_columns(sv_from(i->account));

	f->widest = w > f->widest ? w : f->widest;
}

bool feed_add(struct feed *f, const struct event_row *e, int64_t now, const struct zone *z,
              int64_t mono)
{
	enum event_id kind = event_find(e->kind);
	unsigned code = kind == E__COUNT ? 0 : event_table[kind].code;
	struct feed_item *i;
	LABEL(text, 400);

	if (e->seq <= f->last)
		return false;
	f->last = e->seq;
	if (code == FEED_BOOK || code == FEED_SYST) /* not of the portal */
		return false;
	make_room(f);
	i = &f->ring[(f->start + f->n - 1) % FEED_MAX];
	*i = (struct feed_item){ .seq = e->seq, .at = e->at, .code = (unsigned char)code, .kind = (short)kind };
	keep(i->account, sizeof(i->account), e->account);
	widen(f, i);
	keep(i->name, sizeof(i->name), e->contact_name);
	keep(i->actor, sizeof(i->actor), e->actor);
	if (e->body) {
		i->channel = (unsigned char)e->body->channel;
		i->source = (unsigned char)e->body->source;
		i->amount = e->body->amount;
		i->currency = e->body->currency;
	}
	event_text(&text, e, now, z);
	keep(i->text, sizeof(i->text), buf_sv(&text));
	if (feed_shows(f, i) && !f->held)
		f->top_since = mono;
	return true;
}

bool feed_put(struct feed *f, const struct feed_item *i)
{
	if (i->seq <= f->last)
		return false;
	f->last = i->seq;
	make_room(f);
	f->ring[(f->start + f->n - 1) % FEED_MAX] = *i;
	widen(f, i);
	return true;
}

/* A row of the feed as common/filter.h judges it. */
struct judged {
	const struct feed_item *i;
	struct arena *scratch;
};

static int64_t number_of(const void *row, unsigned field)
{
	const struct feed_item *i = ((const struct judged *)row)->i;
	int64_t scale = FILTER_MONEY;

	switch ((enum event_word)field) {
	case event_SEQ:
		return i->seq;
	case event_TYPE:
		return i->code;
	case event_CH:
		return i->channel;
	case event_SRC:
		return i->source;
	case event_AMT:
		for (int k = 0; k < currency_exponent(i->currency); k++)
			scale /= 10;
		return i->amount * scale;
	case event_AT:
	case event_SINCE:
	case event_UNTIL:
		return i->at;
	case event_ACT:
	case event_ACCT:
	case event_NAME:
	case event_BY:
	case event__FIELDS:
		break;
	}
	return 0;
}

static struct sv text_of(const void *row, unsigned field)
{
	const struct judged *j = row;
	const char *text = field == event_ACCT	 ? j->i->account
			   : field == event_NAME ? j->i->name
			   : field == event_BY	 ? j->i->actor
			   : j->i->kind < E__COUNT ? event_table[j->i->kind].name
						   : "";

	return utf8_fold(j->scratch, sv_from(text));
}

static bool sign_of(const void *row, unsigned sign)
{
	const struct feed_item *i = ((const struct judged *)row)->i;

	return sign == event_is_PORTAL && i->kind < E__COUNT && strncmp(event_table[i->kind].name, "portal.", 7) == 0;
}

static bool has_word(const void *row, struct sv word)
{
	const struct judged *j = row;
	const char *const texts[] = { j->i->account, j->i->name, j->i->actor };

	for (size_t k = 0; k < COUNT(texts); k++) {
		struct sv folded = utf8_fold(j->scratch, sv_from(texts[k]));

		if (sv_find_sv(folded, word) < folded.n)
			return true;
	}
	return false;
}

bool feed_match(const struct filter *f, const struct feed_item *i, struct arena *scratch)
{
	const struct judged j = { i, scratch };
	const struct filter_row row = { number_of, text_of, sign_of, has_word, &j };

	return filter_match(f, &row);
}

bool feed_shows(const struct feed *f, const struct feed_item *i)
{
	return matches(f, i) && (!f->held || i->seq <= f->held);
}

size_t feed_page(const struct feed *f, size_t from, size_t n, const struct feed_item **ret)
{
	size_t row = 0, given = 0;

	for (size_t i = f->n; i-- > 0 && given < n;) {
		const struct feed_item *item = nth(f, i);

		if (feed_shows(f, item) && row++ >= from)
			ret[given++] = item;
	}
	return given;
}

const struct feed_item *feed_row(const struct feed *f, size_t row)
{
	const struct feed_item *item = NULL;

	return feed_page(f, row, 1, &item) ? item : NULL;
}

size_t feed_rows(const struct feed *f)
{
	size_t rows = 0;

	for (size_t i = 0; i < f->n; i++)
		rows += feed_shows(f, nth(f, i));
	return rows;
}

size_t feed_place(const struct feed *f, size_t row, size_t places)
{
	size_t last = (feed_rows(f) + f->gone + places - 1) % (places ? places : 1);

	return places ? (last + places - row % places) % places : 0;
}

size_t feed_waiting(const struct feed *f)
{
	size_t n = 0;

	for (size_t i = f->n; f->held && i-- > 0 && nth(f, i)->seq > f->held;)
		n += matches(f, nth(f, i));
	return n;
}

size_t feed_count(const struct feed *f, int code)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += code == FEED_ALL || nth(f, i)->code == code;
	return n;
}

/* Where its event stands; if that is gone, the nearest older one, else the last. */
size_t feed_cursor_row(const struct feed *f)
{
	size_t row = 0;

	if (!f->cursor)
		return 0;
	for (size_t i = f->n; i-- > 0;) {
		const struct feed_item *item = nth(f, i);

		if (!feed_shows(f, item))
			continue;
		if (item->seq <= f->cursor)
			return row;
		row++;
	}
	return row ? row - 1 : 0;
}

void feed_resume(struct feed *f)
{
	f->held = f->cursor = 0;
	f->top = 0;
}

void feed_hold(struct feed *f)
{
	const struct feed_item *first = feed_row(f, 0);

	if (f->held || !first)
		return;
	f->held = f->last;
	f->cursor = first->seq;
	f->top = 0;
}

void feed_to_row(struct feed *f, size_t row, size_t page)
{
	size_t rows = feed_rows(f);
	const struct feed_item *first = feed_row(f, 0), *item;

	if (!rows || !first)
		return;
	if (row >= rows)
		row = rows - 1;
	if (row == 0 && feed_waiting(f) == 0) {
		feed_resume(f);
		return;
	}
	item = feed_row(f, row);
	if (!f->held)
		f->held = f->last; /* also what the filter hides: it may be shown later */
	f->cursor = item->seq;
	if (row < f->top)
		f->top = row;
	if (page && row >= f->top + page)
		f->top = row - page + 1;
}

void feed_move(struct feed *f, int64_t by, size_t page)
{
	int64_t row = (int64_t)feed_cursor_row(f) + by;

	feed_to_row(f, row < 0 ? 0 : (size_t)row, page);
}

void feed_filter(struct feed *f, unsigned mask, size_t page)
{
	f->mask = mask;
	f->top = 0;
	f->gone = 0;
	if (f->held)
		feed_to_row(f, feed_cursor_row(f), page);
}

const char *feed_code_word(unsigned code)
{
	return code ? choice_text(&feed_code_choice, (int)code) : "EVNT";
}

char feed_flag(const struct feed_item *i)
{
	static const struct {
		enum event_id kind;
		char flag;
	} all[] = {
		{ E_portal_dispute_filed, '!' },   { E_portal_evidence_added, '!' }, { E_portal_creditor_requested, '!' },
		{ E_dispute_left, '!' },	   { E_portal_callback_requested, '!' }, { E_portal_person, '!' },
		{ E_callback_left, '!' },	   { E_link_locked, '!' },	       { E_portal_contact_paused, '!' },
		{ E_portal_breaker_tripped, '!' }, { E_portal_code_locked, '!' },   { E_portal_message_sent, '?' },
		{ E_message_left, '?' },	   { E_portal_opt_out, '#' },	       { E_portal_not_me, '#' },
		{ E_consent_set, '#' },
	};

	for (size_t k = 0; k < COUNT(all); k++)
		if (all[k].kind == (enum event_id)i->kind)
			return all[k].flag;
	return ' ';
}

enum look feed_code_look(unsigned code)
{
	switch (code) {
	case FEED_PROM:
		return LOOK_MONEY;
	case FEED_DISP:
	case FEED_LOCK:
		return LOOK_BAD;
	case FEED_CALL:
	case FEED_MESG:
		return LOOK_TALK;
	case FEED_OPTO:
		return LOOK_WARN;
	case FEED_SESS:
	case FEED_LINK:
		return LOOK_NOTE;
	default:
		return LOOK_PLAIN;
	}
}
