/* The portal: what a debtor sees. Pages read the listener's snapshot; posts run on the writer; both know no
 * sockets and no SQL, only services. There is no HTML in C: a page is a record (service/view.def) and a
 * template (assets/portal). */
#ifndef QUITS_SERVER_PORTAL_PORTAL_H
#define QUITS_SERVER_PORTAL_PORTAL_H

#include "server/http/route.h"
#include "server/service/view.h"

/* clang-format off */
#define RECORD(r, help)                struct r {
#define FIELD(r, f, kind, flags, help) C_##kind f;
#define RECORD_END(r)                  }; extern const struct record r##_record;
#include "server/portal/forms.def"
/* clang-format on */

enum page { PAGE_MESSAGE, PAGE_LANDING, PAGE_HOME, PAGE_PROMISE, PAGE_RECEIPT, PAGE__COUNT };

/* Compiles every template against its record: at start and in quitsd check. */
MUST_USE enum status portal_start(void);
void portal_end(void);
const struct template *portal_template(enum page page);

extern const struct http_rooms portal_rooms;

#define PAGE(path, guards, function, help) enum status function(struct web *w);
#define POST(path, guards, form, name, help)                                                       \
	enum status portal_##name##_write(struct post *p, struct tx *tx);                          \
	enum status portal_##name##_after(struct web *w, struct post *p);
#include "server/portal/routes.def"

/* The fields every view begins with. */
#define PORTAL_FRAME(w, v)                                                                         \
	portal_frame((w), &(v)->organisation, &(v)->contact_line, &(v)->css_path, &(v)->signed_in, \
		     &(v)->form_token)
MUST_USE enum status portal_frame(struct web *w, struct sv *organisation, struct sv *contact_line,
				  struct sv *css_path, bool *signed_in, struct sv *form_token);
MUST_USE enum status portal_say(struct web *w, int status, const char *title, const char *text,
				bool home);
enum status portal_visitor(struct web *w, bool human);
void portal_error(struct web *w, enum status st, const char *public_text);
enum status portal_origin(struct web *w, struct sv *ret_origin);

#endif
