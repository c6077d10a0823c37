/* A request's way through its route, without sockets: path, guards, page or post. listener.c drives
 * it for real requests, tests for a struct web made by web_from_text(). Whatever happens, the reply
 * is there when these return: an error page if need be. THREAD_HTTP. */
#ifndef QUITS_SERVER_HTTP_DISPATCH_H
#define QUITS_SERVER_HTTP_DISPATCH_H

#include "server/http/route.h"

struct upload;

/* Finds the route (w->path is decoded) and fills w->route and w->vars. False: the reply is a 404 or
 * 405 page; *ret_allow is then NULL or what the header Allow says. */
bool dispatch_find(const struct http_rooms *rooms, struct web *w, const char **ret_allow);
/* GET and HEAD. */
void dispatch_page(const struct http_rooms *rooms, struct web *w);
/* POST, up to the write: guards, form. True: `p` (zeroed by the caller but for its arena) is ready
 * for route->work on the pool and route->write on the writer. False: the reply is there. */
bool dispatch_post(const struct http_rooms *rooms, struct web *w, struct sv content_type,
                   struct post *p);
/* The same for a multipart form that has come whole, or with a fault: its files are the post's then. */
bool dispatch_upload(const struct http_rooms *rooms, struct web *w, struct upload *up, struct post *p);
/* The guards that need no body. False: the reply is there. */
bool dispatch_visitor(const struct http_rooms *rooms, struct web *w);
/* GET and HEAD of a route with work. True: `p` is ready for it. False: the reply is there. */
bool dispatch_work(const struct http_rooms *rooms, struct web *w, struct post *p);
/* After work and write: p->st and p->fault say how it ended. */
void dispatch_after(const struct http_rooms *rooms, struct web *w, struct post *p);
/* Replaces the reply by the error page. `http` overrides the status's own code unless it is 0. */
void dispatch_error(const struct http_rooms *rooms, struct web *w, enum status st, const char *text,
                    int http);

#endif
