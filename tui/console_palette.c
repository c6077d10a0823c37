/* What is offered for a line of the palette; see palette.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#include "common/date.h"

#include "tui/console.h"
#include "tui/screens/list.h"
#include "tui/widget/format.h"

enum { FUZZY_MIN = 2 };

/* How well a name goes with what was typed; 0: not at all. */
enum { FITS_SPREAD = 1, FITS_INSIDE, FITS_WORD, FITS_BEGIN, FITS_WHOLE };

static char low(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins(const char *s, struct sv typed)
{
	size_t i = 0;

	while (i < typed.n && s[i] && low(s[i]) == low(typed.p[i]))
		i++;
	return i == typed.n;
}

/* All letters of it in this order: "lnsd" for link.send. */
static bool spread(const char *s, struct sv typed)
{
	size_t i = 0;

	for (; *s && i < typed.n; s++)
		i += low(*s) == low(typed.p[i]);
	return i == typed.n;
}

static int fits(const char *name, struct sv typed)
{
	bool inside = false;

	if (begins(name, typed))
		return strlen(name) == typed.n ? FITS_WHOLE : FITS_BEGIN;
	for (const char *s = name + 1; name[0] && *s; s++) {
		if (!begins(s, typed))
			continue;
		if (strchr(" ._-:", s[-1]))
			return FITS_WORD;
		inside = true;
	}
	if (typed.n < FUZZY_MIN)
		return 0;
	return inside ? FITS_INSIDE : typed.n > FUZZY_MIN && spread(name, typed) ? FITS_SPREAD : 0;
}

static bool words_begin(const char *text, struct sv typed)
{
	return typed.n > FUZZY_MIN && fits(text, typed) >= FITS_WORD;
}

/* What it means. */

static bool has_digit(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

struct meaning palette_meaning(const struct console *c, struct sv text)
{
	struct meaning m = { .means = MEANS_NOTHING, .rest = sv_trim(text) };
	enum word w;

	m.first = sv_cut(&m.rest, ' ');
	m.rest = sv_trim(m.rest);
	if (!m.first.n)
		return m;
	w = word_by_name(m.first);
	m.word = w;
	m.action = action_by_name(m.first);
	if (w && sv_is(m.first, word_name(w)))
		m.means = MEANS_WORD;
	else if (m.action && !m.rest.n)
		m.means = action_where(m.action) & c->stack[c->at].ops->on ? MEANS_ACTION : MEANS_ELSEWHERE;
	else if (!m.rest.n && has_digit(m.first))
		m.means = MEANS_ACCOUNT;
	else if (w)
		m.means = MEANS_WORD;
	else if (console_view_is(c, sv_trim(text)))
		m.means = MEANS_VIEW;
	else if (screen_by_name(m.first, &m.screen))
		m.means = MEANS_SCREEN;
	else if (method_find(m.first))
		m.means = MEANS_METHOD;
	return m;
}

/* Gathering: the best first, those that are as good in the order they came. */

struct offers {
	struct offer *at;
	int *good;
	size_t n, most;
};

static void __attribute__((format(printf, 6, 7))) offer(struct offers *o, int good, enum tier tier, const char *key,
							 const char *what, const char *run, ...)
{
	struct offer one = { .tier = tier };
	size_t i = o->n;
	va_list args;
	int n;

	va_start(args, run);
	n = vsnprintf(one.run, sizeof(one.run), run, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(one.run))
		return;
	for (size_t k = 0; k < o->n; k++)
		if (strcmp(o->at[k].run, one.run) == 0)
			return;
	utf8_fit(one.what, sizeof(one.what), sv_from(what));
	snprintf(one.key, sizeof(one.key), "%.*s", (int)strcspn(key, " "), key);
	while (i > 0 && o->good[i - 1] < good)
		i--;
	if (i == o->most)
		return;
	if (o->n == o->most)
		o->n--; /* the last one goes */
	memmove(&o->at[i + 1], &o->at[i], (o->n - i) * sizeof(o->at[0]));
	memmove(&o->good[i + 1], &o->good[i], (o->n - i) * sizeof(o->good[0]));
	o->at[i] = one;
	o->good[i] = good;
	o->n++;
}

enum { AS_TYPED = 1000, WELL = 500, SCREEN_KEY = 100 };
enum { CLASS_METHOD = 10, CLASS_SCREEN = 20, CLASS_ARGUMENT = 25, CLASS_VIEW = 30, CLASS_COMMAND = 40 };

static int good(int class, int fit)
{
	/* what begins with it goes before what only sounds like it, of whatever class */
	return (fit >= FITS_WORD ? WELL : 0) + class + fit;
}

/* A send says to whom. */
static const char *effect(const struct console *c, bool sends, const char *help, char to[160])
{
	const struct layer *l = &c->stack[c->at];
	const char *account = l->ops->account(l->model);

	if (!sends || !account[0])
		return T(help);
	snprintf(to, 160, "%s: %s", account, T(help));
	return to;
}

bool palette_wants_more(enum word w)
{
	return word_args(w)[0] && word_args(w)[0] != '[';
}

static void as_typed(struct offers *o, const struct console *c, const struct meaning *m, struct sv typed)
{
	char text[LINE_MAX_BYTES + 1], to[160];

	snprintf(text, sizeof(text), SV_FMT, SV_ARG(typed));
	switch (m->means) {
	case MEANS_ACCOUNT:
		offer(o, AS_TYPED, TIER_READ, "", T("open this account"), "%s", text);
		break;
	case MEANS_WORD:
		/* half a word is completed first, and what does nothing without a word behind it */
		if (sv_is(m->first, word_name(m->word)) && (m->rest.n || !palette_wants_more(m->word)))
			offer(o, AS_TYPED, word_tier(m->word), "", effect(c, m->word == WORD_SEND && !m->rest.n, word_help(m->word), to), "%s",
			      text);
		break;
	case MEANS_ACTION:
		offer(o, AS_TYPED, action_tier(m->action), action_keys(m->action),
		      effect(c, m->action == ACT_SEND, action_help(m->action), to), "%s", text);
		break;
	case MEANS_VIEW:
		offer(o, AS_TYPED, TIER_READ, "", T("open this saved view"), "%s", text);
		break;
	case MEANS_SCREEN:
		offer(o, AS_TYPED, TIER_READ, "", T(screen_title(m->screen)), "%s", text);
		break;
	case MEANS_METHOD:
		offer(o, AS_TYPED, TIER_SURE, "", T("this method of the server, as a form"), "%s", text);
		break;
	case MEANS_ELSEWHERE:
	case MEANS_NOTHING:
		break;
	}
}

/* What an alternative does, where the command's own words do not tell them apart. */
static const char *alternative(enum word w, struct sv one)
{
	static const struct {
		enum word word;
		const char *one, *help;
	} all[] = {
		{ WORD_VIEW, "save", N_("keep what this list shows under a name") },
		{ WORD_VIEW, "drop", N_("forget a saved view") },
		{ WORD_VIEW, "shared", N_("others see the view too") },
		{ WORD_PERIOD, "today", N_("figures of today") },
		{ WORD_PERIOD, "7d", N_("figures of seven days") },
		{ WORD_PERIOD, "30d", N_("figures of thirty days") },
		{ WORD_PERIOD, "90d", N_("figures of ninety days") },
		{ WORD_SEND, "sms", N_("send it by SMS, held 5 s") },
		{ WORD_SEND, "whatsapp", N_("send it by WhatsApp, held 5 s") },
		{ WORD_SEND, "email", N_("send it by email, held 5 s") },
		{ WORD_THEME, "dual", N_("colours that read on black and on white") },
		{ WORD_THEME, "contrast", N_("white on black, bold and underlined") },
		{ WORD_THEME, "contrast-light", N_("black on white, bold and underlined") },
		{ WORD_THEME, "mono", N_("no colours") },
		{ WORD_MOUSE, "on", N_("wheel and clicks as keys; Shift selects") },
		{ WORD_MOUSE, "off", N_("the mouse is the terminal's") },
		{ WORD_LANG, "en", "English" },
		{ WORD_LANG, "es", "español" },
		{ WORD_LANG, "pt", "português" },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i].word == w && sv_is(one, all[i].one))
			return T(all[i].help);
	return T(word_help(w));
}

/* The alternatives of an argument that are no names in capitals: of "[NUMBER] [sms|whatsapp|email]" the second has three. */
static void arguments(struct offers *o, enum word w, struct sv typed)
{
	struct sv rest = typed, args = sv_from(word_args(w)), part;
	size_t head = 0;

	(void)sv_cut(&rest, ' ');
	while (sv_find(rest, ' ') < rest.n) {
		(void)sv_cut(&rest, ' ');
		(void)sv_cut(&args, ' ');
	}
	head = typed.n - rest.n;
	if (head == typed.n && (!typed.n || typed.p[typed.n - 1] != ' '))
		return; /* the command itself is still being typed */
	part = sv_cut(&args, ' ');
	while (part.n) {
		struct sv one = sv_cut(&part, '|');

		while (one.n && strchr("[(", one.p[0]))
			one = sv_from_to(one, 1, one.n);
		while (one.n && strchr("])", one.p[one.n - 1]))
			one.n--;
		if (one.n && !(one.p[0] >= 'A' && one.p[0] <= 'Z') && sv_starts(one, rest))
			offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), word_tier(w), "", alternative(w, one), SV_FMT SV_FMT,
			      SV_ARG(sv_from_to(typed, 0, head)), SV_ARG(one));
	}
}

