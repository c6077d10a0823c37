/* event: appending with the chain, reading for the feed, verifying; see event.h. */
#include "server/store/event.h"

#include <inttypes.h>
#include <string.h>

#include "common/record_json.h"

#include "protocol/lists.h"

#include "server/store/notification.h"

enum { HEAD, HEAD_PUT, ADD, AFTER, AFTER_ACCOUNT, NEWEST, NEWEST_ACCOUNT, SPAN, ALL, ERASE, AT };
#define COLUMNS                                                                                    \
	"e.seq AS seq, e.at AS at, e.kind AS kind, a.number AS account, e.contact AS contact, "    \
	"c.name AS contact_name, e.actor AS actor, e.body AS body_json"
#define JOINED                                                                                     \
	"FROM event e LEFT JOIN account a ON a.id = e.account "                                    \
	"LEFT JOIN contact c ON c.id = e.contact "
static const struct query sql[] = {
	[HEAD] = { "event.head", "SELECT seq, hash, seal FROM chain WHERE id = 1" },
	[HEAD_PUT] = { "event.head_put",
		       "INSERT INTO chain (id, seq, hash, seal) VALUES (1, $1, $2, $3) "
		       "ON CONFLICT (id) DO UPDATE SET seq = $1, hash = $2, seal = $3" },
	[ADD] = { "event.add", "INSERT INTO event (seq, at, kind, account, contact, actor, body, "
			       "body_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
	[AFTER] = { "event.after",
		    "SELECT " COLUMNS " " JOINED "WHERE e.seq > $1 ORDER BY e.seq LIMIT $2" },
	[AFTER_ACCOUNT] = { "event.after_account", "SELECT " COLUMNS " " JOINED
			    "WHERE e.seq > $1 AND e.account = $3 ORDER BY e.seq LIMIT $2" },
	[NEWEST] = { "event.newest",
		     "SELECT " COLUMNS " " JOINED "WHERE e.seq > $1 ORDER BY e.seq DESC LIMIT $2" },
	[NEWEST_ACCOUNT] = { "event.newest_account", "SELECT " COLUMNS " " JOINED
			     "WHERE e.seq > $1 AND e.account = $3 ORDER BY e.seq DESC LIMIT $2" },
	[SPAN] = { "event.span", "SELECT body FROM event WHERE kind = $1 AND at >= $2 AND at < $3" },
	[ALL] = { "event.all", "SELECT seq, at, kind, account, contact, actor, body, body_hash, "
			       "hash FROM event ORDER BY seq" },
	[AT] = { "event.at", "SELECT at FROM event WHERE seq = $1" },
	[ERASE] = { "event.erase", "UPDATE event SET body = NULL WHERE contact = $1" },
};
struct query_set event_queries = QUERY_SET(sql);

/* How many rows of other kinds one call may pass before it answers with what it has. */
enum { LOOK_MOST = 5000, PASSES = 8 /* the column behind COLUMNS */ };

struct head {
	int64_t seq;
	struct hash hash, seal;
};

static struct sv number(char room[8], int64_t n)
{
	for (int i = 0; i < 8; i++)
		room[i] = (char)((uint64_t)n >> 8 * i);
	return sv_of(room, 8);
}

static struct hash body_hash(const struct keys *k, int64_t seq, struct sv body)
{
	char room[8];

	return crypt_hash_parts(k, KEY_BODY, (const struct sv[]){ number(room, seq), body }, 2);
}

struct facts {
	int64_t seq, at, account, contact;
	struct sv kind, actor;
	struct hash body;
};

static struct hash chain_hash(const struct keys *k, const struct hash *before, const struct facts *f)
{
	char seq[8], at[8], account[8], contact[8];
	const struct sv parts[] = {
		hash_sv(before),	     number(seq, f->seq),
		number(at, f->at),	     f->kind,
		number(account, f->account), number(contact, f->contact),
		f->actor,		     hash_sv(&f->body),
	};

	return crypt_hash_parts(k, KEY_CHAIN, parts, COUNT(parts));
}

static struct hash seal_of(const struct keys *k, int64_t seq, const struct hash *hash)
{
	char room[8];

	return crypt_hash_parts(
		k, KEY_CHAIN, (const struct sv[]){ SV("head"), number(room, seq), hash_sv(hash) }, 3);
}

static enum status head_read(struct snap *s, struct head *ret)
{
	struct rows r;
	bool row;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &event_queries, HEAD, &r, NO_ARGS));
	TRY(rows_next(&r, &row));
	if (!row)
		return ST_OK;
	ret->seq = rows_int(&r, 0);
	ret->hash = rows_hash(&r, 1);
	ret->seal = rows_hash(&r, 2);
	rows_close(&r);
	return ST_OK;
}

