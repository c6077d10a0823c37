/* A recursive-descent reader of plural expressions that works them out as it goes; see plural.h. Called by
 * catalogue.c at start, and for counts from 1,000 up. */
#include "common/plural.h"

struct reading {
	struct sv rest;
	int64_t n;
	int depth;
	bool wrong;
};

enum { DEPTH_MAX = 24 };

static void skip(struct reading *r)
{
	while (r->rest.n && (r->rest.p[0] == ' ' || r->rest.p[0] == '\t'))
		r->rest = sv_from_to(r->rest, 1, r->rest.n);
}

static bool take(struct reading *r, const char *word)
{
	struct sv w = sv_from(word);

	skip(r);
	if (!sv_starts(r->rest, w))
		return false;
	r->rest = sv_from_to(r->rest, w.n, r->rest.n);
	return true;
}

static int64_t choice(struct reading *r);

static int64_t number(struct reading *r)
{
	size_t n = 0;
	int64_t v = 0;

	skip(r);
	while (n < r->rest.n && n < 9 && r->rest.p[n] >= '0' && r->rest.p[n] <= '9')
		v = v * 10 + (r->rest.p[n++] - '0');
	r->wrong |= n == 0;
	r->rest = sv_from_to(r->rest, n, r->rest.n);
	return v;
}

static int64_t single(struct reading *r)
{
	int64_t v;

	if (r->wrong || ++r->depth > DEPTH_MAX) {
		r->wrong = true;
		return 0;
	}
	if (take(r, "(")) {
		v = choice(r);
		r->wrong |= !take(r, ")");
	} else if (take(r, "!")) {
		v = !single(r);
	} else if (take(r, "n")) {
		v = r->n;
	} else {
		v = number(r);
	}
	r->depth--;
	return v;
}

static int64_t product(struct reading *r)
{
	int64_t v = single(r), by;

	for (;;) {
		bool rest = take(r, "%"), parts = !rest && take(r, "/");

		if (!rest && !parts) {
			if (!take(r, "*"))
				return v;
			by = single(r);
			r->wrong |= __builtin_mul_overflow(v, by, &v);
			continue;
		}
		by = single(r);
		if (by <= 0) {
			r->wrong = true;
			return 0;
		}
		v = rest ? v % by : v / by;
	}
}

static int64_t sum(struct reading *r)
{
	int64_t v = product(r);

	for (;;) {
		if (take(r, "+"))
			r->wrong |= __builtin_add_overflow(v, product(r), &v);
		else if (take(r, "-"))
			r->wrong |= __builtin_sub_overflow(v, product(r), &v);
		else
			return v;
	}
}

static int64_t order(struct reading *r)
{
	int64_t v = sum(r);

	for (;;) {
		if (take(r, "<="))
			v = v <= sum(r);
		else if (take(r, ">="))
			v = v >= sum(r);
		else if (take(r, "<"))
			v = v < sum(r);
		else if (take(r, ">"))
			v = v > sum(r);
		else
			return v;
	}
}

static int64_t equality(struct reading *r)
{
	int64_t v = order(r);

	for (;;) {
		if (take(r, "=="))
			v = v == order(r);
		else if (take(r, "!="))
			v = v != order(r);
		else
			return v;
	}
}

static int64_t both(struct reading *r)
{
	int64_t v = equality(r);

	while (take(r, "&&")) {
		int64_t second = equality(r);

		v = v && second;
	}
	return v;
}

static int64_t either(struct reading *r)
{
	int64_t v = both(r);

	while (take(r, "||")) {
		int64_t second = both(r);

		v = v || second;
	}
	return v;
}

static int64_t choice(struct reading *r)
{
	int64_t v = either(r), yes, no;

	if (!take(r, "?"))
		return v;
	if (++r->depth > DEPTH_MAX) {
		r->wrong = true;
		return 0;
	}
	yes = choice(r);
	r->wrong |= !take(r, ":");
	no = choice(r);
	r->depth--;
	return v ? yes : no;
}

static bool evaluate(struct sv expression, int64_t n, int64_t *ret)
{
	struct reading r = { .rest = expression, .n = n };

	*ret = choice(&r);
	skip(&r);
	return !r.wrong && r.rest.n == 0;
}

enum status plural_read(struct sv header, struct plural_rule *ret)
{
	struct sv rest = header, first = sv_trim(sv_cut(&rest, ';')), second = sv_trim(sv_cut(&rest, ';'));
	struct plural_rule r = { .forms = 0 };
	int64_t forms, form;

	if (!sv_starts(first, SV("nplurals=")) ||
	    !sv_int(sv_trim(sv_from_to(first, 9, first.n)), &forms) || forms < 1 ||
	    forms > PLURAL_FORMS_MAX || !sv_starts(second, SV("plural=")))
		return fail(ST_INVALID, "\"" SV_FMT "\" is no plural rule", SV_ARG(header));
	r.forms = (unsigned)forms;
	r.expression = sv_from_to(second, 7, second.n);
	for (int64_t n = 0; n < (int64_t)COUNT(r.small); n++) {
		if (!evaluate(r.expression, n, &form) || form < 0 || form >= forms)
			return fail(ST_INVALID, "\"" SV_FMT "\" gives no form for %d", SV_ARG(header),
				    (int)n);
		r.small[n] = (unsigned char)form;
	}
	*ret = r;
	return ST_OK;
}

unsigned plural_form(const struct plural_rule *r, int64_t n)
{
	int64_t form;

	if (n < 0)
		n = n == INT64_MIN ? INT64_MAX : -n;
	if (n < (int64_t)COUNT(r->small))
		return r->small[n];
	if (!evaluate(r->expression, n, &form) || form < 0 || form >= (int64_t)r->forms)
		return r->forms - 1;
	return (unsigned)form;
}
