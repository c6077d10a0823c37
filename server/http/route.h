/* The table of pages: verb, path, what guards it, what answers it. app.c hands the portal's table
 * to the door; http/ never includes a room. */
#ifndef QUITS_SERVER_HTTP_ROUTE_H
#define QUITS_SERVER_HTTP_ROUTE_H

#include "server/http/request.h"

enum guard {
	OPEN = 0,
	SIGNED_IN = 1,    /* a live session, or 303 to / */
	FORM = 2,         /* POST: same origin and the visitor's form token */
	PRE_FORM = 4,     /* POST before sign-in: same origin, pre-session cookie and its nonce are judged by the page */
	QUIET = 8,        /* does not count as human activity */
	ALWAYS = 16,      /* there also when the rooms admit nothing else: the rights that need no login */
	UPLOAD = 32,      /* POST: the form may also be multipart, with files (upload.h) */
	MULTIPART = 64,   /* POST: the form may also be multipart, without files: mail programs send theirs so */
	ROOM_SHIFT = 8    /* bits from here on mean something to the rooms alone (admits) */
};

struct route {
	enum verb verb; /* GET answers HEAD too */
	const char *path; /* "/l/:token": a part beginning with ':' takes one segment of at most 128 bytes */
	unsigned guards;
	/* GET: builds the reply on the listener, reading web->unit.snap. A failure becomes the
	 * error page. */
	enum status (*page)(struct web *w);
	/* POST: the form's record (strict: unknown or repeated fields are INVALID), or NULL for
	 * none. Every form record may have a field `form_token`, which the guard reads. */
	const struct record *form;
	/* THREAD_WORKER, before the write: what takes long and is none, with post->unit.snap. A GET with work has no
	 * page, but `after`; what work fails with is not written. NULL: none. */
	enum status (*work)(struct post *p);
	/* THREAD_WRITER, in the transaction. NULL: nothing changes. */
	enum status (*write)(struct post *p, struct tx *tx);
	/* THREAD_HTTP, after the commit or the refusal (post->st): redirect, or show the form again
	 * with the fault beside its field. Also called when the form could not be decoded (form is
	 * what could). */
	enum status (*after)(struct web *w, struct post *p);
	const char *help;
};

struct http_rooms { /* what the door needs of the rooms behind it */
	const struct route *routes;
	size_t n;
	/* Fills web->visitor from its cookie; UNAUTHENTICATED if there is none that lives. `human`
	 * counts as activity. */
	enum status (*visitor)(struct web *w, bool human);
	/* The page for a failed request; must not fail. */
	void (*error)(struct web *w, enum status st, const char *public_text);
	/* Is the portal's address https (cookies), and its origin ("https://pay.example") for
	 * checks. */
	enum status (*origin)(struct web *w, struct sv *ret_origin);
	/* Asked before anything else: is there such a page now? NOT_FOUND: it is switched off. May answer by
	 * itself: OK with a reply. NULL: always. */
	enum status (*admits)(struct web *w, unsigned guards);
	/* How many more files, and bytes of them, this visitor may send. NULL: no bound but upload.h's. */
	enum status (*upload_room)(struct web *w, size_t *ret_files, int64_t *ret_bytes);
	/* What the organisation adds behind a file of /static/ (its colour behind the style sheet), from what the
	 * settings say now; empty: nothing. Lives as long as the request. NULL: never anything. */
	struct sv (*static_tail)(struct web *w, struct sv name);
};

/* What a path leads to. */
struct route_found {
	const struct route *route; /* NULL: no page for this verb */
	unsigned allowed;          /* bits 1 << verb of the verbs this path has pages for; 0: no such path */
	struct sv vars[WEB_VARS];
};
/* Decodes a raw path strictly: INVALID for a broken escape, %00, %2F, an escaped backslash, bytes
 * that are not clean UTF-8. Without escapes it is `raw` itself. */
MUST_USE enum status route_path(struct arena *a, struct sv raw, struct sv *ret);
void route_find(const struct http_rooms *rooms, enum verb verb, struct sv path, struct route_found *ret);
/* "GET, HEAD": for the header Allow. */
const char *route_allow(unsigned allowed);
/* "POST /account/:account/promise signed-in,form amount,promised_date,form_id,form_token": verb, path, guards
 * ("open" for none) and the form's fields ("-" for none), for tests that must not forget a route. `room` is what the
 * rooms' own guard bits mean, or "". */
struct sv route_line(struct arena *a, const struct route *r, const char *room);

#endif
