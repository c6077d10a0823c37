/* See text.h. */
#include "tui/screens/text.h"

#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/screens/feed.h"
#include "tui/screens/veil.h"
#include "tui/widget/format.h"

enum { REFRESH_MS = 250, PAGE_MAX = 512 * 1024 };

static void refresh(struct ui *ui, struct text_model *m);

static void keep_number(struct text_model *m)
{
	struct sv number = m->kind->account ? m->kind->account(m->reply->out) : SV_NONE;

	if (number.n > ACCOUNT_MAX)
		number.n = 0;
	if (number.n)
		memcpy(m->number, number.p, number.n);
	m->number[number.n] = '\0';
}

static void page_in(struct ui *ui, void *model, struct reply *r)
{
	struct text_model *m = model;

	m->in_flight = false;
	if (r->status != ST_OK && !m->reply)
		utf8_fit(m->wrong, sizeof(m->wrong), r->fault);
	if (ui_keep(ui, &m->reply, r, T(m->kind->title))) {
		struct buf b;

		m->wrong[0] = '\0';
		m->as_of = ui->now;
		keep_number(m);
		arena_free(&m->memory);
		b = buf_new(&m->memory, PAGE_MAX);
		m->links = NEW(&m->memory, struct text_links);
		m->links->memory = &m->memory;
		m->kind->write(&b, ui, m, m->reply->out);
		m->page = buf_sv(&b);
		text_settle(ui, m);
		if (m->kind->here && !m->seen) {
			m->seen = true;
			m->kind->here(ui, m, m->reply->out);
		}
	}
	refresh(ui, m);
}

static void refresh(struct ui *ui, struct text_model *m)
{
	const struct record *r = method_table[m->kind->method].in;
	const struct field *id = m->kind->id ? record_field(r, sv_from(m->kind->id)) : NULL;
	void *in;

	if (!m->want || m->in_flight || !ui->live)
		return;
	if (m->asked && ui->mono < m->asked + REFRESH_MS) {
		ui_wake(ui, m->asked + REFRESH_MS);
		return;
	}
	in = arena_alloc(ui->turn, r->size + 1);
	memset(in, 0, r->size);
	if (id && id->kind == K_TEXT)
		*(struct sv *)field_in(id, in) = sv_from(m->arg);
	else if (id)
		(void)sv_int(sv_from(m->arg), field_in(id, in));
	if (m->kind->period)
		*(struct sv *)field_in(record_field(r, SV("period")), in) = ui->period;
	m->want = false;
	m->asked = ui->mono;
	m->in_flight = true;
	ui_ask(ui, m->kind->method, in, page_in);
}

void text_open(struct ui *ui, void *model, const struct text_kind *kind, struct sv arg)
{
	struct text_model *m = model;
	size_t n = arg.n < ACCOUNT_MAX ? arg.n : ACCOUNT_MAX;

	m->kind = kind;
	if (n)
		memcpy(m->arg, arg.p, n);
	m->arg[n] = '\0';
	m->want = true;
	refresh(ui, m);
}

void text_tick(struct ui *ui, void *model)
{
	refresh(ui, model);
}

void text_on_event(struct ui *ui, void *model, const struct event_row *e, bool old)
{
	struct text_model *m = model;
	enum event_id kind = event_find(e->kind);

	if (old || event_is_look(e) || kind == E__COUNT || !(m->kind->codes >> event_table[kind].code & 1))
		return;
	if (m->number[0] && !sv_is(e->account, m->number))
		return;
	m->want = true;
	refresh(ui, m);
}

void text_act(struct ui *ui, void *model, enum action a)
{
	struct text_model *m = model;
	const struct text_link *here = text_here(m);
	int page = ui->h > 2 ? ui->h - 1 : 1;

	if (text_move(ui, m, a))
		return;
	switch ((int)a) {
	case ACT_ROW_NEXT:
		text_scroll(ui, m, m->top + 1);
		break;
	case ACT_ROW_PREV:
		text_scroll(ui, m, m->top - 1);
		break;
	case ACT_PAGE_NEXT:
		text_scroll(ui, m, m->top + page);
		break;
	case ACT_PAGE_PREV:
		text_scroll(ui, m, m->top - page);
		break;
	case ACT_ROW_FIRST:
		text_scroll(ui, m, 0);
		break;
	case ACT_ROW_LAST:
		text_scroll(ui, m, INT32_MAX);
		break;
	case ACT_REFRESH:
	case ACT_PERIOD:
		m->want = true;
		m->asked = 0;
		refresh(ui, m);
		break;
	case ACT_SEND:
		ui_send(ui, sv_from(m->number), channel__none);
		break;
	case ACT_OPEN:
		if (here)
			ui_open(ui, here->screen, sv_from(here->filter));
		else if (m->number[0])
			ui_open(ui, SCREEN_ACCOUNT, sv_from(m->number));
		else if (m->kind->act && m->reply)
			m->kind->act(ui, m, a, m->reply->out);
		break;
	default:
		if (m->kind->act && m->reply)
			m->kind->act(ui, m, a, m->reply->out);
		break;
	}
}

enum waits text_waits(const void *model)
{
	const struct text_model *m = model;

	return m->reply ? WAITS_FOR_NOTHING : m->wrong[0] ? WAITS_IN_VAIN : WAITS_FOR_ROWS;
}

void text_title(const void *model, struct buf *b)
{
	const struct text_model *m = model;

	buf_z(b, T(m->kind->title));
	if (m->number[0])
		buf_print(b, " › %s", m->number);
}

const char *text_account(const void *model)
{
	return ((const struct text_model *)model)->number;
}

struct sv text_page(const struct ui *ui, const struct text_model *m, const struct text_links **ret_links)
{
	struct text_model veiled = *m;
	struct buf b;

	*ret_links = m->links;
	if (!ui->blur)
		return m->page;
	b = buf_new(ui->turn, PAGE_MAX);
	veiled.links = NEW(ui->turn, struct text_links);
	veiled.links->memory = ui->turn;
	m->kind->write(&b, ui, &veiled, veil(ui, method_table[m->kind->method].out, m->reply->out));
	*ret_links = veiled.links;
	return buf_sv(&b);
}

void text_draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct text_model *m = model;

	g->cx = in.x;
	g->cy = in.y;
	if (!m->reply) {
		grid_text(g, in.y, in.x + 1, in.w - 2, m->wrong[0] ? LOOK_BAD : LOOK_DIM,
			  m->wrong[0] ? sv_from(m->wrong) : TS("Waiting for the server."));
		return;
	}
	text_page_draw(ui, m, g, in);
	if (!ui->live && ui->off_since) {
		LABEL(stale, 60);

		buf_z(&stale, T(" STALE since "));
		format_clock(&stale, ui->off_since, ui->zone);
		buf_char(&stale, ' ');
		grid_right(g, in.y, in.x, in.w, LOOK_OFF, buf_sv(&stale));
	}
}

void text_why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct text_model *m = model;

	if (text_here(m)) {
		text_link_why(ui, m, text_here(m), b);
		return;
	}
	buf_print(b, "%s\n\n", T(m->kind->about ? m->kind->about : m->kind->title));
	tr_label(b, T("Asked"), 10);
	buf_print(b, "%s %s\n", method_table[m->kind->method].name, m->arg);
	tr_label(b, T("Read at"), 10);
	format_when(b, m->as_of, ui->now, ui->zone);
	buf_z(b, "\n");
}

void text_close(void *model)
{
	struct text_model *m = model;

	if (m->reply)
		reply_free(m->reply);
	arena_free(&m->memory);
}
