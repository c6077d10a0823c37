/* The filter's grammar by recursive descent, and judging a row; see filter.h. Called by lists, the feed and the prompt. */
#include "common/filter.h"

#include <string.h>

#include "common/arena.h"
#include "common/filter_inside.h"
#include "common/utf8.h"

struct parsing {
	struct arena *a;
	struct sv text; /* whole */
	size_t at;
	const struct filter_words *words;
	const struct filter_when *when;
	struct filter *f;
	int depth, nodes;
};

static enum status wrong_at(struct parsing *p, size_t at, const char *what)
{
	p->at = at;
	return fail_field(ST_INVALID, "filter", "column %zu: %s", utf8_columns(sv_from_to(p->text, 0, at)) + 1, what);
}

static bool blank_at(const struct parsing *p, size_t i)
{
	return i >= p->text.n || p->text.p[i] == ' ';
}

static char here(const struct parsing *p)
{
	return p->at < p->text.n ? p->text.p[p->at] : '\0';
}

static void skip(struct parsing *p)
{
	while (p->at < p->text.n && p->text.p[p->at] == ' ')
		p->at++;
}

static enum status node(struct parsing *p, enum filter_op op, struct filter_node **ret)
{
	*ret = NEW(p->a, struct filter_node);
	(*ret)->op = op;
	return ++p->nodes > FILTER_NODES_MAX ? wrong_at(p, p->at, "this filter has too many terms") : ST_OK;
}

static void child_add(struct filter_node *parent, struct filter_node *child)
{
	struct filter_node **at = &parent->first;

	while (*at)
		at = &(*at)->next;
	*at = child;
}

/* A bare or quoted piece up to a blank, a bracket, '|' or one of `stops`. */
static enum status piece(struct parsing *p, const char *stops, struct sv *ret)
{
	size_t from = p->at;

	if (here(p) == '"') {
		size_t n = sv_find(sv_from_to(p->text, from + 1, p->text.n), '"');

		if (from + 1 + n >= p->text.n)
			return wrong_at(p, from, "this quotation mark is not closed");
		*ret = sv_from_to(p->text, from + 1, from + 1 + n);
		p->at = from + n + 2;
		return ST_OK;
	}
	while (!blank_at(p, p->at) && !strchr("()|", here(p)) && !strchr(stops, here(p)))
		p->at++;
	*ret = sv_from_to(p->text, from, p->at);
	return ST_OK;
}

/* "did you mean" from a list of names. */
static enum status unknown(struct parsing *p, size_t at, const char *what, struct sv name)
{
	struct buf b = buf_new(p->a, 2000);

	buf_print(&b, "there is no %s \"" SV_FMT "\"; there are", what, SV_ARG(utf8_cut(name, 30)));
	for (size_t i = 0; what[0] == 's' && i < p->words->n_flags; i++)
		buf_print(&b, "%s %s", i ? "," : "", p->words->flags[i].name);
	for (size_t i = 0; what[0] != 's' && i < p->words->n; i++)
		buf_print(&b, "%s %s", i ? "," : "", p->words->fields[i].name);
	return wrong_at(p, at, sv_z(p->a, buf_sv(&b)));
}

static const struct filter_field *field_of(const struct parsing *p, struct sv name)
{
	for (size_t i = 0; i < p->words->n; i++)
		if (sv_eq_fold(name, sv_from(p->words->fields[i].name)))
			return &p->words->fields[i];
	return NULL;
}

static enum status allowed(struct parsing *p, const struct filter_field *f, size_t at)
{
	return f && f->personal && p->when->masked ? wrong_at(p, at, "your role does not see that field") : ST_OK;
}

static unsigned place_of(const struct parsing *p, const struct filter_field *f)
{
	return (unsigned)(f - p->words->fields);
}

static enum status fault_at(struct parsing *p, size_t at)
{
	struct fault f = *fault_last();

	return wrong_at(p, at, f.text);
}

static enum status text_value(struct parsing *p, const struct filter_field *f, struct filter_node *n, struct sv value)
{
	n->op = FILTER_TEXT;
	n->how = f->loose ? FILTER_INSIDE : FILTER_EQUAL;
	if (f->loose && sv_starts(value, SV("="))) {
		n->how = FILTER_EQUAL;
		value = sv_from_to(value, 1, value.n);
	} else if (sv_starts(value, SV("~"))) {
		n->how = FILTER_INSIDE;
		value = sv_from_to(value, 1, value.n);
	} else if (sv_ends(value, SV("*"))) {
		n->how = FILTER_PREFIX;
		value = sv_from_to(value, 0, value.n - 1);
	}
	n->text = sv_copy(p->a, utf8_fold(p->a, value));
	return ST_OK;
}