enum status store_event_head(struct snap *s, int64_t *ret_seq)
{
	struct head h;

	TRY(head_read(s, &h));
	*ret_seq = h.seq;
	return ST_OK;
}

enum status store_event_add(struct tx *tx, const struct event_new *e, int64_t *ret_seq)
{
	struct head h;
	struct facts f = { .at = tx->now,
			   .account = e->account,
			   .contact = e->contact,
			   .kind = sv_from(event_table[e->kind].name),
			   .actor = e->actor };

	TRY(head_read(tx_look(tx), &h));
	f.seq = h.seq + 1;
	f.body = body_hash(tx->keys, f.seq, e->body);
	h.hash = chain_hash(tx->keys, &h.hash, &f);
	h.seal = seal_of(tx->keys, f.seq, &h.hash);
	TRY(tx_run(tx, &event_queries, ADD,
		   ARGS(V(f.seq), V(f.at), V(f.kind), V_OPT(f.account), V_OPT(f.contact), V(f.actor),
			V_OPT(e->body), V_HASH(&f.body), V_HASH(&h.hash)),
		   NULL));
	TRY(tx_run(tx, &event_queries, HEAD_PUT, ARGS(V(f.seq), V_HASH(&h.hash), V_HASH(&h.seal)),
		   NULL));
	*ret_seq = f.seq;
	return ST_OK;
}

/* Numbers have no gaps and times never go back (clock.h, one writer), so halving finds it. */
enum status store_event_seq_at(struct snap *s, int64_t at, int64_t *ret_seq)
{
	int64_t low = 0, high, then;

	TRY(store_event_head(s, &high));
	while (low < high) {
		int64_t middle = low + (high - low + 1) / 2;

		TRY(snap_int(s, &event_queries, AT, ARGS(V(middle)), &then));
		if (then <= at)
			low = middle;
		else
			high = middle - 1;
	}
	*ret_seq = low;
	return ST_OK;
}

static bool wanted(const struct event_filter *f, struct sv kind)
{
	enum event_id id;

	if (!f->kinds)
		return true;
	id = event_find(kind);
	return id != E__COUNT && f->kinds[id];
}

/* The body is in the last of COLUMNS, which begin at `first`. */
static enum status read_body(const struct rows *r, int first, void *row, struct arena *a)
{
	struct event_row *e = row;
	struct sv json = rows_text(r, first + 7, a);

	e->body = NEW(a, struct event_body); /* empty when erased */
	if (json.n) {
		TRY(record_from_json(&event_body_record, e->body, a, json, true));
	}
	return ST_OK;
}

static enum status read_event(struct rows *r, struct event_row *e, struct arena *a)
{
	memset(e, 0, sizeof(*e));
	rows_record(r, &event_row_record, e, a);
	return read_body(r, 0, e, a);
}

static void turn_around(struct event_row_list *l)
{
	for (size_t i = 0, j = l->n; i + 1 < j; i++) {
		struct event_row swap = l->at[i];

		l->at[i] = l->at[--j];
		l->at[j] = swap;
	}
}

static enum status open_plain(struct snap *s, const struct event_filter *f, struct rows *ret)
{
	int64_t most = f->kinds ? LOOK_MOST : (int64_t)f->limit;
	unsigned q = f->newest ? (f->account ? NEWEST_ACCOUNT : NEWEST)
			       : (f->account ? AFTER_ACCOUNT : AFTER);

	if (f->account)
		return rows_open(s, &event_queries, q, ret, ARGS(V(f->after), V(most), V(f->account)));
	return rows_open(s, &event_queries, q, ret, ARGS(V(f->after), V(most)));
}

