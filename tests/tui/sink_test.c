/* What a terminal shows is the grid: random frames through the real ncurses into a virtual terminal (libvterm),
 * whose cells are then compared one by one: characters, marks, widths, looks, and where the cursor rests. For six
 * kinds of terminal, each with a way of its own to scroll, clear and colour. QUITS_ALL=1 makes ten thousand frames
 * for each, else three hundred. */
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>
#include <vterm.h>
#include <wchar.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tests/support/check.h"
#include "tests/support/size.h"
#include "tui/term/curses.h"
#include "tui/term/grid.h"

/* ncurses keeps a little of every screen it could not make. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr";
}

struct stage {
	const char *type;
	enum theme theme;
	struct arena arena;
	struct terminal *t;
	struct grid *g;
	VTerm *vt;
	VTermScreen *screen;
	int in, out;
	uint64_t dice;
	int titles, bells;
	long frame, bytes;
};

static unsigned roll(struct stage *s, unsigned below)
{
	s->dice ^= s->dice << 13;
	s->dice ^= s->dice >> 7;
	s->dice ^= s->dice << 17;
	return (unsigned)(s->dice >> 33) % below;
}

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct stage *s = user;

	(void)value;
	s->titles += prop == VTERM_PROP_TITLE || prop == VTERM_PROP_ICONNAME;
	return 1;
}

static int on_bell(void *user)
{
	((struct stage *)user)->bells++;
	return 1;
}

static struct stage *stage_open(const char *type, enum theme theme, int w, int h, uint64_t seed)
{
	static const VTermScreenCallbacks calls = { .settermprop = on_property, .bell = on_bell };
	const struct terminal_how how = { theme, 0, false };
	struct stage *s = mem_new(sizeof(*s));
	char path[] = "/tmp/quits-sink-XXXXXX";

	s->type = type;
	s->theme = theme;
	s->dice = seed * 0x9E3779B97F4A7C15u + 1;
	s->out = mkstemp(path);
	s->in = open("/dev/null", O_RDONLY);
	CHECK(s->out >= 0 && s->in >= 0);
	unlink(path);
	s->vt = vterm_new(h, w);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_set_callbacks(s->screen, &calls, s);
	vterm_screen_reset(s->screen, 1);
	s->titles = 0; /* the reset tells them all */
	CHECK_OK(terminal_open_on(s->in, s->out, type, w, h, &how, &s->t));
	CHECK(!terminal_fallback(s->t));
	s->g = grid_new(&s->arena, w, h);
	return s;
}

static void stage_close(struct stage *s)
{
	terminal_close(s->t);
	vterm_free(s->vt);
	close(s->in);
	close(s->out);
	arena_free(&s->arena);
	mem_free(s);
}

/* The bytes of a frame from the sink to the virtual terminal. */
static void show(struct stage *s)
{
	char bytes[64 * 1024];
	ssize_t n;

	terminal_paint(s->t, s->g);
	CHECK_INT(0, terminal_flush(s->t, 1));
	CHECK(lseek(s->out, 0, SEEK_SET) == 0);
	while ((n = read(s->out, bytes, sizeof(bytes))) > 0) {
		CHECK_INT(n, vterm_input_write(s->vt, bytes, (size_t)n));
		s->bytes += n;
	}
	CHECK(ftruncate(s->out, 0) == 0 && lseek(s->out, 0, SEEK_SET) == 0);
	vterm_screen_flush_damage(s->screen);
	s->frame++;
}

/* What libc, and so ncurses, has no width for becomes a question mark in the sink; so does, under tmux and
 * screen, a wide character beside the last cell. */
static uint32_t shown_as(const struct stage *s, const struct cell *c)
{
	bool margin = strcmp(s->type, "screen") == 0 || strcmp(s->type, "tmux-256color") == 0;

	if (margin && c->width == 2 && c == &s->g->at[s->g->w * s->g->h - 3])
		return '?';
	return wcwidth((wchar_t)c->ch[0]) == c->width ? c->ch[0] : '?';
}

static bool same_colour(const VTermColor *got, bool is_default, short want)
{
	return want < 0 ? is_default
	                : !is_default && VTERM_COLOR_IS_INDEXED(got) &&
	                      got->indexed.idx == (uint8_t)want;
}

/* Linux's console and PuTTY show an underline in colour as something else: the sink makes it bold there. */
static unsigned how_of(const struct stage *s, struct ink ink)
{
	bool coloured = ink.fg >= 0 || ink.bg >= 0;
	bool not_both = strcmp(s->type, "linux") == 0 || strcmp(s->type, "putty") == 0;

	if (coloured && not_both && ink.how & SHOW_UNDERLINE)
		return (ink.how & ~(unsigned)SHOW_UNDERLINE) | SHOW_BOLD;
	return ink.how;
}

