/* The dashboard as it stood: the event log is played again from any moment, at any speed, event by event if need be, beside
 * the figures as the server says they were then. What the server can not tell of the past is not shown. Acting is off. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"
#include "common/zone.h"

#include "tui/screens/dashboard.h"
#include "tui/widget/format.h"

enum { AROUND = 200, READ = 500, FIGURES_MS = 500, FRAME_MS = 100, SPEEDS = 6 };

static const int speeds[SPEEDS] = { 1, 8, 60, 300, 1800, 7200 };

struct replay {
	struct dashboard d;   /* its feed holds what was read; held is the newest that has happened by then */
	int64_t at;           /* the moment that is shown, ms UTC */
	int64_t shown;        /* mono when it was */
	int speed, direction; /* place in speeds; 0 stands still, -1 goes back */
	int64_t first, last;  /* events read: from first to last, without gaps; 0: none yet */
	int64_t head;         /* newest there is */
	bool asking, figures; /* events, figures are under way */
	int64_t figures_at;   /* the moment of the newest figures asked for */
	int64_t figures_mono;
	char wrong[120];
};

static void go_on(struct ui *ui, struct replay *m);

/* The newest event read that had happened by then; -1: it is not read, or there is none. */
static const struct feed_item *newest_by(const struct replay *m, int64_t at)
{
	const struct feed_item *found = NULL;

	for (size_t i = 0; i < m->d.feed.n; i++) {
		const struct feed_item *item = &m->d.feed.ring[(m->d.feed.start + i) % FEED_MAX];

		if (item->at <= at)
			found = item;
	}
	return found;
}

static const struct feed_item *beside(const struct replay *m, int64_t at, bool later)
{
	const struct feed_item *found = NULL;

	for (size_t i = 0; i < m->d.feed.n; i++) {
		const struct feed_item *item = &m->d.feed.ring[(m->d.feed.start + i) % FEED_MAX];

		if (later && item->at > at)
			return item;
		if (!later && item->at < at)
			found = item;
	}
	return found;
}

static void show(struct replay *m, int64_t at)
{
	const struct feed_item *newest = newest_by(m, at);

	m->at = at;
	m->d.feed.held = newest ? newest->seq : -1;
	m->d.feed.cursor = 0;
	m->d.feed.top = 0;
}

static void events_in(struct ui *ui, void *model, struct reply *r)
{
	struct replay *m = model;
	const struct feed_page *p = r->out;

	m->asking = false;
	if (r->status == ST_OK && p) {
		int64_t held = m->d.feed.held;

		m->d.feed.held = 0; /* news are for the live feed alone */
		for (size_t i = 0; i < p->items.n; i++)
			feed_add(&m->d.feed, &p->items.at[i], ui->now, ui->zone, ui->mono);
		m->d.feed.held = held;
		m->last = p->next;
		m->head = p->head;
		show(m, m->at);
	} else if (r->status != ST_UNAVAILABLE && r->status != ST_UNCERTAIN) {
		utf8_fit(m->wrong, sizeof(m->wrong), r->fault);
	}
	reply_free(r);
	go_on(ui, m);
}

/* Events from a number on; what was read before is forgotten when it does not join. */
static void read_from(struct ui *ui, struct replay *m, int64_t seq)
{
	const struct feed_query q = { .after = seq, .limit = READ };

	if (m->asking || !ui->live)
		return;
	if (seq != m->last || !m->first) {
		feed_clear(&m->d.feed);
		m->first = seq + 1;
	}
	m->asking = true;
	ui_ask(ui, M_feed_read, &q, events_in);
}

static void tokens_in(struct ui *ui, void *model, struct reply *r)
{
	struct replay *m = model;

	if (r->status == ST_OK)
		ui_keep(ui, &m->d.tokens, r, T("tokens"));
	else
		reply_free(r);
}

static void figures_in(struct ui *ui, void *model, struct reply *r)
{
	struct replay *m = model;
	const struct kpi_page *k;

	m->figures = false;
	if (r->status == ST_INVALID)
		utf8_fit(m->wrong, sizeof(m->wrong), r->fault);
	if (ui_keep(ui, &m->d.kpi, r, T("figures"))) {
		k = m->d.kpi->out;
		if (!m->first || k->seq < m->first || (k->seq > m->last && m->last < m->head))
			read_from(ui, m, k->seq > AROUND ? k->seq - AROUND : 0);
	}
	go_on(ui, m);
}

