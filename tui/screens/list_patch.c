/* Rows brought up to date while somebody works on them: what they are now, each in the place it had. None comes, none goes,
 * none moves: that waits for `f`. A row that the filter lets through no more stays as it was last seen. */
#include <string.h>

#include "common/arena.h"

#include "tui/screens/list_inside.h"

void list_patch(struct list_model *m, size_t page, struct reply *r)
{
	const struct record *row = list_record(m->kind), *out = method_table[m->kind->method].out;
	struct list *fresh = field_in(record_field(out, SV("items")), r->out);
	const struct list *old = list_items(m, page);
	char (*ids)[LIST_ID_MAX + 1];
	char *at;

	if (!old || !old->n) {
		reply_free(r);
		return;
	}
	ids = arena_alloc(&r->arena, (fresh->n + 1) * sizeof(*ids));
	at = arena_alloc(&r->arena, old->n * row->size);
	for (size_t i = 0; i < fresh->n; i++)
		list_id(m->kind, (const char *)fresh->at + i * row->size, ids[i]);
	for (size_t i = 0; i < old->n; i++) {
		const char *was = (const char *)old->at + i * row->size;
		char id[LIST_ID_MAX + 1];
		size_t k = 0;

		list_id(m->kind, was, id);
		while (k < fresh->n && strcmp(ids[k], id) != 0)
			k++;
		if (k < fresh->n)
			memcpy(at + i * row->size, (const char *)fresh->at + k * row->size, row->size);
		else
			record_copy(&r->arena, row, was, at + i * row->size);
	}
	fresh->n = old->n;
	fresh->at = at;
	reply_free(m->pages[page].reply);
	m->pages[page].reply = r;
}
