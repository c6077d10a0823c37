/* Round trips per second: quitsd's RPC (a real query through principal, dispatch and a snapshot) beside a bare nng
 * echo of the same bytes over the same transport.
 *   rpc_load echo URL        serve an echo until killed
 *   rpc_load run URL CLIENTS SECONDS [METHOD]    measure; without METHOD the peer is the echo
 *   rpc_load park URL N                          N feed readers wait until this is killed */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/crypt.h"

#include "protocol/client.h"
#include "protocol/wire.h"

enum { CONTEXTS = 64 };

static _Atomic long done;
static _Atomic int stop;

struct echo {
	nng_ctx ctx;
	nng_aio *aio;
	int sending;
};

static void echo_step(void *arg)
{
	struct echo *e = arg;

	if (nng_aio_result(e->aio) != 0)
		return;
	if (e->sending) {
		e->sending = 0;
		nng_ctx_recv(e->ctx, e->aio);
		return;
	}
	e->sending = 1;
	nng_aio_set_msg(e->aio, nng_aio_get_msg(e->aio));
	nng_ctx_send(e->ctx, e->aio);
}

static int serve_echo(const char *url)
{
	static struct echo all[CONTEXTS];
	nng_socket s;

	if (nng_rep0_open(&s) != 0 || nng_listen(s, url, NULL, 0) != 0)
		return 1;
	for (int i = 0; i < CONTEXTS; i++) {
		nng_ctx_open(&all[i].ctx, s);
		nng_aio_alloc(&all[i].aio, echo_step, &all[i]);
		nng_ctx_recv(all[i].ctx, all[i].aio);
	}
	printf("ready\n");
	fflush(stdout);
	pause();
	return 0;
}

struct client_loop {
	nng_ctx ctx;
	nng_aio *aio;
	struct sv msg;
	int sending;
};

static void ask(struct client_loop *c)
{
	nng_msg *m;

	if (nng_msg_alloc(&m, 0) != 0 || nng_msg_append(m, c->msg.p, c->msg.n) != 0)
		abort();
	nng_aio_set_msg(c->aio, m);
	c->sending = 1;
	nng_ctx_send(c->ctx, c->aio);
}

static void client_step(void *arg)
{
	struct client_loop *c = arg;

	if (nng_aio_result(c->aio) != 0)
		return;
	if (c->sending) {
		c->sending = 0;
		nng_ctx_recv(c->ctx, c->aio);
		return;
	}
	nng_msg_free(nng_aio_get_msg(c->aio));
	atomic_fetch_add(&done, 1);
	if (!atomic_load(&stop))
		ask(c);
}

static struct sv request(struct arena *a, const char *method)
{
	struct buf params = buf_new(a, 1024), b = buf_new(a, 4096);
	unsigned char id[FRAME_ID];
	struct nothing none;
	struct call c = { .method = sv_from(method) };

	client_make_id(id);
	memset(&none, 0, sizeof(none));
	wire_pack(&params, &nothing_record, &none);
	c.id = sv_of(id, sizeof(id));
	c.params = buf_sv(&params);
	frame_pack_call(&b, &c);
	return buf_sv(&b);
}

static int run(const char *url, int clients, double seconds, const char *method)
{
	struct client_loop *all = calloc((size_t)clients, sizeof(*all));
	struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
	struct arena a = ARENA_INIT;
	struct sv msg = request(&a, method ? method : "health.show");
	nng_socket s;

	if (nng_req0_open(&s) != 0 || nng_dial(s, url, NULL, 0) != 0)
		return 1;
	for (int i = 0; i < clients; i++) {
		all[i].msg = msg;
		nng_ctx_open(&all[i].ctx, s);
		nng_aio_alloc(&all[i].aio, client_step, &all[i]);
	}
	for (int i = 0; i < clients; i++)
		ask(&all[i]);
	nanosleep(&t, NULL);
	atomic_store(&stop, 1);
	printf("%.0f per second\n", (double)atomic_load(&done) / seconds);
	fflush(stdout);
	_exit(0);
}

static int park(const char *url, int n)
{
	struct client_loop *all = calloc((size_t)n, sizeof(*all));
	struct feed_query q = { .after = 1000000000, .wait = 30000 };
	struct arena a = ARENA_INIT;
	nng_socket s;

	if (nng_req0_open(&s) != 0 || nng_dial(s, url, NULL, 0) != 0)
		return 1;
	nng_socket_set_ms(s, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	for (int i = 0; i < n; i++) {
		struct buf params = buf_new(&a, 1024), b = buf_new(&a, 4096);
		unsigned char id[FRAME_ID];
		struct call c = { .method = SV("feed.read") };

		client_make_id(id);
		wire_pack(&params, &feed_query_record, &q);
		c.id = sv_of(id, sizeof(id));
		c.params = buf_sv(&params);
		frame_pack_call(&b, &c);
		all[i].msg = buf_sv(&b);
		nng_ctx_open(&all[i].ctx, s);
		nng_aio_alloc(&all[i].aio, client_step, &all[i]);
		ask(&all[i]);
	}
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	if (crypt_start() != ST_OK)
		return 1;
	if (argc == 3 && strcmp(argv[1], "echo") == 0)
		return serve_echo(argv[2]);
	if (argc == 4 && strcmp(argv[1], "park") == 0)
		return park(argv[2], atoi(argv[3]));
	if (argc >= 5 && strcmp(argv[1], "run") == 0)
		return run(argv[2], atoi(argv[3]), atof(argv[4]), argc > 5 ? argv[5] : NULL);
	return 2;
}