static void ask_figures(struct ui *ui, struct replay *m)
{
	const struct period_query q = { .period = ui->period, .at = m->at };

	if (m->figures || !ui->live || m->figures_at == m->at)
		return;
	if (m->figures_mono && ui->mono < m->figures_mono + FIGURES_MS) {
		ui_wake(ui, m->figures_mono + FIGURES_MS);
		return;
	}
	m->figures = true;
	m->figures_at = m->at;
	m->figures_mono = ui->mono;
	ui_ask(ui, M_kpi_show, &q, figures_in);
	ui_ask(ui, M_token_overview, &q, tokens_in);
}

/* Moves on by the clock, reads ahead, and asks for the figures of where it has come to. */
static void go_on(struct ui *ui, struct replay *m)
{
	int64_t step = (ui->mono - m->shown) * speeds[m->speed] * m->direction;

	if (step) {
		show(m, m->at + step > ui->now ? ui->now : m->at + step);
		m->shown = ui->mono;
	}
	if (m->at >= ui->now)
		m->direction = 0;
	if (m->first && m->last < m->head && !beside(m, m->at, true))
		read_from(ui, m, m->last);
	ask_figures(ui, m);
	if (m->direction)
		ui_wake(ui, ui->mono + FRAME_MS);
}

/* "09:00", "09:00:30", "2026-11-25 09:00", "-90m"; an hour that has not come yet was yesterday's. */
static bool moment(const struct ui *ui, struct sv text, int64_t *ret)
{
	const struct filter_when when = { .now = ui->now, .zone = ui->zone };
	int64_t day = zone_day(ui->zone, ui->now), at, h, m, s = 0;
	struct sv rest = text, date = sv_cut(&rest, ' '), clock = sv_trim(rest), part;
	bool dated = clock.n > 0;

	if (!dated)
		clock = date;
	if (dated && !day_parse(date, &day))
		return false;
	if (clock.n && clock.p[0] == '-') {
		struct arena a = ARENA_INIT;
		struct filter f;
		bool good = filter_parse(&a, sv_print(&a, "at>=" SV_FMT, SV_ARG(clock)), &event_list_words, &when, &f, NULL) == ST_OK;

		if (good)
			*ret = f.root->first->from;
		arena_free(&a);
		return good && *ret < ui->now;
	}
	part = sv_cut(&clock, ':');
	if (!sv_int(part, &h) || !clock.n)
		return false;
	part = sv_cut(&clock, ':');
	if (!sv_int(part, &m) || (clock.n && !sv_int(clock, &s)) || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59)
		return false;
	at = zone_instant(ui->zone, day, ((h * 60 + m) * 60 + s) * 1000);
	if (at > ui->now && !dated)
		at = zone_instant(ui->zone, day - 1, ((h * 60 + m) * 60 + s) * 1000);
	*ret = at;
	return at <= ui->now;
}

/* "09:00 x8" */
static void open(struct ui *ui, void *model, struct sv arg)
{
	struct replay *m = model;
	size_t x = sv_find_sv(arg, SV(" x"));
	int64_t times;

	feed_open(&m->d.feed);
	m->d.past = true;
	m->d.feed.held = -1;
	m->shown = ui->mono;
	m->direction = 1;
	if (x < arg.n && sv_int(sv_from_to(arg, x + 2, arg.n), &times))
		while (m->speed + 1 < SPEEDS && speeds[m->speed] < times)
			m->speed++;
	if (!arg.n)
		m->at = ui->now - 3600000;
	else if (!moment(ui, sv_trim(sv_from_to(arg, 0, x)), &m->at))
		utf8_fit(m->wrong, sizeof(m->wrong), TS("replay: a time that was: 09:00, 2026-11-25 09:00 or -90m, and x8 behind it"));
	if (!m->wrong[0])
		go_on(ui, m);
}

static void step(struct ui *ui, struct replay *m, bool later)
{
	const struct feed_item *to = beside(m, m->at, later);

	m->direction = 0;
	if (to)
		show(m, to->at);
	else if (!later && m->first > 1)
		read_from(ui, m, m->first > AROUND ? m->first - AROUND : 0);
	else
		ui_say(ui, SAY_PLAIN, later ? T(".: nothing has happened after this yet") : T(",: nothing happened before this"));
	go_on(ui, m);
}

