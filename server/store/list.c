/* list: pages of a filter and an order, and the places where they begin; see list.h. */
#include "server/store/list_inside.h"

#include "common/arena.h"

enum { CURSOR_MAX = 2000 };

struct place { /* of a row in the order: one value for each expression of it */
	struct value at[FILTER_SORTS_MAX + 1];
	size_t n;
};

/* The order: what was typed, else the list's own, and the key behind either. The key falls with what stands before it, so that
 * an index is walked in one direction. */
struct ordering {
	const char *by[FILTER_SORTS_MAX + 1];
	bool text[FILTER_SORTS_MAX + 1], down[FILTER_SORTS_MAX + 1];
	size_t n;
	const char *from; /* in which an index gives the order */
	bool one_way;     /* all falls, or all rises */
	struct sv mark;   /* of the order as typed: places of another one are none of this */
};

static struct ordering ordering_of(const struct list_sql *l, const struct filter *f, struct arena *a)
{
	struct ordering o = { .from = l->from, .one_way = true };
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
	for (size_t i = 1; i < o.n; i++)
		o.one_way &= o.down[i] == o.down[0];
	buf_char(&mark, ';');
	o.mark = buf_sv(&mark);
	return o;
}

/* Rows behind a place, where directions differ: the first expression bounds the range that an index reads. */
static void behind_step(struct building *b, const struct ordering *o, const struct place *p, size_t i)
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

static void behind(struct building *b, const struct ordering *o, const struct place *p)
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

static void where(struct building *b, const struct list_term *t)
{
	buf_z(&b->sql, " WHERE ");
	if (b->l->where) {
		list_expand(b, b->l->where, SV_NONE);
		buf_z(&b->sql, " AND ");
	}
	list_condition(b, b->f->root);
	if (t->node)
		list_driven_keys(b, t);
}

static void order_by(struct building *b, const struct ordering *o)
{
	buf_z(&b->sql, " ORDER BY ");
	for (size_t i = 0; i < o->n; i++) {
		buf_z(&b->sql, i ? ", " : "");
		list_expression(b, o->by[i]);
		buf_z(&b->sql, o->down[i] ? " DESC" : "");
	}
}

