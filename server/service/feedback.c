/* feedback: see feedback.h. The sealed id: session, subject, then 16 bytes of a keyed hash of both, as 43 characters. */
#include "server/service/feedback.h"

#include <inttypes.h>
#include <string.h>

#include "common/crypt.h"
#include "common/phrase.h"
#include "common/zone.h"

#include "server/rule/pan.h"
#include "server/rule/period.h"
#include "server/service/event.h"
#include "server/service/list.h"
#include "server/store/feedback.h"
#include "server/store/receipt.h"
#include "server/store/session.h"
#include "server/store/setting.h"

enum { LATE_MS = 15 * 60000, WORDS_MAX = 500, SCORES = 5, LIST_DEFAULT = 50 };

struct about {
	int64_t session, subject;
};

static struct sv seal(const struct keys *k, struct arena *a, struct about w)
{
	const struct sv parts[] = { SV("feedback"), sv_of(&w.session, sizeof(w.session)),
				    sv_of(&w.subject, sizeof(w.subject)) };
	struct hash h = crypt_hash_parts(k, KEY_FORM, parts, COUNT(parts));
	unsigned char bytes[32];

	memcpy(bytes, &w.session, 8);
	memcpy(bytes + 8, &w.subject, 8);
	memcpy(bytes + 16, h.b, 16);
	return crypt_token_of(a, bytes);
}

static bool unseal(const struct keys *k, struct arena *a, struct sv id, struct about *ret)
{
	unsigned char bytes[32];
	struct about w;

	if (!crypt_token_bytes(id, bytes))
		return false;
	memcpy(&w.session, bytes, 8);
	memcpy(&w.subject, bytes + 8, 8);
	if (!crypt_equal(seal(k, a, w), id))
		return false;
	*ret = w;
	return true;
}

enum status service_feedback_form(struct unit *u, struct snap *s, int64_t session, int64_t subject, struct sv *ret_id)
{
	bool given;

	TRY(store_feedback_given(s, session, subject, &given));
	*ret_id = given ? SV_NONE : seal(u->shared->keys, &u->arena, (struct about){ session, subject });
	return ST_OK;
}

enum status service_feedback_about(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				   struct sv reference, struct sv *ret_id)
{
	struct receipt r;

	*ret_id = SV_NONE;
	if (store_receipt_by_reference(s, contact, reference, &r, &u->arena) != ST_OK || r.session != session)
		return ST_OK;
	return service_feedback_form(u, s, session, r.id, ret_id);
}

/* The visit, while it may still be asked about. */
static enum status visit_of(struct snap *s, const struct keys *k, struct arena *a, struct sv id, int64_t now,
			    struct about *ret, struct session_core *ret_session)
{
	if (unseal(k, a, id, ret) && store_session_by_id(s, ret->session, ret_session) == ST_OK &&
	    (!ret_session->ended_at || now - ret_session->ended_at < LATE_MS))
		return ST_OK;
	return fail(ST_CONFLICT, N_("The time for this answer is over. Thank you all the same."));
}

enum status service_feedback_open(struct unit *u, struct snap *s, struct sv id, struct sv *ret_id)
{
	struct session_core session;
	struct about w;
	bool given = true;

	*ret_id = SV_NONE;
	if (visit_of(s, u->shared->keys, &u->arena, id, u->now, &w, &session) != ST_OK)
		return ST_OK;
	TRY(store_feedback_given(s, w.session, w.subject, &given));
	*ret_id = given ? SV_NONE : id;
	return ST_OK;
}

enum status service_feedback_give(struct tx *tx, const struct feedback_ask *q)
{
	struct feedback f = { .words = pan_mask(tx->arena, sv_trim(q->line)) };
	struct event_body b = { .session = 0 };
	struct session_core session;
	struct about w;
	bool added;

	TRY(visit_of(tx_look(tx), tx->keys, tx->arena, q->id, tx->now, &w, &session));
	if (!sv_int(q->answer, &f.score) || f.score < 1 || f.score > SCORES)
		return fail_field(ST_INVALID, "answer", N_("Please choose one of the five answers."));
	if (f.words.n > WORDS_MAX)
		return fail_field(ST_INVALID, "line", N_("Please use fewer words."));
	f.session = w.session;
	f.subject = w.subject;
	f.contact = session.contact;
	f.account = session.account;
	TRY(store_feedback_add(tx, &f, &added));
	if (!added)
		return ST_OK;
	b.session = w.session;
	b.receipt = w.subject;
	b.score = f.score;
	return tx_tell(tx, E_portal_feedback, f.account, f.contact, SV("debtor"), &b);
}

static int64_t count_of(const int64_t counts[SCORES])
{
	int64_t n = 0;

	for (int i = 0; i < SCORES; i++)
		n += counts[i];
	return n;
}

static struct sv mean_of(struct arena *a, const int64_t counts[SCORES])
{
	int64_t n = count_of(counts), sum = 0, hundredths;

	if (!n)
		return SV("-");
	for (int i = 0; i < SCORES; i++)
		sum += (i + 1) * counts[i];
	hundredths = (sum * 200 + n) / (2 * n);
	return sv_print(a, "%" PRId64 ".%02" PRId64, hundredths / 100, hundredths % 100);
}

enum status service_feedback_show(struct unit *u, struct snap *s, struct sv period, struct feedback_figures *ret)
{
	int64_t now[SCORES], before[SCORES];
	const struct zone *z;
	struct period p;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	if (zone_get(org.time_zone, &z) != ST_OK)
		z = zone_utc();
	TRY(period_of(period, u->now, z, &p));
	TRY(store_feedback_counts(s, p.from, p.to, now));
	TRY(store_feedback_counts(s, p.before_from, p.before_to, before));
	*ret = (struct feedback_figures){ .period = period.n ? period : SV("7d"),
					  .from = p.from,
					  .to = p.to,
					  .count = count_of(now),
					  .mean = mean_of(&u->arena, now),
					  .count_before = count_of(before),
					  .mean_before = mean_of(&u->arena, before),
					  .scores = { NEW_N(&u->arena, struct feedback_count, SCORES), SCORES } };
	for (int i = 0; i < SCORES; i++)
		ret->scores.at[i] = (struct feedback_count){ i + 1, now[i] };
	return ST_OK;
}

enum status service_feedback_list(struct unit *u, struct snap *s, const struct feedback_query *q,
				  struct feedback_page *ret)
{
	if (service_list_asked(&feedback_query_record, q))
		return service_list_read(u, s, &feedback_list_sql, &feedback_query_record, q, &feedback_page_record, ret);
	return store_feedback_list(s, q->limit ? (size_t)q->limit : LIST_DEFAULT, ret, &u->arena);
}