/* J and L: against the clock or with it; once more is faster. K stands still. */
static void shuttle(struct ui *ui, struct replay *m, int direction)
{
	if (m->direction == direction && m->speed + 1 < SPEEDS)
		m->speed++;
	else if (m->direction != direction)
		m->speed = 0;
	m->direction = direction;
	m->shown = ui->mono;
	go_on(ui, m);
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct replay *m = model;

	switch ((int)a) {
	case ACT_SHUTTLE_BACK:
		shuttle(ui, m, -1);
		break;
	case ACT_SHUTTLE_FORTH:
		shuttle(ui, m, 1);
		break;
	case ACT_SHUTTLE_STAND:
		m->direction = m->direction ? 0 : 1;
		m->shown = ui->mono;
		go_on(ui, m);
		break;
	case ACT_STEP_BACK:
	case ACT_STEP_FORTH:
		step(ui, m, a == ACT_STEP_FORTH);
		break;
	case ACT_LIVE:
		ui_close(ui);
		break;
	case ACT_REFRESH:
	case ACT_PERIOD:
		m->figures_at = 0;
		go_on(ui, m);
		break;
	default:
		break;
	}
}

const struct dashboard *replay_shown(const void *model, int64_t *ret_at, const char **ret_wrong)
{
	const struct replay *m = model;

	*ret_at = m->at;
	*ret_wrong = m->wrong;
	return m->wrong[0] ? NULL : &m->d;
}

static void tick(struct ui *ui, void *model)
{
	struct replay *m = model;

	if (!m->wrong[0])
		go_on(ui, m);
}

static void title(const void *model, struct buf *b)
{
	const struct replay *m = model;

	buf_z(b, T("REPLAY Dashboard  "));
	buf_z(b, m->direction < 0 ? "◂◂ " : m->direction > 0 ? "▸▸ " : "▌▌ ");
	if (m->direction)
		buf_print(b, "x%d", speeds[m->speed]);
}

static const char *account(const void *model)
{
	(void)model;
	return ""; /* acting is off */
}

static int64_t moment_shown(const void *model)
{
	const struct replay *m = model;

	return m->wrong[0] ? 0 : m->at;
}

static void why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct replay *m = model;

	buf_z(b, T("The dashboard as it stood at "));
	format_when(b, m->at, ui->now, ui->zone);
	buf_z(b, T(", from the event log. Links sent, conversion, promises, disputes, opt-outs and tokens are as they stood then; who "
		 "was active in the portal is not known of the past. J and L go back and forth, each time faster, K stands still, "
		 ", and . go from event to event, Enter returns to the present. Nothing can be done from here.\n"));
}

static void draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct replay *m = model;
	struct ui then = *ui;
	LABEL(line, 160);
	LABEL(keys, 80);

	if (m->wrong[0]) {
		grid_text(g, in.y, in.x + 1, in.w - 2, LOOK_BAD, sv_from(m->wrong));
		return;
	}
	then.now = m->at;
	buf_z(&line, T(" REPLAY "));
	format_when(&line, m->at, ui->now, ui->zone);
	buf_z(&line, T("   live in "));
	format_span(&line, ui->now - m->at);
	buf_z(&keys, T("   J K L shuttle   , . step   Enter live "));
	if (grid_columns(buf_sv(&line)) + grid_columns(buf_sv(&keys)) < in.w)
		buf_add(&line, buf_sv(&keys));
	else
		buf_char(&line, ' ');
	grid_fill(g, in.y, in.x, in.w, LOOK_OFF, 0x2591);
	grid_text(g, in.y, in.x + 1, in.w - 2, LOOK_OFF, buf_sv(&line));
	dashboard_draw(&then, &m->d, g, (struct box){ in.x, in.y + 1, in.w, in.h - 1 });
}

static void close_it(void *model)
{
	struct replay *m = model;

	feed_end(&m->d.feed);
	if (m->d.kpi)
		reply_free(m->d.kpi);
	if (m->d.tokens)
		reply_free(m->d.tokens);
}

const struct screen_ops replay_screen = {
	.name = "replay",
	.on = ON_REPLAY | ON_PERIOD,
	.size = sizeof(struct replay),
	.open = open,
	.act = act,
	.tick = tick,
	.title = title,
	.account = account,
	.moment = moment_shown,
	.why = why,
	.draw = draw,
	.close = close_it,
};
