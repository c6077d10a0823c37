/* list: which way into a list is the shortest. A term that few rows satisfy finds them by itself, and they are sorted; else
 * the rows are met in their order, in the order's own index, until a page is full. How many rows a term has is counted, up to
 * a limit, by its index alone: what statistics would guess of a book, and be wrong. See list.h.
 *
 * In long lists a term may be more than what stands in the filter: a denied choice is any of the others, ranges of one field are
 * one, words that stand in nothing but one trigram table are looked up together, and the parts of (x | y) go by indexes of their
 * own. */
#include "common/utf8.h"

#include "server/store/list_inside.h"

enum { FEW = 100 /* so few rows that no other term need be tried */, TOGETHER_MAX = 16, MATCH_MAX = 8000 };

const struct filter_node *list_unwrapped(const struct filter_node *n)
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

static bool has_grams(const struct list_driver *d)
{
	return d->find && sv_find_sv(sv_from(d->find), SV("@GRAMS@")) < strlen(d->find);
}

static bool serves(const struct list_sql *l, const struct filter *f, const struct list_driver *d,
		   const struct filter_node *leaf)
{
	switch (d->by) {
	case LIST_BY_INDEX:
		return d->field == leaf->field && by_index(leaf);
	case LIST_BY_SIGN:
		return leaf->op == FILTER_FLAG && d->field == leaf->field;
	case LIST_BY_NO_SIGN:
		return leaf->op == FILTER_NOT && list_unwrapped(leaf->first)->op == FILTER_FLAG &&
		       d->field == list_unwrapped(leaf->first)->field;
	case LIST_BY_WORD:
		if (leaf->op != FILTER_WORD || (d->personal && f->masked))
			return false;
		break;
	case LIST_BY_WHOLE:
		return d->field == leaf->field &&
		       (leaf->op == FILTER_CHOICE || (leaf->op == FILTER_TEXT && leaf->how == FILTER_EQUAL));
	case LIST_BY_START:
		return d->field == leaf->field && leaf->op == FILTER_TEXT && by_index(leaf);
	case LIST_BY_FIELD:
		if (leaf->op != FILTER_TEXT || d->field != leaf->field)
			return false;
		break;
	}
	return !has_grams(d) || utf8_count(list_text_of(l, leaf)) >= LIST_WORD_MIN;
}

static const struct list_driver *driver_of(const struct list_sql *l, const struct filter *f, const struct filter_node *leaf)
{
	for (size_t i = 0; i < l->n_drivers; i++)
		if (serves(l, f, &l->drivers[i], leaf))
			return &l->drivers[i];
	return NULL;
}

/* Adds what finds the rows of one leaf; false: nothing does, or it is too much. */
static bool add_leaf(const struct list_sql *l, const struct filter *f, const struct filter_node *leaf, struct list_term *t,
		     struct arena *a)
{
	const struct list_driver *d = driver_of(l, f, leaf), *end = l->drivers + l->n_drivers;

	if (d && d != l->drivers && d[-1].more && !(d[-1].personal && f->masked))
		return false; /* not the first of several, all of which are needed: the word is too short for it */
	for (; d && d < end; d++) {
		struct sv text = leaf->op == FILTER_NOT || leaf->op == FILTER_FLAG ? SV_NONE : list_text_of(l, leaf);

		if (t->n == LIST_PARTS_MAX || !serves(l, f, d, leaf))
			return false;
		t->parts[t->n++] = (struct list_part){ d, leaf, text, has_grams(d) ? list_grams_of(a, text) : SV_NONE };
		if (!d->more)
			return true;
	}
	return false;
}

/* Every choice of the field but those that are denied. */
static bool add_others(const struct list_sql *l, const struct filter *f, const struct filter_node *denied, struct list_term *t,
		       struct arena *a)
{
	const struct filter_node *one = list_unwrapped(denied), *first = one->op == FILTER_ANY ? one->first : one;
	const struct choice *of = first && first->op == FILTER_CHOICE ? l->words->fields[first->field].of : NULL;

	for (size_t i = 0; of && i < of->n; i++) {
		struct filter_node *leaf = NEW(a, struct filter_node);
		bool is_denied = false;

		for (const struct filter_node *c = first; c; c = one->op == FILTER_ANY ? c->next : NULL) {
			if (c->op != FILTER_CHOICE || c->field != first->field)
				return false;
			is_denied |= c->choice == of->words[i].value;
		}
		*leaf = (struct filter_node){ .op = FILTER_CHOICE, .field = first->field, .choice = of->words[i].value };
		if (!is_denied && !add_leaf(l, f, leaf, t, a))
			return false;
	}
	return of != NULL;
}

/* What lies below a denied amount, and above it. Days are not so: a day that is absent is in no range. */
static bool add_rest(const struct list_sql *l, const struct filter *f, const struct filter_node *denied, struct list_term *t,
		     struct arena *a)
{
	const struct filter_node *one = list_unwrapped(denied);
	struct filter_node *below = NEW(a, struct filter_node), *above = NEW(a, struct filter_node);

