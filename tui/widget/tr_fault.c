/* Faults in the language of the console; see tr.h. The server answers with an English sentence that has values in it; the
 * catalogue has the sentence with %s where they stand. */
#include "tui/widget/tr.h"

#include <string.h>

#include "common/arena.h"

#include "tui/widget/format.h"
#include "tui/widget/table.h"

enum { ARGS_MAX = 8, LETTERS_MIN = 4, DEEP = 2, FAULT_MAX = 1200 };

#define CONTEXT "fault\004"

/* Cuts a pattern at its first conversion: what stands in front of it; *rest behind it. *ret_is false: there is none. */
static struct sv literal(struct sv *rest, bool *ret_is)
{
	struct sv all = *rest;
	size_t at = sv_find(all, '%'), end = at + 1;

	*ret_is = at < all.n;
	while (end < all.n && strchr("-+ #0123456789.*lhzj", all.p[end]))
		end++;
	*rest = sv_from_to(all, end + 1, all.n);
	return sv_from_to(all, 0, at);
}

static int letters(struct sv s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z');
	return n;
}

/* How many letters of the text are the pattern's own; 0: it does not fit. */
static int fits(struct sv pattern, struct sv text, struct sv args[ARGS_MAX])
{
	int own = 0;
	bool more;
	struct sv part = literal(&pattern, &more);

	if (!sv_starts(text, part))
		return 0;
	own += letters(part);
	text = sv_from_to(text, part.n, text.n);
	for (size_t n = 0; more; n++) {
		size_t at;

		if (n == ARGS_MAX)
			return 0;
		part = literal(&pattern, &more);
		if (!more && part.n && !sv_ends(text, part))
			return 0;
		at = !more ? text.n - part.n : part.n ? sv_find_sv(text, part) : 0; /* of two values side by side the second has all */
		if (at + part.n > text.n)
			return 0;
		args[n] = sv_from_to(text, 0, at);
		own += letters(part);
		text = sv_from_to(text, at + part.n, text.n);
	}
	return text.n ? 0 : own;
}

static struct sv sentence(struct arena *a, struct sv text, int deep);

static struct sv put_in(struct arena *a, struct sv pattern, const struct sv args[ARGS_MAX], int deep)
{
	struct buf b = buf_new(a, FAULT_MAX);
	bool more = true;

	for (size_t n = 0; more; n++) {
		struct sv part = literal(&pattern, &more);

		buf_add(&b, part);
		if (more && n < ARGS_MAX) /* behind a colon stands a fault of its own; all else is somebody's word */
			buf_add(&b, deep && sv_ends(part, SV(": ")) ? sentence(a, args[n], deep - 1) : args[n]);
	}
	return buf_sv(&b);
}

static struct sv sentence(struct arena *a, struct sv text, int deep)
{
	struct sv id, to, best = SV_NONE, args[ARGS_MAX] = { SV_NONE }, best_args[ARGS_MAX] = { SV_NONE };
	int most = LETTERS_MIN - 1;

	for (size_t i = 0; text.n && tr_entry(i, &id, &to); i++) {
		int own;

		if (!sv_starts(id, SV(CONTEXT)) || !to.n)
			continue;
		own = fits(sv_from_to(id, sizeof(CONTEXT) - 1, id.n), text, args);
		if (own <= most)
			continue;
		most = own;
		best = to;
		memcpy(best_args, args, sizeof(args));
	}
	return best.n ? put_in(a, best, best_args, deep) : text;
}

/* The name of the field that the server puts in front: "promised_date", "rows[2].amount". */
static size_t field_of(struct sv text)
{
	size_t at = sv_find_sv(text, SV(": "));

	for (size_t i = 0; i < at; i++)
		if (!(text.p[i] >= 'a' && text.p[i] <= 'z') && !strchr("_.[]0123456789", text.p[i]))
			return 0;
	return at < text.n ? at : 0;
}

struct sv tr_fault(struct arena *a, struct sv text)
{
	struct sv whole = sentence(a, text, DEEP);
	size_t at = field_of(text);
	struct buf b = buf_new(a, FAULT_MAX);

	if (!at || !sv_eq(whole, text)) /* there are sentences with a colon behind their first word */
		return whole;
	if (at < 80 && sv_find(sv_from_to(text, 0, at), '.') == at)
		table_label(&b, sv_z(a, sv_from_to(text, 0, at)));
	else /* a path, or the name of a setting: it is typed so */
		buf_add(&b, sv_from_to(text, 0, at));
	buf_z(&b, ": ");
	buf_add(&b, sentence(a, sv_from_to(text, at + 2, text.n), DEEP));
	return b.over ? text : buf_sv(&b);
}
