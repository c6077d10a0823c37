/* list: the statements of a page and of a count; see list.h.
 *
 * In a long list a statement has two storeys. Below, keys are found in their order: along the order's own index, or by what
 * drives, in indexes that cover all that is asked there. Above, a row is read for each key until the page is full: what no
 * index covers (names, words) is looked at of no more rows than it takes. */
#include "server/store/list_inside.h"

struct list_order list_order_of(const struct list_sql *l, const struct filter *f, struct arena *a)
{
	struct list_order o = { .from = l->from_order ? l->from_order : l->from, .one_way = true };
	struct buf mark = buf_new(a, 100);

	for (size_t i = 0; i < f->n_sort; i++) {
		unsigned field = f->sort[i].field;
		enum kind kind = l->words->fields[field].kind;

		o.by[o.n] = l->orders && l->orders[field] ? l->orders[field] : l->fields[field];
		o.text[o.n] = kind == K_TEXT || kind == K_CHOICE;
		o.down[o.n++] = f->sort[i].down != l->words->fields[field].aged; /* the longer ago, the lower the day */
		buf_print(&mark, "%u%c", field, f->sort[i].down ? '-' : '+');
	}
	/* Rows of one choice come as its index has them: a third of a book may have the same. */
	for (size_t i = 0; f->n_sort == 1 && i < l->n_drivers; i++)
		if (l->drivers[i].then && l->drivers[i].field == f->sort[0].field && strcmp(l->drivers[i].then, l->key) != 0) {
			o.by[o.n] = l->drivers[i].then;
			o.down[o.n++] = o.down[0];
		}
	if (o.n == 0 && l->order) {
		o.by[0] = l->order;
		o.text[0] = l->order_text;
		o.down[0] = l->order_down;
		o.n = 1;
	}
	if (f->n_sort && l->from_by && l->from_by[f->sort[0].field])
		o.from = l->from_by[f->sort[0].field];
	if (o.n == 0 || strcmp(o.by[o.n - 1], l->key) != 0) {
		o.by[o.n] = l->key;
		o.text[o.n] = l->key_text;
		o.down[o.n] = o.n && o.down[o.n - 1];
		o.n++;
	}
	for (size_t i = 0; i < o.n; i++) {
		o.one_way &= o.down[i] == o.down[0];
		if (!l->joined || strncmp(o.by[i], l->joined, strlen(l->joined)) != 0)
			continue;
		o.joined = true;
		o.joined_first |= i == 0;
	}
	buf_char(&mark, ';');
	o.mark = buf_sv(&mark);
	return o;
}

/* Rows behind a place, where directions differ: the first expression bounds the range that an index reads. */
static void behind_step(struct building *b, const struct list_order *o, const struct list_place *p, size_t i)
{
	const char *sign = o->down[i] ? "<" : ">";

	list_expression(b, o->by[i]);
	if (i + 1 == o->n) {
		buf_print(&b->sql, " %s ", sign);
		list_bound(b, p->at[i]);
		return;
	}
	buf_print(&b->sql, " %s= ", sign);
	list_bound(b, p->at[i]);
	buf_z(&b->sql, " AND (");
	list_expression(b, o->by[i]);
	buf_print(&b->sql, " %s ", sign);
	list_bound(b, p->at[i]);
	buf_z(&b->sql, " OR (");
	behind_step(b, o, p, i + 1);
	buf_z(&b->sql, "))");
}

static void behind(struct building *b, const struct list_order *o, const struct list_place *p)
{
	if (!o->one_way) {
		behind_step(b, o, p, 0);
		return;
	}
	for (size_t i = 0; i < o->n; i++) {
		buf_z(&b->sql, i ? ", " : "(");
		list_expression(b, o->by[i]);
	}
	buf_print(&b->sql, ") %s (", o->down[0] ? "<" : ">");
	for (size_t i = 0; i < o->n; i++) {
		buf_z(&b->sql, i ? ", " : "");
		list_bound(b, p->at[i]);
	}
	buf_char(&b->sql, ')');
}

static void order_by(struct building *b, const struct list_order *o)
{
	buf_z(&b->sql, " ORDER BY ");
	for (size_t i = 0; i < o->n; i++) {
		buf_z(&b->sql, i ? ", " : "");
		list_expression(b, o->by[i]);
		buf_z(&b->sql, o->down[i] ? " DESC" : "");
	}
}

