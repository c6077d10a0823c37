/* Pages and what stands on them; see pdf.h. Helper process only, one thread. */
#include "server/document/pdf.h"

#include <fontconfig/fontconfig.h>
#include <string.h>

#include "server/document/pdf_inside.h"

#define MM (72 / 25.4)

static const struct {
	double size;
	bool bold;
	unsigned colour; /* 0: the document's own */
} looks[LOOK__COUNT] = {
	[LOOK_BRAND] = { 14, true, 0 },          [LOOK_TITLE] = { 19, true, INK },
	[LOOK_HEADING] = { 12.5, true, 0 },      [LOOK_PART] = { 9.5, true, INK },
	[LOOK_BODY] = { 9.5, false, INK },       [LOOK_LABEL] = { 9.5, false, SOFT },
	[LOOK_STRONG] = { 9.5, true, INK },      [LOOK_NOTE] = { 8, false, SOFT },
	[LOOK_RUNNING] = { 8, false, SOFT },     [LOOK_RUNNING_STRONG] = { 8, true, INK },
	[LOOK_LINK] = { 8, false, 0 },           [LOOK_HEAD] = { 8, true, SOFT },
	[LOOK_CELL] = { 9, false, INK },         [LOOK_SUM] = { 9, true, INK },
};
static const double smaller[FIT_SIZES] = { 1, 0.88, 0.76, 0.66 };

/* Fonts by language: where scripts share characters (Han), the first that has them decides how they look. What none of
 * these has, fontconfig finds elsewhere. */
static const struct {
	const char *language, *families;
} families[] = {
	{ "ar", "Noto Sans Arabic,Noto Sans,sans-serif" },
	{ "fa", "Noto Sans Arabic,Noto Sans,sans-serif" },
	{ "ur", "Noto Sans Arabic,Noto Sans,sans-serif" },
	{ "ja", "Noto Sans,Noto Sans CJK JP,WenQuanYi Micro Hei,Noto Sans Arabic,sans-serif" },
	{ "ko", "Noto Sans,Noto Sans CJK KR,WenQuanYi Micro Hei,Noto Sans Arabic,sans-serif" },
	{ "zh-TW", "Noto Sans,Noto Sans CJK TC,WenQuanYi Micro Hei,Noto Sans Arabic,sans-serif" },
	{ "zh-HK", "Noto Sans,Noto Sans CJK HK,WenQuanYi Micro Hei,Noto Sans Arabic,sans-serif" },
	{ "", "Noto Sans,Noto Sans Arabic,Noto Sans CJK SC,WenQuanYi Micro Hei,sans-serif" },
};

static const char *families_of(struct sv language)
{
	size_t i = 0;

	while (!sv_starts(language, sv_from(families[i].language)))
		i++; /* the last begins everything */
	return families[i].families;
}

double pen_column(const struct pen *p)
{
	return p->right - p->left;
}

bool pen_fits(const struct pen *p, double height)
{
	return p->y + height <= p->bottom;
}

void pen_tag(struct pen *p, const char *name, const char *attributes)
{
	if (p->drawing)
		cairo_tag_begin(p->c, name, attributes ? attributes : "");
}

void pen_untag(struct pen *p, const char *name)
{
	if (p->drawing)
		cairo_tag_end(p->c, name);
}

void pen_set(struct pen *p, unsigned size, enum look look, struct sv text, double width)
{
	pango_layout_set_font_description(p->l, p->fonts[size][look]);
	pango_layout_set_width(p->l, width < 0 ? -1 : (int)(width * PANGO_SCALE + 0.5));
	pango_layout_set_text(p->l, text.p ? text.p : "", (int)text.n);
}

double pen_text_height(struct pen *p)
{
	PangoRectangle r;

	pango_layout_get_extents(p->l, NULL, &r);
	return (double)r.height / PANGO_SCALE;
}

double pen_text_width(struct pen *p)
{
	PangoRectangle r;

	pango_layout_get_extents(p->l, NULL, &r);
	return (double)r.width / PANGO_SCALE + 0.5; /* set again in just this width it must not break */
}