static enum status choice_value_of(struct parsing *p, const struct filter_field *f, struct filter_node *n,
				   struct sv value, size_t at)
{
	struct buf b = buf_new(p->a, 2000);

	n->op = FILTER_CHOICE;
	for (size_t i = 0; i < f->of->n; i++) {
		struct sv word = sv_from(f->of->words[i].text);

		if (sv_eq_fold(value, word)) {
			n->choice = f->of->words[i].value;
			return ST_OK;
		}
		buf_print(&b, "%s " SV_FMT, i ? "," : "", SV_ARG(word));
	}
	return wrong_at(p, at, arena_print(p->a, "%s is one of" SV_FMT, f->name, SV_ARG(buf_sv(&b))));
}

static enum status span_value(struct parsing *p, const struct filter_field *f, struct filter_node *n, struct sv value,
			      size_t at)
{
	size_t dots = sv_find_sv(value, SV(".."));
	struct filter_span low, high;

	n->op = FILTER_RANGE;
	if (dots == value.n) {
		if (filter_value(f, value, p->when, &low) != ST_OK)
			return fault_at(p, at);
		high = low;
	} else if (filter_value(f, sv_from_to(value, 0, dots), p->when, &low) != ST_OK) {
		return fault_at(p, at);
	} else if (filter_value(f, sv_from_to(value, dots + 2, value.n), p->when, &high) != ST_OK) {
		return fault_at(p, at + dots + 2);
	}
	n->from = f->bound == FILTER_UNTIL ? INT64_MIN : low.from;
	n->to = f->bound == FILTER_FROM ? INT64_MAX : high.to;
	return n->from <= n->to ? ST_OK : wrong_at(p, at, "this range ends before it begins");
}

static enum status one_value(struct parsing *p, const struct filter_field *f, struct filter_node **ret)
{
	size_t at = p->at;
	struct sv value;

	TRY(piece(p, ",", &value));
	if (value.n == 0)
		return wrong_at(p, at, "a value is missing here");
	TRY(node(p, FILTER_RANGE, ret));
	(*ret)->field = place_of(p, f);
	if (f->kind == K_TEXT)
		return text_value(p, f, *ret, value);
	if (f->kind == K_CHOICE)
		return choice_value_of(p, f, *ret, value, at);
	return span_value(p, f, *ret, value, at);
}

/* "a,b,c" behind "field:". */
static enum status values(struct parsing *p, const struct filter_field *f, struct filter_node **ret)
{
	struct filter_node *one = NULL, *any = NULL;

	TRY(one_value(p, f, ret));
	if (here(p) != ',')
		return ST_OK;
	TRY(node(p, FILTER_ANY, &any));
	child_add(any, *ret);
	while (here(p) == ',') {
		p->at++;
		TRY(one_value(p, f, &one));
		child_add(any, one);
	}
	*ret = any;
	return ST_OK;
}

/* ">", ">=", "<", "<=" or "=" and one value; the cursor stands on the sign. */
static enum status compared(struct parsing *p, const struct filter_field *f, struct filter_node **ret)
{
	size_t at = p->at;
	char sign = here(p);
	struct filter_span v;
	struct sv value;
	bool equal;

	if (f->kind == K_TEXT || f->kind == K_CHOICE)
		return wrong_at(p, at, "only numbers, amounts and times are compared; write field:value here");
	p->at++;
	equal = sign == '=' || here(p) == '=';
	p->at += sign != '=' && equal;
	at = p->at;
	TRY(piece(p, "", &value));
	if (value.n == 0)
		return wrong_at(p, at, "a value is missing here");
	if (filter_value(f, value, p->when, &v) != ST_OK)
		return fault_at(p, at);
	TRY(node(p, FILTER_RANGE, ret));
	(*ret)->field = place_of(p, f);
	(*ret)->from = sign == '<' ? INT64_MIN : sign == '=' || equal ? v.from : v.to + 1;
	(*ret)->to = sign == '>' ? INT64_MAX : sign == '=' || equal ? v.to : v.from - 1;
	return ST_OK;
}

static enum status flag(struct parsing *p, struct filter_node **ret)
{
	size_t at = p->at;
	struct sv name;

	TRY(piece(p, "", &name));
	for (size_t i = 0; i < p->words->n_flags; i++)
		if (sv_eq_fold(name, sv_from(p->words->flags[i].name))) {
			TRY(node(p, FILTER_FLAG, ret));
			(*ret)->field = (unsigned)i;
			return ST_OK;
		}
	return unknown(p, at, "sign behind is:", name);
}

