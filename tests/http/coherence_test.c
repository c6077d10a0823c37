/* The door over the real store and the real writer, with two listeners: what an answer has shown,
 * no later answer takes back, whichever listener gives it, and who was told "done" sees it. (The
 * rule for sharing a moment within a turn is snapshot_test.c's.) */
#include "tests/support/world.h"

#include "common/clock.h"
#include "common/log.h"

#include "server/http/server.h"
#include "server/store/setting.h"

#include "tests/http/client.h"
#include "tests/http/portal_fake.h"

enum { READERS = 16, ROUNDS = 200 };

static enum status page_number(struct web *w)
{
	struct org org;

	TRY(store_org(w->unit.snap, &w->unit.arena, &org));
	say_text(w, 200, org.organisation);
	return ST_OK;
}

static enum status write_number(struct post *p, struct tx *tx)
{
	const struct fake_form *form = p->form;

	return store_setting_put(tx, SV("organisation.name"),
				 sv_print(tx->arena, "%" PRId64, form->id));
}

static const struct route routes[] = {
	{ .verb = VERB_GET, .path = "/number", .page = page_number },
	{ .verb = VERB_POST, .path = "/number", .form = &fake_record, .write = write_number,
	  .after = after_id },
};

static const struct http_rooms rooms = { .routes = routes,
					 .n = COUNT(routes),
					 .visitor = fake_visitor,
					 .error = fake_error,
					 .origin = fake_origin_of };

static int64_t read_number(int fd, char *buf)
{
	struct sv got;
	int64_t number = 0;

	CHECK(client_send(fd, SV("GET /number HTTP/1.1\r\nHost: a\r\n\r\n")));
	got = client_answer(fd, buf, false);
	CHECK_INT(200, client_status(got));
	got = sv_from_to(got, sv_find_sv(got, SV("\r\n\r\n")) + 4, got.n);
	return sv_int(got, &number) ? number : 0; /* "Quits" before the first write */
}

static void post_number(int fd, int64_t number)
{
	char text[300], body[32];

	snprintf(body, sizeof(body), "id=%" PRId64, number);
	snprintf(text, sizeof(text),
		 "POST /number HTTP/1.1\r\nHost: a\r\nContent-Type: "
		 "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
		 strlen(body), body);
	CHECK(client_send(fd, sv_from(text)));
}

static void no_answer_takes_back_what_another_has_shown(void **state)
{
	struct world *w = *state;
	const struct http_config config = { .address = "127.0.0.1",
					    .listeners = 2,
					    .rooms = &rooms,
					    .shared = &w->shared,
					    .limits = { .connections = 100 } };
	struct http *http;
	int readers[READERS], poster;
	char buf[CLIENT_BUF];
	int64_t shown = 0;

	CHECK_OK(http_start(&config, &http));
	poster = client_connect(http_port(http));
	for (int i = 0; i < READERS; i++)
		readers[i] = client_connect(http_port(http));
	for (int64_t round = 1; round <= ROUNDS; round++) {
		post_number(poster, round);
		for (int i = 0; i < READERS; i++) { /* while it is under way */
			int64_t number = read_number(readers[i], buf);

			CHECK(number >= shown);
			shown = number;
		}
		CHECK_INT(303, client_status(client_answer(poster, buf, false)));
		shown = round;
		CHECK_INT(round, read_number(readers[round % READERS], buf));
	}
	for (int i = 0; i < READERS; i++)
		close(readers[i]);
	close(poster);
	http_stop(http);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(no_answer_takes_back_what_another_has_shown),
	};

	(void)fake_rooms;
	log_start(2, L_ERROR + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