/* Set as narrow as can be without breaking words. */
double pen_word_width(struct pen *p, struct sv text)
{
	double w;

	if (sv_find(text, ' ') == text.n && sv_find(text, '-') == text.n && text.n < 24)
		return pen_text_width(p); /* most are one word */
	pango_layout_set_wrap(p->l, PANGO_WRAP_WORD);
	pango_layout_set_width(p->l, 0);
	w = pen_text_width(p);
	pango_layout_set_wrap(p->l, PANGO_WRAP_WORD_CHAR);
	return w;
}

double pen_baseline(struct pen *p)
{
	return (double)pango_layout_get_baseline(p->l) / PANGO_SCALE;
}

static void ink(struct pen *p, unsigned colour)
{
	cairo_set_source_rgb(p->c, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
			     (colour & 255) / 255.0);
}

/* Each text runs in its own direction (one without letters, a phone number, from left to right), but stands at the side
 * where the document's texts begin. Pango turns left and right around for a text that runs from right to left. */
void pen_show(struct pen *p, enum look look, enum side side, double from, double width, double y)
{
	bool right = side == SIDE_RIGHT || (side == SIDE_END) != p->d->rtl, against;

	if (!p->drawing || pango_layout_get_text(p->l)[0] == '\0')
		return;
	pango_layout_set_width(p->l, (int)(width * PANGO_SCALE + 0.5));
	against = pango_layout_get_line_readonly(p->l, 0)->resolved_dir == PANGO_DIRECTION_RTL;
	pango_layout_set_alignment(p->l, right != against ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	ink(p, looks[look].colour ? looks[look].colour : p->brand);
	cairo_move_to(p->c, p->d->rtl ? p->right - from - width : p->left + from, y);
	pango_cairo_show_layout(p->c, p->l);
}

void pen_show_line(struct pen *p, enum look look, enum side side, double from, double width, double wide, double y)
{
	bool right = side == SIDE_RIGHT || (side == SIDE_END) != p->d->rtl;

	if (!p->drawing || pango_layout_get_text(p->l)[0] == '\0')
		return;
	ink(p, looks[look].colour ? looks[look].colour : p->brand);
	cairo_move_to(p->c, (p->d->rtl ? p->right - from - width : p->left + from) + (right ? width - wide : 0), y);
	pango_cairo_show_layout(p->c, p->l);
}

void pen_rule(struct pen *p, double y, double thick, unsigned colour)
{
	if (!p->drawing)
		return;
	ink(p, colour);
	cairo_rectangle(p->c, p->left, y, pen_column(p), thick);
	cairo_fill(p->c);
}

/* A piece of a header or footer; its height. */
static double running(struct pen *p, enum look look, enum side side, struct sv text, double share, double y)
{
	double width = pen_column(p) * share;

	if (text.n == 0)
		return 0;
	pen_set(p, 0, look, text, width);
	pen_show(p, look, side, side == SIDE_END ? pen_column(p) - width : 0, width, y);
	return pen_text_height(p);
}

/* {page} and {pages} in the words of the language, with its digits. */
static struct sv page_of(const struct pen *p, struct arena *a)
{
	struct buf b = buf_new(a, 400);
	struct sv rest = p->d->page_of;
	size_t width = p->d->digits.n / 10; /* bytes of a digit */

	while (rest.n) {
		bool one = sv_starts(rest, SV("{page}")), all = sv_starts(rest, SV("{pages}"));
		const char *n = arena_print(a, "%d", one ? p->page : p->pages);

		if (!one && !all) {
			buf_char(&b, rest.p[0]);
			rest = sv_from_to(rest, 1, rest.n);
			continue;
		}
		for (; *n; n++) {
			size_t at = (size_t)(*n - '0') * width;

			buf_add(&b, width ? sv_from_to(p->d->digits, at, at + width) : sv_of(n, 1));
		}
		rest = sv_from_to(rest, one ? 6 : 7, rest.n);
	}
	return buf_sv(&b);
}

/* Who writes, how to reach them, when: larger where it is read first, and only there for screen readers. */
static void header(struct pen *p)
{
	bool first = p->page == 1;
	double y = p->top, high, date;

	if (first)
		pen_tag(p, "P", NULL);
	high = running(p, first ? LOOK_BRAND : LOOK_RUNNING_STRONG, SIDE_START, p->d->organisation, 0.66, y);
	high += running(p, LOOK_RUNNING, SIDE_START, p->d->contact_line, 0.66, y + high);
	date = running(p, LOOK_RUNNING, SIDE_END, p->d->date, 0.3, y + (first ? 7 : 0)) + (first ? 7 : 0);
	if (first)
		pen_untag(p, "P");
	y += (high > date ? high : date) + 5;
	pen_rule(p, y, first ? 1.5 : 0.6, first ? p->brand : LINE);
	p->y = y + (first ? 20 : 14);
}

static void footer(struct pen *p)
{
	struct arena a = ARENA_INIT;
	double y = p->bottom + 10;

	pen_rule(p, y, 0.6, LINE);
	(void)running(p, LOOK_RUNNING, SIDE_START, p->d->code, 0.7, y + 5);
	(void)running(p, LOOK_RUNNING, SIDE_END, page_of(p, &a), 0.28, y + 5);
	arena_free(&a);
}

void pen_next_page(struct pen *p)
{
	footer(p);
	if (p->drawing)
		cairo_show_page(p->c);
	p->page++;
	header(p);
}

/* `with` is what must stand on the same page below it. */
static void paragraph(struct pen *p, const struct pdf_block *b, const char *tag, enum look look, double before,
		      double behind, double with)
{
	double high;

	pen_set(p, 0, look, b->text, pen_column(p));
	high = pen_text_height(p);
	p->y += before;
	if (!pen_fits(p, high + with)) {
		pen_next_page(p);
		pen_set(p, 0, look, b->text, pen_column(p));
	}
	pen_tag(p, tag, NULL);
	pen_show(p, look, SIDE_START, 0, pen_column(p), p->y);
	pen_untag(p, tag);
	p->y += high + behind;
}

static void address(struct pen *p, const struct pdf_block *b)
{
	struct arena a = ARENA_INIT;
	const char *where = NULL;
	double high;

	/* An address of ours: a quote in it would end the attribute. */
	if (sv_find(b->text, '\'') == b->text.n && sv_find(b->text, '\\') == b->text.n)
		where = arena_print(&a, "uri='" SV_FMT "'", SV_ARG(b->text));
	pen_set(p, 0, LOOK_LINK, b->text, pen_column(p));
	high = pen_text_height(p);
	if (!pen_fits(p, high)) {
		pen_next_page(p);
		pen_set(p, 0, LOOK_LINK, b->text, pen_column(p));
	}
	pen_tag(p, "P", NULL);
	if (where)
		pen_tag(p, CAIRO_TAG_LINK, where);
	pen_show(p, LOOK_LINK, SIDE_START, 0, pen_column(p), p->y);
	if (where)
		pen_untag(p, CAIRO_TAG_LINK);
	pen_untag(p, "P");
	p->y += high + 4;
	arena_free(&a);
}

static void fact(struct pen *p, const struct pdf_row *r)
{
	double label = pen_column(p) * 0.28, value = pen_column(p) - label, high, other, base[2], most;
	struct sv text[2] = { r->cells.n > 0 ? r->cells.at[0].text : SV_NONE,
			      r->cells.n > 1 ? r->cells.at[1].text : SV_NONE };

	pen_set(p, 0, LOOK_LABEL, text[0], label - 8);
	base[0] = pen_baseline(p);
	high = pen_text_height(p) - base[0];
	pen_set(p, 0, LOOK_BODY, text[1], value);
	base[1] = pen_baseline(p);
	other = pen_text_height(p) - base[1];
	most = base[0] > base[1] ? base[0] : base[1];
	high = most + (other > high ? other : high);
	if (!pen_fits(p, high))
		pen_next_page(p);
	pen_tag(p, "LI", NULL);
	pen_tag(p, "Lbl", NULL);
	pen_set(p, 0, LOOK_LABEL, text[0], label - 8);
	pen_show(p, LOOK_LABEL, SIDE_START, 0, label - 8, p->y + most - base[0]);
	pen_untag(p, "Lbl");
	pen_tag(p, "LBody", NULL);
	pen_set(p, 0, LOOK_BODY, text[1], value);
	pen_show(p, LOOK_BODY, SIDE_START, label, value, p->y + most - base[1]);
	pen_untag(p, "LBody");
	pen_untag(p, "LI");
	p->y += high + 2;
}

static void block(struct pen *p, const struct pdf_block *b, struct fit *fit)
{
	enum { ROWS_BELOW = 62, PART_BELOW = 48 }; /* a heading does not stand alone at the foot of a page */

	switch ((enum pdf_kind)b->kind) {
	case PDF_HEADING:
		paragraph(p, b, "H2", LOOK_HEADING, 16, 4, ROWS_BELOW);
		break;
	case PDF_PART:
		paragraph(p, b, "H3", LOOK_PART, 9, 2, PART_BELOW);
		break;
	case PDF_PARAGRAPH:
		paragraph(p, b, "P", LOOK_BODY, 2, 6, 0);
		break;
	case PDF_NOTE:
		paragraph(p, b, "P", LOOK_NOTE, 2, 4, 0);
		break;
	case PDF_LINK:
		address(p, b);
		break;
	case PDF_FACTS:
		pen_tag(p, "L", NULL);
		for (size_t i = 0; i < b->rows.n; i++)
			fact(p, &b->rows.at[i]);
		pen_untag(p, "L");
		p->y += 4;
		break;
	case PDF_TABLE:
		pdf_table(p, b, fit);
		break;
	}
}

/* One pass; see pdf_inside.h. */
static void go_over(struct pen *p)
{
	struct pdf_block title = { .text = p->d->title };

	p->page = 1;
	pen_tag(p, "Document", NULL);
	header(p);
	paragraph(p, &title, "H1", LOOK_TITLE, 0, 8, 0);
	for (size_t i = 0; i < p->d->blocks.n && p->page <= PDF_PAGES_MAX; i++)
		block(p, &p->d->blocks.at[i], &p->fits[i]);
	pen_untag(p, "Document");
	footer(p);
}

static cairo_status_t take(void *closure, const unsigned char *bytes, unsigned n)
{
	struct buf *out = closure;

	buf_add(out, sv_of(bytes, n));
	return out->over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_fonts(struct pen *p)
{
	const char *names = families_of(p->d->language);

	for (unsigned size = 0; size < FIT_SIZES; size++)
		for (int i = 0; i < LOOK__COUNT; i++) {
			PangoFontDescription *f = pango_font_description_new();

			pango_font_description_set_family(f, names);
			pango_font_description_set_size(
				f, (int)(looks[i].size * smaller[size] * PANGO_SCALE + 0.5));
			pango_font_description_set_weight(f, looks[i].bold ? PANGO_WEIGHT_BOLD
									   : PANGO_WEIGHT_NORMAL);
			p->fonts[size][i] = f;
		}
	p->figures = pango_attr_list_new();
	pango_attr_list_insert(p->figures, pango_attr_font_features_new("tnum=1, lnum=1"));
}

static void properties(struct pen *p, struct arena *a)
{
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, sv_z(a, p->d->title));
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, sv_z(a, p->d->organisation));
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Quits " QUITS_VERSION);
	if (p->d->made.n)
		cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
					       sv_z(a, p->d->made));
}