/* The words that the list on the screen is filtered with; NULL: it is none. */
static const struct filter_words *words_here(const struct console *c)
{
	const struct screen_ops *ops = c->stack[c->at].ops;

	return ops->kind ? ops->kind->words : ops->on & ON_DASHBOARD ? &event_list_words : NULL;
}

static void values(struct offers *o, const struct filter_words *w, struct sv name, struct sv value, const char *before, struct sv head)
{
	for (size_t i = 0; sv_is(name, "is") && i < w->n_flags; i++)
		if (begins(w->flags[i].name, value))
			offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_READ, "", T(w->flags[i].help), "%s" SV_FMT "is:%s", before, SV_ARG(head),
			      w->flags[i].name);
	for (size_t i = 0; i < w->n; i++) {
		const struct filter_field *f = &w->fields[i];

		for (size_t v = 0; f->kind == K_CHOICE && sv_is(name, f->name) && v < f->of->n; v++)
			if (begins(f->of->words[v].text, value))
				offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_READ, "", tr_choice(f->of, f->of->words[v].value),
				      "%s" SV_FMT "%s:%s", before, SV_ARG(head), f->name, f->of->words[v].text);
	}
}

/* How the last term of a filter may go on: a field, then its value. `before` is the command in front of all. */
static void terms(struct offers *o, const struct console *c, struct sv text, const char *before)
{
	const struct filter_words *w = words_here(c);
	size_t from = text.n;
	struct sv name, value, head;

	while (from > 0 && !strchr(" (|-,", text.p[from - 1]))
		from--;
	head = sv_from_to(text, 0, from);
	value = sv_from_to(text, from, text.n);
	if (!w)
		return;
	if (sv_find(value, ':') < value.n) {
		name = sv_cut(&value, ':');
		values(o, w, name, value, before, head);
		return;
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct filter_field *f = &w->fields[i];
		bool number = f->kind == K_INT || f->kind == K_MONEY;

		if (begins(f->name, value))
			offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_READ, "", T(f->help), "%s" SV_FMT "%s%c", before, SV_ARG(head), f->name,
			      number ? '>' : ':');
	}
	if (w->n_flags && begins("is:", value))
		offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_READ, "", T("one of the list's signs"), "%s" SV_FMT "is:", before, SV_ARG(head));
}

