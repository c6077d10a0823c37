/* The line to quitsd. Two functions of this file run on nng's threads (answered, turned); they own what
 * they are given, hand it to the inbox and ring. The rest runs on the ui thread. */
#include "tui/remote/remote.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/thread.h"
#include "common/utf8.h"

enum { INBOX_MAX = 4096 };

struct
    watch { /* one per dial: news of a connection that was given up must not be taken for the new one's */
	struct line *line;
	uint64_t number;
};

/* A client that was given up. Closing may take its time inside nng, and the ui thread has none: a thread
 * does it. */
struct closing {
	struct closing *next;
	struct client *client;
	struct watch *watch; /* alive until no callback can come any more */
	struct thread *thread;
	atomic_bool done;
};

struct line {
	const char *url;
	struct arena arena;
	struct client *client; /* NULL: hung up */
	struct watch *watch;   /* of the client */
	uint64_t dials;
	struct queue *inbox;
	int bell;
	struct closing *closing;
};

struct question { /* lives from ask to answer */
	struct line *line;
	uint64_t ticket;
};

uint64_t remote_ask(struct remote *r, enum method_id m, const void *in, int timeout_ms)
{
	uint64_t ticket = ++r->tickets;

	r->ops->ask(r->self, ticket, m, in, timeout_ms);
	return ticket;
}

/* Bytes that a text may have: what its record says, else the common bound. */
enum { MULTI_MAX = 16000 }; /* message_new.text */

static size_t room_of(const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	return l && l->max > TEXT_MAX_DEFAULT ? (size_t)l->max : f->flags & MULTI ? MULTI_MAX : TEXT_MAX_DEFAULT;
}

void remote_clean(struct arena *a, const struct record *r, void *rec)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		void *at = field_in(f, rec);

		if (f->kind == K_TEXT) {
			struct sv *s = at;

			*s = utf8_clean(a, *s, room_of(r, f), (f->flags & MULTI) != 0);
		} else if (f->kind == K_RECORD && *(void **)at) {
			remote_clean(a, f->of, *(void **)at);
		} else if (f->kind == K_LIST) {
			const struct record *of = f->of;
			struct list *list = at;

			for (size_t j = 0; j < list->n; j++)
				remote_clean(a, of, (char *)list->at + j * of->size);
		}
	}
}

