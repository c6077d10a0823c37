/* Things that need a person: counted by the server (service/needs.h), shown where there is room, walked through by n. */
#include "tui/screens/dashboard.h"

#include "tui/widget/band.h"
#include "tui/widget/format.h"

enum { MINUTE_MS = 60000 };

static const struct {
	enum need kind;
	const char *flag, *one, *many; /* as the flags of the feed: !! late, ! soon, ? waits for an answer */
	const char *brief, *briefly;   /* the same where there is little room */
	enum look look;
} needs[] = {
	{ NEED_DISPUTE, "!!", NN_("dispute without a first act", "disputes without a first act"), NN_("late dispute", "late disputes"), LOOK_BAD },
	{ NEED_CALLBACK, "!", NN_("call now or within the hour", "calls now or within the hour"), NN_("call due", "calls due"), LOOK_WARN },
	{ NEED_MESSAGE, "?", NN_("conversation not read", "conversations not read"), NN_("unread", "unread"), LOOK_TALK },
	{ NEED_BROKEN, "!", NN_("promise broken", "promises broken"), NN_("broken", "broken"), LOOK_WARN },
	{ NEED_LOCKED, "!", NN_("link locked today", "links locked today"), NN_("locked link", "locked links"), LOOK_WARN },
	{ NEED_DUE, " ", NN_("promise due today", "promises due today"), NN_("due today", "due today"), LOOK_MONEY },
	{ NEED_SESSION, " ", NN_("visit idle without action", "visits idle without action"), NN_("idle visit", "idle visits"), LOOK_NOTE },
};

static const char *need_words(size_t i, int64_t n)
{
	return TN(needs[i].one, needs[i].many, n);
}

static const struct need_row *row_of(const struct dashboard *d, enum need kind)
{
	const struct kpi_needs *k = d->needs ? d->needs->out : NULL;

	for (size_t i = 0; k && i < k->items.n; i++)
		if (k->items.at[i].kind == kind)
			return &k->items.at[i];
	return NULL;
}

bool needs_next(struct ui *ui, struct dashboard *d)
{
	for (size_t i = 0; i < COUNT(needs); i++) {
		const struct need_row *r = row_of(d, needs[i].kind);

		if (!r || !r->count || !r->account.n || d->shown >> needs[i].kind & 1)
			continue;
		d->shown |= 1u << needs[i].kind;
		ui_open(ui, SCREEN_ACCOUNT, r->account);
		ui_say(ui, SAY_PLAIN, T("%lld %s; this is the most urgent"), (long long)r->count,
		       need_words(i, r->count));
		return true;
	}
	return false;
}

bool needs_say(const struct dashboard *d, size_t i, struct buf *b, const struct need_row **ret)
{
	if (i >= COUNT(needs))
		return false;
	*ret = row_of(d, needs[i].kind);
	if (*ret && (*ret)->count)
		buf_print(b, "%lld %s", (long long)(*ret)->count, need_words(i, (*ret)->count));
	return true;
}

/* "!! 2 disputes without a first act"; nothing if there is none of it. */
static void say_need(const struct dashboard *d, size_t i, bool brief, struct buf *b)
{
	const struct need_row *r = row_of(d, needs[i].kind);

	if (r && r->count)
		buf_print(b, "%s%s%lld %s", needs[i].flag, needs[i].flag[0] == ' ' ? "" : " ", (long long)r->count,
			  brief ? TN(needs[i].brief, needs[i].briefly, r->count) : need_words(i, r->count));
}

static int columns_of_all(const struct dashboard *d, bool brief, int gap)
{
	int w = 0;

	for (size_t i = 0; i < COUNT(needs); i++) {
		LABEL(text, 80);

		say_need(d, i, brief, &text);
		w += text.n ? grid_columns(buf_sv(&text)) + gap : 0;
	}
	return w;
}

/* In as many words as there is room for; what has none at all is … */
static void in_one_line(const struct dashboard *d, struct grid *g, struct box in)
{
	bool brief = columns_of_all(d, false, 3) > in.w - 1;
	int gap = brief && columns_of_all(d, true, 3) > in.w - 1 ? 2 : 3, x = in.x + 1;

	for (size_t i = 0; i < COUNT(needs); i++) {
		LABEL(text, 80);

		say_need(d, i, brief, &text);
		if (!text.n)
			continue;
		if (x + grid_columns(buf_sv(&text)) + 1 > in.x + in.w) {
			grid_text(g, in.y, x, in.x + in.w - x, LOOK_DIM, SV("…"));
			return;
		}
		x += grid_text(g, in.y, x, in.x + in.w - x, needs[i].look, buf_sv(&text)) + gap;
	}
	if (x == in.x + 1)
		grid_text(g, in.y, x, in.w - 2, LOOK_DIM, d->needs ? TS("Nothing needs you.") : SV("-"));
}

