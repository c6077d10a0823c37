/* list: pages of a filter and an order, and the places where they begin; see list.h. */
#include "server/store/list_inside.h"

#include "common/arena.h"

enum { CURSOR_MAX = 2000 };

/* A place as text: the order's mark, then "i-12;" and "t3:abc;" one behind the other, in hex so that it is one word. */
static struct sv place_text(struct arena *a, const struct list_order *o, const struct list_place *p)
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

static enum status place_read(struct arena *a, struct sv text, const struct list_order *o, struct list_place *ret)
{
	struct list_place p = { .n = 0 };
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

int64_t list_drive_max(const struct list_sql *l)
{
	return l->drive_max ? l->drive_max : l->alone ? LIST_LONG_MAX : LIST_DRIVE_MAX;
}

enum status list_read(struct snap *s, const struct list_asked *p, const struct list_term *t, const struct list_beside *beside,
		      size_t found, struct list_got *ret, struct arena *a)
{
	struct building built = list_building(p->l, p->f, a), *b = &built;
	const struct record *record = p->l->row;
	struct list_got got = { .more = false };
	enum status st;
	struct query q;
	struct rows r;
	bool row;

	b->beside = beside;
	TRY(list_build_page(b, &p->o, t, &p->from, p->limit, found, &got.cut));
	q = (struct query){ p->l->name, b->sql.p };
	got.rows.at = arena_alloc(b->a, (p->limit ? p->limit : 1) * record->size);
	TRY(rows_open_once(s, &q, &r, b->values, b->n));
	for (;;) {
		void *to = (char *)got.rows.at + got.rows.n * record->size;

		st = rows_next(&r, &row);
		if (st != ST_OK || !row)
			break;
		if (got.rows.n == p->limit) {
			got.more = true;
			got.cut = false;
			rows_close(&r);
			break;
		}
		rows_record(&r, record, to, b->a);
		if (p->l->fill && p->l->fill(&r, (int)p->o.n, to, b->a) != ST_OK) {
			rows_close(&r);
			return fault_last()->status;
		}
		got.rows.n++;
		for (got.last.n = 0; got.rows.n == p->limit && got.last.n < p->o.n; got.last.n++)
			got.last.at[got.last.n] = kept(&r, got.last.n, p->o.text[got.last.n], b->a);
	}
	*ret = got;
	return st;
}

/* In a list that is not long. */
static enum status read_page(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret, struct arena *a)
{
	struct list_term term;

	TRY(list_drive(p->ways, list_drive_max(p->l), false, &term));
	if (!term.node && p->f->root->first) {
		enum status st;

		snap_patience(s, LIST_WALK_STEPS < patience ? LIST_WALK_STEPS : patience);
		st = p->l->walks_not ? ST_LIMIT : list_read(s, p, &term, NULL, 0, ret, a);
		if (st != ST_LIMIT)
			return st;
		snap_patience(s, patience);
		TRY(list_drive(p->ways, LIST_DRIVE_FAR, false, &term));
	}
	return list_read(s, p, &term, NULL, 0, ret, a);
}

static enum status ask(const struct list_sql *l, const struct filter *f, struct sv after, size_t limit, struct list_asked *ret,
		       struct arena *a)
{
	*ret = (struct list_asked){ .l = l, .f = f, .o = list_order_of(l, f, a), .limit = limit };
	return place_read(a, after, &ret->o, &ret->from);
}

enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
			    size_t limit, struct list_page *ret, struct arena *a)
{
	int64_t patience = l->patience ? l->patience : LIST_PATIENCE_STEPS;
	struct list_ways ways;
	struct list_asked p;
	struct list_got got;
	enum status st;

	TRY(ask(l, f, after, limit, &p, a));
	TRY(list_ways(s, l, f, p.o.joined, &ways, a));
	p.ways = &ways;
	snap_patience(s, patience);
	st = (l->alone ? list_long_page : read_page)(s, &p, patience, &got, a);
	snap_patience(s, 0);
	if (st == ST_LIMIT && ways.blind)
		return fail_field(ST_LIMIT, "filter", "a word this short is not looked for in so many rows; type three letters, "
				  "or name a number, a status or a day as well");
	if (st == ST_LIMIT)
		return fail_field(ST_LIMIT, "filter", "this filter looks at too many rows; name a number, a status or a day as well");
	if (st == ST_OK)
		*ret = (struct list_page){ got.rows, got.more && got.last.n ? place_text(a, &p.o, &got.last) : SV_NONE };
	return st;
}

static enum status count(struct list_ways *w, struct building *b, int64_t most, int64_t *ret)
{
	struct list_beside beside = { .n = 0 };
	struct list_term term;
	struct query q;
	struct rows r;
	bool row;

	TRY(list_drive(w, b->l->alone && !b->l->drive_max ? LIST_LONG_FAR : list_drive_max(b->l), true, &term));
	w->brief_most = LIST_BESIDE_ROWS; /* all rows are looked at: it is worth more than for a page */
	if (b->l->alone && (!term.node || term.rows > LIST_LONG_FEW))
		TRY(list_beside(w, &term, &beside));
	b->beside = &beside;
	TRY(list_build_count(b, &term, most));
	q = (struct query){ b->l->name, b->sql.p };
	TRY(rows_open_once(w->s, &q, &r, b->values, b->n));
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
	struct list_ways ways;
	enum status st;

	TRY(list_ways(s, l, f, false, &ways, a));
	snap_patience(s, l->patience ? l->patience : ways.blind ? LIST_BLIND_STEPS : LIST_COUNT_STEPS);
	st = count(&ways, &b, most, ret);
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
	struct list_beside beside = { .n = 0 };
	struct list_term term;
	struct list_ways ways;
	struct list_asked p;
	bool cut;

	TRY(ask(l, f, after, limit, &p, a));
	TRY(list_ways(s, l, f, p.o.joined, &ways, a));
	TRY(list_drive(&ways, l->alone && !l->drive_max ? LIST_LONG_FEW : list_drive_max(l), false, &term));
	if (l->alone)
		TRY(list_beside(&ways, &term, &beside));
	b.beside = &beside;
	TRY(list_build_page(&b, &p.o, &term, &p.from, limit, 0, &cut));
	*ret = sv_from(b.sql.p);
	return ST_OK;
}