static void push(struct line *l, enum arrival_kind kind, uint64_t ticket, struct reply *r)
{
	struct arrival *a = mem_new(sizeof(*a));
	uint64_t one = 1;

	*a = (struct arrival){ { NULL }, kind, ticket, r };
	if (!queue_push(l->inbox, &a->link)) /* closing */
		arrival_free(a);
	while (write(l->bell, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

static void answered(void *arg, struct reply *r)
{
	struct question *q = arg;

	push(q->line, ARRIVED_ANSWER, q->ticket, r);
	mem_free(q);
}

static void turned(void *arg, bool up)
{
	struct watch *w = arg;

	push(w->line, up ? ARRIVED_UP : ARRIVED_DOWN, w->number, NULL);
}

static void ask(void *self, uint64_t ticket, enum method_id m, const void *in, int timeout_ms)
{
	static const struct nothing none;
	struct line *l = self;
	struct question *q = mem_new(sizeof(*q));
	struct call_options how = { .timeout_ms = timeout_ms };

	*q = (struct question){ l, ticket };
	if (!l->client) {
		struct reply *r = mem_new(sizeof(*r));

		*r = (struct reply){ .method = m, .status = ST_UNAVAILABLE, .fault = SV("hung up") };
		answered(q, r);
		return;
	}
	client_start(l->client, m, in ? in : &none, &how, answered, q);
}

static enum status open_next(struct line *l)
{
	struct watch *w = mem_new(sizeof(*w));
	struct client *c;
	enum status st;

	*w = (struct watch){ l, l->dials + 1 };
	st = client_open_watched(l->url, turned, w, &c);
	if (st != ST_OK) {
		mem_free(w);
		return st;
	}
	l->client = c;
	l->watch = w;
	l->dials++;
	return ST_OK;
}

static void *close_old(void *arg)
{
	struct closing *c = arg;

	client_close(c->client);
	atomic_store(&c->done, true);
	return NULL;
}

/* Frees those that are closed; `all` waits for the rest. */
static void sweep(struct line *l, bool all)
{
	struct closing **at = &l->closing;

	while (*at) {
		struct closing *c = *at;

		if (!all && !atomic_load(&c->done)) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		thread_join(c->thread);
		mem_free(c->watch);
		mem_free(c);
	}
}

static void give_up(struct line *l, struct client *client, struct watch *watch)
{
	struct closing *c = mem_new(sizeof(*c));

	sweep(l, false);
	c->client = client;
	c->watch = watch;
	c->next = l->closing;
	l->closing = c;
	if (thread_start("closer", THREAD_ANY, close_old, c, &c->thread) != ST_OK) {
		l->closing = c->next;
		client_close(c->client);
		mem_free(c->watch);
		mem_free(c);
	}
}

static void dial(void *self)
{
	struct line *l = self;
	struct client *client = l->client;
	struct watch *watch = l->watch;

	if (client && client_connected(client)) { /* it is the greeting that failed: greet again */
		push(l, ARRIVED_UP, l->watch->number, NULL);
		return;
	}
	/* the new one first: a failed dial keeps the old one */
	if (open_next(l) == ST_OK && client)
		give_up(l, client, watch);
}

static void hang(void *self)
{
	struct line *l = self;
	struct client *client = l->client;
	struct watch *watch = l->watch;

	l->client = NULL; /* before its calls end, so that none of their ends starts another there */
	l->watch = NULL;
	if (client)
		give_up(l, client, watch);
}

enum status line_open(const char *url, struct line **ret)
{
	struct line *l = mem_new(sizeof(*l));
	enum status st;

	l->url = sv_z(&l->arena, sv_from(url));
	l->inbox = queue_new(INBOX_MAX);
	l->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	st = l->bell < 0 ? fail(ST_UNAVAILABLE, "no eventfd: %s", strerror(errno)) : open_next(l);
	if (st != ST_OK) {
		line_close(l);
		return st;
	}
	*ret = l;
	return ST_OK;
}

void line_close(struct line *l)
{
	struct arrival *a;

	client_close(l->client);
	sweep(l, true);
	mem_free(l->watch);
	queue_close(l->inbox);
	a = (struct arrival *)queue_take_now(l->inbox);
	while (a) {
		struct arrival *next = (struct arrival *)a->link.next;

		arrival_free(a);
		a = next;
	}
	queue_free(l->inbox);
	if (l->bell >= 0)
		close(l->bell);
	arena_free(&l->arena);
	mem_free(l);
}

void line_leave(struct line *l)
{
	static struct line
	    *kept; /* what nng's threads may still touch, until the process has gone */

	if (l->client)
		client_leave(l->client);
	kept = l;
	(void)kept;
}

struct remote line_remote(struct line *l)
{
	static const struct remote_ops ops = { ask, dial, hang };

	return (struct remote){ &ops, l, 0 };
}

int line_fd(const struct line *l)
{
	return l->bell;
}

/* Takes what is stale or unclean out of the way before anybody sees it. */
static bool settle(const struct line *l, struct arrival *a)
{
	if (a->kind != ARRIVED_ANSWER)
		return l->watch && a->ticket == l->watch->number;
	if (a->reply->status == ST_OK && a->reply->out)
		remote_clean(&a->reply->arena, method_table[a->reply->method].out, a->reply->out);
	a->reply->fault = utf8_clean(&a->reply->arena, a->reply->fault, 400, false);
	return true;
}

struct arrival *line_take(struct line *l)
{
	struct arrival *first = NULL, *at;
	struct qlink **end = NULL;
	uint64_t rung;

	while (read(l->bell, &rung, sizeof(rung)) < 0 && errno == EINTR)
		;
	at = (struct arrival *)queue_take_now(l->inbox);
	while (at) {
		struct arrival *next = (struct arrival *)at->link.next;

		at->link.next = NULL;
		if (!settle(l, at)) {
			arrival_free(at);
		} else {
			if (!first)
				first = at;
			else
				*end = &at->link;
			end = &at->link.next;
		}
		at = next;
	}
	return first;
}

void arrival_free(struct arrival *a)
{
	if (a->reply)
		reply_free(a->reply);
	mem_free(a);
}