/* Of a list that is not long: all conditions, and what is found by key. */
static void where(struct building *b, const struct list_term *t)
{
	const struct list_driver *d = t->node ? t->parts[0].driver : NULL;

	buf_z(&b->sql, " WHERE ");
	if (b->l->where) {
		list_expand(b, b->l->where, SV_NONE, SV_NONE);
		buf_z(&b->sql, " AND ");
	}
	list_condition(b, b->f->root);
	if (!d || d->by == LIST_BY_INDEX)
		return;
	buf_print(&b->sql, " AND %s IN (", d->of ? d->of : b->l->found ? b->l->found : b->l->key);
	list_keys(b, t, 0, t->n);
	buf_char(&b->sql, ')');
}

static void page(struct building *b, const struct list_order *o, const struct list_term *t, const struct list_place *after,
		 size_t limit)
{
	buf_z(&b->sql, "SELECT ");
	b->bare = true;
	for (size_t i = 0; i < o->n; i++) {
		list_expression(b, o->by[i]);
		buf_z(&b->sql, ", ");
	}
	b->bare = false;
	list_expand(b, b->l->columns, SV_NONE, SV_NONE);
	if (t->node && list_by_index(t))
		b->plain[0] = t->node;
	else if (!t->node && b->f->n_sort <= 1)
		(void)list_walked(b, o->by[0]);
	buf_print(&b->sql, " %s", t->node ? b->l->from : o->from);
	where(b, t);
	b->bare = !t->node;
	if (after->n) {
		buf_z(&b->sql, " AND ");
		behind(b, o, after);
	}
	order_by(b, o);
	buf_z(&b->sql, " LIMIT ");
	list_bound(b, V((int64_t)limit + 1));
}

bool list_is_narrow(const struct list_sql *l, const struct filter_node *n, bool joined)
{
	switch (n->op) {
	case FILTER_RANGE:
	case FILTER_CHOICE:
	case FILTER_TEXT:
		return joined || (l->narrow >> n->field & 1);
	case FILTER_FLAG:
		return true;
	case FILTER_WORD:
		return joined;
	case FILTER_ALL:
	case FILTER_ANY:
	case FILTER_NOT:
		break;
	}
	for (const struct filter_node *c = n->first; c; c = c->next)
		if (!list_is_narrow(l, c, joined))
			return false;
	return true;
}

bool list_all_narrow(const struct list_sql *l, const struct filter *f, const struct list_order *o)
{
	return list_is_narrow(l, f->root, o->joined);
}

/* What finds the rows of the term finds no others. */
static bool is_exact(const struct list_term *t)
{
	return t->n == 1 && t->parts[0].driver->exact && list_unwrapped(t->node)->op == FILTER_FLAG;
}

/* The terms that are narrow, or those that are not. */
static void terms(struct building *b, const struct list_term *driving, bool narrow, bool joined)
{
	bool any = false;

	for (const struct filter_node *c = b->f->root->first; c; c = c->next) {
		if (list_is_narrow(b->l, c, joined) != narrow || (c == driving->node && is_exact(driving)))
			continue;
		buf_z(&b->sql, any ? " AND " : "");
		list_condition(b, c);
		any = true;
	}
	buf_z(&b->sql, any ? "" : "1");
}

static struct sv aside(struct building *b, struct buf *was) /* what was written since it was set aside */
{
	struct sv got = buf_sv(&b->sql);

	was->over |= b->sql.over;
	b->sql = *was;
	return got;
}

/* Whatever the terms beside find, as a condition that no index is used for. */
static struct sv besides(struct building *b, const struct list_term *driving)
{
	struct buf was = b->sql;

	b->sql = buf_new(b->a, LIST_SQL_MAX);
	if (driving->n == 1 && driving->parts[0].met) /* nothing that is bound here would stand anywhere */
		return aside(b, &was);
	for (size_t i = 0; b->beside && i < b->beside->n; i++) {
		const struct list_term *t = &b->beside->at[i];

		for (size_t k = 0; (t->node != driving->node || driving->met) && k < t->n; k++) {
			const struct list_driver *d = t->parts[k].driver;

			buf_z(&b->sql, k ? " OR " : " AND (");
			if (d->covered) {
				list_word_in(b, b->l->word_narrow, t->parts[k].text);
			} else if (d->by == LIST_BY_INDEX) {
				list_condition(b, t->parts[k].leaf);
			} else if (d->when) {
				list_expand(b, d->when, t->parts[k].text, SV_NONE);
			} else {
				buf_print(&b->sql, "+%s IN (", d->of ? d->of : b->l->key);
				list_keys(b, t, k, k + 1);
				buf_char(&b->sql, ')');
			}
			buf_z(&b->sql, k + 1 == t->n ? ")" : "");
		}
	}
	return aside(b, &was);
}