static const char *wrong(const struct stage *s, const struct cell *want, const VTermScreenCell *got)
{
	struct ink ink = style_ink(s->theme, (enum look)want->look, terminal_colours(s->t));
	unsigned how = how_of(s, ink);
	uint32_t base = shown_as(s, want);

	if (base == ' ' ? got->chars[0] != 0 && got->chars[0] != ' ' : got->chars[0] != base)
		return "character";
	if (base != '?' && got->width != want->width)
		return "width";
	for (int i = 1; i < 3 && base == want->ch[0] && base != ' '; i++)
		if (got->chars[i] != want->ch[i])
			return "mark";
	if (got->attrs.reverse != !!(how & SHOW_REVERSE))
		return "reverse";
	if (!!got->attrs.underline != !!(how & SHOW_UNDERLINE))
		return "underline";
	if (!same_colour(&got->bg, VTERM_COLOR_IS_DEFAULT_BG(&got->bg), ink.bg))
		return "background";
	if (base == ' ' && !(how & (SHOW_REVERSE | SHOW_UNDERLINE)))
		return NULL; /* nothing to see in a blank */
	if (got->attrs.bold != !!(how & SHOW_BOLD))
		return "bold";
	if (!same_colour(&got->fg, VTERM_COLOR_IS_DEFAULT_FG(&got->fg), ink.fg))
		return "colour";
	return NULL;
}

static void check_screen(struct stage *s)
{
	VTermPos cursor;

	for (int y = 0; y < s->g->h; y++)
		for (int x = 0; x < s->g->w; x++) {
			const struct cell *want = grid_at(s->g, y, x);
			VTermScreenCell got = { 0 }; /* what follows the last mark is not written */
			const char *what;

			if (!want->width)
				continue;
			CHECK(vterm_screen_get_cell(s->screen, (VTermPos){ .row = y, .col = x },
			                            &got));
			what = wrong(s, want, &got);
			if (what)
				fail_msg("%s, frame %ld, row %d, column %d of %dx%d: %s: want "
				         "U+%04X look %c, got U+%04X fg %d bg %d bold %u",
				         s->type, s->frame, y, x, s->g->w, s->g->h, what,
				         want->ch[0], style_table[want->look].letter, got.chars[0],
				         got.fg.indexed.idx, got.bg.indexed.idx, got.attrs.bold);
		}
	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &cursor);
	CHECK_INT(s->g->cy, cursor.row);
	CHECK_INT(s->g->cx, cursor.col);
	CHECK_INT(0, s->titles);
	CHECK_INT(0, s->bells);
}

/* Text as accounts have it, in scripts whose widths everybody agrees on. */
static void random_text(struct stage *s, struct buf *b, unsigned n)
{
	static const struct {
		uint32_t from, to;
	} scripts[] = {
		{ ' ', '~' },       { ' ', '~' },       { 'a', 'z' },       { ' ', ' ' },
		{ 0xA1, 0xAC },     { 0xAE, 0x17F },    { 0x391, 0x3A1 },   { 0x410, 0x44F },
		{ 0x2500, 0x257F }, { 0x2580, 0x259F }, { 0x4E00, 0x9FA5 }, { 0xAC00, 0xD7A3 },
		{ 0x3041, 0x3096 }, { 0xFF01, 0xFF60 }, { 0x2190, 0x2193 }, { 0x20AC, 0x20AC },
	};

	while (n--) {
		size_t i = roll(s, COUNT(scripts));
		uint32_t code = scripts[i].from + roll(s, scripts[i].to - scripts[i].from + 1);

		utf8_add(b, code);
		for (unsigned k = roll(s, 12); k > 8; k--)
			utf8_add(b, 0x300 + roll(s, 0x30));
	}
}

static void write_somewhere(struct stage *s)
{
	char room[4096];
	struct buf b = { NULL, room, 0, sizeof(room), sizeof(room), false };
	int y = (int)roll(s, (unsigned)s->g->h), x = (int)roll(s, (unsigned)s->g->w);
	int w = 1 + (int)roll(s, (unsigned)(s->g->w - x));

	random_text(s, &b, 1 + roll(s, 60));
	grid_text(s->g, y, x, w, (enum look)roll(s, LOOK__COUNT), buf_sv(&b));
}

static void scroll(struct stage *s, int by)
{
	struct grid *g = s->g;
	int from = (int)roll(s, (unsigned)g->h), to = from + (int)roll(s, (unsigned)(g->h - from));
	size_t row = (size_t)g->w * sizeof(struct cell);

	if (to <= from)
		return;
	if (by > 0)
		memmove(&g->at[from * g->w], &g->at[(from + 1) * g->w], row * (size_t)(to - from));
	else
		memmove(&g->at[(from + 1) * g->w], &g->at[from * g->w], row * (size_t)(to - from));
}

