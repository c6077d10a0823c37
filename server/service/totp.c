/* totp: see totp.h. */
#include "server/service/totp.h"

#include "common/crypt.h"
#include "common/id.h"
#include "common/totp.h"

#include "server/rule/code.h"
#include "server/rule/totp.h"
#include "server/runtime/line.h"
#include "server/service/event.h"
#include "server/store/operator.h"
#include "server/store/setting.h"
#include "server/store/totp.h"

#define OPEN_MS (TOTP_OPEN_HOURS * INT64_C(3600000))

static struct sv bound_to(struct arena *a, int64_t operator_)
{
	return sv_print(a, "operator %lld", (long long)operator_);
}

static enum status tell(struct unit *u, struct tx *tx, enum event_id kind, int64_t operator_, struct sv user)
{
	struct event_body b = { .operator = operator_, .name = user };

	return tx_tell(tx, kind, 0, 0, u->actor, &b);
}

enum status service_totp_enrol(struct unit *u, struct tx *tx, struct operator_totp *ret)
{
	unsigned char secret[TOTP_SECRET];
	struct totp_core t;
	struct sv sealed;
	bool found;

	*ret = (struct operator_totp){ .secret = SV_NONE };
	TRY(store_totp_of(tx_look(tx), u->operator, &t, &found, tx->arena));
	if (t.confirmed_at)
		return fail(ST_CONFLICT, "you have a second factor; an admin drops it: quitsctl operator.totp_drop user=" SV_FMT,
			    SV_ARG(u->actor));
	crypt_random(secret, sizeof(secret));
	sealed = crypt_seal(tx->keys, KEY_TOTP, bound_to(tx->arena, u->operator), sv_of(secret, sizeof(secret)), tx->arena);
	crypt_wipe(secret, sizeof(secret));
	return store_totp_put(tx, u->operator, sealed);
}

static enum status open_secret(struct unit *u, const struct totp_core *t, struct sv *ret)
{
	if (!crypt_unseal(u->shared->keys, KEY_TOTP, bound_to(&u->arena, u->operator), t->secret, &u->arena, ret))
		return fail(ST_INTERNAL, "the second factor of operator %lld does not open: another key file?",
			    (long long)u->operator);
	return ST_OK;
}

/* RFC 3986's unreserved characters stand for themselves. */
static void percent(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		    c == '_' || c == '~')
			buf_char(b, (char)c);
		else
			buf_print(b, "%%%02X", c);
	}
}

/* The form that authenticators read from a picture; issuer and account name both ways, as their authors ask. */
static struct sv uri_of(struct arena *a, struct sv organisation, struct sv user, struct sv secret)
{
	struct buf b = buf_new(a, 4096);
	struct sv issuer = organisation.n ? organisation : SV("Quits");

	buf_z(&b, "otpauth://totp/");
	percent(&b, issuer);
	buf_char(&b, ':');
	percent(&b, user);
	buf_print(&b, "?secret=" SV_FMT "&issuer=", SV_ARG(secret));
	percent(&b, issuer);
	buf_print(&b, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_MS / 1000);
	return buf_sv(&b);
}

enum status service_totp_enrol_settle(struct unit *u, struct operator_totp *ret)
{
	struct totp_core t;
	struct sv secret;
	struct org org;
	bool found;

	snap_end(u->snap); /* behind the commit */
	TRY(store_totp_of(u->snap, u->operator, &t, &found, &u->arena));
	if (!found || t.confirmed_at)
		return fail(ST_CONFLICT, "it was confirmed or dropped meanwhile");
	TRY(open_secret(u, &t, &secret));
	TRY(store_org(u->snap, &u->arena, &org));
	ret->secret = base32_print(&u->arena, secret);
	ret->uri = uri_of(&u->arena, org.organisation, u->actor, ret->secret);
	return ST_OK;
}

static enum status digits_of(struct arena *a, struct sv typed, struct sv *ret)
{
	char digits[CODE_DIGITS];

	if (!code_answer(typed, digits))
		return fail_field(ST_INVALID, "code", "is six digits");
	*ret = sv_copy(a, sv_of(digits, sizeof(digits)));
	return ST_OK;
}