/* No seconds: nothing here ticks, so they would be wrong a moment later, and each event would write them anew. */
static void say_age(struct buf *b, int64_t since, int64_t now)
{
	int64_t ms = since > now ? since - now : now - since;

	if (since && ms < MINUTE_MS)
		buf_z(b, "<1 min");
	else if (since > now)
		format_in(b, ms);
	else if (since)
		format_span(b, ms);
}

static void in_lines(const struct ui *ui, const struct dashboard *d, struct grid *g, struct box in)
{
	int y = in.y;

	for (size_t i = 0; i < COUNT(needs) && y < in.y + in.h; i++) {
		const struct need_row *r = row_of(d, needs[i].kind);
		int x;
		LABEL(age, 40);

		if (!r || !r->count)
			continue;
		grid_text(g, y, in.x + 1, 2, needs[i].look, sv_from(needs[i].flag));
		x = in.x + 4 + grid_print(g, y, in.x + 4, 40, needs[i].look, "%lld %s", (long long)r->count,
					  need_words(i, r->count));
		grid_text(g, y, x + 2, 20, LOOK_VALUE, r->account);
		say_age(&age, r->since, ui->now);
		grid_right(g, y, in.x + in.w - 14, 13, LOOK_DIM, buf_sv(&age));
		y++;
	}
	if (y == in.y)
		grid_text(g, y, in.x + 1, in.w - 2, LOOK_DIM, d->needs ? TS("Nothing needs you.") : SV("-"));
}

static void notifications(const struct ui *ui, const struct dashboard *d, struct grid *g, struct box in)
{
	const struct notification_page *p = d->notes ? d->notes->out : NULL;

	for (size_t i = 0; p && i < p->items.n && (int)i < in.h; i++) {
		const struct notification_row *n = &p->items.at[i];
		int y = in.y + (int)i, x = in.x + 1;
		enum look look = n->done ? LOOK_DIM : LOOK_VALUE;
		LABEL(when, 24);
		LABEL(sum, 80);
		LABEL(called, 200);

		notification_title(&called, n->title);
		format_when(&when, n->at, ui->now, ui->zone);
		if (n->amount)
			format_money(&sum, n->amount, n->currency);
		grid_text(g, y, x, 12, LOOK_DIM, buf_sv(&when));
		x += 13 + grid_text(g, y, x + 13, in.w - 40, look, buf_sv(&called));
		grid_text(g, y, x + 2, 24, LOOK_MONEY, buf_sv(&sum));
	}
	if (!p || !p->items.n)
		grid_text(g, in.y, in.x + 1, in.w - 2, LOOK_DIM, TS("No notifications."));
}

void needs_draw(const struct ui *ui, const struct dashboard *d, struct grid *g, struct box in)
{
	struct box left = { in.x, in.y + 1, in.w / 2 - 2, in.h - 2 };
	struct box right = { in.x + in.w / 2 + 1, in.y + 1, in.w - in.w / 2 - 2, in.h - 2 };

	if (in.h == 1) {
		int w = 1 + grid_text(g, in.y, in.x + 1, in.w / 3, LOOK_TITLE, TS("NEEDS YOU"));

		in_one_line(d, g, (struct box){ in.x + w + 1, in.y, in.w - w - 1, 1 });
		return;
	}
	if (in.h < 4) {
		band_rule(g, in.y, in.x, in.w, TS("Needs you now  (n = next)"), SV_NONE);
		in_one_line(d, g, (struct box){ in.x, in.y + 1, in.w, 1 });
		return;
	}
	band_rule(g, in.y, in.x, in.w / 2, TS("Needs you now  (n = next)"), SV_NONE);
	band_rule(g, in.y, right.x - 1, in.w - right.x + 1, TS("Notifications"), TS("newest first · 7 opens them"));
	in_lines(ui, d, g, left);
	notifications(ui, d, g, right);
}