static void orders(struct offers *o, const struct console *c, struct sv text)
{
	const struct filter_words *w = words_here(c);
	bool down = text.n && text.p[0] == '-';

	text = sv_from_to(text, down, text.n);
	for (size_t i = 0; w && i < w->n; i++)
		if (w->fields[i].sorts && begins(w->fields[i].name, text))
			offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_READ, "", T(w->fields[i].help), "sort %s%s", down ? "-" : "",
			      w->fields[i].name);
}

/* A name of the day for what is exported, where none was typed; a folder in front of it stays. */
static void file_names(struct offers *o, const struct console *c, struct sv typed)
{
	LABEL(name, 40);
	size_t from = typed.n;

	while (from > 0 && typed.p[from - 1] != '/')
		from--;
	buf_z(&name, "audit-");
	day_print(&name, zone_day(c->ui.zone, c->ui.now));
	buf_z(&name, ".jsonl");
	if (sv_starts(buf_sv(&name), sv_from_to(typed, from, typed.n)) && typed.n - from < name.n)
		offer(o, good(CLASS_ARGUMENT, FITS_BEGIN), TIER_NOW, "", T("a file of today in this folder; it must not be there yet"),
		      "export " SV_FMT SV_FMT, SV_ARG(sv_from_to(typed, 0, from)), SV_ARG(buf_sv(&name)));
}

