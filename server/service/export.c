/* export: see export.h. */
#include "server/service/export.h"

#include "common/record_json.h"

#include "protocol/lists.h"
#include "protocol/mask.h"

#include "server/rule/pan.h"
#include "server/service/event.h"
#include "server/service/list.h"
#include "server/store/event.h"

/* LINES: leaves room in an answer (WIRE_ANSWER_MAX) for what stands around them. COUNT_MS: the writer waits for nobody's
 * filter; who asks for one that takes longer to count is noted without a number. */
enum { LIMIT_DEFAULT = 1000, LINES_MAX = 900 * 1024, COUNT_MOST = 1000000, COUNT_MS = 50 };

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

enum status service_event_export(struct unit *u, struct tx *tx, const struct event_export *q, struct event_export_page *ret)
{
	struct event_body b = { .operator = u->operator, .reason = pan_mask(tx->arena, q->filter) };
	struct filter f;

	*ret = (struct event_export_page){ .rows = 0 };
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

	snap_end(u->snap); /* behind the commit */
	TRY(service_list_filter(u, u->snap, &event_list_words, q->filter, &f));
	for (;; limit /= 2) { /* long lines: fewer of them */
		struct buf b = buf_new(&u->arena, LINES_MAX);

		TRY(store_list_page(u->snap, &event_list_sql, &f, q->after, limit, &page, &u->arena));
		print_lines(u, &page.rows, &b);
		if (!b.over || limit == 1) {
			TRY(buf_end(&b, "a page of the export"));
			*ret = (struct event_export_page){ .rows = (int64_t)page.rows.n, .text = buf_sv(&b), .next = page.next };
			return ST_OK;
		}
	}
}