static void pen_open(struct pen *p, struct arena *a, struct buf *out)
{
	PangoContext *context;

	p->width = p->d->letter ? 612 : 210 * MM;
	p->height = p->d->letter ? 792 : 297 * MM;
	p->left = 18 * MM;
	p->right = p->width - 18 * MM;
	p->top = 15 * MM;
	p->bottom = p->height - 22 * MM;
	p->brand = p->d->colour ? (unsigned)p->d->colour & 0xffffff : BRAND;
	p->arena = a;
	p->fits = NEW_N(a, struct fit, p->d->blocks.n + 1);
	p->surface = cairo_pdf_surface_create_for_stream(take, out, p->width, p->height);
	p->c = cairo_create(p->surface);
	p->l = pango_cairo_create_layout(p->c);
	context = pango_layout_get_context(p->l);
	pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
	pango_context_set_language(context, pango_language_from_string(sv_z(a, p->d->language)));
	pango_layout_set_wrap(p->l, PANGO_WRAP_WORD_CHAR);
	set_fonts(p);
	pango_layout_set_attributes(p->l, p->figures);
	properties(p, a);
}

static enum status pen_close(struct pen *p)
{
	cairo_status_t st;

	g_object_unref(p->l);
	cairo_destroy(p->c);
	cairo_surface_finish(p->surface);
	st = cairo_surface_status(p->surface);
	cairo_surface_destroy(p->surface);
	pango_attr_list_unref(p->figures);
	for (unsigned size = 0; size < FIT_SIZES; size++)
		for (int i = 0; i < LOOK__COUNT; i++)
			pango_font_description_free(p->fonts[size][i]);
	if (st == CAIRO_STATUS_WRITE_ERROR)
		return fail(ST_LIMIT, "the document is larger than %d bytes", PDF_BYTES_MAX);
	if (st != CAIRO_STATUS_SUCCESS)
		return fail(ST_INTERNAL, "cairo: %s", cairo_status_to_string(st));
	return ST_OK;
}

