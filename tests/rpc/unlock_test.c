/* Second factors at the operators' door: real clients, real server. What a locked connection may, what unlocks it and for how
 * long, what is counted and told, and that the secret stays where it belongs. */
#include "tests/support/world.h"
#include "tests/support/nng_leak.h"

#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/file.h"
#include "common/totp.h"

#include "protocol/client.h"

#include "server/api/api.h"
#include "server/rpc/server.h"
#include "server/store/operator.h"
#include "server/store/totp.h"

enum { MINUTE = 60000 };
#define HOUR INT64_C(3600000)

struct door {
	struct world *w;
	struct rpc *rpc;
	struct client *client, *other; /* two connections of the same operator */
	struct sv secret;
	int64_t now;
};

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 11, .user = SV("ana"), .uid = (int64_t)getuid(), .roles = sv_from(arg) };

	return store_operator_add(tx, &o);
}

static struct door open_door(struct world *w, char *roles)
{
	static int n;
	struct rpc_config c = { .shared = &w->shared, .handlers = api_table };
	struct door d = { .w = w, .now = WORLD_NOW };

	CHECK_OK(world_write(w, run_enrol, roles));
	rpc_defaults(&c);
	c.url = arena_print(&w->u.arena, "inproc://unlock-test-%d-%d", (int)getpid(), ++n);
	c.workers = 2;
	c.calls = 8;
	CHECK_OK(rpc_start(&c, &d.rpc));
	CHECK_OK(client_open(c.url, &d.client));
	CHECK_OK(client_open(c.url, &d.other));
	return d;
}

static void close_door(struct door *d)
{
	client_close(d->client);
	client_close(d->other);
	rpc_stop(d->rpc);
}

static void wait_until(struct door *d, int64_t now)
{
	d->now = now;
	clock_hold(now);
}

static enum status call(struct door *d, struct client *c, enum method_id m, const void *in, void *out)
{
	return client_call(c, m, in, out, &d->w->u.arena, NULL);
}

static struct hello hello(struct door *d, struct client *c)
{
	struct hello h;

	CHECK_OK(call(d, c, M_system_hello, &(struct nothing){}, &h));
	return h;
}

static enum status figures(struct door *d, struct client *c)
{
	struct health h;

	return call(d, c, M_health_show, &(struct nothing){}, &h);
}

/* What the authenticator shows at an instant. */
static struct sv code_at(struct door *d, int64_t at)
{
	return sv_print(&d->w->u.arena, "%06u", (unsigned)hotp(d->secret, (uint64_t)totp_step(at), TOTP_DIGITS));
}

static struct sv wrong_code(struct door *d)
{
	int64_t step = totp_step(d->now);

	for (unsigned n = 0;; n++) {
		bool right = false;

		for (int64_t s = step - 1; s <= step + 1; s++)
			right |= hotp(d->secret, (uint64_t)s, TOTP_DIGITS) == n;
		if (!right)
			return sv_print(&d->w->u.arena, "%06u", n);
	}
}

static enum status unlock(struct door *d, struct client *c, struct sv code)
{
	struct system_unlocked done;

	return call(d, c, M_system_unlock, &(struct system_code){ code }, &done);
}

static struct sv base32_read(struct arena *a, struct sv text)
{
	char *bytes = arena_alloc(a, text.n);
	unsigned held = 0, bits = 0;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		held = (held << 5 | (unsigned)(c >= 'A' ? c - 'A' : c - '2' + 26)) & 0xFFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[n++] = (char)(held >> bits & 255);
		}
	}
	return sv_of(bytes, n);
}

/* Enrolled and confirmed by the first connection, with the code of now. */
static struct operator_totp enrol(struct door *d)
{
	struct operator_totp t;
	struct system_unlocked done;

	CHECK_OK(call(d, d->client, M_operator_totp_enrol, &(struct nothing){}, &t));
	d->secret = base32_read(&d->w->u.arena, t.secret);
	CHECK_INT(TOTP_SECRET, d->secret.n);
	CHECK_OK(figures(d, d->other)); /* not in force yet */
	CHECK_OK(call(d, d->client, M_operator_totp_confirm, &(struct system_code){ code_at(d, d->now) }, &done));
	CHECK_INT(d->now + 12 * HOUR, done.until);
	return t;
}

static void a_factor_in_force_locks_every_connection_but_the_one_that_confirmed_it(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);

	CHECK(!hello(&d, d.client).locked);
	(void)enrol(&d);
	CHECK(!hello(&d, d.client).locked);
	CHECK_OK(figures(&d, d.client));
	CHECK(hello(&d, d.other).locked);
	CHECK_FAULT(ST_UNAUTHENTICATED, "", "system.unlock", figures(&d, d.other));
	CHECK_EVENTS(d.w, "operator.totp_enrolled");
	close_door(&d);
}