/* What every way down there asks, once: its parameters are the same wherever it stands. */
struct below {
	struct sv narrow, beside;
};

static struct below asked_below(struct building *b, const struct list_order *o, const struct list_term *t,
			     const struct list_place *after)
{
	struct buf was = b->sql;

	b->sql = buf_new(b->a, LIST_SQL_MAX);
	buf_z(&b->sql, " AND ");
	terms(b, t, true, o && o->joined);
	for (const struct filter_node *c = b->f->root->first; c && !(o && o->joined); c = c->next)
		list_denied_below(b, c);
	if (o && after->n) {
		b->bare = true;
		buf_z(&b->sql, " AND ");
		behind(b, o, after);
		b->bare = false;
	}
	return (struct below){ aside(b, &was), besides(b, t) };
}

static void found_columns(struct building *b, const struct list_order *o)
{
	buf_print(&b->sql, "SELECT %s AS k0, %s AS k1", b->l->found_by[0], b->l->found_by[1]);
	for (size_t i = 0; o && i < o->n; i++)
		buf_print(&b->sql, ", %s AS o%zu", o->by[i], i);
}

/* Parts that one index finds in one go: choices, and keys of the same kind. Ranges go one by one. */
static size_t arm_end(const struct list_term *t, size_t from)
{
	const struct list_part *p = &t->parts[from];
	size_t to = from + 1;

	while (to < t->n && t->parts[to].driver == p->driver && p->leaf && !p->met &&
	       (p->driver->find ? p->driver->by != LIST_BY_INDEX : p->leaf->op == FILTER_CHOICE))
		to++;
	return to;
}

static void asked_behind(struct building *b, const struct list_part *p, const struct below *asked)
{
	buf_add(&b->sql, asked->narrow);
	if (!p->met)
		buf_add(&b->sql, asked->beside);
}

static void arm(struct building *b, const struct list_order *o, const struct list_term *t, size_t from, size_t to,
		const struct below *asked)
{
	const struct list_driver *d = t->parts[from].driver;

	found_columns(b, o);
	if (d->table && to == from + 1) { /* row by row as they are found: none need be held */
		buf_print(&b->sql, " FROM %s CROSS JOIN %s%s WHERE %s MATCH ", d->table, d->from + strlen("FROM "),
			  o && o->joined ? b->l->join : "", d->table);
		list_bound(b, V(t->parts[from].match));
		buf_print(&b->sql, " AND %s = %s.rowid", d->of ? d->of : b->l->key, d->table);
		asked_behind(b, &t->parts[from], asked);
		return;
	}
	buf_print(&b->sql, " %s%s WHERE ", d->from ? d->from : b->l->alone, o && o->joined ? b->l->join : "");
	if (d->by == LIST_BY_INDEX) {
		b->bare = true;
		for (size_t i = from; i < to; i++) {
			buf_z(&b->sql, i > from ? " OR " : "(");
			list_condition(b, t->parts[i].leaf);
		}
		buf_char(&b->sql, ')');
		b->bare = false;
	} else if (d->when) {
		list_expand(b, d->when, t->parts[from].text, SV_NONE);
	} else {
		buf_print(&b->sql, "%s IN (", d->of ? d->of : b->l->key);
		list_keys(b, t, from, to);
		buf_char(&b->sql, ')');
	}
	asked_behind(b, &t->parts[from], asked);
}

static void found_limit(struct building *b, size_t found)
{
	buf_z(&b->sql, " LIMIT ");
	list_bound(b, V(found ? (int64_t)found : INT64_C(-1)));
}

/* Several ways down there, of which one key may be found by more than one. */
static void arms(struct building *b, const struct list_order *o, const struct list_term *t, const struct below *asked,
		 size_t found)
{
	bool one = arm_end(t, 0) == t->n;

	buf_z(&b->sql, one ? "" : "SELECT * FROM (");
	for (size_t from = 0, to; from < t->n; from = to) {
		to = arm_end(t, from);
		buf_z(&b->sql, from ? " UNION " : "");
		arm(b, o, t, from, to, asked);
	}
	buf_z(&b->sql, one ? "" : ")");
	b->bare = true;
	if (o && one)
		order_by(b, o);
	for (size_t i = 0; o && !one && i < o->n; i++)
		buf_print(&b->sql, "%so%zu%s", i ? ", " : " ORDER BY ", i, o->down[i] ? " DESC" : "");
	b->bare = false;
	found_limit(b, found);
}

