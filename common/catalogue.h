/* Catalogues: what a debtor reads, in his language. Translators work on assets/locale/LANGUAGE.po with the tools they
 * know; msgfmt compiles and checks them while the program is built; here the compiled form (GNU MO, revision 0) is read
 * out of the program's own bytes. English is the source: its texts are the ids, and it needs no file.
 *
 * catalogue_start once before any thread that asks (calls nest); everything else on any thread, no locks, no
 * allocation: what is returned lives as long as the program. */
#ifndef QUITS_COMMON_CATALOGUE_H
#define QUITS_COMMON_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

struct embedded;
struct catalogue;

/* Marks a text for the catalogue where it stands in C; xgettext finds it. */
#define N_(text) text

enum { CATALOGUES_MAX = 16 };

/* Reads every "….mo" of `files`. `pseudo` adds en-XA: English in brackets, accented and longer by a third, which shows
 * whatever was not translated or does not fit. INVALID: a file that is none, or a plural rule that can not be read. */
MUST_USE enum status catalogue_start(const struct embedded *files, bool pseudo);
void catalogue_end(void);

size_t catalogue_count(void);
const struct catalogue *catalogue_at(size_t i);              /* 0 is English */
const struct catalogue *catalogue_find(struct sv language);  /* "es", "es-MX", "pt_BR": by its first part; NULL: none */
/* The best of an Accept-Language header (RFC 9110 12.5.4); NULL if it names none of ours. */
const struct catalogue *catalogue_accepted(struct sv header);

size_t catalogue_index(const struct catalogue *c);
struct sv catalogue_code(const struct catalogue *c); /* "es": BCP 47 */
struct sv catalogue_name(const struct catalogue *c); /* in its own language: "Español" */
bool catalogue_right_to_left(const struct catalogue *c);

/* The text for an id; the id itself where there is none. NULL is English. */
struct sv catalogue_text(const struct catalogue *c, struct sv id);
bool catalogue_has(const struct catalogue *c, struct sv id);
/* The i-th message in the order of its id, its context in front as gettext has it; false behind the last. Of English none. */
bool catalogue_entry(const struct catalogue *c, size_t i, struct sv *ret_id, struct sv *ret_text);
/* Which of the language's plural forms goes with n, and how many there are (CLDR by way of Plural-Forms). */
unsigned catalogue_form(const struct catalogue *c, int64_t n);
unsigned catalogue_forms(const struct catalogue *c);
/* The text of one form of a plural id ("one day", "{n} days"). */
struct sv catalogue_plural(const struct catalogue *c, struct sv one, struct sv many, unsigned form);

#endif