/* Which rows: behind the FROM. */
static void chosen(struct building *b, const struct ordering *o, const struct list_term *t, const struct place *after,
		   size_t limit)
{
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

/* Our SQL speaks of a table called `name` ("c."). */
static bool speaks_of(struct sv sql, const char *name)
{
	for (size_t at = 0, n = 0; at < sql.n; at += n + 1) {
		n = sv_find_sv(sv_from_to(sql, at, sql.n), sv_from(name));
		if (at + n < sql.n && (at + n == 0 || !strchr("abcdefghijklmnopqrstuvwxyz_.", sql.p[at + n - 1])))
			return true;
	}
	return false;
}

/* A term may find thousands of rows of which fifty are shown: those are chosen first, of the first table alone if the filter
 * asks for no other, and joined then. */
static void driven(struct building *b, const struct ordering *o, const struct list_term *t, const struct place *after,
		   size_t limit)
{
	struct buf whole = b->sql;
	struct sv rows;

	list_driven(b, t);
	if (!b->l->alone) {
		buf_print(&b->sql, " %s", b->l->from);
		chosen(b, o, t, after, limit);
		return;
	}
	b->sql = buf_new(b->a, LIST_SQL_MAX);
	chosen(b, o, t, after, limit);
	rows = buf_sv(&b->sql);
	whole.over |= b->sql.over;
	b->sql = whole;
	buf_print(&b->sql, " %s WHERE %s IN (SELECT %s %s", b->l->from, b->l->key, b->l->key,
		  speaks_of(rows, b->l->joined) ? b->l->from : b->l->alone);
	buf_add(&b->sql, rows);
	buf_char(&b->sql, ')');
	order_by(b, o);
}

static enum status build_page(struct building *b, const struct ordering *o, const struct list_term *t,
			      const struct place *after, size_t limit)
{
	buf_z(&b->sql, "SELECT ");
	b->bare = true;
	for (size_t i = 0; i < o->n; i++) {
		list_expression(b, o->by[i]);
		buf_z(&b->sql, ", ");
	}
	b->bare = false;
	list_expand(b, b->l->columns, SV_NONE);
	if (t->node) {
		driven(b, o, t, after, limit);
	} else {
		buf_print(&b->sql, " %s", o->from);
		if (b->f->n_sort <= 1)
			list_walked(b, o->by[0]);
		chosen(b, o, t, after, limit);
	}
	buf_char(&b->sql, '\0');
	return buf_end(&b->sql, "a list's statement");
}

/* A place as text: the order's mark, then "i-12;" and "t3:abc;" one behind the other, in hex so that it is one word. */
static struct sv place_text(struct arena *a, const struct ordering *o, const struct place *p)
{
	struct buf plain = buf_new(a, CURSOR_MAX), hex = buf_new(a, 2 * CURSOR_MAX);

	buf_add(&plain, o->mark);
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i].type == VALUE_INT)
			buf_print(&plain, "i%lld;", (long long)p->at[i].i);
		else
			buf_print(&plain, "t%zu:" SV_FMT ";", p->at[i].s.n, SV_ARG(p->at[i].s));
	buf_hex(&hex, plain.p, plain.n);
	return buf_sv(&hex);
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool place_part(struct sv *rest, bool is_text, struct value *ret)
{
	struct sv number = *rest;
	int64_t n;

	if (rest->n < 3 || rest->p[0] != (is_text ? 't' : 'i'))
		return false;
	number = sv_from_to(*rest, 1, sv_find(*rest, is_text ? ':' : ';'));
	if (!sv_int(number, &n))
		return false;
	*rest = sv_from_to(*rest, number.n + 2, rest->n);
	if (!is_text) {
		*ret = V(n);
		return true;
	}
	if (n < 0 || (size_t)n >= rest->n || rest->p[n] != ';')
		return false;
	*ret = value_text(sv_from_to(*rest, 0, (size_t)n));
	*rest = sv_from_to(*rest, (size_t)n + 1, rest->n);
	return true;
}

static enum status place_read(struct arena *a, struct sv text, const struct ordering *o, struct place *ret)
{
	struct place p = { .n = 0 };
	char *plain = arena_alloc(a, text.n / 2 + 1);
	struct sv rest = { plain, text.n / 2 };
	bool good = text.n % 2 == 0 && text.n <= 2 * CURSOR_MAX;

	for (size_t i = 0; good && i < rest.n; i++) {
		int high = digit(text.p[2 * i]), low = digit(text.p[2 * i + 1]);

		good = high >= 0 && low >= 0;
		plain[i] = (char)(high * 16 + low);
	}
	if (good && text.n) {
		good = sv_starts(rest, o->mark);
		rest = sv_from_to(rest, good ? o->mark.n : 0, rest.n);
	}
	while (good && text.n && p.n < o->n) {
		good = place_part(&rest, o->text[p.n], &p.at[p.n]);
		p.n++;
	}
	if (!good || (text.n && rest.n))
		return fail_field(ST_INVALID, "after", "is no place in this list as it is sorted now");
	*ret = p;
	return ST_OK;
}

static struct value kept(const struct rows *r, size_t column, bool is_text, struct arena *a)
{
	return is_text ? value_text(rows_text(r, (int)column, a)) : V(rows_int(r, (int)column));
}

static int64_t drive_max(const struct list_sql *l)
{
	return l->drive_max ? l->drive_max : LIST_DRIVE_MAX;
}

static enum status prepare(struct building *b, const struct list_term *t, struct sv after, size_t limit, struct ordering *ret)
{
	struct place from;

	*ret = ordering_of(b->l, b->f, b->a);
	TRY(place_read(b->a, after, ret, &from));
	return build_page(b, ret, t, &from, limit);
}

