/* receipt: see receipt.h. */
#include "server/store/receipt.h"

enum { ADD, BY_REFERENCE, LIST, OF, NEWEST };
#define COLUMNS                                                                                    \
	"r.id, r.contact, r.account, r.subject, r.session, r.kind, r.reference, r.amount, r.day, " \
	"r.currency, r.note, r.at, a.number, a.creditor FROM receipt r "                           \
	"LEFT JOIN account a ON a.contact = r.contact AND a.id = r.account "
static const struct query sql[] = {
	[ADD] = { "receipt.add", "INSERT INTO receipt (contact, id, reference, kind, account, subject, amount, "
				 "currency, day, note, session, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
				 "$10, $11, $12)" },
	[BY_REFERENCE] = { "receipt.by_reference",
			   "SELECT " COLUMNS "WHERE r.reference = $2 AND r.contact = $1" },
	[LIST] = { "receipt.list", "SELECT " COLUMNS "WHERE r.contact = $1 AND ($2 = 0 OR r.id < $2) "
				   "ORDER BY r.id DESC LIMIT $3" },
	[OF] = { "receipt.of", "SELECT reference FROM receipt WHERE contact = $1 AND kind = $2 AND subject = $3 "
			       "ORDER BY id DESC LIMIT 1" },
	[NEWEST] = { "receipt.newest", "SELECT at FROM receipt WHERE contact = $1 AND kind = $2 "
				       "ORDER BY id DESC LIMIT 1" },
};
struct query_set receipt_queries = QUERY_SET(sql);

enum status store_receipt_add(struct tx *tx, const struct receipt *r)
{
	return tx_run(tx, &receipt_queries, ADD,
		      ARGS(V(r->contact), V(r->id), V(r->reference), V_WORD(receipt_kind, r->kind),
			   V_OPT(r->account), V_OPT(r->subject), V_OPT(r->amount),
			   V_OPT(currency_sv(&r->currency)), V_OPT(r->day), V_OPT(r->note), V_OPT(r->session),
			   V(tx->now)),
		      NULL);
}

static void read_row(const struct rows *r, struct receipt *ret, struct arena *a)
{
	*ret = (struct receipt){
		.id = rows_int(r, 0),
		.contact = rows_int(r, 1),
		.account = rows_int(r, 2),
		.subject = rows_int(r, 3),
		.session = rows_int(r, 4),
		.kind = (enum receipt_kind)rows_choice(r, 5, &receipt_kind_choice),
		.reference = rows_text(r, 6, a),
		.amount = rows_int(r, 7),
		.day = rows_int(r, 8),
		.note = rows_text(r, 10, a),
		.at = rows_int(r, 11),
		.number = rows_text(r, 12, a),
		.creditor = rows_text(r, 13, a),
	};
	(void)!currency_from(rows_text(r, 9, a), &ret->currency);
}

enum status store_receipt_by_reference(struct snap *s, int64_t contact, struct sv reference,
				       struct receipt *ret, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &receipt_queries, BY_REFERENCE, &r, ARGS(V(contact), V(reference))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "there is no such receipt");
	read_row(&r, ret, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_receipt_newest(struct snap *s, int64_t contact, enum receipt_kind kind, int64_t *ret_at)
{
	struct rows r;
	bool row;

	*ret_at = 0;
	TRY(rows_open(s, &receipt_queries, NEWEST, &r, ARGS(V(contact), V_WORD(receipt_kind, kind))));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	*ret_at = rows_int(&r, 0);
	rows_close(&r);
	return ST_OK;
}

enum status store_receipt_list(struct snap *s, int64_t contact, int64_t before, struct receipt *out, size_t max,
			       size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &receipt_queries, LIST, &r, ARGS(V(contact), V(before), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_row(&r, &out[n++], a);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_receipt_of(struct snap *s, int64_t contact, enum receipt_kind kind, int64_t subject,
			     struct sv *ret_reference, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &receipt_queries, OF, &r, ARGS(V(contact), V_WORD(receipt_kind, kind), V(subject))));
	TRY(rows_next(&r, &row));
	*ret_reference = row ? rows_text(&r, 0, a) : SV_NONE;
	if (row)
		rows_close(&r);
	return ST_OK;
}
