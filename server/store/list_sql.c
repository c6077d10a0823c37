/* list: what a filter's tree says, in SQL; see list.h. The same as filter_match says of a row, and a test holds them together. */
#include "common/utf8.h"

#include "server/store/list_inside.h"

enum { GRAMS_MAX = 24 };

struct building list_building(const struct list_sql *l, const struct filter *f, struct arena *a)
{
	return (struct building){ .l = l, .f = f, .a = a, .sql = buf_new(a, LIST_SQL_MAX),
				  .values = NEW_N(a, struct value, LIST_VALUES_MAX) };
}

void list_bound(struct building *b, struct value v)
{
	if (b->n == LIST_VALUES_MAX) {
		b->sql.over = true; /* more than FILTER_NODES_MAX can bring */
		return;
	}
	b->values[b->n++] = v;
	buf_print(&b->sql, "$%zu", b->first + b->n);
}

bool list_is_ascii(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* "maria" -> "mar" AND "ria": groups that lie side by side, and the last. A trigram table without positions knows no more of a word
 * than that they are all there, and of most words one more tells little; what it finds is looked at again. */
struct sv list_grams_of(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, 2000);
	size_t n = 0, letters = utf8_count(text);

	for (size_t at = 0; n < GRAMS_MAX && at + LIST_WORD_MIN <= letters; at++) {
		struct sv rest = text, gram;

		for (size_t i = 0; i < LIST_WORD_MIN; i++)
			(void)utf8_next(&rest);
		gram = sv_of(text.p, (size_t)(rest.p - text.p));
		(void)utf8_next(&text);
		if ((at % LIST_WORD_MIN && at + LIST_WORD_MIN < letters) || sv_find_sv(buf_sv(&b), gram) < b.n)
			continue;
		buf_z(&b, n++ ? " AND \"" : "\"");
		for (size_t i = 0; i < gram.n; i++)
			buf_z(&b, gram.p[i] == '"' ? "\"\"" : (char[]){ gram.p[i], '\0' });
		buf_char(&b, '"');
	}
	return buf_sv(&b);
}

void list_expand(struct building *b, const char *sql, struct sv text, struct sv match)
{
	struct sv rest = sv_from(sql);

	while (rest.n) {
		size_t at = sv_find(rest, '@');

		buf_add(&b->sql, sv_from_to(rest, 0, at));
		rest = sv_from_to(rest, at, rest.n);
		if (sv_starts(rest, SV("@NOW@")))
			buf_int(&b->sql, b->f->now);
		else if (sv_starts(rest, SV("@TODAY@")))
			buf_int(&b->sql, b->f->today);
		else if (sv_starts(rest, SV("@WHO@")))
			list_bound(b, V(b->f->who));
		else if (sv_starts(rest, SV("@TEXT@")))
			list_bound(b, V(text));
		else if (sv_starts(rest, SV("@GRAMS@")))
			list_bound(b, V(match));
		if (rest.n) /* no other @ stands in our SQL */
			rest = sv_from_to(rest, sv_find(sv_from_to(rest, 1, rest.n), '@') + 2, rest.n);
	}
}

void list_expression(struct building *b, const char *sql)
{
	if (!b->bare)
		buf_z(&b->sql, "+(");
	list_expand(b, sql, SV_NONE, SV_NONE);
	if (!b->bare)
		buf_char(&b->sql, ')');
}

struct sv list_text_of(const struct list_sql *l, const struct filter_node *leaf)
{
	return leaf->op == FILTER_CHOICE ? sv_from(choice_text(l->words->fields[leaf->field].of, leaf->choice)) : leaf->text;
}

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
		list_condition(b, c);
	}
	buf_char(&b->sql, ')');
}

static void between(struct building *b, const char *field, int64_t from, int64_t to)
{
	list_expression(b, field);
	if (from == to) {
		buf_z(&b->sql, " = ");
		list_bound(b, V(from));
		return;
	}
	buf_z(&b->sql, " >= ");
	list_bound(b, V(from));
	buf_z(&b->sql, " AND ");
	list_expression(b, field);
	buf_z(&b->sql, " <= ");
	list_bound(b, V(to));
}

/* So many days have passed since `field`: 0 of a day to come. */
static void aged(struct building *b, const char *field, const struct filter_node *n)
{
	int64_t no_day = 0, today = b->f->today;

	(void)!sv_int(SV(LIST_NO_DAY), &no_day);
	if (n->to < 0 || n->from >= today) {
		buf_z(&b->sql, "0");
		return;
	}
	between(b, field, n->to < today ? today - n->to : 1, n->from > 0 ? today - n->from : no_day - 1);
}

