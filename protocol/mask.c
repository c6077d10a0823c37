/* Masking; see mask.h. */
#include "protocol/mask.h"

#include "common/arena.h"
#include "common/utf8.h"

struct sv mask_text(struct arena *a, struct sv s)
{
	struct sv rest = s, first, last = SV_NONE;
	size_t head;

	if (s.n == 0)
		return s;
	(void)utf8_next(&rest);
	head = s.n - rest.n;
	first = sv_from_to(s, 0, head);
	if (sv_find(s, '@') < s.n) /* an address keeps its domain */
		last = sv_from_to(s, sv_find(s, '@'), s.n);
	else if (s.n > 6 && s.p[0] == '+') /* a number its last two digits */
		last = sv_from_to(s, s.n - 2, s.n);
	return sv_print(a, SV_FMT "***" SV_FMT, SV_ARG(first), SV_ARG(last));
}

/* Texts that have all of these flags. */
static void mask_flagged(struct arena *a, const struct record *r, void *rec, unsigned flags)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		void *p = field_in(f, rec);

		if (f->kind == K_RECORD && *(void **)p) {
			mask_flagged(a, f->of, *(void **)p, flags);
		} else if (f->kind == K_LIST) {
			const struct record *of = f->of;
			struct list *l = p;

			for (size_t j = 0; j < l->n; j++)
				mask_flagged(a, of, (char *)l->at + j * of->size, flags);
		} else if (f->kind == K_TEXT && (f->flags & flags) == flags) {
			*(struct sv *)p = mask_text(a, *(struct sv *)p);
		}
	}
}

void mask_record(struct arena *a, const struct record *r, void *rec)
{
	mask_flagged(a, r, rec, PERSONAL);
}

void mask_addresses(struct arena *a, const struct record *r, void *rec)
{
	mask_flagged(a, r, rec, REACHES);
}
