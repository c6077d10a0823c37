/* list: the way to a page of a long list; see list.h. What it costs is known only as it goes, so the ways are tried one after the
 * other, each within bounds that are small beside the next:
 *
 *   few rows drive at once; else a few steps along the order, which meet the page unless the filter is selective, and else tell by
 *   what they met how many more it would take; those, if they are no more than what would drive takes; else what is not too much
 *   drives; else a walk on which words are told apart by what a trigram table finds, held in memory; else whatever has the fewest
 *   rows drives, and where nothing does, the walk goes on to the end or to the end of patience.
 *
 * Words that nothing looks up go by the walk alone, and not for long: they may stand nowhere. All ways find the same rows. */
#include "server/store/list_inside.h"

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* *ret_met: the page, or the end of the list, within so many steps; else *ret has what was met. */
static enum status walk(struct snap *s, const struct list_asked *p, const struct list_beside *beside, int64_t steps,
			int64_t patience, struct list_got *ret, bool *ret_met, struct arena *a)
{
	const struct list_term none = { .node = NULL };
	enum status st;

	*ret_met = false;
	*ret = (struct list_got){ .more = false };
	if (p->l->walks_not)
		return ST_OK;
	snap_patience(s, least(steps, patience));
	st = list_read(s, p, &none, beside, 0, ret, a);
	*ret_met = st == ST_OK;
	snap_patience(s, patience);
	return st == ST_LIMIT ? ST_OK : st;
}

static size_t wide_terms(const struct list_asked *p)
{
	size_t n = 0;

	for (const struct filter_node *c = p->f->root->first; c; c = c->next)
		n += !list_is_narrow(p->l, c, p->o.joined);
	return n;
}

/* Whether terms that no index covers are left to be told apart where `t` drives. */
static bool leaves_wide(const struct list_asked *p, const struct list_term *t)
{
	if (t->n == 1 && t->parts[0].met)
		return false;
	return wide_terms(p) > (!t->met && !list_is_narrow(p->l, t->node, p->o.joined));
}

/* Of many rows the first are put in order, and looked at; all of them only if that is no page. */
static enum status drive(struct snap *s, const struct list_asked *p, const struct list_term *t, int64_t patience,
			 struct list_got *ret, struct arena *a)
{
	size_t found = p->l->found_first ? p->l->found_first : LIST_FOUND_FIRST;
	struct list_beside beside = { .n = 0 };

	if (p->ways->blind)
		snap_patience(s, least(LIST_BLIND_STEPS, patience));
	if (t->rows <= (int64_t)found && !t->met)
		return list_read(s, p, t, NULL, 0, ret, a);
	if (leaves_wide(p, t))
		TRY(list_beside(p->ways, t, &beside));
	if (beside.terms >= wide_terms(p)) /* hardly any that are found are none */
		found = 0;
	TRY(list_read(s, p, t, &beside, found, ret, a));
	if (!ret->cut)
		return ST_OK;
	if (t->rows > LIST_LONG_FEW && leaves_wide(p, t)) { /* now what a word of two letters finds is worth holding */
		p->ways->brief_most = LIST_BESIDE_ROWS;
		TRY(list_beside(p->ways, t, &beside));
	}
	return list_read(s, p, t, &beside, 0, ret, a);
}

/* So many steps a walk would take for a page, by what the first few met: twice as many as those that met nothing say at least. */
static int64_t hope(const struct list_asked *p, const struct list_got *first)
{
	int64_t want = (int64_t)p->limit + 1;

	return first->rows.n ? LIST_QUICK_STEPS * want / (int64_t)first->rows.n : 2 * LIST_QUICK_STEPS * want;
}

