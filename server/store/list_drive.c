/* list: which way into a list is the shortest. A term that few rows satisfy finds them by itself, and they are sorted; else
 * the rows are met in their order, in the order's own index, until a page is full. How many rows a term has is counted, up to
 * LIST_DRIVE_MAX, by its index alone: what statistics would guess of a book, and be wrong. See list.h. */
#include "common/utf8.h"

#include "server/store/list_inside.h"

enum { FEW = 100 }; /* so few rows that no other term need be tried */

/* "(x)" is a group of one, which holds one term. */
static const struct filter_node *unwrapped(const struct filter_node *n)
{
	while ((n->op == FILTER_ALL || n->op == FILTER_ANY) && n->first && !n->first->next)
		n = n->first;
	return n;
}

static bool by_index(const struct filter_node *leaf)
{
	if (leaf->op == FILTER_TEXT)
		return leaf->how != FILTER_INSIDE && leaf->text.n && list_is_ascii(leaf->text);
	return leaf->op == FILTER_RANGE || leaf->op == FILTER_CHOICE;
}

static bool serves(const struct list_sql *l, const struct filter *f, const struct list_driver *d,
		   const struct filter_node *leaf)
{
	switch (d->by) {
	case LIST_BY_INDEX:
		return d->field == leaf->field && by_index(leaf);
	case LIST_BY_SIGN:
		return leaf->op == FILTER_FLAG && d->field == leaf->field;
	case LIST_BY_WORD:
		if (leaf->op != FILTER_WORD || d->personal == f->masked)
			return false;
		break;
	case LIST_BY_WHOLE:
		return d->field == leaf->field &&
		       (leaf->op == FILTER_CHOICE || (leaf->op == FILTER_TEXT && leaf->how == FILTER_EQUAL));
	case LIST_BY_FIELD:
		if (leaf->op != FILTER_TEXT || d->field != leaf->field)
			return false;
		break;
	}
	return sv_find_sv(sv_from(d->find), SV("@GRAMS@")) == strlen(d->find) || utf8_count(list_text_of(l, leaf)) >= LIST_WORD_MIN;
}

static const struct list_driver *driver_of(const struct list_sql *l, const struct filter *f, const struct filter_node *leaf)
{
	for (size_t i = 0; i < l->n_drivers; i++)
		if (serves(l, f, &l->drivers[i], leaf))
			return &l->drivers[i];
	return NULL;
}

/* A leaf, or several of which one must hold: all by one index, or all by keys. */
static bool term_of(const struct list_sql *l, const struct filter *f, const struct filter_node *n, struct list_term *ret)
{
	struct list_term t = { .node = n };
	const struct filter_node *one = unwrapped(n), *c = one->op == FILTER_ANY ? one->first : one;

	for (; c; c = one->op == FILTER_ANY ? c->next : NULL) {
		const struct filter_node *leaf = unwrapped(c);

		if (t.n == LIST_LEAVES_MAX)
			return false;
		t.leaves[t.n] = leaf;
		t.drivers[t.n] = driver_of(l, f, leaf);
		if (!t.drivers[t.n])
			return false;
		if (t.n && t.drivers[t.n] != t.drivers[0] &&
		    (t.drivers[t.n]->by == LIST_BY_INDEX || t.drivers[0]->by == LIST_BY_INDEX ||
		     t.drivers[t.n]->of != t.drivers[0]->of))
			return false;
		t.n++;
	}
	*ret = t;
	return t.n > 0;
}

static void keys(struct building *b, const struct list_term *t)
{
	for (size_t i = 0; i < t->n; i++) {
		buf_z(&b->sql, i ? " UNION ALL SELECT * FROM (" : "SELECT * FROM ("); /* it may begin with WITH */
		list_expand(b, t->drivers[i]->find, list_text_of(b->l, t->leaves[i]));
		buf_char(&b->sql, ')');
	}
}

static enum status rows_of(struct snap *s, const struct list_sql *l, const struct filter *f, const struct list_term *t,
			   int64_t most, int64_t *ret, struct arena *a)
{
	struct building b = list_building(l, f, a);
	struct query q;
	struct rows r;
	bool row;

	buf_z(&b.sql, "SELECT count(*) FROM (");
	if (t->drivers[0]->by == LIST_BY_INDEX) {
		buf_print(&b.sql, "SELECT 1 %s WHERE ", t->drivers[0]->from);
		b.bare = true;
		list_condition(&b, t->node);
	} else if (t->drivers[0]->of) {
		buf_print(&b.sql, "SELECT 1 %s WHERE %s IN (", t->drivers[0]->from, t->drivers[0]->of);
		keys(&b, t);
		buf_char(&b.sql, ')');
	} else {
		keys(&b, t);
	}
	buf_z(&b.sql, " LIMIT ");
	list_bound(&b, V(most + 1));
	buf_z(&b.sql, ")");
	buf_char(&b.sql, '\0');
	TRY(buf_end(&b.sql, "a list's statement"));
	q = (struct query){ l->name, b.sql.p };
	TRY(rows_open_once(s, &q, &r, b.values, b.n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status list_drive(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most, bool any,
		       struct list_term *ret, struct arena *a)
{
	int64_t least = most + 1, n;
	struct list_term best = { .node = NULL }, t;

	for (const struct filter_node *c = f->root->first; c && least > FEW; c = c->next) {
		if (!term_of(l, f, c, &t))
			continue;
		TRY(rows_of(s, l, f, &t, least - 1, &n, a));
		if (n < least) {
			best = t;
			least = n;
		} else if (any && !best.node && t.drivers[0]->by == LIST_BY_INDEX) {
			best = t;
		}
	}
	*ret = best;
	return ST_OK;
}

void list_driven(struct building *b, const struct list_term *t)
{
	if (t->drivers[0]->by == LIST_BY_INDEX)
		b->plain[0] = t->node;
}

void list_driven_keys(struct building *b, const struct list_term *t)
{
	const char *of = t->drivers[0]->of;

	if (t->drivers[0]->by == LIST_BY_INDEX)
		return;
	buf_print(&b->sql, " AND %s IN (", of ? of : b->l->found ? b->l->found : b->l->key);
	keys(b, t);
	buf_char(&b->sql, ')');
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

void list_walked(struct building *b, const char *by)
{
	const struct list_sql *l = b->l;

	for (const struct filter_node *c = b->f->root->first; c; c = c->next) {
		const struct filter_node *leaf = unwrapped(c);
		const struct list_driver *d = by_index(leaf) ? driver_of(l, b->f, leaf) : NULL;

		if (!d || d->by != LIST_BY_INDEX)
			continue;
		if (leaf->op == FILTER_CHOICE && same(d->then, by) && !b->plain[0])
			b->plain[0] = c;
		else if (leaf->op != FILTER_CHOICE && same(l->fields[leaf->field], by) && !b->plain[1])
			b->plain[1] = c;
	}
}