/* Every event, with whether the filter lets it through: what it keeps back moves the reader on as well. */
static enum status open_filtered(struct snap *s, const struct event_filter *f, struct query *q, struct rows *ret,
				 struct arena *a)
{
	struct list_condition c;
	struct value *v;
	size_t own = f->account ? 3 : 2;

	TRY(store_list_condition(&event_list_sql, f->filter, own + 1, &c, a));
	v = NEW_N(a, struct value, own + c.n);
	v[0] = V(f->after);
	v[1] = V((int64_t)LOOK_MOST);
	if (f->account)
		v[2] = V(f->account);
	memcpy(&v[own], c.values, c.n * sizeof(*v));
	*q = (struct query){ "event.filtered",
			     arena_print(a, "SELECT " COLUMNS ", " SV_FMT " " JOINED "WHERE e.seq > $1 %sORDER BY e.seq%s LIMIT $2",
					 SV_ARG(c.sql), f->account ? "AND e.account = $3 " : "", f->newest ? " DESC" : "") };
	return rows_open_once(s, q, ret, v, own + c.n);
}

enum status store_event_list(struct snap *s, const struct event_filter *f, struct event_row_list *ret,
			     int64_t *ret_next, struct arena *a)
{
	struct event_row_list list = { NEW_N(a, struct event_row, f->limit ? f->limit : 1), 0 };
	int64_t next = f->after;
	struct query q;
	struct rows r;
	bool row;

	TRY(f->filter ? open_filtered(s, f, &q, &r, a) : open_plain(s, f, &r));
	for (;;) {
		int64_t seq;

		TRY(rows_next(&r, &row));
		if (!row)
			break;
		seq = rows_int(&r, 0);
		if ((!f->filter || rows_int(&r, PASSES)) && wanted(f, rows_text(&r, 2, a))) {
			if (list.n == f->limit) {
				rows_close(&r);
				break;
			}
			if (read_event(&r, &list.at[list.n], a) != ST_OK) {
				rows_close(&r); /* an open statement would pin this connection's moment */
				return fault_last()->status;
			}
			list.n++;
		}
		next = seq > next ? seq : next;
	}
	if (f->newest)
		turn_around(&list);
	*ret = list;
	*ret_next = next;
	return ST_OK;
}

enum status store_event_span(struct snap *s, enum event_id kind, int64_t from, int64_t to,
			     int64_t *ret_count,
			     void (*each)(void *arg, const struct event_body *body), void *arg)
{
	struct arena a = ARENA_INIT;
	enum status st;
	struct rows r;
	bool row;

	*ret_count = 0;
	if (from >= to)
		return ST_OK;
	TRY(rows_open(s, &event_queries, SPAN, &r,
		      ARGS(V(sv_from(event_table[kind].name)), V(from), V(to))));
	for (st = rows_next(&r, &row); st == ST_OK && row; st = rows_next(&r, &row)) {
		struct event_body body;

		++*ret_count;
		if (!each || rows_null(&r, 0)) /* erased: it happened, and no more is known */
			continue;
		st = record_from_json(&event_body_record, &body, &a, rows_text(&r, 0, &a), true);
		if (st != ST_OK) {
			rows_close(&r);
			break;
		}
		each(arg, &body);
		arena_reset(&a);
	}
	arena_free(&a);
	return st;
}

static enum status broken(int64_t seq, const char *what)
{
	return fail(ST_CONFLICT, "the event log is broken at %" PRId64 ": %s", seq, what);
}

struct walk {
	struct hash before;
	int64_t seq, erased;
	struct sv wanted;     /* hex of a head noted earlier */
	int64_t wanted_seq;   /* 0: anywhere */
	bool found;
};

static void hash_hex(const struct hash *h, char hex[2 * HASH_LEN + 1])
{
	static const char digit[] = "0123456789abcdef";

	for (int i = 0; i < HASH_LEN; i++) {
		hex[2 * i] = digit[h->b[i] >> 4];
		hex[2 * i + 1] = digit[h->b[i] & 15];
	}
	hex[2 * HASH_LEN] = '\0';
}

