/* The portal: what a debtor sees. Pages read the listener's snapshot; posts run on the writer; both know no
 * sockets and no SQL, only services. There is no HTML in C: a page is a record (service/view.def) and a
 * template (assets/portal). */
#ifndef QUITS_SERVER_PORTAL_PORTAL_H
#define QUITS_SERVER_PORTAL_PORTAL_H

#include "common/phrase.h"

#include "server/http/route.h"
#include "server/service/section.h"
#include "server/service/view.h"

/* clang-format off */
#define RECORD(r, help)                struct r {
#define FIELD(r, f, kind, flags, help) C_##kind f;
#define LIMIT(r, f, lo, hi)
#define FIELD_AS(r, f, name, kind, flags, help) C_##kind f;
#define RECORD_END(r)                  }; extern const struct record r##_record;
#include "server/portal/forms.def"
/* clang-format on */

enum page {
#define PAGE_VIEW(id, file, record) PAGE_##id,
#include "server/portal/pages.def"
	PAGE__COUNT
};

/* Compiles every template against its record in every language: at start and in quitsd check. The catalogues must be
 * there. */
MUST_USE enum status portal_start(void);
void portal_end(void);
/* Answers with a page in the request's language. */
MUST_USE enum status portal_show(struct web *w, int status, enum page page, const void *view);

extern const struct http_rooms portal_rooms;

/* The word of steps.def for a page, a constant; NULL: it has none. */
const char *portal_step(const struct route *r);

#define PAGE(path, guards, function, help) enum status function(struct web *w);
#define POST(path, guards, form, name, help)                                                       \
	enum status portal_##name##_write(struct post *p, struct tx *tx);                          \
	enum status portal_##name##_after(struct web *w, struct post *p);
#define POST_WORK(path, guards, form, name, help)                                                  \
	enum status portal_##name##_work(struct post *p);                                          \
	POST(path, guards, form, name, help)
#define POST_ASK(path, guards, form, name, help)                                                   \
	enum status portal_##name##_work(struct post *p);                                          \
	enum status portal_##name##_after(struct web *w, struct post *p);
#define PAGE_WORK(path, guards, name, help)                                                        \
	enum status portal_##name##_work(struct post *p);                                          \
	enum status portal_##name##_after(struct web *w, struct post *p);
#include "server/portal/routes.def"

/* frame.c: what every page shares. Every view begins with FRAME: portal_frame(w, &v.frame) fills it. */
MUST_USE enum status portal_frame(struct web *w, struct view_frame **ret);
/* This page stands for what its address asked with this value, so the links to other languages repeat it. Only what the
 * page has found to be the visitor's own, or a word of ours: an address may hold anything. Empty: nothing to repeat. */
void portal_keep(struct web *w, struct view_frame *f, const char *name, struct sv value);
/* feedback.c: asks, on the receipt of something done in this visit, how it was; elsewhere nothing. */
MUST_USE enum status portal_feedback(struct web *w, struct view_frame *f, struct sv reference);
/* The same for the page after signing out, which has no session any more: its id travels in a cookie. */
void portal_feedback_later(struct web *w);
/* A visitor's session on an open page, if there is one: then it is shown as from inside. */
void portal_known(struct web *w);
/* A page that only says something: phrases. */
MUST_USE enum status portal_say(struct web *w, int status, struct sv title, struct sv text, bool home);

/* right.c: a link that works no more, or never did: the same words, and the offer of a new one. */
MUST_USE enum status portal_dead(struct web *w);
/* promise.c: the page of a promise, with why something about it was refused (a phrase, or empty). */
MUST_USE enum status portal_promise_page(struct web *w, struct sv reference, struct sv error);

/* language.c: decides the request's language, once: what the reader chose (?lang= or its cookie), else the link's, the
 * contact's, the browser's, the organisation's. Fills w->language and the visitor's locale. */
MUST_USE enum status portal_language(struct web *w, struct sv link_language);
/* The fault of a post as a phrase for the page that is shown again, in the request's arena. */
struct sv portal_fault(struct web *w, const struct post *p);

/* Is this page's section switched on, else NOT_FOUND; and the portal itself, else it answers that it is closed. */
enum status portal_admits(struct web *w, unsigned guards);
/* brand.c: the rule blocks of the organisation's colour behind the style sheet; empty where it has none. */
struct sv portal_static_tail(struct web *w, struct sv name);
enum status portal_visitor(struct web *w, bool human);
void portal_error(struct web *w, enum status st, const char *public_text);
enum status portal_origin(struct web *w, struct sv *ret_origin);
enum status portal_upload_room(struct web *w, size_t *ret_files, int64_t *ret_bytes);

#endif
