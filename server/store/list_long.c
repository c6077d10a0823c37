/* list: the way to a page of a long list; see list.h. What it costs is known only as it goes, so the ways are tried one after the
 * other, each within bounds that are small beside the next:
 *
 *   few rows drive at once; else a few steps along the order, which meet the page unless the filter is selective, and then more of
 *   them, which meet it unless the rows have something against the order; else what is not too much drives; else a walk on which words are told apart by what a trigram table finds, held in
 *   memory; else whatever has the fewest rows drives, and where nothing does, the walk goes on to the end or to the end of patience.
 *
 * Words that nothing looks up go by the walk alone, and not for long: they may stand nowhere. All ways find the same rows. */
#include "server/store/list_inside.h"

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* *ret_met: the page, or the end of the list, within so many steps. */
static enum status walk(struct snap *s, const struct list_asked *p, const struct list_beside *beside, int64_t steps,
			int64_t patience, struct list_got *ret, bool *ret_met, struct arena *a)
{
	const struct list_term none = { .node = NULL };
	enum status st;

	*ret_met = false;
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

/* Of many rows the first are put in order, and looked at; all of them only if that is no page. */
static enum status drive(struct snap *s, const struct list_asked *p, const struct list_term *t, struct list_beside *beside,
			 struct list_got *ret, struct arena *a)
{
	size_t found = p->l->found_first ? p->l->found_first : LIST_FOUND_FIRST;
	bool wide = !list_is_narrow(p->l, t->node, p->o.joined);

	if (t->rows <= (int64_t)found)
		return list_read(s, p, t, NULL, 0, ret, a);
	if (!beside->n && wide_terms(p) > wide)
		TRY(list_beside(s, p->l, p->f, beside, a));
	TRY(list_read(s, p, t, beside, found, ret, a));
	return ret->cut ? list_read(s, p, t, beside, 0, ret, a) : ST_OK;
}

static enum status page(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret, struct arena *a)
{
	bool narrow = list_all_narrow(p->l, p->f, &p->o), met, thin;
	int64_t steps = p->o.joined ? LIST_JOINED_STEPS : narrow ? LIST_NARROW_STEPS : LIST_SHORT_STEPS;
	int64_t most = list_drive_max(p->l) / (p->o.joined && !p->l->drive_max ? 10 : 1);
	struct list_beside beside = { .n = 0 };
	struct list_term t;

	thin = p->f->n_sort && (p->l->thin >> p->f->sort[0].field & 1);
	TRY(list_drive(s, p->l, p->f, least(most, LIST_LONG_FEW), false, &t, a));
	if (!p->f->root->first)
		return list_read(s, p, &t, NULL, 0, ret, a);
	if (t.node)
		return drive(s, p, &t, &beside, ret, a);
	TRY(walk(s, p, NULL, LIST_QUICK_STEPS, patience, ret, &met, a));
	if (met)
		return ST_OK;
	TRY(list_drive(s, p->l, p->f, most, false, &t, a));
	if (!t.node && list_is_blind(p->l, p->f, a)) {
		snap_patience(s, least(LIST_BLIND_STEPS, patience));
		return list_read(s, p, &t, NULL, 0, ret, a);
	}
	if (t.node)
		steps = least(steps, t.rows);
	TRY(walk(s, p, NULL, thin ? least(steps, LIST_SHORT_STEPS) : steps, patience, ret, &met, a));
	if (met)
		return ST_OK;
	if (t.node)
		return drive(s, p, &t, &beside, ret, a);
	if (!thin && !p->o.joined)
		TRY(list_beside(s, p->l, p->f, &beside, a));
	if (beside.n) {
		TRY(walk(s, p, &beside, LIST_LAST_STEPS, patience, ret, &met, a));
		if (met)
			return ST_OK;
	}
	TRY(list_drive(s, p->l, p->f, LIST_LONG_FAR, false, &t, a));
	if (narrow && !thin && !p->o.joined && t.rows > LIST_LONG_MANY && !t.parts[0].driver->dear && !p->l->walks_not)
		t.node = NULL; /* along the order it costs no more, and may end early */
	return t.node ? drive(s, p, &t, &beside, ret, a) : list_read(s, p, &t, &beside, 0, ret, a);
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
	TRY(walk(s, &one, NULL, LIST_NARROW_STEPS, patience, ret, ret_met, a));
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
