/* A request from its line to its answer, as libmicrohttpd calls us for it, all on the listener's
 * thread: handler_begin when the request line is there, handler_request at the end of the head, per
 * piece of body and at the body's end, handler_completed once it is over. Requests are answered in
 * the call that ends the body; only what must be refused unread is answered at the head, and then
 * the connection closes. */
#include <string.h>

#include "common/arena.h"
#include "common/catalogue.h"
#include "common/log.h"
#include "common/utf8.h"

#include "server/http/dispatch.h"
#include "server/http/listener.h"
#include "server/http/static.h"

enum { DOORS_KEPT = 256, AGENT_MAX = 200 };

static struct door *door_new(struct listener *l)
{
	struct door *d;
	struct arena arena;

	if (node_alone(&l->pool)) {
		d = mem_new(sizeof(*d));
	} else {
		d = list_of(l->pool.prev, struct door, link);
		node_drop(&d->link);
		l->n_pool--;
		arena = d->web.unit.arena;
		memset(d, 0, sizeof(*d));
		d->web.unit.arena = arena;
	}
	node_init(&d->link);
	node_init(&d->by_due);
	d->web.door = d;
	d->from = l;
	return d;
}

static void door_rest(struct listener *l, struct door *d)
{
	if (l->n_pool == DOORS_KEPT) {
		arena_free(&d->web.unit.arena);
		mem_free(d);
		return;
	}
	arena_reset(&d->web.unit.arena);
	node_before(&l->pool, &d->link);
	l->n_pool++;
}

void handler_free_pools(struct listener *l)
{
	LIST_EACH (at, next, &l->pool) {
		struct door *d = list_of(at, struct door, link);

		arena_free(&d->web.unit.arena);
		mem_free(d);
	}
	park_free_pool(l);
}

void *handler_begin(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct listener *l = cls;
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct conn *conn = info ? info->socket_context : NULL;
	struct door *d;

	if (!conn)
		return NULL;
	d = door_new(l);
	d->conn = conn;
	d->c = c;
	d->target =
	    sv_copy(&d->web.unit.arena, sv_from(uri)); /* the library cuts it up after this */
	l->inflight++;
	l->busy_at = l->now;
	if (conn->doing != DUE_HEAD) /* the first head's time began with the connection */
		connection_doing(conn, DUE_HEAD);
	return d;
}

void handler_completed(void *cls, struct MHD_Connection *c, void **ctx,
                       enum MHD_RequestTerminationCode code)
{
	struct listener *l = cls;
	struct door *d = *ctx;

	(void)c;
	if (!d)
		return;
	*ctx = NULL;
	receive_drop(d);
	l->inflight--;
	l->busy_at = l->now;
	if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
		connection_doing(d->conn, DUE_IDLE);
	door_rest(l, d);
}

static enum MHD_Result each_field(void *cls, enum MHD_ValueKind kind, const char *key,
                                  size_t key_size, const char *value, size_t value_size)
{
	struct door *d = cls;
	struct sv name = sv_of(key, key_size), text = sv_of(value, value_size);

	(void)kind;
	if (d->from->layout_known && !head_layout(&d->head, name, text))
		return MHD_NO;
	return head_add(&d->head, name, text) ? MHD_YES : MHD_NO;
}

static struct sv address_of(struct door *d)
{
	char address[ADDRESS_TEXT];

	if (!proxy_address(&d->from->http->proxies, d->conn->address, d->head.forwarded, address) &&
	    !atomic_exchange(&d->from->http->odd_proxy, true))
		say(L_WARN, "http.forwarded_unreadable", "visitors=taken_for_the_proxy");
	return sv_copy(&d->web.unit.arena, sv_from(address));
}

/* The portal's own origin, asked once per moment of the database. */
static void know_origin(struct listener *l, struct web *w)
{
	struct sv origin;

	if (!l->origin_known && l->http->config.rooms->origin(w, &origin) == ST_OK &&
	    origin.n < sizeof(l->origin)) {
		memcpy(l->origin, origin.p, origin.n);
		l->origin[origin.n] = '\0';
		l->https = sv_starts(origin, SV("https://"));
		l->origin_known = true;
	}
	w->ours = l->origin_known ? sv_from(l->origin) : SV_NONE;
	w->https = l->https;
}

static void fill_web(struct listener *l, struct door *d)
{
	struct web *w = &d->web;

	w->unit.shared = l->http->config.shared;
	w->unit.snap = listener_snap(l);
	w->unit.now = l->wall;
	w->unit.actor = SV("debtor");
	w->cookies = d->head.cookie;
	w->origin = d->head.origin;
	w->fetch_site = d->head.fetch_site;
	w->accept_language = d->head.accept_language;
	w->agent = utf8_clean(&w->unit.arena, d->head.agent, AGENT_MAX, false);
	w->address = address_of(d);
	know_origin(l, w);
}

