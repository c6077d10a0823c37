/* actions.def as functions. Keys are few and pressed by a person: the table is simply walked. */
#include "tui/keys.h"

#include <string.h>

#include "tui/term/input.h"

static const struct {
	const char *name, *keys, *label, *help;
	unsigned on;
	enum tier tier;
} actions[ACT__COUNT] = {
	[ACT_NONE] = { "", "", "", "", 0, TIER_READ },
#define ACTION(id, name, keys, where, tier, label, help) [ACT_##id] = { name, keys, label, help, where, TIER_##tier },
#include "tui/actions.def"
};

static const struct {
	const char *name, *args, *help;
	enum tier tier;
} words[WORD__COUNT] = {
	[WORD_NONE] = { "", "", "", TIER_READ },
#define WORD(id, name, args, tier, help) [WORD_##id] = { name, args, help, TIER_##tier },
#include "tui/actions.def"
};

enum action keys_action(uint32_t key, unsigned on)
{
	if (key == KEY_NONE)
		return ACT_NONE;
	for (int a = 1; a < ACT__COUNT; a++) {
		struct sv rest = sv_from(actions[a].keys);

		if (!(actions[a].on & on))
			continue;
		while (rest.n)
			if (key_by_name(sv_cut(&rest, ' ')) == key)
				return (enum action)a;
	}
	return ACT_NONE;
}

/* While a field has the keys: no text, and nothing that moves in it. */
static bool beside_a_field(struct sv name)
{
	return name.n > 1 && (name.p[0] == '^' || (name.p[0] == 'F' && name.p[1] >= '1' && name.p[1] <= '9') || sv_is(name, "Tab") ||
			      sv_is(name, "BackTab") || sv_is(name, "Esc"));
}

/* The first of an action's keys that works; empty: none does. */
static struct sv key_of(enum action a, bool typing)
{
	struct sv keys = sv_from(actions[a].keys), first = sv_cut(&keys, ' ');

	while (typing && first.n && !beside_a_field(first))
		first = sv_cut(&keys, ' ');
	return first;
}

size_t keys_hints(const struct screen_ops *ops, const void *model, struct hint hints[HINTS_MAX], char names[HINTS_MAX][16])
{
	bool typing = ops->typing && ops->typing(model);
	size_t n = 0;

	for (int a = 1; a < ACT__COUNT && n < HINTS_MAX; a++) {
		struct sv key = key_of((enum action)a, typing);
		const char *label = T(actions[a].label);

		if (!(actions[a].on & ops->on) || !actions[a].label[0])
			continue;
		if (ops->label)
			label = ops->label(model, (enum action)a, label);
		if (!label || !key.n || key.n >= 16)
			continue;
		memcpy(names[n], key.p, key.n);
		names[n][key.n] = '\0';
		hints[n] = (struct hint){ names[n], label };
		n++;
	}
	return n;
}

const char *action_name(enum action a)
{
	return actions[a].name;
}

const char *action_keys(enum action a)
{
	return actions[a].keys;
}

const char *action_label(enum action a)
{
	return actions[a].label;
}

const char *action_help(enum action a)
{
	return actions[a].help;
}

enum tier action_tier(enum action a)
{
	return actions[a].tier;
}

unsigned action_where(enum action a)
{
	return actions[a].on;
}

enum action action_by_name(struct sv name)
{
	for (int a = 1; a < ACT__COUNT; a++)
		if (sv_is(name, actions[a].name))
			return (enum action)a;
	return ACT_NONE;
}

enum word word_by_name(struct sv name)
{
	enum word found = WORD_NONE;

	for (int w = 1; w < WORD__COUNT; w++) {
		if (sv_is(name, words[w].name))
			return (enum word)w;
		if (name.n && sv_starts(sv_from(words[w].name), name)) {
			if (found)
				return WORD_NONE;
			found = (enum word)w;
		}
	}
	return found;
}

const char *word_name(enum word w)
{
	return words[w].name;
}

const char *word_args(enum word w)
{
	return words[w].args;
}

const char *word_help(enum word w)
{
	return words[w].help;
}

enum tier word_tier(enum word w)
{
	return words[w].tier;
}

static void places(struct buf *b, unsigned on)
{
	static const char *const names[] = {
#define PLACE(id, name) name,
		ON_LIST_OF_PLACES(PLACE)
#undef PLACE
	};
	const char *between = "  (";

	for (size_t i = 0; i < COUNT(names); i++)
		if (on >> i & 1) {
			buf_print(b, "%s%s", between, names[i]);
			between = ", ";
		}
	buf_char(b, ')');
}

void keys_print(struct buf *b)
{
	buf_z(b, "KEYS            COMMAND        WHAT\n");
	for (int a = 1; a < ACT__COUNT; a++) {
		buf_print(b, "%-15s %-14s %s", actions[a].keys, actions[a].name, actions[a].help);
		if (actions[a].on != ON_ALL)
			places(b, actions[a].on);
		buf_char(b, '\n');
	}
	buf_z(b, "\nThe : line also takes:\n");
	for (int w = 1; w < WORD__COUNT; w++)
		buf_print(b, "  %-7s %-35s %s\n", words[w].name, words[w].args, words[w].help);
}
