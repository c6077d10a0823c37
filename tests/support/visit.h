/* A browser in a test: cookies, the last page, and requests through route, guards, page and template, without sockets.
 * Links are handed over without the outbox. */
#ifndef QUITS_TESTS_SUPPORT_VISIT_H
#define QUITS_TESTS_SUPPORT_VISIT_H

#include "tests/support/golden.h"
#include "tests/support/world.h"

struct visit {
	struct world *w;
	struct sv pre, session, lang, bye, token, page, location;
	const char *accept_language; /* header; NULL: none */
	int64_t account;             /* id of A-1 */
	const char *promise;         /* path of its promise form */
	int status, retry_after;
};

/* Contact C-1 (Maria Sample, document X-4321) with A-1 (EUR 1,234.50 at Northwind <Energy> & Sons) and A-2 (USD 80.00 at
 * Harbour Bank), and a link for A-1 by e-mail. */
struct visit visit_with_link(struct world *w);
void visit_link(struct visit *v, const char *account); /* another link: v->token */
void visit_send(struct visit *v, const char *account); /* a link is queued: the engine hands it over */
void visit_get(struct visit *v, const char *path);
void visit_post(struct visit *v, const char *path, const char *form); /* form: urlencoded */
struct visit_file {
	const char *name, *content;
};
void visit_upload(struct visit *v, const char *path, const char *form, const struct visit_file *files, size_t n);
void visit_answer(struct visit *v, const char *digits);  /* opens the landing page and answers it */
struct sv visit_field(struct visit *v, const char *name); /* value of the page's first field of that name */
bool visit_says(const struct visit *v, const char *text);
struct sv visit_tidy(struct visit *v); /* the page with what is random replaced by its kind */
/* The page with what is random replaced by its kind, compared with tests/golden/pages/NAME.html. */
void visit_golden(struct visit *v, const char *name);

#endif