	if (one->op != FILTER_RANGE || l->words->fields[one->field].kind != K_MONEY || l->words->fields[one->field].aged)
		return false;
	*below = *above = (struct filter_node){ .op = FILTER_RANGE, .field = one->field, .from = INT64_MIN, .to = INT64_MAX };
	below->to = one->from - (one->from > INT64_MIN);
	above->from = one->to + (one->to < INT64_MAX);
	return (one->from == INT64_MIN || add_leaf(l, f, below, t, a)) && (one->to == INT64_MAX || add_leaf(l, f, above, t, a));
}

/* A range, narrowed by the other ranges of its field that must hold as well. */
static const struct filter_node *narrowed(const struct filter *f, const struct filter_node *leaf, struct arena *a)
{
	struct filter_node *all;

	if (leaf->op != FILTER_RANGE)
		return leaf;
	all = NEW(a, struct filter_node);
	*all = *leaf;
	for (const struct filter_node *c = f->root->first; c; c = c->next) {
		const struct filter_node *other = list_unwrapped(c);

		if (other->op != FILTER_RANGE || other->field != leaf->field)
			continue;
		all->from = other->from > all->from ? other->from : all->from;
		all->to = other->to < all->to ? other->to : all->to;
	}
	return all;
}

static bool long_term_of(const struct list_sql *l, const struct filter *f, const struct filter_node *n, struct list_term *t,
			 struct arena *a)
{
	const struct filter_node *one = list_unwrapped(n);

	if (one->op == FILTER_NOT)
		return add_leaf(l, f, one, t, a) || (t->n == 0 && add_others(l, f, one->first, t, a)) ||
		       (t->n == 0 && add_rest(l, f, one->first, t, a));
	if (one->op != FILTER_ANY)
		return add_leaf(l, f, narrowed(f, one, a), t, a);
	for (const struct filter_node *c = one->first; c; c = c->next)
		if (!add_leaf(l, f, list_unwrapped(c), t, a))
			return false;
	return true;
}

/* A leaf, or several of which one must hold: all by one index, or all by keys. */
static bool term_of(const struct list_sql *l, const struct filter *f, const struct filter_node *n, struct list_term *ret,
		    struct arena *a)
{
	const struct filter_node *one = list_unwrapped(n);

	*ret = (struct list_term){ .node = n };
	if (l->alone)
		return long_term_of(l, f, n, ret, a) && ret->n > 0;
	for (const struct filter_node *c = one->op == FILTER_ANY ? one->first : one; c; c = one->op == FILTER_ANY ? c->next : NULL) {
		const struct list_driver *d;

		if (!add_leaf(l, f, list_unwrapped(c), ret, a))
			return false;
		d = ret->parts[ret->n - 1].driver;
		if (d != ret->parts[0].driver && (d->by == LIST_BY_INDEX || ret->parts[0].driver->by == LIST_BY_INDEX ||
						  d->of != ret->parts[0].driver->of))
			return false;
	}
	return ret->n > 0;
}

bool list_by_index(const struct list_term *t)
{
	return t->parts[0].driver->by == LIST_BY_INDEX;
}

void list_keys(struct building *b, const struct list_term *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		buf_z(&b->sql, i > from ? " UNION ALL SELECT * FROM (" : "SELECT * FROM ("); /* it may begin with WITH */
		list_expand(b, t->parts[i].driver->find, t->parts[i].text, t->parts[i].match);
		buf_char(&b->sql, ')');
	}
}