/* Does an action do anything on this screen now? */
static bool works(const struct console *c, enum action a)
{
	const struct layer *l = &c->stack[c->at];

	return action_where(a) & l->ops->on && (!l->ops->label || l->ops->label(l->model, a, ""));
}

static bool openable(enum screen_id id)
{
	return id != SCREEN_ACCOUNT && id != SCREEN_DISPUTE && id != SCREEN_THREAD && id != SCREEN_FORM && id != SCREEN_REPLAY;
}

static void screens(struct offers *o, struct sv typed, const char *before)
{
	for (int i = 0; i < SCREEN__COUNT; i++) {
		const char *name = screen_by_id((enum screen_id)i)->name, *title = T(screen_title((enum screen_id)i));
		int fit = fits(name, typed);

		if (!fit && words_begin(title, typed))
			fit = FITS_WORD;
		if (fit && openable((enum screen_id)i) && (before[0] || !action_by_name(sv_from(name))))
			offer(o, good(CLASS_SCREEN, fit), TIER_READ, "", title, "%s%s", before, name);
	}
}

static void views(struct offers *o, const struct console *c, struct sv typed, const char *before)
{
	const struct saved_view_page *p = c->palette.views ? c->palette.views->out : NULL;

	for (size_t i = 0; p && i < p->items.n; i++) {
		const struct saved_view_row *v = &p->items.at[i];
		char name[LINE_MAX_BYTES + 1], what[200];
		int fit;

		snprintf(name, sizeof(name), SV_FMT, SV_ARG(v->name));
		snprintf(what, sizeof(what), v->own ? "%.*s: %.*s" : T("%.*s: %.*s (shared by %.*s)"), SV_ARG(v->list), SV_ARG(v->filter),
			 SV_ARG(v->user));
		fit = fits(name, typed);
		if (fit)
			offer(o, good(CLASS_VIEW, fit), TIER_READ, "", what, "%s%s", before, name);
	}
}

static void commands(struct offers *o, const struct console *c, struct sv typed)
{
	char to[160];

	for (int w = 1; w < WORD__COUNT; w++) {
		int fit = fits(word_name((enum word)w), typed);

		if (!fit && words_begin(T(word_help((enum word)w)), typed))
			fit = FITS_SPREAD;
		if (fit)
			offer(o, good(CLASS_COMMAND, fit), word_tier((enum word)w), "",
			      effect(c, w == WORD_SEND, word_help((enum word)w), to), "%s", word_name((enum word)w));
	}
	for (int a = 1; a < ACT__COUNT; a++) {
		int fit = works(c, (enum action)a) ? fits(action_name((enum action)a), typed) : 0;

		if (!fit && works(c, (enum action)a) && words_begin(T(action_help((enum action)a)), typed))
			fit = FITS_SPREAD;
		if (fit)
			offer(o, good(CLASS_COMMAND, fit), action_tier((enum action)a), action_keys((enum action)a),
			      effect(c, a == ACT_SEND, action_help((enum action)a), to), "%s", action_name((enum action)a));
	}
}

