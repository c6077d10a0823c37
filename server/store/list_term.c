/* list: which terms of a filter find rows by themselves, and by what. See list.h.
 *
 * In long lists a term may be more than what stands in the filter: a denied choice is any of the others, ranges of one field are
 * one, the parts of (x | y) go by indexes of their own, and a word of two letters is whichever three letters it stands in. */
#include "common/utf8.h"

#include "server/store/list_inside.h"

enum { LETTERS_BYTES = 4000 };

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

bool list_has_grams(const struct list_driver *d)
{
	return d->find && sv_find_sv(sv_from(d->find), SV("@GRAMS@")) < strlen(d->find);
}

/* Two letters that stand in three as they are typed: whatever letters SQLite folds otherwise than utf8_fold() are beyond ASCII. */
static bool is_brief(struct sv text)
{
	return text.n == LIST_WORD_MIN - 1 && list_is_ascii(text);
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
	if (d->brief || (d->letters && l->alone && is_brief(list_text_of(l, leaf))))
		return is_brief(list_text_of(l, leaf));
	return !list_has_grams(d) || utf8_count(list_text_of(l, leaf)) >= LIST_WORD_MIN;
}

static const struct list_driver *driver_of(const struct list_sql *l, const struct filter *f, const struct filter_node *leaf)
{
	for (size_t i = 0; i < l->n_drivers; i++)
		if (serves(l, f, &l->drivers[i], leaf))
			return &l->drivers[i];
	return NULL;
}

/* One text of each row that a query gives, into a list of phrases: "ana" OR "dan". */
static enum status phrases(struct list_ways *w, struct building *b, struct buf *to, size_t *ret_n)
{
	struct query q = { w->l->name, b->sql.p };
	struct rows r;
	bool row;

	*ret_n = 0;
	TRY(rows_open_once(w->s, &q, &r, b->values, b->n));
	for (;;) {
		struct sv text;

		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		text = rows_text(&r, 0, w->a);
		buf_z(to, (*ret_n)++ ? " OR \"" : "\"");
		for (size_t i = 0; i < text.n; i++)
			buf_z(to, text.p[i] == '"' ? "\"\"" : (char[]){ text.p[i], '\0' });
		buf_char(to, '"');
	}
}

/* All groups of three letters in which the two stand: those that begin with them, one after the other, and those that end with
 * them, behind any letter that a group begins with. *ret_good false: those are too many. */
static enum status letters(struct list_ways *w, const char *table, struct sv text, struct sv *ret, bool *ret_good)
{
	struct buf to = buf_new(w->a, LETTERS_BYTES);
	struct building b = list_building(w->l, w->f, w->a), first = b;
	size_t n;

	buf_print(&first.sql, "SELECT count(*) FROM (WITH RECURSIVE g (t) AS (SELECT (SELECT term FROM %s LIMIT 1) UNION ALL SELECT "
		  "(SELECT term FROM %s WHERE term >= char(unicode(g.t) + 1) LIMIT 1) FROM g WHERE g.t IS NOT NULL LIMIT %d) "
		  "SELECT t FROM g)", table, table, LIST_LETTERS_MAX);
	buf_char(&first.sql, '\0');
	TRY(phrases(w, &first, &to, &n));
	*ret_good = !sv_eq(buf_sv(&to), sv_print(w->a, "\"%d\"", LIST_LETTERS_MAX));
	if (!*ret_good)
		return ST_OK;
	to.n = 0;
	buf_print(&b.sql, "WITH RECURSIVE g (t) AS (SELECT (SELECT term FROM %s LIMIT 1) UNION ALL SELECT (SELECT term FROM %s WHERE "
		  "term >= char(unicode(g.t) + 1) LIMIT 1) FROM g WHERE g.t IS NOT NULL), "
		  "h (t) AS (SELECT (SELECT term FROM %s WHERE term >= $1 AND term < $1 || CAST(x'FF' AS TEXT) LIMIT 1) UNION ALL "
		  "SELECT (SELECT term FROM %s WHERE term >= h.t || char(1) AND term < $1 || CAST(x'FF' AS TEXT) LIMIT 1) FROM h "
		  "WHERE h.t IS NOT NULL) "
		  "SELECT t FROM h WHERE t IS NOT NULL UNION SELECT substr(g.t, 1, 1) || $1 FROM g WHERE EXISTS (SELECT 1 FROM %s "
		  "WHERE term = substr(g.t, 1, 1) || $1)", table, table, table, table, table);
	list_bound(&b, V(text));
	b.sql.n -= 2; /* the parameter stands above */
	buf_char(&b.sql, '\0');
	TRY(phrases(w, &b, &to, &n));
	*ret_good = !to.over;
	*ret = n ? buf_sv(&to) : SV("\"\"");
	return ST_OK;
}

/* What @GRAMS@ stands for; false: nothing looks it up, or not at a price. */
static bool grams(struct list_ways *w, const struct list_driver *d, struct sv text, struct sv *ret)
{
	struct list_letters *l = w->letters;
	bool good = false;

	*ret = SV_NONE;
	if (!list_has_grams(d))
		return true;
	if (!d->letters || !is_brief(text)) {
		*ret = list_grams_of(w->a, text);
		return true;
	}
	for (; l; l = l->next)
		if (strcmp(l->table, d->letters) == 0 && sv_eq(l->text, text)) {
			*ret = l->match;
			return l->good;
		}
	l = NEW(w->a, struct list_letters);
	*l = (struct list_letters){ .table = d->letters, .text = text, .next = w->letters };
	w->letters = l;
	if (w->st == ST_OK)
		w->st = letters(w, d->letters, text, &l->match, &good);
	l->good = good;
	*ret = l->match;
	return good;
}

