/* list: filter and order into one statement; see list.h. The filter's tree says in SQL what filter_match says of a row, and a
 * test holds them together. */
#include "server/store/list.h"

#include "common/arena.h"

enum { SQL_MAX = 16384, VALUES_MAX = 96, CURSOR_MAX = 2000 };

struct place { /* of a row in the order: one value for each expression of it */
	struct value at[FILTER_SORTS_MAX + 1];
	size_t n;
};

struct building {
	const struct list_sql *l;
	struct arena *a;
	struct buf sql;
	struct value values[VALUES_MAX];
	size_t n;
};

static void bound(struct building *b, struct value v)
{
	if (b->n == VALUES_MAX) {
		b->sql.over = true; /* more than FILTER_NODES_MAX can bring */
		return;
	}
	b->values[b->n++] = v;
	buf_print(&b->sql, "$%zu", b->n);
}

static void condition(struct building *b, const struct filter_node *n);

static void children(struct building *b, const struct filter_node *n, const char *between, const char *none)
{
	if (!n->first) {
		buf_z(&b->sql, none);
		return;
	}
	buf_char(&b->sql, '(');
	for (const struct filter_node *c = n->first; c; c = c->next) {
		if (c != n->first)
			buf_z(&b->sql, between);
		condition(b, c);
	}
	buf_char(&b->sql, ')');
}

static void range(struct building *b, const struct filter_node *n)
{
	const char *field = b->l->fields[n->field];
	enum kind kind = b->l->words->fields[n->field].kind;

	buf_char(&b->sql, '(');
	if (kind == K_DAY || kind == K_TIME) /* absent is in no range */
		buf_print(&b->sql, "%s <> 0 AND ", field);
	if (n->from == n->to) {
		buf_print(&b->sql, "%s = ", field);
		bound(b, V(n->from));
	} else {
		buf_print(&b->sql, "%s >= ", field);
		bound(b, V(n->from));
		buf_print(&b->sql, " AND %s <= ", field);
		bound(b, V(n->to));
	}
	buf_char(&b->sql, ')');
}

static void text(struct building *b, const struct filter_node *n)
{
	const char *field = b->l->fields[n->field];

	if (n->how == FILTER_EQUAL) {
		buf_print(&b->sql, "%s = ", field);
		bound(b, V(n->text));
	} else if (n->text.n == 0) {
		buf_z(&b->sql, "1");
	} else {
		buf_print(&b->sql, "instr(%s, ", field);
		bound(b, V(n->text));
		buf_z(&b->sql, n->how == FILTER_PREFIX ? ") = 1" : ") > 0");
	}
}

static void condition(struct building *b, const struct filter_node *n)
{
	switch (n->op) {
	case FILTER_ALL:
		children(b, n, " AND ", "1");
		return;
	case FILTER_ANY:
		children(b, n, " OR ", "0");
		return;
	case FILTER_NOT:
		buf_z(&b->sql, "NOT ");
		condition(b, n->first);
		return;
	case FILTER_RANGE:
		range(b, n);
		return;
	case FILTER_CHOICE:
		buf_print(&b->sql, "(%s = ", b->l->fields[n->field]);
		bound(b, value_text(sv_from(choice_text(b->l->words->fields[n->field].of, n->choice))));
		buf_char(&b->sql, ')');
		return;
	case FILTER_TEXT:
		buf_char(&b->sql, '(');
		text(b, n);
		buf_char(&b->sql, ')');
		return;
	case FILTER_FLAG:
		buf_print(&b->sql, "(%s)", b->l->flags[n->field]);
		return;
	case FILTER_WORD:
		buf_print(&b->sql, "(instr(%s, ", b->l->word);
		bound(b, V(n->text));
		buf_z(&b->sql, ") > 0)");
		return;
	}
}

/* The order: what was typed, else the list's own, and the key behind either. */
struct ordering {
	const char *by[FILTER_SORTS_MAX + 1];
	bool text[FILTER_SORTS_MAX + 1], down[FILTER_SORTS_MAX + 1];
	size_t n;
};

static struct ordering ordering_of(const struct list_sql *l, const struct filter *f)
{
	struct ordering o = { .n = 0 };

	for (size_t i = 0; i < f->n_sort; i++) {
		enum kind kind = l->words->fields[f->sort[i].field].kind;

		o.by[o.n] = l->fields[f->sort[i].field];
		o.text[o.n] = kind == K_TEXT || kind == K_CHOICE;
		o.down[o.n++] = f->sort[i].down;
	}
	if (o.n == 0 && l->order) {
		o.by[0] = l->order;
		o.text[0] = l->order_text;
		o.down[0] = l->order_down;
		o.n = 1;
	}
	o.by[o.n] = l->key;
	o.text[o.n] = l->key_text;
	o.n++;
	return o;
}