static void methods(struct offers *o, struct sv typed, const char *before)
{
	for (int i = 0; typed.n > FUZZY_MIN && i < M__COUNT; i++) {
		int fit = fits(method_table[i].name, typed);

		if (fit > FITS_SPREAD)
			offer(o, good(CLASS_METHOD, fit), method_table[i].command ? TIER_SURE : TIER_READ, "",
			      T(method_table[i].help), "%s%s", before, method_table[i].name);
	}
}

static void ids(struct offers *o, struct sv number)
{
	bool digits = number.n > 0 && number.n < 20;

	for (size_t i = 0; i < number.n; i++)
		digits &= number.p[i] >= '0' && number.p[i] <= '9';
	offer(o, AS_TYPED - 1, TIER_HELD, "s", T("send a new link, held 5 s"), "send " SV_FMT, SV_ARG(number));
	if (digits) {
		offer(o, AS_TYPED - 2, TIER_READ, "", T("A dispute"), "go dispute " SV_FMT, SV_ARG(number));
		offer(o, AS_TYPED - 3, TIER_READ, "", T("Links"), "go links link:" SV_FMT, SV_ARG(number));
	}
}

/* Words that are nothing else are looked for: in the list on the screen, and among accounts. */
static void search(struct offers *o, const struct console *c, struct sv typed)
{
	if (c->stack[c->at].ops->filter)
		offer(o, 0, TIER_READ, "/", T("filter what is shown"), "filter " SV_FMT, SV_ARG(typed));
	offer(o, 0, TIER_READ, "", T("search accounts"), "find " SV_FMT, SV_ARG(typed));
}

/* Nothing typed: what one did last, and the keys of this screen. */
static void at_first(struct offers *o, const struct console *c)
{
	for (size_t i = 0; i < c->palette.n_recent && i < RECENT_MAX / 2; i++)
		offer(o, AS_TYPED - (int)i, TIER_READ, "", T("again"), "%s", c->palette.recent[i]);
	for (int a = 1; a < ACT__COUNT; a++)
		if (works(c, (enum action)a) && action_label((enum action)a)[0] && a != ACT_PALETTE)
			offer(o, SCREEN_KEY - a, action_tier((enum action)a), action_keys((enum action)a), T(action_help((enum action)a)), "%s",
			      action_name((enum action)a));
}

static void beginning_of(struct offers *o, const struct console *c, const struct meaning *m, struct sv typed)
{
	struct sv rest = typed;

	(void)sv_cut(&rest, ' ');
	if (m->word == WORD_GO)
		screens(o, sv_trim(rest), "go ");
	else if (m->word == WORD_DO)
		methods(o, sv_trim(rest), "do ");
	else if (m->word == WORD_VIEW)
		views(o, c, sv_trim(rest), "view ");
	else if (m->word == WORD_FILTER)
		terms(o, c, rest, "filter ");
	else if (m->word == WORD_SORT)
		orders(o, c, rest);
	else if (m->word == WORD_EXPORT)
		file_names(o, c, sv_trim(rest));
	arguments(o, m->word, typed);
}

size_t palette_offers(const struct console *c, struct sv typed, struct offer *to, size_t most)
{
	struct meaning m = palette_meaning(c, typed);
	int rank[OFFERS_MAX + 1];
	struct offers o = { to, rank, 0, most < OFFERS_MAX ? most : OFFERS_MAX };
	size_t from = 0;

	while (from < typed.n && typed.p[from] == ' ')
		from++;
	typed = sv_from_to(typed, from, typed.n);
	if (!typed.n) {
		at_first(&o, c);
	} else {
		as_typed(&o, c, &m, typed);
		if (m.means == MEANS_ACCOUNT)
			ids(&o, m.first);
		if (m.means == MEANS_WORD && m.first.n < typed.n)
			beginning_of(&o, c, &m, typed);
		else {
			commands(&o, c, typed);
			views(&o, c, typed, "");
			screens(&o, typed, "");
			methods(&o, typed, "");
			if (typed.n > 1)
				terms(&o, c, typed, "filter ");
			search(&o, c, typed);
		}
	}
	for (size_t i = 0; i < o.n; i++) /* what begins like something is completed first; words are looked for at once */
		to[i].sure = rank[i] == AS_TYPED || rank[i] == 0;
	return o.n;
}