enum status service_totp_confirm(struct unit *u, struct tx *tx, struct sv code, struct system_unlocked *ret)
{
	struct sv secret, digits;
	struct totp_core t;
	int64_t step;
	bool found;

	TRY(digits_of(tx->arena, code, &digits));
	TRY(store_totp_of(tx_look(tx), u->operator, &t, &found, tx->arena));
	if (!found || t.confirmed_at)
		return fail(ST_CONFLICT, "nothing waits to be confirmed; operator.totp_enrol begins");
	TRY(open_secret(u, &t, &secret));
	if (!totp_accepts(secret, digits, tx->now, 0, &step)) /* he has the secret before him: no guess */
		return fail_field(ST_INVALID, "code", "is not the code of now; is the clock of the authenticator right?");
	ret->until = tx->now + OPEN_MS;
	TRY(store_totp_confirm(tx, u->operator, step));
	return tell(u, tx, E_operator_totp_enrolled, u->operator, u->actor);
}

/* Kept and committed, though the caller is told an error. */
static enum status refuse(struct unit *u, struct tx *tx, enum status st)
{
	(void)st;
	u->refused = NEW(tx->arena, struct fault);
	*u->refused = *fault_last();
	return ST_OK;
}

static enum status not_paused(struct tx *tx, int64_t operator_)
{
	int64_t newest, fifth, until;

	TRY(store_totp_tries(tx_look(tx), operator_, TOTP_TRIES, &newest, &fifth));
	until = totp_paused_until(newest, fifth);
	if (tx->now < until)
		return fail_field(ST_FORBIDDEN, "code", "too many were wrong; the next is heard in %lld minutes",
				  (long long)((until - tx->now + 59999) / 60000));
	return ST_OK;
}

enum status service_totp_unlock(struct unit *u, struct tx *tx, struct sv code, struct system_unlocked *ret)
{
	struct sv secret, digits;
	struct totp_core t;
	int64_t step;
	bool found;

	TRY(digits_of(tx->arena, code, &digits));
	TRY(store_totp_of(tx_look(tx), u->operator, &t, &found, tx->arena));
	if (!t.confirmed_at)
		return fail(ST_CONFLICT, "you have no second factor: nothing is locked");
	TRY(not_paused(tx, u->operator));
	TRY(store_totp_tries_prune(tx, u->operator, tx->now - TOTP_TRIES_MS - TOTP_PAUSE_MS));
	TRY(store_totp_try_add(tx, u->operator, id_new())); /* before it is compared */
	TRY(open_secret(u, &t, &secret));
	if (!totp_accepts(secret, digits, tx->now, t.used_step, &step)) {
		TRY(tell(u, tx, E_operator_unlock_failed, u->operator, u->actor));
		return refuse(u, tx, fail_field(ST_UNAUTHENTICATED, "code",
						"is not the code of now, or was used already: wait for the next"));
	}
	ret->until = tx->now + OPEN_MS;
	return store_totp_used(tx, u->operator, step);
}

enum status service_totp_unlock_settle(struct unit *u, struct system_unlocked *ret)
{
	lines_unlock(u->lines, u->pipe, ret->until);
	return ST_OK;
}

enum status service_totp_drop(struct unit *u, struct tx *tx, struct sv user, struct operator_row *ret)
{
	struct operator_row_list all;

	TRY(store_operator_list(tx_look(tx), &all, tx->arena));
	for (size_t i = 0; i < all.n; i++) {
		struct totp_core t;
		bool found;

		if (!sv_eq(all.at[i].user, user))
			continue;
		TRY(store_totp_of(tx_look(tx), all.at[i].operator, &t, &found, tx->arena));
		if (!found)
			break;
		TRY(store_totp_drop(tx, all.at[i].operator));
		*ret = all.at[i];
		ret->totp = false;
		return tell(u, tx, E_operator_totp_dropped, ret->operator, ret->user);
	}
	return fail_field(ST_NOT_FOUND, "user", "no operator " SV_FMT " has a second factor", SV_ARG(user));
}
