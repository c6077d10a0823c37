/* The linear console: what is said when, and what a line means while something is asked. */
#include "tui/linear.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/linear_inside.h"
#include "tui/term/input.h"
#include "tui/widget/format.h"

enum { OUT_MAX = 4 * 1024 * 1024, SUBJECTS = 10, WORD_MAX = 32 };

void linear_say(struct linear *l, const char *fmt, ...)
{
	char text[16 * 1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_z(&l->out, text);
	buf_char(&l->out, '\n');
}

void linear_text(struct linear *l, const char *before, struct sv text)
{
	text = utf8_clean(&l->c->turn, text, LINEAR_LINE_MAX, false);
	linear_say(l, "%s" SV_FMT, before, SV_ARG(text));
}

/* Signs for eyes in front of a message go, and keys to press behind it. */
void linear_said(struct linear *l)
{
	static const char *const signs[] = { "✓ ", "✗ ", "? " };
	static const char *const keys[] = { N_("; ? "), N_("; @ "), N_("; Tab "), N_("; press ") };
	struct sv text = sv_from(l->c->message);

	for (size_t i = 0; i < COUNT(keys); i++)
		text = sv_from_to(text, 0, sv_find_sv(text, TS(keys[i])));
	for (size_t i = 0; i < COUNT(signs); i++)
		if (sv_starts(text, sv_from(signs[i])))
			text = sv_from_to(text, strlen(signs[i]), text.n);
	if (text.n && l->c->mode != MODE_QUIT)
		linear_text(l, "", text);
	l->c->message[0] = '\0';
}

/* What the one line at the bottom of the screen would count down: told once. */

static void say_held(struct linear *l)
{
	const struct send *s = sends_newest(&l->c->sends);
	const struct deed *d = deeds_newest_held(&l->c->deeds);
	const struct batch *b = &l->c->deeds.batch;

	if (s && s->state == SEND_HELD && s->order > l->held_send) {
		l->held_send = s->order;
		linear_say(l, T("Held %d seconds: a link to %s by %s. undo takes it back."), SENDS_HOLD_MS / 1000, s->account,
			   channel_name(s->channel));
	}
	if (deeds_batch_held(b) && !b->running && !b->take_back && b->order > l->held_deed) {
		l->held_deed = b->order;
		linear_say(l, T("Held %d seconds: %s: %d. undo takes all of them back."), DEEDS_HOLD_MS / 1000, b->deeds.title, (int)b->n_held);
	}
	if (d && d->state == DEED_HELD && d->order > l->held_deed) {
		l->held_deed = d->order;
		linear_say(l, T("Held %d seconds: %s: %s. undo takes it back."), DEEDS_HOLD_MS / 1000, d->title, d->subject);
	}
}

static void say_state(struct linear *l)
{
	struct console *c = l->c;
	bool tried = c->follow.tries > 0;

	if (c->covered && l->live) {
		l->live = false;
		linear_say(l, T("Nobody is there: reading has stopped. The next line goes on with it."));
	}
	if (!l->greeted && (c->ui.live || tried)) {
		l->greeted = true;
		l->live = c->ui.live;
		if (c->ui.live)
			linear_say(l, T("quits (linear) as %s at %s, live. Type help."), c->user, c->organisation);
		else
			linear_say(l, T("quits (linear), offline: %s. Reading waits, and goes on by itself. Type help."),
				   c->follow.why[0] ? c->follow.why : T("nobody answers"));
	} else if (l->greeted && l->live != c->ui.live) {
		l->live = c->ui.live;
		if (!c->ui.live)
			linear_say(l, T("Offline. What was read stays; acting waits."));
		else if (!c->message[0])
			linear_say(l, T("Live, as %s at %s."), c->user, c->organisation);
	}
}

/* Irreversible things: the word of the button in capitals. */

static const char *sure_word(const struct linear *l, char word[WORD_MAX])
{
	const struct batch *b = &l->c->deeds.batch;
	struct buf to = { NULL, word, 0, WORD_MAX - 1, WORD_MAX - 1, false };
	size_t n;

	for (struct sv left = sv_from(b->deeds.effect); left.n && left.p[0] != ' ' && to.n < WORD_MAX - 8;) {
		uint32_t ch = utf8_next(&left);

		/* of letters beyond ASCII our languages have those of Latin-1 */
		utf8_add(&to, (ch >= 'a' && ch <= 'z') || (ch >= 0xE0 && ch <= 0xFE && ch != 0xF7) ? ch - 32 : ch);
	}
	n = to.n;
	word[n] = '\0';
	if (console_flights_good(b) > DEEDS_COUNTED)
		snprintf(word + n, WORD_MAX - n, " %d", (int)console_flights_good(b));
	return word;
}

static void ask_sure(struct linear *l)
{
	struct batch *b = &l->c->deeds.batch;
	char word[WORD_MAX];

	b->opened = l->c->ui.mono - DEEDS_SETTLE_MS; /* a whole word is not typed ahead by accident */
	l->ask = LINEAR_SURE;
	if (console_flights_good(b) < b->deeds.n)
		linear_say(l, T("%s: %d of %d."), b->deeds.title, (int)console_flights_good(b), (int)b->deeds.n);
	else
		linear_say(l, "%s: %d.", b->deeds.title, (int)b->deeds.n);
	for (size_t i = 0; i < b->deeds.n && i < SUBJECTS; i++) {
		LABEL(flight, 400);

		if (b->flights)
			console_flight_text(b, i, l->c->ui.blur, &flight);
		linear_text(l, "    ", b->flights ? buf_sv(&flight) : sv_from(b->deeds.at[i].subject));
	}
	if (b->deeds.n > SUBJECTS)
		linear_say(l, T("    and %d more"), (int)b->deeds.n - SUBJECTS);
	if (b->deeds.warning)
		linear_say(l, "%s", b->deeds.warning);
	linear_say(l, T("Type %s to do it; anything else cancels."), sure_word(l, word));
}

static void answer_sure(struct linear *l, struct sv text)
{
	char word[WORD_MAX];
	bool sure = sv_is(text, sure_word(l, word));

	l->ask = LINEAR_FREE;
	for (const char *p = strchr(word, ' '); sure && p && *++p;)
		console_sure_key(l->c, (uint32_t)*p);
	console_sure_key(l->c, sure ? l->c->deeds.batch.deeds.key : KEY_ESC);
}

static void ask_quit(struct linear *l)
{
	int held = sends_count(&l->c->sends), deeds = deeds_held(&l->c->deeds), others = deeds_count(&l->c->deeds) - deeds;

	l->c->mode = MODE_NONE;
	l->c->message[0] = '\0';
	if (!held && !deeds && !others) {
		l->c->quit = true;
		return;
	}
	l->ask = LINEAR_QUIT;
	if (held)
		linear_say(l, TN("%d held link will still go out.", "%d held links will still go out.", held), held);
	if (deeds)
		linear_say(l, TN("%d held thing will still be done.", "%d held things will still be done.", deeds), deeds);
	if (others)
		linear_say(l, TN("%d thing is under way; whether it is done is not known yet.",
				 "%d things are under way; whether they are done is not known yet.", others), others);
	linear_say(l, T("Type QUIT to leave; anything else stays."));
}

static void say_why(struct linear *l)
{
	l->c->mode = MODE_NONE;
	linear_page(l, l->c->why);
}

static void ask_choice(struct linear *l)
{
	const struct list_model *m = console_top(l->c)->model;

	l->ask = LINEAR_CHOICE;
	linear_say(l, T("A letter, please: %s"), T(m->kind->choices));
}

static bool choosing(const struct linear *l)
{
	const struct layer *top = &l->c->stack[l->c->at];

	return top->ops->kind && ((const struct list_model *)top->model)->choosing;
}

static void answer_choice(struct linear *l, struct sv text)
{
	l->ask = LINEAR_FREE;
	console_key(l->c, text.n && !sv_is(text, "cancel") ? (unsigned char)text.p[0] : KEY_ESC);
}

static void look_at_top(struct linear *l)
{
	struct layer *top = console_top(l->c);

	if (top->id > l->top) { /* opened just now, not gone back to */
		l->top = top->id;
		if (top->ops == screen_by_id(SCREEN_FORM))
			linear_form_begin(l, top);
		else
			l->show = true;
	}
}

/* A form that is filled in is not read out; what a question brings is. */
static bool ready(const struct linear *l)
{
	const struct layer *top = &l->c->stack[l->c->at];

	return l->show && l->ask == LINEAR_FREE && console_idle(l->c, false) &&
	       (top->ops != screen_by_id(SCREEN_FORM) || !((const struct form *)top->model)->asking);
}

/* A view is there, or is not, and that was said: its list is read out anew, though it be the one that was read out before. */
static void look_at_view(struct linear *l)
{
	if (!l->view || l->c->palette.wanted[0])
		return;
	l->view = false;
	if (l->c->message[0] && l->c->tone >= SAY_WARN)
		return;
	l->layer = 0;
	l->show = true;
}

static void say_watched(struct linear *l)
{
	int64_t seen = l->watch_seen;

	for (size_t i = 0; i < l->c->n_watched; i++) {
		const struct watched *w = &l->c->watched[i];
		LABEL(text, 200);

		if (w->kind == E__COUNT || w->at <= seen)
			continue;
		l->watch_seen = w->at > l->watch_seen ? w->at : l->watch_seen;
		buf_print(&text, "%s: ", w->account);
		buf_z(&text, l->c->ui.blur ? choice_text(&feed_code_choice, (int)event_table[w->kind].code) : w->text);
		if (!l->feed) /* else it is read out there */
			linear_text(l, "", buf_sv(&text));
	}
}

void linear_turn(struct linear *l)
{
	say_state(l);
	look_at_view(l);
	if (linear_form_reads(l) && l->c->tone == SAY_GOOD)
		l->c->message[0] = '\0';
	linear_said(l);
	if (l->c->mode == MODE_SURE && l->ask != LINEAR_SURE && console_flights_done(&l->c->deeds.batch))
		ask_sure(l);
	else if (l->c->mode == MODE_QUIT)
		ask_quit(l);
	else if (l->c->mode == MODE_WHY)
		say_why(l);
	else if (choosing(l) && l->ask == LINEAR_FREE)
		ask_choice(l);
	look_at_top(l);
	linear_said(l);
	say_held(l);
	say_watched(l);
	if (l->feed)
		linear_events(l, FEED_MAX);
	if (ready(l) && linear_show(l))
		l->show = false;
	linear_said(l);
}

void linear_line(struct linear *l, struct sv text)
{
	text = sv_trim(utf8_clean(&l->c->turn, text, LINEAR_LINE_MAX, false));
	l->c->hint = false;
	if (l->ask == LINEAR_SURE)
		answer_sure(l, text);
	else if (l->ask == LINEAR_FIELD)
		linear_form_line(l, text);
	else if (l->ask == LINEAR_CHOICE)
		answer_choice(l, text);
	else if (l->ask == LINEAR_QUIT)
		l->ask = LINEAR_FREE, l->c->quit = sv_is(text, "QUIT");
	else if (text.n)
		linear_do(l, text);
}

bool linear_idle(const struct linear *l, bool holds)
{
	return console_idle(l->c, holds) && !ready(l);
}

void linear_start(struct linear *l, struct console *c)
{
	*l = (struct linear){ .c = c };
	l->out = buf_new(&l->memory, OUT_MAX);
	l->ids = mem_new(sizeof(*l->ids) * LINEAR_ROWS_MAX);
	l->top = console_top(c)->id; /* the dashboard is read out when it is asked for */
}

void linear_end(struct linear *l)
{
	mem_free(l->ids);
	arena_free(&l->memory);
}