/* How many rows parts from..to find, up to `most` and one more. What a trigram table finds is counted as it comes. */
static enum status count_parts(struct snap *s, const struct list_sql *l, const struct filter *f, const struct list_term *t,
			       size_t from, size_t to, int64_t most, int64_t *ret, struct arena *a)
{
	const struct list_driver *d = t->parts[from].driver;
	struct building b = list_building(l, f, a);
	struct query q;
	struct rows r;
	bool row;

	buf_z(&b.sql, "SELECT count(*) FROM (");
	if (d->by == LIST_BY_INDEX) {
		buf_print(&b.sql, "SELECT 1 %s WHERE ", d->from);
		b.bare = true;
		list_condition(&b, l->alone ? t->parts[from].leaf : t->node);
	} else if (d->when) {
		buf_print(&b.sql, "SELECT 1 %s WHERE ", d->from);
		list_expand(&b, d->when, t->parts[from].text, SV_NONE);
	} else if (d->of && !has_grams(d) && d->by != LIST_BY_SIGN && d->by != LIST_BY_NO_SIGN) {
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
	q = (struct query){ l->name, b.sql.p };
	TRY(rows_open_once(s, &q, &r, b.values, b.n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

/* Part by part in a long list: those that find nothing leave, and a word that is in names alone is one part. */
static enum status rows_of(struct snap *s, const struct list_sql *l, const struct filter *f, struct list_term *t, int64_t most,
			   struct arena *a)
{
	size_t kept = 0;
	int64_t n;

	if (!l->alone)
		return count_parts(s, l, f, t, 0, t->n, most, &t->rows, a);
	t->rows = 0;
	for (size_t i = 0; i < t->n; i++) {
		int dear = t->parts[i].driver->dear ? t->parts[i].driver->dear : 1;
		int64_t left = most < t->rows ? 0 : (most - t->rows) / dear;

		TRY(count_parts(s, l, f, t, i, i + 1, left, &n, a));
		t->rows += n * dear;
		if (n || (i + 1 == t->n && kept == 0))
			t->parts[kept++] = t->parts[i];
	}
	t->n = kept;
	return ST_OK;
}

/* All parts ask one trigram table: they are one question to it. */
static bool together(struct list_term *t, struct arena *a)
{
	struct buf b = buf_new(a, MATCH_MAX);

	for (size_t i = 0; i < t->n; i++) {
		if (t->parts[i].driver != t->parts[0].driver && t->parts[i].driver->find != t->parts[0].driver->find)
			return false;
		if (!has_grams(t->parts[i].driver))
			return false;
		buf_print(&b, "%s(" SV_FMT ")", i ? " OR " : "", SV_ARG(t->parts[i].match));
	}
	if (b.over)
		return false;
	t->parts[0].match = buf_sv(&b);
	t->n = 1;
	return true;
}

/* Terms that ask one trigram table must hold together; as the last of them they are one that drives. */
struct group {
	struct list_term t;
	struct buf match;
	size_t n;
};

static void join(struct group *g, const struct list_term *t)
{
	if (g->n && t->parts[0].driver->find != g->t.parts[0].driver->find)
		return;
	if (g->n == TOGETHER_MAX || g->match.n + t->parts[0].match.n + 16 > MATCH_MAX)
		return;
	g->t = *t;
	buf_print(&g->match, "%s(" SV_FMT ")", g->n ? " AND " : "", SV_ARG(t->parts[0].match));
	g->t.parts[0].match = buf_sv(&g->match);
	g->n++;
}

enum status list_drive(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most, bool any,
		       struct list_term *ret, struct arena *a)
{
	struct list_term best = { .node = NULL }, t;
	struct group g = { .n = 0, .match = buf_new(a, MATCH_MAX) };
	int64_t least = most + 1;

	for (const struct filter_node *c = f->root->first; c && least > FEW; c = c->next) {
		if (!term_of(l, f, c, &t, a))
			continue;
		TRY(rows_of(s, l, f, &t, least - 1, a));
		if (l->alone && together(&t, a))
			join(&g, &t);
		if (t.rows < least) {
			best = t;
			least = t.rows;
		} else if (any && !best.node && list_by_index(&t)) {
			best = t;
		}
	}
	if (g.n > 1 && least > FEW) {
		TRY(rows_of(s, l, f, &g.t, least - 1, a));
		if (g.t.rows < least)
			best = g.t;
	}
	*ret = best;
	return ST_OK;
}

enum status list_beside(struct snap *s, const struct list_sql *l, const struct filter *f, struct list_beside *ret,
			struct arena *a)
{
	struct group g = { .n = 0, .match = buf_new(a, MATCH_MAX) };

	ret->n = 0;
	for (const struct filter_node *c = f->root->first; c && ret->n + 1 < LIST_BESIDE_MAX; c = c->next) {
		struct list_term t;

		if (list_is_narrow(l, c, false) || !term_of(l, f, c, &t, a))
			continue;
		TRY(rows_of(s, l, f, &t, 0, a)); /* whether there are any */
		if (together(&t, a)) {
			join(&g, &t); /* counted together, once */
			continue;
		}
		TRY(rows_of(s, l, f, &t, LIST_BESIDE_ROWS, a));
		if (t.rows <= LIST_BESIDE_ROWS)
			ret->at[ret->n++] = t;
	}
	if (g.n)
		TRY(rows_of(s, l, f, &g.t, LIST_BESIDE_ROWS, a));
	if (g.n && g.t.rows <= LIST_BESIDE_ROWS)
		ret->at[ret->n++] = g.t;
	return ST_OK;
}

bool list_is_blind(const struct list_sql *l, const struct filter *f, struct arena *a)
{
	for (const struct filter_node *c = f->root->first; l->alone && c; c = c->next) {
		struct list_term t;

		if (!list_is_narrow(l, c, false) && list_unwrapped(c)->op != FILTER_NOT && !term_of(l, f, c, &t, a))
			return true;
	}
	return false;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

const char *list_walked(struct building *b, const char *by)
{
	const struct list_sql *l = b->l;
	const char *from = NULL;

	for (const struct filter_node *c = b->f->root->first; c; c = c->next) {
		const struct filter_node *leaf = list_unwrapped(c);
		const struct list_driver *d = by_index(leaf) ? driver_of(l, b->f, leaf) : NULL;

		if (!d || d->by != LIST_BY_INDEX)
			continue;
		if (leaf->op == FILTER_CHOICE && same(d->then, by) && !b->plain[0]) {
			b->plain[0] = c;
			from = d->from;
		} else if (leaf->op != FILTER_CHOICE && same(l->fields[leaf->field], by) && !b->plain[1]) {
			b->plain[1] = c;
		}
	}
	return from;
}
