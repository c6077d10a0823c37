/* Judging a row that is at hand by a filter; see filter.h. What store/list.c says in SQL is the same. */
#include "common/filter.h"

static bool has_text(const struct filter_node *n, struct sv text)
{
	switch (n->how) {
	case FILTER_EQUAL:
		return sv_eq(text, n->text);
	case FILTER_PREFIX:
		return sv_starts(text, n->text);
	case FILTER_INSIDE:
		break;
	}
	return n->text.n == 0 || sv_find_sv(text, n->text) < text.n;
}

/* Days and times that are not there are in no range, nor is what is counted from them; any other number is there. */
static bool in_range(const struct filter_words *words, const struct filter_node *n, int64_t v)
{
	const struct filter_field *f = &words->fields[n->field];

	if (f->aged ? v == INT64_MIN : v == 0 && (f->kind == K_DAY || f->kind == K_TIME))
		return false;
	return v >= n->from && v <= n->to;
}

static bool matches(const struct filter_words *words, const struct filter_node *n, const struct filter_row *r)
{
	switch (n->op) {
	case FILTER_ALL:
		for (const struct filter_node *c = n->first; c; c = c->next)
			if (!matches(words, c, r))
				return false;
		return true;
	case FILTER_ANY:
		for (const struct filter_node *c = n->first; c; c = c->next)
			if (matches(words, c, r))
				return true;
		return false;
	case FILTER_NOT:
		return !matches(words, n->first, r);
	case FILTER_RANGE:
		return in_range(words, n, r->number(r->row, n->field));
	case FILTER_CHOICE:
		return r->number(r->row, n->field) == n->choice;
	case FILTER_TEXT:
		return has_text(n, r->text(r->row, n->field));
	case FILTER_FLAG:
		return r->flag(r->row, n->field);
	case FILTER_WORD:
		return r->word(r->row, n->text);
	}
	return false;
}

bool filter_match(const struct filter *f, const struct filter_row *row)
{
	return matches(f->words, f->root, row);
}