/* Rows behind a place: the first expression bounds the range that an index reads. */
static void behind(struct building *b, const struct ordering *o, const struct place *p, size_t i)
{
	const char *sign = o->down[i] ? "<" : ">";

	if (i + 1 == o->n) {
		buf_print(&b->sql, "%s %s ", o->by[i], sign);
		bound(b, p->at[i]);
		return;
	}
	buf_print(&b->sql, "%s %s= ", o->by[i], sign);
	bound(b, p->at[i]);
	buf_print(&b->sql, " AND (%s %s ", o->by[i], sign);
	bound(b, p->at[i]);
	buf_z(&b->sql, " OR (");
	behind(b, o, p, i + 1);
	buf_z(&b->sql, "))");
}

static void where(struct building *b, const struct filter *f)
{
	buf_print(&b->sql, " %s WHERE ", b->l->from);
	if (b->l->where)
		buf_print(&b->sql, "%s AND ", b->l->where);
	condition(b, f->root);
}

static enum status build_page(struct building *b, const struct filter *f, const struct ordering *o,
			      const struct place *after, size_t limit)
{
	buf_z(&b->sql, "SELECT ");
	for (size_t i = 0; i < o->n; i++)
		buf_print(&b->sql, "%s, ", o->by[i]);
	buf_z(&b->sql, b->l->columns);
	where(b, f);
	if (after->n) {
		buf_z(&b->sql, " AND ");
		behind(b, o, after, 0);
	}
	buf_z(&b->sql, " ORDER BY ");
	for (size_t i = 0; i < o->n; i++)
		buf_print(&b->sql, "%s%s%s", i ? ", " : "", o->by[i], o->down[i] ? " DESC" : "");
	buf_z(&b->sql, " LIMIT ");
	bound(b, V((int64_t)limit + 1));
	buf_char(&b->sql, '\0');
	return buf_end(&b->sql, "a list's statement");
}

/* A place as text: "i-12;" and "t3:abc;" one behind the other, in hex so that it is one word. */
static struct sv place_text(struct arena *a, const struct place *p)
{
	struct buf plain = buf_new(a, CURSOR_MAX), hex = buf_new(a, 2 * CURSOR_MAX);

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

static enum status prepare(const struct list_sql *l, const struct filter *f, struct sv after, size_t limit,
			   struct building *b, struct ordering *ret)
{
	struct place from;

	*ret = ordering_of(l, f);
	TRY(place_read(b->a, after, ret, &from));
	return build_page(b, f, ret, &from, limit);
}

enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
			    size_t limit, struct list_page *ret, struct arena *a)
{
	struct building *b = NEW(a, struct building);
	struct list_page page = { .next = SV_NONE };
	struct place last = { .n = 0 };
	struct ordering o;
	struct query q;
	struct rows r;
	bool row;

	*b = (struct building){ .l = l, .a = a, .sql = buf_new(a, SQL_MAX) };
	TRY(prepare(l, f, after, limit, b, &o));
	q = (struct query){ l->name, b->sql.p };
	page.rows.at = arena_alloc(a, (limit ? limit : 1) * l->row->size);
	TRY(rows_open_once(s, &q, &r, b->values, b->n));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (page.rows.n == limit) {
			page.next = last.n ? place_text(a, &last) : SV_NONE;
			rows_close(&r);
			break;
		}
		rows_record(&r, l->row, (char *)page.rows.at + page.rows.n * l->row->size, a);
		page.rows.n++;
		for (last.n = 0; page.rows.n == limit && last.n < o.n; last.n++)
			last.at[last.n] = kept(&r, last.n, o.text[last.n], a);
	}
	*ret = page;
	return ST_OK;
}

enum status store_list_count(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most,
			     int64_t *ret, struct arena *a)
{
	struct building *b = NEW(a, struct building);
	struct query q;
	struct rows r;
	bool row;

	*b = (struct building){ .l = l, .a = a, .sql = buf_new(a, SQL_MAX) };
	buf_z(&b->sql, "SELECT count(*) FROM (SELECT 1");
	where(b, f);
	buf_z(&b->sql, " LIMIT ");
	bound(b, V(most));
	buf_z(&b->sql, ")");
	buf_char(&b->sql, '\0');
	TRY(buf_end(&b->sql, "a list's statement"));
	q = (struct query){ l->name, b->sql.p };
	TRY(rows_open_once(s, &q, &r, b->values, b->n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_list_text(const struct list_sql *l, const struct filter *f, struct sv after, size_t limit,
			    struct sv *ret, struct arena *a)
{
	struct building *b = NEW(a, struct building);
	struct ordering o;

	*b = (struct building){ .l = l, .a = a, .sql = buf_new(a, SQL_MAX) };
	TRY(prepare(l, f, after, limit, b, &o));
	*ret = sv_from(b->sql.p);
	return ST_OK;
}
