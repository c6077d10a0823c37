/* Typed parameters of statements. Views are borrowed until the statement has run. */
#ifndef QUITS_SERVER_STORE_VALUE_H
#define QUITS_SERVER_STORE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

enum value_type { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_type type;
	int64_t i;
	struct sv s;
};

static inline struct value value_int(int64_t i)
{
	return (struct value){ .type = VALUE_INT, .i = i };
}

static inline struct value value_text(struct sv s)
{
	return (struct value){ .type = VALUE_TEXT, .s = s };
}

static inline struct value value_blob(struct sv s)
{
	return (struct value){ .type = VALUE_BLOB, .s = s };
}

static inline struct value value_opt_int(int64_t i) /* 0 is NULL */
{
	return (struct value){ .type = i ? VALUE_INT : VALUE_NULL, .i = i };
}

static inline struct value value_opt_text(struct sv s) /* "" is NULL */
{
	return (struct value){ .type = s.n ? VALUE_TEXT : VALUE_NULL, .s = s };
}

/* V(x): an integer or a text as it is. V_OPT(x): 0 and "" become NULL. */
#define V(x)      _Generic((x), struct sv: value_text, default: value_int)(x)
#define V_OPT(x)  _Generic((x), struct sv: value_opt_text, default: value_opt_int)(x)
#define V_BLOB(s) value_blob(s)
#define V_HASH(h) value_blob(hash_sv(h))
#define V_NULL    ((struct value){ .type = VALUE_NULL })
#define V_WORD(t, x) value_opt_text(sv_from(choice_text(&t##_choice, (int)(x)))) /* a choice as its word */
/* The arguments of a statement: an array and its length. */
#define ARGS(...)                                                                                  \
	(const struct value[]){ __VA_ARGS__ },                                                     \
		sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
#define NO_ARGS NULL, 0

#endif
