/* Templates: HTML pages and plain-text messages filled from a record.
 *
 *   {{name}}            a field, escaped for where it stands (HTML text, attribute value, URL query, plain)
 *   {{name.inner}}      a field of a nested record
 *   {{#rows}}…{{/rows}} once per element of a LIST; inside, names are the element's, then the outer record's
 *   {{?flag}}…{{/flag}} if the field is not absent;  {{!flag}}…{{/flag}} if it is
 *   {{>part}}           another template of the same set, compiled in place (depth at most 8)
 *   {{_Text, {name}}}   text of the catalogue in the template's language; {name} is a field, as above
 *   {{+n|{n} day|{n} days}}  the same in the plural form that goes with the INT field n
 *   {{~name}}           a TEXT field that holds a phrase (phrase.h), in the renderer's language
 *
 * There is no way to insert raw text; the catalogue's texts are text too, without elements. Templates are compiled at
 * start, once per language, against the record they show, so an unknown name (also one in a translation), a field where it cannot stand (unquoted attribute, script, style, a URL that is not a query
 * value) or an unclosed block stops `quitsd check`. Compiled templates are immutable: any thread renders.
 * MONEY is printed by locale_money with the record's CURRENCY, DAY and TIME by locale_day and locale_time, in the
 * renderer's locale and zone. */
#ifndef QUITS_COMMON_TEMPLATE_H
#define QUITS_COMMON_TEMPLATE_H

#include "common/phrase.h"
#include "common/record.h"

struct template;

enum template_kind { TEMPLATE_HTML, TEMPLATE_TEXT };

/* Finds the source of a part by name; NULL p when there is none. */
typedef struct sv template_source(void *arg, struct sv name);

/* `language` NULL: English. It must be the renderer's. */
MUST_USE enum status template_compile(enum template_kind kind, const char *name,
				      const struct record *r, const struct catalogue *language,
				      template_source *find, void *arg, struct template **ret);
void template_free(struct template *t);

void template_render(const struct template *t, const void *rec, const struct render *how,
		     struct buf *out);
void html_escape(struct buf *b, struct sv s); /* & < > " ' as entities; for text and quoted attributes */
void url_escape(struct buf *b, struct sv s);  /* RFC 3986 unreserved stay, the rest %XX */

#endif