/* "sort:-amt,+age": no term, so it leaves none. */
static enum status sorts(struct parsing *p)
{
	for (;;) {
		bool down = here(p) == '-';
		const struct filter_field *f;
		struct sv name;
		size_t at;

		p->at += down || here(p) == '+';
		at = p->at;
		TRY(piece(p, ",", &name));
		f = field_of(p, name);
		if (!f)
			return unknown(p, at, "field", name);
		TRY(allowed(p, f, at));
		if (!f->sorts)
			return wrong_at(p, at, "this list can not be sorted by that");
		if (p->f->n_sort == FILTER_SORTS_MAX)
			return wrong_at(p, at, "it is sorted by too many fields");
		p->f->sort[p->f->n_sort].field = place_of(p, f);
		p->f->sort[p->f->n_sort++].down = down;
		if (here(p) != ',')
			return ST_OK;
		p->at++;
	}
}

static enum status word(struct parsing *p, struct sv text, size_t at, struct filter_node **ret)
{
	if (text.n == 0)
		return wrong_at(p, at, "a word is missing here");
	TRY(node(p, FILTER_WORD, ret));
	(*ret)->text = sv_copy(p->a, utf8_fold(p->a, text));
	return ST_OK;
}

/* A term that is no group; *ret NULL: it was sort:. */
static enum status atom(struct parsing *p, struct filter_node **ret)
{
	size_t at = p->at;
	const struct filter_field *f;
	struct sv name;

	*ret = NULL;
	if (here(p) == '"') {
		TRY(piece(p, "", &name));
		return word(p, name, at, ret);
	}
	TRY(piece(p, ":<>=", &name));
	if (blank_at(p, p->at) || strchr("()|", here(p)))
		return word(p, name, at, ret);
	f = field_of(p, name);
	TRY(allowed(p, f, at));
	if (here(p) != ':')
		return f ? compared(p, f, ret) : unknown(p, at, "field", name);
	p->at++;
	if (sv_is(name, "sort"))
		return sorts(p);
	if (sv_is(name, "is"))
		return flag(p, ret);
	return f ? values(p, f, ret) : unknown(p, at, "field", name);
}

static enum status all_of(struct parsing *p, struct filter_node **ret);

static enum status group(struct parsing *p, struct filter_node **ret)
{
	struct filter_node *any = NULL, *one = NULL;
	size_t open = p->at;

	if (++p->depth > FILTER_DEPTH_MAX)
		return wrong_at(p, open, "brackets are nested too deep");
	TRY(node(p, FILTER_ANY, &any));
	do {
		p->at++; /* the bracket, or | */
		TRY(all_of(p, &one));
		if (!one->first)
			return wrong_at(p, p->at, "a term is missing here");
		child_add(any, one);
	} while (here(p) == '|');
	if (here(p) != ')')
		return wrong_at(p, open, "this bracket is not closed");
	p->at++;
	p->depth--;
	*ret = any;
	return ST_OK;
}

static enum status term(struct parsing *p, struct filter_node **ret)
{
	bool denied = here(p) == '-' && !blank_at(p, p->at + 1);
	struct filter_node *one = NULL, *not = NULL;
	size_t at = p->at;

	p->at += denied;
	TRY(here(p) == '(' ? group(p, &one) : atom(p, &one));
	if (denied && !one)
		return wrong_at(p, at, "an order can not be denied");
	if (denied) {
		TRY(node(p, FILTER_NOT, &not));
		child_add(not, one);
		one = not;
	}
	*ret = one;
	return ST_OK;
}

static enum status all_of(struct parsing *p, struct filter_node **ret)
{
	struct filter_node *all = NULL, *one = NULL;

	TRY(node(p, FILTER_ALL, &all));
	*ret = all;
	for (skip(p); p->at < p->text.n && here(p) != '|' && here(p) != ')'; skip(p)) {
		TRY(term(p, &one));
		if (one)
			child_add(all, one);
	}
	return ST_OK;
}

enum status filter_parse(struct arena *a, struct sv text, const struct filter_words *words,
			 const struct filter_when *when, struct filter *ret, size_t *ret_at)
{
	struct filter f = { .words = words,
			    .now = when->now,
			    .today = zone_day(when->zone, when->now),
			    .masked = when->masked,
			    .who = sv_copy(a, when->who) };
	struct parsing p = { .a = a, .text = text, .words = words, .when = when, .f = &f };
	struct filter_node *root = NULL;
	enum status st = ST_OK;

	if (text.n > FILTER_TEXT_MAX)
		st = wrong_at(&p, 0, "this filter is too long");
	else if (!utf8_is_clean(text, false))
		st = wrong_at(&p, 0, "this is no clean text");
	if (st == ST_OK)
		st = all_of(&p, &root);
	if (st == ST_OK && p.at < text.n)
		st = wrong_at(&p, p.at, here(&p) == '|' ? "| stands between terms in brackets"
							: "no bracket is open that this could close");
	if (st != ST_OK) {
		if (ret_at)
			*ret_at = p.at;
		return st;
	}
	f.root = root;
	*ret = f;
	return ST_OK;
}