enum status pdf_draw(const struct pdf_doc *d, struct buf *out)
{
	struct pen p = { .d = d };
	struct arena a = ARENA_INIT;
	enum status st;

	for (size_t i = 0; i < d->blocks.n; i++)
		if (d->blocks.at[i].columns.n > PDF_COLUMNS_MAX)
			return fail(ST_INVALID, "a table has more than %d columns", PDF_COLUMNS_MAX);
	pen_open(&p, &a, out);
	go_over(&p);
	p.pages = p.page;
	p.drawing = p.pages <= PDF_PAGES_MAX;
	if (p.drawing)
		go_over(&p);
	st = pen_close(&p);
	arena_free(&a);
	if (!p.drawing)
		return fail(ST_LIMIT, "the document has more than %d pages", PDF_PAGES_MAX);
	TRY(st);
	return pdf_finish(out, d->language);
}

void pdf_warm(void)
{
	static const char *const samples[][2] = {
		{ "en", "Quits 0123456789 é ß ñ € £ –" },
		{ "ar", "كشف حساب" },
		{ "zh", "请付款" },
	};
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct buf out = buf_new(&a, PDF_BYTES_MAX);
		struct sv text = sv_from(samples[i][1]);
		struct pdf_block b[] = { { .kind = PDF_HEADING, .text = text },
					 { .kind = PDF_PARAGRAPH, .text = text } };
		struct pdf_doc d = { .language = sv_from(samples[i][0]), .rtl = i == 1, .title = text,
				     .blocks = { b, COUNT(b) } };

		(void)!pdf_draw(&d, &out); /* what fails here fails again, and is told, with a document */
	}
	arena_free(&a);
}

static size_t folders(FcStrList *list, const char **ret, size_t n, size_t max)
{
	for (const FcChar8 *at; list && n < max && (at = FcStrListNext(list)) != NULL;)
		ret[n++] = (const char *)at;
	if (list)
		FcStrListDone(list);
	return n;
}

size_t pdf_folders(const char **ret, size_t max)
{
	size_t n = folders(FcConfigGetFontDirs(NULL), ret, 0, max);

	return folders(FcConfigGetCacheDirs(NULL), ret, n, max);
}

void pdf_end(void)
{
	pango_cairo_font_map_set_default(NULL);
	cairo_debug_reset_static_data();
	FcFini();
}
