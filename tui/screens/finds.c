/* Finds: what stands out. Every figure is defined at the server (service/finds.h) and only shown here; each leads to the rows
 * it counts. */
#include "common/utf8.h"

#include "tui/screens/numbers.h"
#include "tui/screens/text.h"
#include "tui/widget/chart.h"
#include "tui/widget/format.h"

/* Which number of the page: the key of its link, with the row that it is of. */
enum number { NUMBER_NONE, WITHOUT_ACTION, VISITS, VERIFIED, SENT, RATE, REASON, ACTED, WAITING, NEVER };

struct page {
	struct buf *b;
	const struct text_model *m;
	char span[NUMBER_SPAN_MAX];
};

static unsigned key_of(enum number n, int row)
{
	return (unsigned)n + 16 * (unsigned)row;
}

static void waits(const struct page *to, enum number n, int64_t count, bool calls, const char *fmt)
{
	static const struct {
		const char *filter, *means;
	} all[] = {
		[ACTED] = { "is:acted ", N_("Of those that came in the period, the ones on which an operator has acted: taken, noted, ended or told how "
					    "the call went.") },
		[WAITING] = { "is:waiting ", N_("Of those that came in the period, the ones that still wait for a first act.") },
		[NEVER] = { "is:never ", N_("Of those that came in the period, the ones that ended without any act of an operator.") },
	};
	struct sv text = sv_from(fmt);
	size_t at = sv_find_sv(text, SV("%lld")), from;

	buf_add(to->b, sv_from_to(text, 0, at));
	from = to->b->n;
	buf_int(to->b, count);
	text_link(to->m, to->b, from,
		  (struct text_link){ .key = key_of(n, calls), .screen = calls ? SCREEN_CALLBACKS : SCREEN_DISPUTES, .means = all[n].means,
				      .rows = count, .of = -1 },
		  "%s%s", all[n].filter, to->span);
	buf_add(to->b, sv_from_to(text, at + 4, text.n));
}

static void wait_lines(const struct page *to, const char *what, int name_w, const struct find_wait *w, bool calls)
{
	struct buf *b = to->b;

	tr_label(b, what, name_w);
	waits(to, ACTED, w->acted, calls, T("%lld acted on"));
	if (w->acted) {
		buf_z(b, T(": half within "));
		format_span(b, w->median);
		buf_z(b, T(", nine of ten within "));
		format_span(b, w->p90);
	}
	waits(to, WAITING, w->waiting, calls, T("; %lld wait still"));
	if (w->waiting) {
		buf_z(b, T(", the oldest for "));
		format_span(b, w->oldest);
	}
	if (w->never)
		waits(to, NEVER, w->never, calls, T("; %lld ended without any act"));
	buf_char(b, '\n');
}

/* "%lld of %lld visits ...": each of the two numbers leads to its own. */
static void visits(const struct page *to, const struct finds_page *p)
{
	struct sv text = TS("%lld of %lld visits that are over left nothing done   ");
	const int64_t counts[] = { p->visits_without_action, p->visits };

	for (size_t i = 0; i < COUNT(counts); i++) {
		size_t at = sv_find_sv(text, SV("%lld")), from;

		buf_add(to->b, sv_from_to(text, 0, at));
		from = to->b->n;
		buf_int(to->b, counts[i]);
		text_link(to->m, to->b, from,
			  (struct text_link){ .key = key_of(i ? VISITS : WITHOUT_ACTION, 0), .screen = SCREEN_VISITS, .rows = counts[i], .of = -1,
					      .means = i ? N_("Visits that began in the period and have ended: one that lasts may act yet.")
							 : N_("Visits that began in the period and have ended without a receipt of anything done.") },
			  "%s-is:open %s", i ? "" : "-is:acted ", to->span);
		text = sv_from_to(text, at + 4, text.n);
	}
	buf_add(to->b, text);
	chart_bar(to->b, p->visits_without_action, p->visits, 20);
}