static void a_code_unlocks_one_connection_once(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	struct sv first;

	(void)enrol(&d);
	first = code_at(&d, d.now);
	CHECK_FAULT(ST_UNAUTHENTICATED, "code", "used already", unlock(&d, d.other, first)); /* it has confirmed already */
	wait_until(&d, d.now + 30000);
	CHECK_FAULT(ST_UNAUTHENTICATED, "code", "used already", unlock(&d, d.other, first));
	CHECK_OK(unlock(&d, d.other, code_at(&d, d.now)));
	CHECK(!hello(&d, d.other).locked);
	CHECK_OK(figures(&d, d.other));
	CHECK_EVENTS(d.w, "operator.totp_enrolled,operator.unlock_failed,operator.unlock_failed");
	close_door(&d);
}

static void the_same_call_repeated_unlocks_no_other_connection(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	unsigned char id[FRAME_ID] = "an id of 16 byte";
	struct call_options how = { .id = id };
	struct system_unlocked done;
	struct system_code q;

	(void)enrol(&d);
	wait_until(&d, d.now + 30000);
	q.code = code_at(&d, d.now);
	CHECK_OK(client_call(d.client, M_system_unlock, &q, &done, &d.w->u.arena, &how));
	CHECK_FAULT(ST_CONFLICT, "code", "good once", client_call(d.other, M_system_unlock, &q, &done, &d.w->u.arena, &how));
	CHECK(hello(&d, d.other).locked);
	close_door(&d);
}

static void five_wrong_codes_close_it_for_a_quarter_of_an_hour(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	int64_t began;

	(void)enrol(&d);
	for (int i = 0; i < 5; i++) {
		wait_until(&d, d.now + MINUTE);
		CHECK_FAULT(ST_UNAUTHENTICATED, "code", "is not the code", unlock(&d, d.other, wrong_code(&d)));
	}
	began = d.now;
	CHECK_FAULT(ST_FORBIDDEN, "code", "15 minutes", unlock(&d, d.other, code_at(&d, d.now))); /* though it is right */
	wait_until(&d, began + 15 * MINUTE - 1);
	CHECK_FAULT(ST_FORBIDDEN, "code", "1 minutes", unlock(&d, d.other, code_at(&d, d.now)));
	wait_until(&d, began + 15 * MINUTE);
	CHECK_OK(unlock(&d, d.other, code_at(&d, d.now)));
	CHECK_EVENTS(d.w, "operator.totp_enrolled,operator.unlock_failed,operator.unlock_failed,operator.unlock_failed,"
			  "operator.unlock_failed,operator.unlock_failed");
	close_door(&d);
}

static void a_right_code_forgets_the_wrong_ones_before_it(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);

	(void)enrol(&d);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 4; i++)
			CHECK_STATUS(ST_UNAUTHENTICATED, unlock(&d, d.other, wrong_code(&d)));
		CHECK_FAULT(ST_INVALID, "code", "six digits", unlock(&d, d.other, SV("12345"))); /* no try at all */
		wait_until(&d, d.now + 30000);
		CHECK_OK(unlock(&d, d.other, code_at(&d, d.now)));
	}
	close_door(&d);
}

static void a_connection_is_unlocked_for_twelve_hours_and_lasts_no_longer(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);

	(void)enrol(&d);
	CHECK_OK(figures(&d, d.client));
	wait_until(&d, WORLD_NOW + 12 * HOUR - 1000);
	CHECK_OK(figures(&d, d.client));
	wait_until(&d, WORLD_NOW + 12 * HOUR);
	CHECK_FAULT(ST_UNAUTHENTICATED, "", "reconnect", figures(&d, d.client));
	close_door(&d);
}

static void without_a_second_factor_too_a_connection_ends_after_twelve_hours_and_another_begins(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	enum status st;

	CHECK_OK(figures(&d, d.client));
	wait_until(&d, WORLD_NOW + 12 * HOUR);
	CHECK_FAULT(ST_UNAUTHENTICATED, "", "reconnect", figures(&d, d.client));
	do /* nng dials by itself once the server has ended the old one */
		st = figures(&d, d.client);
	while (st == ST_UNAUTHENTICATED || st == ST_UNCERTAIN);
	CHECK_OK(st);
	close_door(&d);
}

/* In the file or its log. */
static bool in_database(struct world *w, struct sv bytes)
{
	static const char *const files[] = { "quits.db", "quits.db-wal" };
	bool there = false;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct sv all;

		if (file_read(&w->u.arena, arena_print(&w->u.arena, "%s/%s", w->dir, files[i]), 64 << 20, &all) == ST_OK)
			there |= sv_find_sv(all, bytes) < all.n;
	}
	return there;
}