/* Adds what finds the rows of one leaf; false: nothing does, or it is too much. */
static bool add_leaf(struct list_ways *w, const struct filter_node *leaf, struct list_term *t)
{
	const struct list_sql *l = w->l;
	const struct list_driver *d = driver_of(l, w->f, leaf), *end = l->drivers + l->n_drivers;

	if (d && d != l->drivers && d[-1].more && !d[-1].brief && !(d[-1].personal && w->f->masked))
		return false; /* not the first of several, all of which are needed: the word is too short for it */
	for (; d && d < end; d++) {
		struct sv text = leaf->op == FILTER_NOT || leaf->op == FILTER_FLAG ? SV_NONE : list_text_of(l, leaf), match;

		if (d->brief && !is_brief(text))
			continue;
		if (t->n == LIST_PARTS_MAX || !serves(l, w->f, d, leaf) || !grams(w, d, text, &match))
			return false;
		t->parts[t->n++] = (struct list_part){ .driver = d, .leaf = leaf, .text = text, .match = match,
						      .brief = d->letters && is_brief(text) };
		if (!d->more)
			return true;
	}
	return false;
}

/* Every choice of the field but those that are denied. */
static bool add_others(struct list_ways *w, const struct filter_node *denied, struct list_term *t)
{
	const struct list_sql *l = w->l;
	const struct filter_node *one = list_unwrapped(denied), *first = one->op == FILTER_ANY ? one->first : one;
	const struct choice *of = first && first->op == FILTER_CHOICE ? l->words->fields[first->field].of : NULL;

	for (size_t i = 0; of && i < of->n; i++) {
		struct filter_node *leaf = NEW(w->a, struct filter_node);
		bool is_denied = false;

		for (const struct filter_node *c = first; c; c = one->op == FILTER_ANY ? c->next : NULL) {
			if (c->op != FILTER_CHOICE || c->field != first->field)
				return false;
			is_denied |= c->choice == of->words[i].value;
		}
		*leaf = (struct filter_node){ .op = FILTER_CHOICE, .field = first->field, .choice = of->words[i].value };
		if (!is_denied && !add_leaf(w, leaf, t))
			return false;
	}
	return of != NULL;
}

/* What lies below a denied amount, and above it. Days are not so: a day that is absent is in no range. */
static bool add_rest(struct list_ways *w, const struct filter_node *denied, struct list_term *t)
{
	const struct list_sql *l = w->l;
	const struct filter_node *one = list_unwrapped(denied);
	struct filter_node *below = NEW(w->a, struct filter_node), *above = NEW(w->a, struct filter_node);

	if (one->op != FILTER_RANGE || l->words->fields[one->field].kind != K_MONEY || l->words->fields[one->field].aged)
		return false;
	*below = *above = (struct filter_node){ .op = FILTER_RANGE, .field = one->field, .from = INT64_MIN, .to = INT64_MAX };
	below->to = one->from - (one->from > INT64_MIN);
	above->from = one->to + (one->to < INT64_MAX);
	return (one->from == INT64_MIN || add_leaf(w, below, t)) && (one->to == INT64_MAX || add_leaf(w, above, t));
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

static bool long_term_of(struct list_ways *w, const struct filter_node *n, struct list_term *t)
{
	const struct filter_node *one = list_unwrapped(n);

	if (one->op == FILTER_NOT)
		return add_leaf(w, one, t) || (t->n == 0 && add_others(w, one->first, t)) ||
		       (t->n == 0 && add_rest(w, one->first, t));
	if (one->op != FILTER_ANY)
		return add_leaf(w, narrowed(w->f, one, w->a), t);
	for (const struct filter_node *c = one->first; c; c = c->next)
		if (!add_leaf(w, list_unwrapped(c), t))
			return false;
	return true;
}

/* A leaf, or several of which one must hold: all by one index, or all by keys. */
static bool term_of(struct list_ways *w, const struct filter_node *n, struct list_term *ret)
{
	const struct filter_node *one = list_unwrapped(n);

	*ret = (struct list_term){ .node = n };
	if (w->l->alone)
		return long_term_of(w, n, ret) && ret->n > 0;
	for (const struct filter_node *c = one->op == FILTER_ANY ? one->first : one; c; c = one->op == FILTER_ANY ? c->next : NULL) {
		const struct list_driver *d;

		if (!add_leaf(w, list_unwrapped(c), ret))
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

struct list_term list_everything(const struct list_sql *l)
{
	static const struct filter_node all = { .op = FILTER_ALL };

	return (struct list_term){ .node = &all, .n = 1, .rows = INT64_MAX, .parts = { { .driver = l->whole } } };
}

enum status list_ways(struct snap *s, const struct list_sql *l, const struct filter *f, bool joined, struct list_ways *ret,
		      struct arena *a)
{
	size_t n = 0;

	*ret = (struct list_ways){ .s = s, .l = l, .f = f, .a = a, .st = ST_OK, .brief_most = LIST_BRIEF_ROWS,
				  .more_dear = joined ? LIST_JOINED_DEAR : 0 };
	for (const struct filter_node *c = f->root->first; c; c = c->next)
		n++;
	ret->terms = NEW_N(a, struct list_term, n + 1);
	for (const struct filter_node *c = f->root->first; c; c = c->next) {
		if (term_of(ret, c, &ret->terms[ret->n]))
			ret->n++;
		else if (!list_is_narrow(l, c, false) && list_unwrapped(c)->op != FILTER_NOT)
			ret->blind = l->alone;
	}
	return ret->st;
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