/* So many rows are left of what `t` finds before the order's table is joined to them, up to `most` and one more. */
static enum status left_of(struct snap *s, const struct list_asked *p, const struct list_term *t, const struct list_beside *beside,
			   int64_t most, int64_t *ret, struct arena *a)
{
	struct building b = list_building(p->l, p->f, a);
	struct query q;
	struct rows r;
	bool row, all = true;

	*ret = 0;
	for (size_t i = 0; i < t->n; i++) {
		*ret += t->parts[i].counted;
		all &= t->parts[i].all;
	}
	if (all && *ret <= most)
		return ST_OK;
	b.beside = beside;
	TRY(list_build_left(&b, t, most + 1));
	q = (struct query){ p->l->name, b.sql.p };
	TRY(rows_open_once(s, &q, &r, b.values, b.n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

/* In the order of a joined table, whose rows are what takes long: what drives is told apart before they are joined, and if few are
 * left, they are put in order; if many are, some of them stand not too far along the order. */
static enum status joined(struct snap *s, const struct list_asked *p, int64_t patience, int64_t hoped, struct list_got *ret,
			  struct arena *a)
{
	const int64_t most[] = { list_drive_max(p->l), LIST_LONG_FAR, INT64_MAX };
	const struct list_term none = { .node = NULL };
	bool met = false;
	int64_t left;

	if (hoped <= LIST_JOINED_STEPS)
		TRY(walk(s, p, NULL, LIST_JOINED_STEPS, patience, ret, &met, a));
	p->ways->more_dear = 0;
	for (size_t i = 0; i < COUNT(most) && !met; i++) {
		struct list_beside beside = { .n = 0 };
		struct list_term t = list_everything(p->l);

		if (most[i] < INT64_MAX)
			TRY(list_drive(p->ways, most[i], false, &t));
		if (t.node && !(t.n == 1 && t.parts[0].met))
			TRY(list_beside(p->ways, &t, &beside));
		if (t.node)
			TRY(left_of(s, p, &t, &beside, LIST_JOINED_ROWS, &left, a));
		if (t.node && left <= LIST_JOINED_ROWS)
			return list_read(s, p, &t, &beside, 0, ret, a);
		if (i == 0)
			TRY(walk(s, p, NULL, LIST_NARROW_STEPS, patience, ret, &met, a));
		if (t.node && i > 0)
			break;
	}
	return met ? ST_OK : list_read(s, p, &none, NULL, 0, ret, a);
}

/* Where nothing drives, or what does is much. */
static enum status far(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret, struct arena *a)
{
	const struct list_term none = { .node = NULL };
	struct list_beside beside = { .n = 0 };
	struct list_term t;
	bool met;

	TRY(list_drive(p->ways, LIST_LONG_FAR, false, &t));
	if (!t.node)
		p->ways->brief_most = LIST_BESIDE_ROWS;
	TRY(list_beside(p->ways, &none, &beside));
	if (beside.n && p->f->n_sort <= 1) { /* no index has the order of two */
		TRY(walk(s, p, &beside, t.node ? least(LIST_LAST_STEPS, 4 * t.rows) : LIST_LAST_STEPS, patience, ret, &met, a));
		if (met)
			return ST_OK;
	}
	return t.node ? drive(s, p, &t, patience, ret, a) : list_read(s, p, &none, &beside, 0, ret, a);
}

static enum status page(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret, struct arena *a)
{
	bool narrow = list_all_narrow(p->l, p->f, &p->o), met;
	int64_t steps = narrow ? LIST_NARROW_STEPS : LIST_SHORT_STEPS, hoped;
	const struct list_term none = { .node = NULL };
	struct list_term t;

	if (!p->f->root->first)
		return list_read(s, p, &none, NULL, 0, ret, a);
	TRY(list_drive(p->ways, least(list_drive_max(p->l), LIST_LONG_FEW), false, &t));
	if (t.node)
		return drive(s, p, &t, patience, ret, a);
	TRY(walk(s, p, NULL, LIST_QUICK_STEPS, patience, ret, &met, a));
	if (met)
		return ST_OK;
	hoped = hope(p, ret);
	if (p->o.joined)
		return joined(s, p, patience, hoped, ret, a);
	TRY(list_drive(p->ways, list_drive_max(p->l), false, &t));
	if (!t.node && p->ways->blind) {
		snap_patience(s, least(LIST_BLIND_STEPS, patience));
		return list_read(s, p, &none, NULL, 0, ret, a);
	}
	steps = t.node ? least(steps, t.rows) : LIST_MORE_STEPS * steps;
	if (hoped <= steps)
		TRY(walk(s, p, NULL, steps, patience, ret, &met, a));
	if (met)
		return ST_OK;
	return t.node ? drive(s, p, &t, patience, ret, a) : far(s, p, patience, ret, a);
}

/* The value of the first order at which the page begins. */
static enum status value_at(struct snap *s, const struct list_asked *p, struct value *ret, struct arena *a)
{
	struct query q = { p->l->name, arena_print(a, "SELECT %s %s ORDER BY 1%s LIMIT 1", p->o.by[0], p->o.from,
						   p->o.down[0] ? " DESC" : "") };
	struct rows r;
	bool row;

	*ret = V_NULL;
	if (p->from.n) {
		*ret = p->from.at[0];
		return ST_OK;
	}
	TRY(rows_open_once(s, &q, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	*ret = p->o.text[0] ? value_text(rows_text(&r, 0, a)) : V(rows_int(&r, 0));
	rows_close(&r);
	return ST_OK;
}

/* A term that the field has the value; false: there is none that says so. */
static bool term_of(const struct list_asked *p, struct value v, struct filter_node *ret)
{
	unsigned field = p->f->sort[0].field;
	const struct filter_field *f = &p->l->words->fields[field];

	*ret = (struct filter_node){ .op = FILTER_RANGE, .field = field, .from = v.i, .to = v.i };
	if (v.type == VALUE_INT)
		return f->kind == K_MONEY || v.i > 0;
	ret->op = FILTER_CHOICE;
	for (size_t i = 0; v.type == VALUE_TEXT && f->kind == K_CHOICE && i < f->of->n; i++)
		if (sv_is(v.s, f->of->words[i].text)) {
			ret->choice = f->of->words[i].value;
			return true;
		}
	return false;
}

/* Of several orders the first may say the same of half the book: those rows are read as a list of their own in the order of the
 * next, and if they fill the page, it is the page. */
static enum status page_of_one_value(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret,
				     bool *ret_met, struct arena *a)
{
	struct filter_node root = { .op = FILTER_ALL }, whole = *p->f->root, same;
	struct filter f = *p->f;
	struct list_asked one = *p;
	struct value v;

	*ret_met = false;
	TRY(value_at(s, p, &v, a));
	if (!term_of(p, v, &same))
		return ST_OK;
	whole.next = &same;
	root.first = whole.first ? &whole : &same;
	f.root = &root;
	f.n_sort--;
	memmove(f.sort, f.sort + 1, f.n_sort * sizeof(f.sort[0]));
	one.f = &f;
	one.o = list_order_of(p->l, &f, a);
	one.from.n = p->from.n ? p->from.n - 1 : 0;
	memmove(one.from.at, one.from.at + 1, one.from.n * sizeof(one.from.at[0]));
	if (one.o.n + 1 != p->o.n) /* it brings an order of its own */
		return ST_OK;
	TRY(walk(s, &one, NULL, list_all_narrow(p->l, &f, &one.o) ? LIST_NARROW_STEPS : 2 * LIST_QUICK_STEPS, patience, ret, ret_met, a));
	*ret_met = *ret_met && ret->more;
	if (!*ret_met)
		return ST_OK;
	memmove(ret->last.at + 1, ret->last.at, ret->last.n * sizeof(ret->last.at[0]));
	ret->last.at[0] = v;
	ret->last.n++;
	return ST_OK;
}

enum status list_long_page(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret, struct arena *a)
{
	bool met = false;

	if (p->f->n_sort > 1 && (p->l->coarse >> p->f->sort[0].field & 1))
		TRY(page_of_one_value(s, p, patience, ret, &met, a));
	return met ? ST_OK : page(s, p, patience, ret, a);
}
