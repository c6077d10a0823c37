/* export: see export.h. */
#include "server/service/export.h"

#include "common/crypt.h"
#include "common/record_json.h"

#include "protocol/lists.h"
#include "protocol/mask.h"

#include "server/rule/pan.h"
#include "server/service/event.h"
#include "server/service/list.h"
#include "server/store/event.h"

/* LINES: leaves room in an answer (WIRE_ANSWER_MAX) for what stands around them. COUNT_MS: the writer waits for nobody's
 * filter; who asks for one that takes longer to count is noted without a number. */
enum { LIMIT_DEFAULT = 1000, LINES_MAX = 900 * 1024, COUNT_MOST = 1000000, COUNT_MS = 50, SEAL_BYTES = 12 };

static enum status how_many(struct tx *tx, const struct filter *f, int64_t *ret_n, struct sv *ret_words)
{
	struct list_sql quick = event_list_sql;

	quick.patience = COUNT_MS;
	TRY(store_list_count(tx_look(tx), &quick, f, COUNT_MOST, ret_n, tx->arena));
	if (*ret_n < 0) {
		*ret_n = 0;
		*ret_words = SV("not counted");
	} else {
		*ret_words = sv_print(tx->arena, "%lld%s", (long long)*ret_n, *ret_n == COUNT_MOST ? "+" : "");
	}
	return ST_OK;
}

/* A place is good for who was given it, with the filter it was given for: or somebody begins in the middle, behind a place
 * of event.list, and nothing is noted. */
static struct sv sealed(struct unit *u, struct arena *a, const struct event_export *q, struct sv place)
{
	struct sv who = sv_print(a, "%lld", (long long)u->operator), parts[] = { who, q->filter, place };
	struct hash h = crypt_hash_parts(u->shared->keys, KEY_EXPORT, parts, COUNT(parts));
	struct buf b = buf_new(a, 2 * SEAL_BYTES + place.n + 1);

	buf_hex(&b, h.b, SEAL_BYTES);
	buf_add(&b, place);
	return buf_sv(&b);
}

static enum status place_of(struct unit *u, struct arena *a, const struct event_export *q, struct sv *ret)
{
	*ret = sv_from_to(q->after, 2 * SEAL_BYTES, q->after.n);
	if (!q->after.n)
		return ST_OK;
	return sv_eq(q->after, sealed(u, a, q, *ret))
		       ? ST_OK
		       : fail_field(ST_INVALID, "after", "is no place of this export: give its own next, with the same filter");
}

enum status service_event_export(struct unit *u, struct tx *tx, const struct event_export *q, struct event_export_page *ret)
{
	struct event_body b = { .operator = u->operator, .reason = pan_mask(tx->arena, q->filter) };
	struct filter f;
	struct sv place;

	*ret = (struct event_export_page){ .rows = 0 };
	TRY(place_of(u, tx->arena, q, &place));
	TRY(service_list_filter(u, tx_look(tx), &event_list_words, q->filter, &f));
	if (q->after.n) /* it was noted with its first page */
		return ST_OK;
	TRY(how_many(tx, &f, &b.rows, &b.value));
	return tx_tell(tx, E_audit_exported, 0, 0, u->actor, &b);
}

static void print_lines(struct unit *u, const struct list *rows, struct buf *b)
{
	struct event_row *at = rows->at;

	for (size_t i = 0; i < rows->n; i++) {
		if (!roles_may(u->roles, MAY_DETAILS)) /* dispatch masks fields, and this is a text */
			mask_record(&u->arena, &event_row_record, &at[i]);
		record_to_json(b, &event_row_record, &at[i]);
		buf_char(b, '\n');
	}
}

enum status service_event_export_settle(struct unit *u, const struct event_export *q, struct event_export_page *ret)
{
	size_t limit = q->limit ? (size_t)q->limit : LIMIT_DEFAULT;
	struct list_page page;
	struct filter f;
	struct sv after;

	TRY(place_of(u, &u->arena, q, &after));
	snap_end(u->snap); /* behind the commit */
	TRY(service_list_filter(u, u->snap, &event_list_words, q->filter, &f));
	for (;; limit /= 2) { /* long lines: fewer of them */
		struct buf b = buf_new(&u->arena, LINES_MAX);

		TRY(store_list_page(u->snap, &event_list_sql, &f, after, limit, &page, &u->arena));
		print_lines(u, &page.rows, &b);
		if (!b.over || limit == 1) {
			TRY(buf_end(&b, "a page of the export"));
			*ret = (struct event_export_page){ .rows = (int64_t)page.rows.n, .text = buf_sv(&b), 
							  .next = page.next.n ? sealed(u, &u->arena, q, page.next) : SV_NONE };
			return ST_OK;
		}
	}
}