static enum status check_one(struct rows *r, const struct keys *keys, struct walk *w, struct arena *a)
{
	struct facts f = { .seq = rows_int(r, 0),
			   .at = rows_int(r, 1),
			   .kind = rows_text(r, 2, a),
			   .account = rows_int(r, 3),
			   .contact = rows_int(r, 4),
			   .actor = rows_text(r, 5, a),
			   .body = rows_hash(r, 7) };
	struct hash empty = body_hash(keys, f.seq, SV_NONE), is, kept = rows_hash(r, 8);
	char hex[2 * HASH_LEN + 1];

	if (f.seq != w->seq + 1)
		return broken(w->seq + 1, "records are missing");
	if (!rows_null(r, 6)) {
		is = body_hash(keys, f.seq, rows_text(r, 6, a));
		if (!crypt_equal(hash_sv(&is), hash_sv(&f.body)))
			return broken(f.seq, "its body was edited");
	} else if (!crypt_equal(hash_sv(&empty), hash_sv(&f.body))) {
		w->erased++;
	}
	is = chain_hash(keys, &w->before, &f);
	if (!crypt_equal(hash_sv(&is), hash_sv(&kept)))
		return broken(f.seq, "it was edited, moved or replaced");
	hash_hex(&kept, hex);
	if (w->wanted.n && sv_eq_fold(w->wanted, sv_from(hex)) &&
	    (!w->wanted_seq || w->wanted_seq == f.seq))
		w->found = true;
	w->before = kept;
	w->seq = f.seq;
	return ST_OK;
}

static enum status check_end(struct snap *s, const struct keys *keys, const struct walk *w)
{
	struct head h;
	struct hash seal;

	TRY(head_read(s, &h));
	seal = seal_of(keys, h.seq, &h.hash);
	if (h.seq && !crypt_equal(hash_sv(&seal), hash_sv(&h.seal)))
		return broken(h.seq, "the head was edited");
	if (h.seq != w->seq || !crypt_equal(hash_sv(&h.hash), hash_sv(&w->before)))
		return broken(w->seq + 1, "the newest records were cut off");
	if (w->wanted.n && !w->found)
		return broken(w->seq, "the head noted earlier does not stand in it");
	return ST_OK;
}

enum status store_event_verify(struct snap *s, const struct keys *keys, struct sv head,
			       struct audit_result *ret, struct arena *a)
{
	struct walk w = { .wanted = head };
	struct arena scratch = ARENA_INIT;
	char *hex = arena_alloc(a, 2 * HASH_LEN + 1);
	enum status st;
	struct rows r;
	bool row;

	if (sv_find(head, ':') < head.n) {
		struct sv seq = sv_cut(&w.wanted, ':');

		if (!sv_int(seq, &w.wanted_seq) || w.wanted_seq < 1)
			return fail_field(ST_INVALID, "head", "is not SEQ:HEX");
	}
	if (w.wanted.n && w.wanted.n != 2 * HASH_LEN)
		return fail_field(ST_INVALID, "head", "is not %d hex digits", 2 * HASH_LEN);
	TRY(rows_open(s, &event_queries, ALL, &r, NO_ARGS));
	for (st = rows_next(&r, &row); st == ST_OK && row; st = rows_next(&r, &row)) {
		st = check_one(&r, keys, &w, &scratch);
		arena_reset(&scratch);
		if (st != ST_OK) {
			rows_close(&r);
			break;
		}
	}
	arena_free(&scratch);
	TRY(st);
	TRY(check_end(s, keys, &w));
	hash_hex(&w.before, hex);
	*ret = (struct audit_result){ .ok = true, .events = w.seq, .erased = w.erased, .seq = w.seq,
				      .head = sv_of(hex, w.seq ? 2 * HASH_LEN : 0) };
	return ST_OK;
}

enum status store_event_erase(struct tx *tx, int64_t contact)
{
	return tx_run(tx, &event_queries, ERASE, ARGS(V(contact)), NULL);
}

/* JSON is opaque to SQL elsewhere; here three things of a body are asked for, of rows that other terms let through. */
#define OF_BODY(name) "coalesce(json_extract(e.body, '$." name "'), '')"
/* clang-format off */
static const char type_of[] = "CASE e.kind"
#define EVENT(id, name, code, help) " WHEN '" name "' THEN '" #code "'"
#include "protocol/schema.def"
	" ELSE '' END";