static bool answer_static(struct door *d)
{
	const struct http_rooms *rooms = d->from->http->config.rooms;
	struct web *w = &d->web;
	struct sv tail = SV_NONE;

	if (rooms->static_tail)
		tail = rooms->static_tail(w, sv_from_to(w->path, sizeof("/static/") - 1, w->path.n));
	return static_answer(w, tail, d->head.if_none_match);
}

/* Refuses what needs no body to be refused: the reply is then there. */
static void judge_route(struct door *d, struct sv raw_path)
{
	const struct http_rooms *rooms = d->from->http->config.rooms;
	struct web *w = &d->web;

	if (route_path(&w->unit.arena, raw_path, &w->path) != ST_OK) {
		w->path = SV("/");
		d->close = true;
		dispatch_error(rooms, w, ST_INVALID, fault_public(), 0);
	} else if (static_is(w->path)) {
		if (w->verb != VERB_GET && w->verb != VERB_HEAD) {
			d->allow = "GET, HEAD";
			dispatch_error(rooms, w, ST_INVALID, N_("This page can not be used in that way."),
			               405);
		} else if (answer_static(d) && w->reply.status == 0) {
			dispatch_error(rooms, w, ST_NOT_FOUND, N_("There is nothing at this address."), 0);
		}
	} else if (!dispatch_find(rooms, w, &d->allow)) {
		return;
	} else if (receive_wanted(d)) {
		(void)receive_begin(d->from, d);
	} else if (d->head.length > WEB_BODY_MAX) {
		dispatch_error(rooms, w, ST_LIMIT, N_("This form is too large."), 413);
	}
}

static enum MHD_Result at_head(struct listener *l, struct door *d, const char *method,
                               const char *version)
{
	struct web *w = &d->web;
	struct sv path;

	d->seen = true;
	head_init(&d->head);
	MHD_get_connection_values_n(d->c, MHD_HEADER_KIND, each_field, d);
	if (l->layout_known)
		(void)head_layout_end(&d->head);
	if (!head_end(&d->head, method, version, d->target, &w->verb)) {
		say(L_DEBUG, "http.malformed", "why=\"%s\"", d->head.wrong);
		atomic_fetch_add(&l->http->malformed, 1);
		d->answered = true;
		connection_doing(d->conn, DUE_REQUEST);
		return answer_malformed(d->c, l->https);
	}
	w->query = d->target;
	path = sv_cut(&w->query, '?');
	fill_web(l, d);
	judge_route(d, path);
	if (d->head.length > 0) {
		if (w->reply.status) {
			d->close = true; /* the body stays unread */
			return answer_send(d);
		}
		d->body = buf_new(&w->unit.arena, WEB_BODY_MAX);
		connection_doing(d->conn, d->receive ? DUE_PACE : DUE_BODY);
	}
	return MHD_YES;
}

static enum MHD_Result at_end(struct listener *l, struct door *d)
{
	struct web *w = &d->web;

	if (w->reply.status)
		return answer_send(d);
	w->unit.snap = listener_snap(l);
	if (d->receive)
		receive_end(d);
	if (w->verb == VERB_POST)
		w->body = buf_sv(&d->body);
	if (w->verb == VERB_POST || w->route->work)
		return park(l, d);
	dispatch_page(l->http->config.rooms, w);
	return answer_send(d);
}

enum MHD_Result handler_request(void *cls, struct MHD_Connection *c, const char *url,
                                const char *method, const char *version, const char *data,
                                size_t *n, void **ctx)
{
	struct listener *l = cls;
	struct door *d = *ctx;

	(void)c;
	(void)url; /* target is the same, unchanged by the library */
	must_be_on(THREAD_HTTP);
	if (!d || d->conn->due.cut) /* nobody would read the answer, so nothing is done */
		return MHD_NO;
	if (!d->seen)
		return at_head(l, d, method, version);
	if (d->answered)
		return MHD_YES;
	if (*n && d->receive) {
		receive_piece(l, d, sv_of(data, *n));
		*n = 0;
		return MHD_YES;
	}
	if (*n) {
		buf_add(&d->body, sv_of(data, *n)); /* bounded: the head said how much comes */
		*n = 0;
		return d->body.over ? MHD_NO : MHD_YES;
	}
	return at_end(l, d);
}