static enum status read_page(struct snap *s, const struct list_sql *l, const struct filter *f, const struct list_term *t,
			     struct sv after, size_t limit, struct list_page *ret, struct arena *a)
{
	struct building built = list_building(l, f, a), *b = &built;
	struct list_page page = { .next = SV_NONE };
	struct place last = { .n = 0 };
	struct ordering o;
	struct query q;
	struct rows r;
	bool row;

	TRY(prepare(b, t, after, limit, &o));
	q = (struct query){ l->name, b->sql.p };
	page.rows.at = arena_alloc(b->a, (limit ? limit : 1) * l->row->size);
	TRY(rows_open_once(s, &q, &r, b->values, b->n));
	for (;;) {
		void *to = (char *)page.rows.at + page.rows.n * l->row->size;

		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (page.rows.n == limit) {
			page.next = last.n ? place_text(b->a, &o, &last) : SV_NONE;
			rows_close(&r);
			break;
		}
		rows_record(&r, l->row, to, b->a);
		if (l->fill && l->fill(&r, (int)o.n, to, b->a) != ST_OK) {
			rows_close(&r);
			return fault_last()->status;
		}
		page.rows.n++;
		for (last.n = 0; page.rows.n == limit && last.n < o.n; last.n++)
			last.at[last.n] = kept(&r, last.n, o.text[last.n], b->a);
	}
	*ret = page;
	return ST_OK;
}

enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
			    size_t limit, struct list_page *ret, struct arena *a)
{
	int64_t patience = l->patience ? l->patience : LIST_PATIENCE_STEPS;
	struct list_term term = { .node = NULL };
	enum status st;

	snap_patience(s, patience);
	st = list_drive(s, l, f, drive_max(l), false, &term, a);
	if (st == ST_OK && !term.node && f->root->first) {
		snap_patience(s, LIST_WALK_STEPS < patience ? LIST_WALK_STEPS : patience);
		st = read_page(s, l, f, &term, after, limit, ret, a);
		snap_patience(s, st == ST_LIMIT ? patience : 0);
		if (st != ST_LIMIT)
			return st;
		st = list_drive(s, l, f, LIST_DRIVE_FAR, false, &term, a);
	}
	if (st == ST_OK)
		st = read_page(s, l, f, &term, after, limit, ret, a);
	snap_patience(s, 0);
	if (st == ST_LIMIT)
		return fail_field(ST_LIMIT, "filter", "this filter looks at too many rows; name a number, a status or a day as well");
	return st;
}

static enum status count(struct snap *s, struct building *b, int64_t most, int64_t *ret)
{
	struct list_term term;
	struct query q;
	struct rows r;
	bool row;

	TRY(list_drive(s, b->l, b->f, drive_max(b->l), true, &term, b->a));
	if (term.node)
		list_driven(b, &term);
	buf_print(&b->sql, "SELECT count(*) FROM (SELECT 1 %s", b->l->from);
	where(b, &term);
	buf_z(&b->sql, " LIMIT ");
	list_bound(b, V(most));
	buf_z(&b->sql, ")");
	buf_char(&b->sql, '\0');
	TRY(buf_end(&b->sql, "a list's statement"));
	q = (struct query){ b->l->name, b->sql.p };
	TRY(rows_open_once(s, &q, &r, b->values, b->n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_list_count(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most,
			     int64_t *ret, struct arena *a)
{
	struct building b = list_building(l, f, a);
	enum status st;

	snap_patience(s, l->patience ? l->patience : LIST_COUNT_STEPS);
	st = count(s, &b, most, ret);
	snap_patience(s, 0);
	if (st != ST_LIMIT)
		return st;
	*ret = -1;
	return ST_OK;
}

enum status store_list_text(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
			    size_t limit, struct sv *ret, struct arena *a)
{
	struct building b = list_building(l, f, a);
	struct list_term term;
	struct ordering o;

	TRY(list_drive(s, l, f, drive_max(l), false, &term, a));
	TRY(prepare(&b, &term, after, limit, &o));
	*ret = sv_from(b.sql.p);
	return ST_OK;
}
