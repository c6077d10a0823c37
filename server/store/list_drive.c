/* list: which way into a list is the shortest. A term that few rows satisfy finds them by itself, and they are sorted; else
 * the rows are met in their order, in the order's own index, until a page is full. How many rows a term has is counted, up to
 * a limit, by its index alone, and once for a question: what statistics would guess of a book, and be wrong. See list.h.
 *
 * In long lists terms that one trigram table knows are looked up in it together. */
#include "server/store/list_inside.h"

enum { TOGETHER_MAX = 16, MATCH_MAX = 8000 };

void list_keys(struct building *b, const struct list_term *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		buf_z(&b->sql, i > from ? " UNION ALL SELECT * FROM (" : "SELECT * FROM ("); /* it may begin with WITH */
		list_expand(b, t->parts[i].driver->find, t->parts[i].text, t->parts[i].match);
		buf_char(&b->sql, ')');
	}
}

/* How many rows parts from..to find, up to `most` and one more. What a trigram table finds is counted as it comes. */
static enum status count_parts(const struct list_ways *w, const struct list_term *t, size_t from, size_t to, int64_t most,
			       int64_t *ret)
{
	const struct list_driver *d = t->parts[from].driver;
	struct building b = list_building(w->l, w->f, w->a);
	struct query q;
	struct rows r;
	bool row;

	buf_z(&b.sql, "SELECT count(*) FROM (");
	if (d->by == LIST_BY_INDEX) {
		buf_print(&b.sql, "SELECT 1 %s WHERE ", d->from);
		b.bare = true;
		list_condition(&b, w->l->alone ? t->parts[from].leaf : t->node);
	} else if (d->when) {
		buf_print(&b.sql, "SELECT 1 %s WHERE ", d->from);
		list_expand(&b, d->when, t->parts[from].text, SV_NONE);
	} else if (d->of && !list_has_grams(d) && !d->ones && d->by != LIST_BY_SIGN && d->by != LIST_BY_NO_SIGN) {
		buf_print(&b.sql, "SELECT 1 %s WHERE %s IN (", d->from, d->of);
		list_keys(&b, t, from, to);
		buf_char(&b.sql, ')');
	} else {
		list_keys(&b, t, from, to);
	}
	buf_z(&b.sql, " LIMIT ");
	list_bound(&b, V(most + 1));
	buf_z(&b.sql, ")");
	buf_char(&b.sql, '\0');
	TRY(buf_end(&b.sql, "a list's statement"));
	q = (struct query){ w->l->name, b.sql.p };
	TRY(rows_open_once(w->s, &q, &r, b.values, b.n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

/* The same of one part in a long list, or of all in another; what is known already is not counted again. */
static enum status count(const struct list_ways *w, struct list_term *t, size_t from, size_t to, int64_t most)
{
	struct list_part *p = &t->parts[from];

	if (p->brief && most > w->brief_most)
		most = w->brief_most;
	if (p->all || p->counted > most)
		return ST_OK;
	TRY(count_parts(w, t, from, to, most, &p->counted));
	p->all = p->counted <= most;
	return ST_OK;
}

/* Part by part in a long list: those that find nothing leave, and a word that is in names alone is one part. */
static enum status rows_of(const struct list_ways *w, struct list_term *t, int64_t most)
{
	size_t kept = 0;

	if (!w->l->alone) {
		TRY(count(w, t, 0, t->n, most));
		t->rows = t->parts[0].counted;
		return ST_OK;
	}
	t->rows = 0;
	for (size_t i = 0; i < t->n; i++) {
		int dear = (t->parts[i].driver->dear ? t->parts[i].driver->dear : 1) + w->more_dear;

		TRY(count(w, t, i, i + 1, most < t->rows ? 0 : (most - t->rows) / dear));
		t->rows += t->parts[i].counted * dear;
		if (t->parts[i].brief && t->parts[i].counted > w->brief_most)
			t->rows = most + 1; /* or many more: they are not counted on */
		if (t->parts[i].counted || (i + 1 == t->n && kept == 0))
			t->parts[kept++] = t->parts[i];
	}
	t->n = kept;
	return ST_OK;
}

/* What one trigram table finds of a term, as one question to it; "" if that is nothing. */
static struct sv asked_of(const struct list_term *t, const char *find, struct arena *a)
{
	struct buf b = buf_new(a, MATCH_MAX);

	for (size_t i = 0; i < t->n; i++)
		if (t->parts[i].driver->find == find && list_has_grams(t->parts[i].driver))
			buf_print(&b, "%s(" SV_FMT ")", b.n ? " OR " : "", SV_ARG(t->parts[i].match));
	return b.over ? SV_NONE : buf_sv(&b);
}

/* All parts ask one trigram table: they are one question to it. */
static bool together(struct list_term *t, struct arena *a)
{
	struct sv all = asked_of(t, t->parts[0].driver->find, a);

	for (size_t i = 0; i < t->n; i++)
		if (t->parts[i].driver->find != t->parts[0].driver->find)
			return false;
	if (all.n == 0)
		return false;
	t->parts[0].counted = t->n > 1 ? 0 : t->parts[0].counted;
	t->parts[0].all = t->n == 1 && t->parts[0].all;
	t->parts[0].match = all;
	t->n = 1;
	return true;
}

/* Terms that ask one trigram table must hold together: a row of all of them is one that the table finds of all, or one that
 * something else finds of any. As the last of them they are one term, which drives. */
struct group {
	struct buf match;
	struct list_part others[LIST_PARTS_MAX];
	const struct list_term *last;
	size_t n, n_others;
	bool brief;
};

static void join(struct group *g, const struct list_term *t, const char *find, bool pure, struct arena *a)
{
	struct sv asked = asked_of(t, find, a);
	size_t others = 0;

	for (size_t i = 0; i < t->n; i++) {
		others += t->parts[i].driver->find != find;
		if (pure && (t->parts[i].brief || t->parts[i].driver->find != find))
			return;
	}
	if (asked.n == 0 || g->n == TOGETHER_MAX || g->match.n + asked.n + 16 > MATCH_MAX ||
	    g->n_others + others >= LIST_PARTS_MAX)
		return;
	for (size_t i = 0; i < t->n; i++) {
		g->brief |= t->parts[i].brief;
		if (t->parts[i].driver->find != find)
			g->others[g->n_others++] = t->parts[i];
	}
	buf_print(&g->match, "%s(" SV_FMT ")", g->n ? " AND " : "", SV_ARG(asked));
	g->last = t;
	g->n++;
}

static const struct list_part *part_of(const struct list_term *t, const char *find)
{
	const struct list_part *p = t->parts;

	while (p->driver->find != find)
		p++;
	return p;
}

static bool group_end(struct group *g, const char *find, struct list_term *ret)
{
	if (g->n < 2)
		return false;
	*ret = (struct list_term){ .node = g->last->node, .met = true, .n = g->n_others + 1 };
	ret->parts[0] = *part_of(g->last, find);
	ret->parts[0].match = buf_sv(&g->match);
	ret->parts[0].counted = 0;
	ret->parts[0].all = false;
	ret->parts[0].met = true;
	ret->parts[0].brief = false;
	ret->brief = g->brief;
	memcpy(ret->parts + 1, g->others, g->n_others * sizeof(g->others[0]));
	return true;
}

static void meet_in(struct list_ways *w, const char *find, bool pure)
{
	struct group g = { .n = 0, .match = buf_new(w->a, MATCH_MAX) };

	for (size_t i = 0; i < w->n; i++)
		join(&g, &w->terms[i], find, pure, w->a);
	if (w->n_met < COUNT(w->met) && group_end(&g, find, &w->met[w->n_met]))
		w->n_met++;
}

/* For each trigram table that several terms ask, what they are together: those that it alone knows, and all of them. Called when
 * the terms have been counted. */
static void meet(struct list_ways *w)
{
	const char *known[2] = { NULL, NULL };
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->terms[i].n && n < COUNT(known); k++) {
			const struct list_driver *d = w->terms[i].parts[k].driver;

			if (!list_has_grams(d) || d->find == known[0])
				continue;
			known[n++] = d->find;
			meet_in(w, d->find, true);
			meet_in(w, d->find, false);
		}
	w->have_met = true;
}

enum status list_drive(struct list_ways *w, int64_t most, bool any, struct list_term *ret)
{
	struct list_term best = { .node = NULL };
	int64_t least = most + 1, few = w->l->few ? w->l->few : LIST_FEW;

	for (size_t i = 0; i < w->n && least > few; i++) {
		struct list_term *t = &w->terms[i];
		bool drives = w->l->alone && least <= most; /* something else: counting half as many takes as long as it spares */

		TRY(rows_of(w, t, drives ? least / 2 : least - 1));
		if (t->rows < least && (!drives || t->rows <= least / 2)) {
			best = *t;
			least = t->rows;
		} else if (any && !best.node && list_by_index(t)) {
			best = *t;
		}
	}
	if (w->l->alone && !w->have_met && least > few)
		meet(w);
	for (size_t i = 0; i < w->n_met && least > few; i++) {
		if (w->met[i].brief && least > most) /* a table takes long to tell what is much from what is much */
			continue;
		TRY(rows_of(w, &w->met[i], least - 1));
		if (w->met[i].rows < least) {
			best = w->met[i];
			least = best.rows;
		}
	}
	*ret = best;
	return ST_OK;
}

/* Whether what a term finds is few enough to be held. What indexes cover of a word is not: it is looked at in them. */
static enum status may_be_held(const struct list_ways *w, struct list_term *t, bool *ret)
{
	int64_t rows = 0;

	for (size_t i = 0; i < t->n && rows <= LIST_BESIDE_ROWS; i++) {
		int dear = t->parts[i].driver->dear ? t->parts[i].driver->dear : 1;

		if (t->parts[i].driver->covered)
			continue;
		TRY(count(w, t, i, i + 1, (LIST_BESIDE_ROWS - rows) / dear));
		rows += t->parts[i].counted * dear;
		if (t->parts[i].brief && t->parts[i].counted > w->brief_most)
			rows = LIST_BESIDE_ROWS + 1;
	}
	*ret = rows <= LIST_BESIDE_ROWS;
	return ST_OK;
}

enum status list_beside(struct list_ways *w, const struct list_term *driving, struct list_beside *ret)
{
	struct group g = { .n = 0, .match = buf_new(w->a, MATCH_MAX) };
	struct list_term one, all;
	const char *find = NULL;
	bool may;

	*ret = (struct list_beside){ .n = 0 };
	for (size_t i = 0; i < w->n && ret->n + 1 < LIST_BESIDE_MAX; i++) {
		if (list_is_narrow(w->l, w->terms[i].node, false))
			continue;
		TRY(rows_of(w, &w->terms[i], 0)); /* whether there are any */
		one = w->terms[i];
		if (!driving->met && together(&one, w->a) && (!find || find == one.parts[0].driver->find)) {
			find = one.parts[0].driver->find;
			join(&g, &w->terms[i], find, false, w->a); /* counted together, once */
			continue;
		}
		TRY(may_be_held(w, &w->terms[i], &may));
		if (!may)
			continue;
		ret->at[ret->n++] = w->terms[i];
		ret->terms++;
	}
	if (g.n == 1)
		all = *g.last;
	else if (!group_end(&g, find, &all))
		return ST_OK;
	all.met = false;
	TRY(may_be_held(w, &all, &may));
	if (!may)
		return ST_OK;
	ret->at[ret->n++] = all;
	ret->terms += g.n;
	return ST_OK;
}
