/* One request and the reply growing for it. A struct web belongs to its listener thread from the first
 * byte to the last; a POST's work travels in a struct post, which is the writer's while it runs. Pages and
 * posts are written against this header and know no sockets; tests make a struct web from text. */
#ifndef QUITS_SERVER_HTTP_REQUEST_H
#define QUITS_SERVER_HTTP_REQUEST_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/text.h"

#include "server/runtime/unit.h"

struct catalogue;
struct route;
struct snap;
struct tx;
struct template;
struct record;
struct scratch_file; /* rule/file_type.h */

enum verb { VERB_GET = 1, VERB_HEAD, VERB_POST };

enum { WEB_VARS = 4, WEB_COOKIES = 4, WEB_BODY_MAX = 64 * 1024 /* 4,000 characters of any script, escaped */, WEB_PAGE_MAX = 512 * 1024 };

struct cookie {
	struct sv name;   /* without prefix; cookie.c adds __Host- when the portal is https */
	struct sv value;  /* empty: delete it */
	int64_t seconds;  /* Max-Age; 0 with a value: for this browser session */
};

struct reply {
	int status;         /* HTTP; 0: not answered yet */
	struct buf body;
	struct sv type;     /* default text/html; charset=utf-8 */
	struct sv location; /* with 303 */
	struct sv etag;     /* static files only */
	struct cookie cookies[WEB_COOKIES];
	size_t n_cookies;
	bool keep;          /* may be cached for long (hashed static files); default no-store */
	int retry_after;    /* seconds; 0: none */
	/* A file instead of a body, always as something to save: kept by nobody, run by nothing. */
	bool has_file;
	int file;           /* descriptor; the door closes it */
	int64_t file_bytes;
	struct sv file_name; /* of this file; without has_file the body is a file of this name */
};

/* Who is signed in; filled by the session guard (portal/session.c), zero otherwise. */
struct visitor {
	int64_t session, contact, link;
	int64_t tries;            /* wrong answers before this visit */
	int32_t slot;             /* in the activity array */
	struct hash_bytes { unsigned char b[32]; } cookie; /* keyed hash of the cookie: form tokens hang on it */
	struct sv locale;         /* "en-GB" */
	struct sv language, country; /* the contact's; empty: not known */
	const struct zone *zone;  /* the contact's */
	int64_t unread;           /* messages that wait for him */
};

struct web {
	struct unit unit; /* arena: the request's; snap: the listener's */
	enum verb verb;
	struct sv path;   /* decoded, no query */
	struct sv query;  /* raw */
	struct sv body;   /* raw, of a POST */
	struct sv cookies;      /* raw header */
	struct sv origin;       /* header or empty */
	struct sv fetch_site;   /* Sec-Fetch-Site or empty */
	struct sv accept_language; /* header or empty */
	const struct catalogue *language; /* of the page; NULL: English, or not decided yet */
	bool language_known;
	struct sv agent;        /* User-Agent, cleaned, at most 200 bytes */
	struct sv address;      /* peer's network address as text */
	bool https;             /* portal.base_url is https: prefix and Secure on cookies */
	struct sv ours;         /* the portal's own origin, from rooms->origin; empty: not known */
	const struct route *route;
	struct sv vars[WEB_VARS]; /* :name parts of the path, decoded */
	struct visitor visitor;
	struct sv kept;         /* of the query, what the page stands for: "name=value&..." (portal_keep) */
	struct reply reply;
	void *door;             /* http/server.c's own; NULL in tests */
};

/* A POST under way, or a GET whose page takes work. `form` is the route's record, decoded and checked before the
 * write is posted. The pool runs route->work(post) where there is one; the writer runs route->write(post, tx) where
 * there is one; then the listener calls route->after(web, post). */
struct post {
	struct unit unit;   /* its own arena: the web may be answered (504) while the writer still runs */
	const struct route *route;
	struct visitor visitor;
	struct sv vars[WEB_VARS];
	struct sv address, agent;
	struct sv pre;      /* value of the pre-session cookie, or empty */
	const struct catalogue *language; /* of the page */
	void *form;         /* struct of route->form */
	/* Of a route with UPLOAD: whole files on the disk. A write that wants one moves it away; the door removes
	 * what is left. */
	const struct scratch_file *files;
	size_t n_files;
	void *result;       /* what work() and write() leave for after(); in the unit's arena */
	int64_t delay;      /* set by write(): milliseconds that the answer is held at the door (park.c) */
	enum status st;     /* what work() returned, or write() */
	struct fault fault;
};

/* Pages. */
MUST_USE enum status web_page(struct web *w, int status, const struct template *t, const void *rec);
void web_redirect(struct web *w, struct sv path); /* 303; path begins with one '/' and is ours */
/* The reply is this file, for saving: Content-Disposition: attachment, nothing in it may run. Takes fd. */
void web_file(struct web *w, int fd, int64_t bytes, struct sv type, struct sv name);
void web_cookie(struct web *w, struct cookie c);
struct sv web_cookie_value(const struct web *w, const char *name); /* exact name with its prefix; or empty */
/* A token for forms of this visitor or pre-session: masked anew each time; form_token_good checks it. */
struct sv web_form_token(struct web *w, struct sv owner);
bool web_form_token_good(const struct web *w, struct sv owner, struct sv token);

#endif
