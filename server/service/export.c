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
enum { LIMIT_DEFAULT = 1000, LINES_MAX = 900 * 1024, COUNT_MOST = 1000000, COUNT_MS = 50, SEAL_BYTES = 12, HEAD_DIGITS = 16 };

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

/* A place is good for who was given it, with the filter it was given for, and for the events there were when that export was
 * noted: or somebody begins in the middle, behind a place of event.list, or goes on for ever, and nothing is noted. */
struct place {
	struct sv at;
	int64_t head; /* number of the newest event that this export tells */
};

static struct sv sealed(struct unit *u, struct arena *a, const struct event_export *q, const struct place *p)
{
	struct sv who = sv_print(a, "%lld", (long long)u->operator), head = sv_print(a, "%0*llx", HEAD_DIGITS, (long long)p->head);
	struct sv parts[] = { who, q->filter, head, p->at };
	struct hash h = crypt_hash_parts(u->shared->keys, KEY_EXPORT, parts, COUNT(parts));
	struct buf b = buf_new(a, 2 * SEAL_BYTES + HEAD_DIGITS + p->at.n + 1);

	buf_hex(&b, h.b, SEAL_BYTES);
	buf_add(&b, head);
	buf_add(&b, p->at);
	return buf_sv(&b);
}

static int64_t hex_of(struct sv s) /* 0 where it is none: the seal will not fit */
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return 0;
		n = n * 16 + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return n > INT64_MAX ? 0 : (int64_t)n;
}

static enum status place_of(struct unit *u, struct arena *a, const struct event_export *q, struct place *ret)
{
	struct sv head = sv_from_to(q->after, 2 * SEAL_BYTES, 2 * SEAL_BYTES + HEAD_DIGITS);

	*ret = (struct place){ .at = sv_from_to(q->after, 2 * SEAL_BYTES + HEAD_DIGITS, q->after.n) };
	if (!q->after.n)
		return ST_OK;
	ret->head = hex_of(head);
	return sv_eq(q->after, sealed(u, a, q, ret))
		       ? ST_OK
		       : fail_field(ST_INVALID, "after", "is no place of this export: give its own next, with the same filter");
}

enum status service_event_export(struct unit *u, struct tx *tx, const struct event_export *q, struct event_export_page *ret)
{
	struct event_body b = { .operator = u->operator, .reason = pan_mask(tx->arena, q->filter) };
	struct filter f;
	struct place place;

	*ret = (struct event_export_page){ .rows = 0 };
	TRY(place_of(u, tx->arena, q, &place));
	TRY(service_list_filter(u, tx_look(tx), &event_list_words, q->filter, &f));
	if (q->after.n) /* it was noted with its first page */
		return ST_OK;
	TRY(how_many(tx, &f, &b.rows, &b.value));
	return tx_tell(tx, E_audit_exported, 0, 0, u->actor, &b);
}

/* Those of the export: what was told after it was noted is of the next one. */
static int64_t print_lines(struct unit *u, const struct list *rows, int64_t head, struct buf *b)
{
	struct event_row *at = rows->at;
	int64_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		if (at[i].seq > head)
			continue;
		if (!roles_may(u->roles, MAY_DETAILS)) /* dispatch masks fields, and this is a text */
			mask_record(&u->arena, &event_row_record, &at[i]);
		record_to_json(b, &event_row_record, &at[i]);
		buf_char(b, '\n');
		n++;
	}
	return n;
}

enum status service_event_export_settle(struct unit *u, const struct event_export *q, struct event_export_page *ret)
{
	size_t limit = q->limit ? (size_t)q->limit : LIMIT_DEFAULT;
	struct list_page page;
	struct place place;
	struct filter f;

	TRY(place_of(u, &u->arena, q, &place));
	snap_end(u->snap); /* behind the commit */
	TRY(service_list_filter(u, u->snap, &event_list_words, q->filter, &f));
	if (!q->after.n)
		TRY(store_event_head(u->snap, &place.head));
	for (;; limit /= 2) { /* long lines: fewer of them */
		struct buf b = buf_new(&u->arena, LINES_MAX);
		int64_t rows;

		TRY(store_list_page(u->snap, &event_list_sql, &f, place.at, limit, &page, &u->arena));
		rows = print_lines(u, &page.rows, place.head, &b);
		if (b.over && limit > 1)
			continue;
		TRY(buf_end(&b, "a page of the export"));
		*ret = (struct event_export_page){ .rows = rows, .text = buf_sv(&b) };
		place.at = page.next;
		if (page.next.n)
			ret->next = sealed(u, &u->arena, q, &place);
		return ST_OK;
	}
}