static void walk(struct building *b, const struct list_order *o, const struct list_term *t, const struct list_place *after,
		 size_t found)
{
	const char *from = b->f->n_sort <= 1 ? list_walked(b, o->by[0]) : NULL;
	struct below asked = asked_below(b, o, t, after);

	found_columns(b, o);
	buf_print(&b->sql, " %s%s WHERE 1", from ? from : o->from, o->joined && !o->joined_first ? b->l->join : "");
	buf_add(&b->sql, asked.narrow);
	buf_add(&b->sql, asked.beside);
	b->bare = true;
	order_by(b, o);
	b->bare = false;
	found_limit(b, found);
}

static void long_page(struct building *b, const struct list_order *o, const struct list_term *t,
		      const struct list_place *after, size_t limit, size_t found, bool *ret_cut)
{
	struct below asked;
	bool all = list_all_narrow(b->l, b->f, o);

	*ret_cut = !all && t->node && found;
	found = all ? limit + 1 : t->node ? found : 0;
	buf_z(&b->sql, "SELECT ");
	for (size_t i = 0; i < o->n; i++)
		buf_print(&b->sql, "k.o%zu, ", i);
	list_expand(b, b->l->columns, SV_NONE, SV_NONE);
	buf_z(&b->sql, " FROM (");
	if (t->node) {
		asked = asked_below(b, o, t, after);
		arms(b, o, t, &asked, found);
	} else {
		walk(b, o, t, after, found);
	}
	buf_print(&b->sql, ") k %s WHERE ", b->l->again);
	terms(b, t, false, o->joined);
	buf_z(&b->sql, " LIMIT ");
	list_bound(b, V((int64_t)limit + 1));
}

enum status list_build_page(struct building *b, const struct list_order *o, const struct list_term *t,
			    const struct list_place *after, size_t limit, size_t found, bool *ret_cut)
{
	*ret_cut = false;
	if (b->l->alone)
		long_page(b, o, t, after, limit, found, ret_cut);
	else
		page(b, o, t, after, limit);
	buf_char(&b->sql, '\0');
	return buf_end(&b->sql, "a list's statement");
}

static void long_count(struct building *b, const struct list_term *t, int64_t most)
{
	bool all = list_is_narrow(b->l, b->f->root, false);
	struct below asked = asked_below(b, NULL, t, NULL);

	buf_z(&b->sql, "SELECT 1 FROM (");
	if (t->node) {
		arms(b, NULL, t, &asked, all ? (size_t)most : 0);
	} else {
		found_columns(b, NULL);
		buf_print(&b->sql, " %s WHERE 1", b->l->from_order);
		buf_add(&b->sql, asked.narrow);
		buf_add(&b->sql, asked.beside);
		found_limit(b, all ? (size_t)most : 0);
	}
	buf_z(&b->sql, ") k ");
	if (all)
		return;
	buf_print(&b->sql, "%s WHERE ", b->l->again);
	terms(b, t, false, false);
}

enum status list_build_left(struct building *b, const struct list_term *t, int64_t most)
{
	struct below asked = asked_below(b, NULL, t, NULL);

	buf_z(&b->sql, "SELECT count(*) FROM (");
	arms(b, NULL, t, &asked, (size_t)most);
	buf_z(&b->sql, ")");
	buf_char(&b->sql, '\0');
	return buf_end(&b->sql, "a list's statement");
}

enum status list_build_count(struct building *b, const struct list_term *t, int64_t most)
{
	buf_z(&b->sql, "SELECT count(*) FROM (");
	if (b->l->alone) {
		long_count(b, t, most);
	} else {
		if (t->node && list_by_index(t))
			b->plain[0] = t->node;
		buf_print(&b->sql, "SELECT 1 %s", b->l->from);
		where(b, t);
	}
	buf_z(&b->sql, " LIMIT ");
	list_bound(b, V(most));
	buf_z(&b->sql, ")");
	buf_char(&b->sql, '\0');
	return buf_end(&b->sql, "a list's statement");
}