static void the_secret_is_shown_once_and_nowhere_kept_as_it_is(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	unsigned char id[FRAME_ID] = "an id of 16 byte";
	struct call_options how = { .id = id };
	struct operator_totp first, again;
	struct system_unlocked done;
	struct totp_core kept;
	bool found;

	CHECK_OK(client_call(d.client, M_operator_totp_enrol, &(struct nothing){}, &first, &d.w->u.arena, &how));
	CHECK_OK(client_call(d.client, M_operator_totp_enrol, &(struct nothing){}, &again, &d.w->u.arena, &how));
	CHECK(sv_eq(first.secret, again.secret)); /* its answer was lost on the way: the same once more */
	d.secret = base32_read(&d.w->u.arena, first.secret);
	CHECK_FAULT(ST_INVALID, "code", "is not the code",
		    call(&d, d.client, M_operator_totp_confirm, &(struct system_code){ wrong_code(&d) }, &done));
	CHECK_OK(call(&d, d.client, M_operator_totp_confirm, &(struct system_code){ code_at(&d, d.now) }, &done));
	CHECK_FAULT(ST_CONFLICT, "", "confirmed",
		    client_call(d.client, M_operator_totp_enrol, &(struct nothing){}, &again, &d.w->u.arena, &how));
	CHECK_FAULT(ST_CONFLICT, "", "totp_drop", call(&d, d.client, M_operator_totp_enrol, &(struct nothing){}, &again));
	CHECK_OK(store_totp_of(world_look(d.w)->snap, 11, &kept, &found, &d.w->u.arena));
	CHECK(found);
	CHECK(in_database(d.w, kept.secret)); /* so that what follows proves something */
	CHECK(!in_database(d.w, d.secret));
	CHECK(!in_database(d.w, first.secret)); /* nor in the remembered answer */
	close_door(&d);
}

static void the_uri_is_what_authenticators_read(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	struct operator_totp t;

	CHECK_OK(call(&d, d.client, M_operator_totp_enrol, &(struct nothing){}, &t));
	CHECK(sv_starts(t.uri, SV("otpauth://totp/")));
	CHECK(sv_find_sv(t.uri, SV(":ana?secret=")) < t.uri.n);
	CHECK(sv_find_sv(t.uri, t.secret) < t.uri.n);
	CHECK(sv_ends(t.uri, SV("&algorithm=SHA1&digits=6&period=30")));
	CHECK(sv_find(t.uri, ' ') == t.uri.n);
	CHECK_INT(32, t.secret.n);
	close_door(&d);
}

static void an_admin_drops_the_factor_of_who_lost_it(void **state)
{
	char roles[] = "operator,admin";
	struct door d = open_door(*state, roles);
	struct operator_page people;
	struct operator_row row;

	CHECK_FAULT(ST_NOT_FOUND, "user", "ana",
		    call(&d, d.client, M_operator_totp_drop, &(struct operator_ref){ SV("ana") }, &row));
	(void)enrol(&d);
	CHECK_OK(call(&d, d.client, M_operator_list, &(struct nothing){}, &people));
	CHECK(people.items.at[0].totp);
	CHECK_STATUS(ST_UNAUTHENTICATED, call(&d, d.other, M_operator_totp_drop, &(struct operator_ref){ SV("ana") }, &row));
	CHECK_OK(call(&d, d.client, M_operator_totp_drop, &(struct operator_ref){ SV("ana") }, &row));
	CHECK(!row.totp);
	CHECK(!hello(&d, d.other).locked);
	CHECK_OK(figures(&d, d.other));
	CHECK_FAULT(ST_CONFLICT, "", "no second factor", unlock(&d, d.other, SV("123456")));
	CHECK_EVENTS(d.w, "operator.totp_enrolled,operator.totp_dropped");
	close_door(&d);
}

static void only_who_may_change_people_drops_a_factor(void **state)
{
	char roles[] = "operator,supervisor";
	struct door d = open_door(*state, roles);
	struct operator_row row;

	(void)enrol(&d);
	CHECK_STATUS(ST_FORBIDDEN, call(&d, d.client, M_operator_totp_drop, &(struct operator_ref){ SV("ana") }, &row));
	close_door(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_factor_in_force_locks_every_connection_but_the_one_that_confirmed_it),
		WORLD_TEST(a_code_unlocks_one_connection_once),
		WORLD_TEST(the_same_call_repeated_unlocks_no_other_connection),
		WORLD_TEST(five_wrong_codes_close_it_for_a_quarter_of_an_hour),
		WORLD_TEST(a_right_code_forgets_the_wrong_ones_before_it),
		WORLD_TEST(a_connection_is_unlocked_for_twelve_hours_and_lasts_no_longer),
		WORLD_TEST(without_a_second_factor_too_a_connection_ends_after_twelve_hours_and_another_begins),
		WORLD_TEST(the_secret_is_shown_once_and_nowhere_kept_as_it_is),
		WORLD_TEST(the_uri_is_what_authenticators_read),
		WORLD_TEST(an_admin_drops_the_factor_of_who_lost_it),
		WORLD_TEST(only_who_may_change_people_drops_a_factor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
