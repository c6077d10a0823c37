/* The console's language. English texts are the ids; assets/locale/console/LANGUAGE.po has the others (common/catalogue.h
 * reads them). One language for the whole console: it is chosen at start and by :lang, on the ui thread, where everything
 * here is called. What is returned lives until tr_end, whatever language comes after it.
 *
 * Keys, words that are typed (filters, commands, methods) and codes of the feed are the same in every language. */
#ifndef QUITS_TUI_WIDGET_TR_H
#define QUITS_TUI_WIDGET_TR_H

#include "common/catalogue.h"
#include "common/record.h"
#include "common/text.h"

/* As N_, for TX and for TN. */
#define NX_(context, text) text
#define NN_(one, many)     one, many

/* Without tr_start everything is English. */
MUST_USE enum status tr_start(void);
void tr_end(void);
/* "es", "pt_BR.UTF-8", "en"; "qps" is English in brackets, accented and longer by two fifths, which shows what was not
 * translated or does not fit. False: none of ours, and nothing changes. */
bool tr_choose(struct sv language);
/* The first that is set of QUITS_LANG, LC_ALL, LC_MESSAGES and LANG; English if it is none of ours. */
void tr_choose_by_environment(void);
void tr_languages(struct buf *b); /* "en, es, pt" */
bool tr_english(void);            /* or what is made of it */
struct sv tr_tag(void);           /* for common/locale.h */
char tr_decimal(void);            /* point or comma */
char tr_thousands(void);

/* format_arg: -Wformat sees through them, and msgfmt --check sees to the translations. */
const char *T(const char *text) __attribute__((format_arg(1)));
/* The plural that goes with n; both texts take the same arguments. */
const char *TN(const char *one, const char *many, int64_t n) __attribute__((format_arg(1), format_arg(2)));
/* A text that came from the server and stands in the catalogue as well, such as the help of a setting; as it came if it does
 * not. It lives as long as what came. */
struct sv tr_of(struct sv text);
/* A fault of the server, of the line to it, or of what was typed, as it is answered in English: "field: sentence". The sentence
 * is found by its pattern among the faults that the catalogue has (assets/locale/faults.awk gathers them), the name of the
 * field as a label; what is not known stays. In the arena, or as it came. tr_fault.c. */
struct sv tr_fault(struct arena *a, struct sv text);
bool tr_entry(size_t i, struct sv *ret_id, struct sv *ret_text); /* catalogue_entry of the language */
/* A text that means something else elsewhere. A context that begins with = belongs to a text that stands in a narrow
 * column: its translation must be no wider than the English. */
const char *TX(const char *context, const char *text) __attribute__((format_arg(2)));
/* A word of a choice as people read it: part_paid is "part paid". "" for 0. */
const char *tr_choice(const struct choice *c, int value);
/* The same for a word that came as text; NULL: it is none of them. */
const char *tr_choice_of(const struct choice *c, struct sv word);
/* A label and blanks up to w columns, at least one. */
void tr_label(struct buf *b, const char *label, int w);

static inline struct sv TS(const char *text)
{
	return sv_from(T(text));
}

#endif