static const char of_type[] = "SELECT x.seq FROM event x WHERE x.kind IN (SELECT column1 FROM (VALUES ('', '')"
#define EVENT(id, name, code, help) ", ('" name "', '" #code "')"
#include "protocol/schema.def"
	") AS v WHERE column2 = @TEXT@)";
/* clang-format on */
static const char *const list_fields[] = {
	[event_SEQ] = "e.seq",
	[event_TYPE] = type_of,
	[event_ACT] = "e.kind",
	[event_ACCT] = "coalesce(a.searched, '')",
	[event_NAME] = "fold(coalesce(c.name, ''))",
	[event_BY] = "fold(e.actor)",
	[event_CH] = OF_BODY("channel"),
	[event_SRC] = OF_BODY("source"),
	[event_AMT] = LIST_MONEY("coalesce(json_extract(e.body, '$.amount'), 0)", OF_BODY("currency")),
	[event_AT] = "e.at",
	[event_SINCE] = "e.at",
	[event_UNTIL] = "e.at",
};
static const char *const list_flags[] = { [event_is_PORTAL] = "e.actor = 'debtor'" };
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.seq FROM account_words CROSS JOIN event x ON x.account = account_words.rowid "                      \
	"WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.seq FROM contact_words CROSS JOIN account y ON y.contact = contact_words.rowid "                    \
	"CROSS JOIN event x ON x.account = y.id WHERE contact_words MATCH @GRAMS@ UNION ALL "                         \
	"SELECT x.seq FROM contact_words CROSS JOIN event x ON x.contact = contact_words.rowid AND x.account IS NULL " \
	"WHERE contact_words MATCH @GRAMS@"
/* The first of them find what notifications tell of as well. */
#define LIST_FOUND                                                                                                    \
	{ LIST_BY_WHOLE, event_TYPE, .find = of_type }, { LIST_BY_FIELD, event_ACCT, .find = LIST_OF_ACCT },          \
		{ LIST_BY_FIELD, event_NAME, .find = LIST_OF_NAME },                                                  \
		{ LIST_BY_WORD, .find = LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },                  \
		{ LIST_BY_WORD, .find = LIST_OF_ACCT }
static const struct list_driver found[] = { LIST_FOUND };
static const struct list_driver list_drivers[] = {
	LIST_FOUND,
	{ LIST_BY_INDEX, event_SEQ, .from = "FROM event e" },
	{ LIST_BY_INDEX, event_ACT, .from = "FROM event e" },
	{ LIST_BY_INDEX, event_AT, .from = "FROM event e" },
	{ LIST_BY_INDEX, event_SINCE, .from = "FROM event e" },
	{ LIST_BY_INDEX, event_UNTIL, .from = "FROM event e" },
};
#define LIST_WORD "coalesce(a.searched, '')" LIST_APART "fold(coalesce(c.name, ''))"
const struct list_sql event_list_sql = {
	.name = "event.list",
	.words = &event_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = LIST_WORD,
	.word_masked = "coalesce(a.searched, '')",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = COLUMNS,
	.from = JOINED,
	.key = "e.seq",
	.order = "e.seq",
	.order_down = true,
	.row = &event_row_record,
	.fill = read_body,
};
const struct list_sql notification_list_sql = {
	.name = "notification.list",
	.words = &event_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = LIST_WORD,
	.word_masked = "coalesce(a.searched, '')",
	.drivers = found,
	.n_drivers = COUNT(found),
	.columns = "n.seq AS seq, n.at AS at, n.kind AS title, n.kind AS kind, a.number AS account, n.contact AS contact, "
		   "n.amount AS amount, n.currency AS currency, " NOTIFICATION_COMMAND,
	.from = "FROM notification n CROSS JOIN event e ON e.seq = n.seq LEFT JOIN account a ON a.id = n.account "
		"LEFT JOIN contact c ON c.id = n.contact",
	.key = "n.seq",
	.order = "n.seq",
	.order_down = true,
	.row = &notification_row_record,
};