static void change(struct stage *s)
{
	struct grid *g = s->g;
	struct box box = { (int)roll(s, (unsigned)g->w), (int)roll(s, (unsigned)g->h),
		           (int)roll(s, 40), (int)roll(s, 10) };
	enum look look = (enum look)roll(s, LOOK__COUNT);

	switch (roll(s, 9)) {
	case 0:
		grid_blank(g, box);
		break;
	case 1:
		scroll(s, 1);
		break;
	case 2:
		scroll(s, -1);
		break;
	case 3:
		grid_look(g, box.y, 0, g->w, look);
		break;
	case 4:
		grid_fill(g, box.y, box.x, box.w, look, roll(s, 2) ? ' ' : 0x2500);
		break;
	case 5:
		if (roll(s, 6) == 0)
			grid_clear(g);
		break;
	default:
		write_somewhere(s);
		break;
	}
}

/* No half of a wide character may stand alone: grid_look and scrolling keep them, and this says so. */
static void check_halves(const struct grid *g)
{
	for (int i = 0; i < g->w * g->h; i++) {
		if (g->at[i].width == 2)
			CHECK(i % g->w + 1 < g->w && g->at[i + 1].width == 0);
		if (g->at[i].width == 0)
			CHECK(i % g->w > 0 && g->at[i - 1].width == 2);
	}
}

static void resize(struct stage *s)
{
	int w = 60 + (int)roll(s, 191), h = 16 + (int)roll(s, 65);

	vterm_set_size(s->vt, h, w);
	terminal_resize(s->t, w, h);
	arena_reset(&s->arena);
	s->g = grid_new(&s->arena, w, h);
}

static void prove(const char *type, enum theme theme, bool switching, long frames)
{
	struct stage *s = stage_open(type, theme, 80, 24, (uint64_t)type[0] + theme);

	for (long i = 0; i < frames; i++) {
		if (i % 61 == 60)
			resize(s);
		for (unsigned k = 1 + roll(s, 8); k; k--)
			change(s);
		s->g->cy = (int)roll(s, (unsigned)s->g->h);
		s->g->cx = (int)roll(s, (unsigned)s->g->w);
		s->g->caret = roll(s, 2);
		if (roll(s, 50) == 0)
			terminal_forget(s->t);
		if (switching && roll(s, 20) == 0) {
			s->theme = (enum theme)roll(s, THEME__COUNT);
			terminal_theme(s->t, s->theme);
		}
		check_halves(s->g);
		show(s);
		check_screen(s);
	}
	print_message("%s, %s: %ld frames equal, %ld bytes each\n", type,
	              switching ? "all themes" : theme_name(theme), frames, s->bytes / frames);
	stage_close(s);
}

#define SINK(name, type)                                                                           \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		prove(type, THEME_DUAL, false, test_size(300, 10000));                             \
		prove(type, THEME_CONTRAST, false, test_size(60, 1000));                           \
		prove(type, THEME_MONO, false, test_size(60, 1000));                               \
		prove(type, THEME_DUAL, true, test_size(100, 1000));                               \
	}

SINK(xterm_with_256_colours_shows_the_grid, "xterm-256color")
SINK(tmux_shows_the_grid, "tmux-256color")
SINK(screen_shows_the_grid, "screen")
SINK(the_linux_console_shows_the_grid, "linux")
SINK(a_vt100_shows_the_grid, "vt100")
SINK(putty_shows_the_grid, "putty")

#include "tests/tui/hostile.h"

static void text_of_a_stranger_stays_in_its_cells(void **state)
{
	static const char *const types[] = { "xterm-256color", "linux", "vt100", "screen" };

	(void)state;
	for (size_t t = 0; t < COUNT(types); t++)
		for (size_t i = 0; i < COUNT(hostile); i++)
			for (int cleaned = 0; cleaned < 2; cleaned++) {
				struct stage *s = stage_open(types[t], THEME_DUAL, 80, 24, i + 1);
				struct sv text = sv_of(hostile[i].p, hostile[i].n);

				if (cleaned)
					text = utf8_clean(&s->arena, text, 500, false);
				for (int y = 0; y < 24; y++)
					grid_fill(s->g, y, 0, 80, LOOK_PLAIN, '#');
				grid_text(s->g, 5, 10, 20, LOOK_BAD, text);
				grid_text(s->g, 23, 70, 10, LOOK_PLAIN,
				          text); /* to the last cell */
				show(s);
				check_screen(s);
				for (int y = 0; y < 24; y++)
					for (int x = 0; x < 80; x++)
						if (!(y == 5 && x >= 10 && x < 30) &&
						    !(y == 23 && x >= 70))
							CHECK_INT('#', grid_at(s->g, y, x)->ch[0]);
				stage_close(s);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xterm_with_256_colours_shows_the_grid),
		cmocka_unit_test(tmux_shows_the_grid),
		cmocka_unit_test(screen_shows_the_grid),
		cmocka_unit_test(the_linux_console_shows_the_grid),
		cmocka_unit_test(a_vt100_shows_the_grid),
		cmocka_unit_test(putty_shows_the_grid),
		cmocka_unit_test(text_of_a_stranger_stays_in_its_cells),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