static void range(struct building *b, const struct filter_node *n)
{
	const struct filter_field *f = &b->l->words->fields[n->field];
	const char *field = b->l->fields[n->field];
	bool may_lack = f->kind == K_DAY || f->kind == K_TIME; /* 0 where absent, which is in no range */

	if (f->aged)
		aged(b, field, n);
	else if (may_lack && n->to < 1)
		buf_z(&b->sql, "0");
	else
		between(b, field, may_lack && n->from < 1 ? 1 : n->from, n->to);
}

/* A field or a list's texts, folded beyond ASCII where what is looked for is. */
static void folded(struct building *b, const char *sql, struct sv text)
{
	bool more = !b->bare && !list_is_ascii(text);

	buf_z(&b->sql, more ? "fold(" : "");
	list_expression(b, sql);
	buf_z(&b->sql, more ? ")" : "");
}

static void text(struct building *b, const struct filter_node *n)
{
	const char *field = b->l->fields[n->field];

	if (n->how == FILTER_EQUAL) {
		folded(b, field, n->text);
		buf_z(&b->sql, " = ");
		list_bound(b, V(n->text));
	} else if (n->text.n == 0) {
		buf_z(&b->sql, "1");
	} else if (n->how == FILTER_PREFIX && b->bare) { /* as a range, which an index knows; serves() saw that it is ASCII */
		char *end = arena_copy(b->a, n->text.p, n->text.n);

		end[n->text.n - 1]++;
		list_expression(b, field);
		buf_z(&b->sql, " >= ");
		list_bound(b, V(n->text));
		buf_z(&b->sql, " AND ");
		list_expression(b, field);
		buf_z(&b->sql, " < ");
		list_bound(b, value_text(sv_of(end, n->text.n)));
	} else {
		buf_z(&b->sql, "instr(");
		folded(b, field, n->text);
		buf_z(&b->sql, ", ");
		list_bound(b, V(n->text));
		buf_z(&b->sql, n->how == FILTER_PREFIX ? ") = 1" : ") > 0");
	}
}

void list_word_in(struct building *b, const char *texts, struct sv word)
{
	bool was = b->bare;

	b->bare = true; /* no index is on it */
	buf_z(&b->sql, list_is_ascii(word) ? "instr((" : "instr(fold(");
	list_expand(b, texts, SV_NONE, SV_NONE);
	buf_z(&b->sql, "), ");
	list_bound(b, V(word));
	buf_z(&b->sql, ") > 0");
	b->bare = was;
}

static void word(struct building *b, const struct filter_node *n)
{
	list_word_in(b, b->f->masked && b->l->word_masked ? b->l->word_masked : b->l->word, n->text);
}

void list_denied_below(struct building *b, const struct filter_node *n)
{
	const struct filter_node *one = list_unwrapped(n), *word = one->op == FILTER_NOT ? list_unwrapped(one->first) : one;

	if (one->op != FILTER_NOT || word->op != FILTER_WORD || !b->l->word_narrow)
		return;
	buf_z(&b->sql, " AND NOT ");
	list_word_in(b, b->l->word_narrow, word->text);
}

static void leaf(struct building *b, const struct filter_node *n)
{
	buf_char(&b->sql, '(');
	switch (n->op) {
	case FILTER_RANGE:
		range(b, n);
		break;
	case FILTER_CHOICE:
		list_expression(b, b->l->fields[n->field]);
		buf_z(&b->sql, " = ");
		list_bound(b, V(list_text_of(b->l, n)));
		break;
	case FILTER_TEXT:
		text(b, n);
		break;
	case FILTER_FLAG:
		list_expression(b, b->l->flags[n->field]);
		break;
	case FILTER_WORD:
		word(b, n);
		break;
	case FILTER_ALL:
	case FILTER_ANY:
	case FILTER_NOT:
		break;
	}
	buf_char(&b->sql, ')');
}

void list_condition(struct building *b, const struct filter_node *n)
{
	bool was = b->bare;

	b->bare = was || n == b->plain[0] || n == b->plain[1];
	switch (n->op) {
	case FILTER_ALL:
		children(b, n, " AND ", "1");
		break;
	case FILTER_ANY:
		children(b, n, " OR ", "0");
		break;
	case FILTER_NOT:
		buf_z(&b->sql, "NOT ");
		list_condition(b, n->first);
		break;
	case FILTER_RANGE:
	case FILTER_CHOICE:
	case FILTER_TEXT:
	case FILTER_FLAG:
	case FILTER_WORD:
		leaf(b, n);
		break;
	}
	b->bare = was;
}

enum status store_list_condition(const struct list_sql *l, const struct filter *f, size_t from,
				 struct list_condition *ret, struct arena *a)
{
	struct building b = list_building(l, f, a);

	b.first = from - 1;
	list_condition(&b, f->root);
	*ret = (struct list_condition){ buf_sv(&b.sql), b.values, b.n };
	return buf_end(&b.sql, "a filter's condition");
}
