/* Replies to libmicrohttpd responses. The same security headers stand on every answer, errors too;
 * they are constants and the library copies them. A page's bytes stay in the request's arena, which
 * lives until the library says that the request is completed, so they are never copied.
 * THREAD_HTTP. */
#include <stdio.h>

#include "server/http/cookie.h"
#include "server/http/listener.h"

static const char *const always[][2] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; img-src 'self'; "
	  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "Referrer-Policy", "no-referrer" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
	{ "X-Robots-Tag", "noindex" },
};

/* A file that somebody sent may hold anything: nothing in it may load, run or post. */
static const char *const sandbox = "default-src 'none'; sandbox; frame-ancestors 'none'";

static void common_headers(struct MHD_Response *r, bool https, bool file)
{
	for (size_t i = 0; i < COUNT(always); i++)
		MHD_add_response_header(r, always[i][0], i == 0 && file ? sandbox : always[i][1]);
	if (https)
		MHD_add_response_header(r, "Strict-Transport-Security", "max-age=63072000");
}

/* The library wants a mutable pointer for bytes that it only reads. */
static struct MHD_Response *response_of(const char *p, size_t n)
{
	union {
		const char *in;
		void *out;
	} u = { p };

	return MHD_create_response_from_buffer(n, u.out, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result queue(struct MHD_Connection *c, int status, struct MHD_Response *r)
{
	enum MHD_Result done = MHD_queue_response(c, (unsigned)status, r);

	MHD_destroy_response(r); /* our reference; the connection holds its own */
	return done;
}

static void cookies(struct MHD_Response *r, struct web *w)
{
	for (size_t i = 0; i < w->reply.n_cookies; i++) {
		struct sv line = cookie_line(&w->unit.arena, &w->reply.cookies[i], w->https);

		if (line.n)
			MHD_add_response_header(r, "Set-Cookie", line.p);
	}
}

/* RFC 6266: a name in plain letters for old browsers, the whole name escaped for the others. */
static const char *disposition(struct arena *a, struct sv name)
{
	struct buf b = buf_new(a, 2048);

	buf_z(&b, "attachment; filename=\"");
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		buf_char(&b, c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '%' ? '_' : c);
	}
	buf_z(&b, "\"; filename*=UTF-8''");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' ||
		    c == '-' || c == '_')
			buf_char(&b, (char)c);
		else
			buf_print(&b, "%%%02X", c);
	}
	return sv_z(a, buf_sv(&b));
}

static const char *cache_of(const struct reply *reply)
{
	if (reply->keep)
		return "public, max-age=31536000, immutable";
	return reply->etag.n ? "public, max-age=300" : "no-store";
}

enum MHD_Result answer_send(struct door *d)
{
	struct web *w = &d->web;
	struct reply *reply = &w->reply;
	struct arena *a = &w->unit.arena;
	struct MHD_Response *r;
	char seconds[16];

	if (reply->status < 200 || reply->status > 599)
		reply->status = 500;
	if (reply->has_file) {
		r = MHD_create_response_from_fd64((uint64_t)reply->file_bytes, reply->file);
		reply->has_file = false; /* the library closes it */
		d->sends_file = true;
	} else {
		r = response_of(reply->body.p ? reply->body.p : "", reply->body.n);
	}
	if (!r)
		return MHD_NO; /* no memory: the connection closes */
	common_headers(r, w->https, reply->file_name.n > 0);
	if (reply->file_name.n)
		MHD_add_response_header(r, "Content-Disposition", disposition(a, reply->file_name));
	if (reply->status != 304)
		MHD_add_response_header(r, "Content-Type",
		                        reply->type.n ? sv_z(a, reply->type)
		                                      : "text/html; charset=utf-8");
	MHD_add_response_header(r, "Cache-Control", cache_of(reply));
	if (reply->location.n)
		MHD_add_response_header(r, "Location", sv_z(a, reply->location));
	if (reply->etag.n)
		MHD_add_response_header(r, "ETag", sv_z(a, reply->etag));
	if (d->allow)
		MHD_add_response_header(r, "Allow", d->allow);
	if (reply->retry_after > 0) {
		snprintf(seconds, sizeof(seconds), "%d", reply->retry_after);
		MHD_add_response_header(r, "Retry-After", seconds);
	}
	cookies(r, w);
	if (d->close || d->from->going_down)
		MHD_add_response_header(r, "Connection", "close");
	d->answered = true;
	atomic_fetch_add_explicit(&d->from->http->requests, 1, memory_order_relaxed);
	connection_doing(d->conn, d->sends_file ? DUE_FILE : DUE_REQUEST);
	return queue(d->c, reply->status, r);
}

enum MHD_Result answer_malformed(struct MHD_Connection *c, bool https)
{
	static const char words[] = "This is not a request that this server accepts.\n";
	struct MHD_Response *r = response_of(words, sizeof(words) - 1);

	if (!r)
		return MHD_NO;
	common_headers(r, https, false);
	MHD_add_response_header(r, "Content-Type", "text/plain; charset=utf-8");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "Connection", "close");
	return queue(c, 400, r);
}
