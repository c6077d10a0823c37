/* Templates: HTML pages and plain-text messages filled from a record.
 *
 *   {{name}}            a field, escaped for where it stands (HTML text, attribute value, URL query, plain)
 *   {{name.inner}}      a field of a nested record
 *   {{#rows}}…{{/rows}} once per element of a LIST; inside, names are the element's, then the outer record's
 *   {{?flag}}…{{/flag}} if the field is not absent;  {{!flag}}…{{/flag}} if it is
 *   {{>part}}           another template of the same set, compiled in place (depth at most 8)
 *
 * There is no way to insert raw text. Templates are compiled at start against the record they show, so an
 * unknown name, a field where it cannot stand (unquoted attribute, script, style, a URL that is not a query
 * value) or an unclosed block stops `quitsd check`. Compiled templates are immutable: any thread renders.
 * MONEY is printed by locale_money with the record's CURRENCY, DAY and TIME by locale_day and locale_time, in the
 * renderer's locale and zone. */
#ifndef QUITS_COMMON_TEMPLATE_H
#define QUITS_COMMON_TEMPLATE_H

#include "common/record.h"

struct template;
struct zone;

enum template_kind { TEMPLATE_HTML, TEMPLATE_TEXT };

/* Finds the source of a part by name; NULL p when there is none. */
typedef struct sv template_source(void *arg, struct sv name);

MUST_USE enum status template_compile(enum template_kind kind, const char *name,
				      const struct record *r, template_source *find, void *arg,
				      struct template **ret);
void template_free(struct template *t);

struct render {
	struct sv locale;        /* "en-US" */
	const struct zone *zone; /* NULL: UTC */
};
void template_render(const struct template *t, const void *rec, const struct render *how,
		     struct buf *out);
void html_escape(struct buf *b, struct sv s); /* & < > " ' as entities; for text and quoted attributes */
void url_escape(struct buf *b, struct sv s);  /* RFC 3986 unreserved stay, the rest %XX */

#endif