static void link_row(const struct page *to, const struct find_link_row *r, int w)
{
	const char *channel = choice_text(&channel_choice, (int)r->channel);
	struct text_link l = { .screen = SCREEN_LINKS, .rows = r->verified, .of = -1,
			       .means = N_("Of the links that the channel took in the period, those verified by now.") };
	struct buf *b = to->b;
	size_t from;

	number_left(b, sv_from(channel_name(r->channel)), NUMBER_NAME_W);
	from = b->n;
	number_count(b, r->verified, 8);
	l.key = key_of(VERIFIED, (int)r->channel);
	text_link(to->m, b, from, l, "ch:%s is:verified %s", channel, to->span);
	buf_z(b, T(" of "));
	from = b->n;
	number_count(b, r->sent, 6);
	l.key = key_of(SENT, (int)r->channel);
	l.rows = r->sent;
	l.means = N_("Links that the channel took in the period.");
	text_link(to->m, b, from, l, "ch:%s %s", channel, to->span);
	from = b->n;
	number_rate(b, r->rate, 9);
	l.key = key_of(RATE, (int)r->channel);
	l.rows = r->verified;
	l.of = r->sent;
	l.means = N_("Conversion: verified by now, of the links that the channel took in the period. Enter opens the verified ones.");
	text_link(to->m, b, from, l, "ch:%s is:verified %s", channel, to->span);
	buf_z(b, "  ");
	chart_bar(b, r->verified, r->sent, w);
	buf_char(b, '\n');
}

static void reasons(const struct page *to, const struct finds_page *p, int w)
{
	struct buf *b = to->b;
	int64_t most = 0;

	for (size_t i = 0; i < p->reasons.n; i++)
		most = p->reasons.at[i].count > most ? p->reasons.at[i].count : most;
	for (size_t i = 0; i < p->reasons.n; i++) {
		const struct find_reason_row *r = &p->reasons.at[i];
		size_t from;

		number_left(b, utf8_cut(sv_from(tr_choice(&dispute_reason_choice, (int)r->reason)), 24), 18);
		from = b->n;
		number_count(b, r->count, 7);
		text_link(to->m, b, from,
			  (struct text_link){ .key = key_of(REASON, (int)r->reason), .screen = SCREEN_DISPUTES, .rows = r->count, .of = -1,
					      .means = N_("Disputes filed in the period for this reason.") },
			  "reason:%s %s", choice_text(&dispute_reason_choice, (int)r->reason), to->span);
		buf_z(b, "  ");
		chart_bar(b, r->count, most, w);
		buf_char(b, '\n');
	}
	if (!p->reasons.n)
		buf_print(b, PAGE_DIM "%s\n", T("No dispute was filed."));
}

static void finds_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct finds_page *p = out;
	struct page to = { .b = b, .m = m };
	int w = ui->w - 44 > NUMBER_BAR_MOST ? NUMBER_BAR_MOST : ui->w - 44;
	int disputes_w = grid_columns(TS("Disputes")) + 1, calls_w = grid_columns(TS("Callbacks")) + 1;
	int name_w = disputes_w > calls_w ? disputes_w : calls_w;

	number_span(to.span, p->from, p->to);
	number_period(b, ui, p->period, p->from, p->to);
	buf_print(b, PAGE_RULE "%s\n", T("Visits without action"));
	visits(&to, p);
	buf_print(b, "\n\n" PAGE_RULE "%s\n", T("Links that convert badly, the lowest rate first"));
	for (size_t i = 0; i < p->links.n; i++)
		link_row(&to, &p->links.at[i], w);
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Why debts are disputed"));
	reasons(&to, p, w);
	buf_print(b, "\n" PAGE_RULE "%s\n", T("How long debtors waited for a first act"));
	name_w = name_w > NUMBER_NAME_W ? name_w : NUMBER_NAME_W;
	wait_lines(&to, T("Disputes"), name_w, p->disputes, false);
	wait_lines(&to, T("Callbacks"), name_w, p->callbacks, true);
}

/* Enter leads to the first thing one can do something about. */
static void finds_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	(void)m;
	(void)out;
	if (a == ACT_OPEN)
		ui_open(ui, SCREEN_VISITS, SV("-is:open -is:acted"));
}

const struct text_kind finds_kind = {
	.title = N_("Finds"), .method = M_finds_show, .period = true, .write = finds_write, .act = finds_act,
	.codes = 1u << FEED_SESS | 1u << FEED_DISP | 1u << FEED_CALL | 1u << FEED_LINK,
	.about = N_("What stands out in the period: visits that ended without a receipt of anything done (Enter lists them), channels "
		 "whose links convert badly, reasons of disputes, and how long disputes and callbacks waited for a first act of an "
		 "operator. Scores of debtors are under :go feedback."),
};
TEXT_SCREEN(finds, ON_TEXT | ON_PERIOD | ON_NUMBERS);
