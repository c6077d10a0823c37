/* Which key does what where: the action table as functions. Constant; any thread. */
#ifndef QUITS_TUI_KEYS_H
#define QUITS_TUI_KEYS_H

#include "tui/screens/screens.h"
#include "tui/widget/band.h"

enum word {
	WORD_NONE,
#define WORD(id, name, args, tier, help) WORD_##id,
#include "tui/actions.def"
	WORD__COUNT
};

enum { HINTS_MAX = 24 };

enum action keys_action(uint32_t key, unsigned on); /* ACT_NONE if the key does nothing there */
/* The key bar of a screen, best first, by the keys that work there now. `names` keeps their names while the hints are used. */
size_t keys_hints(const struct screen_ops *ops, const void *model, struct hint hints[HINTS_MAX], char names[HINTS_MAX][16]);
const char *action_name(enum action a);
const char *action_keys(enum action a); /* separated by blanks */
const char *action_label(enum action a);
const char *action_help(enum action a);
enum tier action_tier(enum action a);
unsigned action_where(enum action a);
enum action action_by_name(struct sv name); /* exact */
/* A command of the `:` line: exact name, else the only one that begins so. */
enum word word_by_name(struct sv name);
const char *word_name(enum word w);
const char *word_args(enum word w);
const char *word_help(enum word w);
enum tier word_tier(enum word w);
void keys_print(struct buf *b); /* the table of `quits --keys` */

#endif
