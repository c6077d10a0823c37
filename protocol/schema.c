/* The tables behind schema.h: each pass over schema.def makes one of them. Arrays begin with a sentinel
 * that is not counted, since C has no empty arrays and a record may have no fields or limits. */
#include "protocol/schema.h"

#include <string.h>

/* clang-format off: each pass is a table of macros */
#define CHOICE_TYPE(t, help)      static const struct choice_word t##_words[] = {
#define CHOICE(t, id, text, help) { id, text, help },
#define CHOICE_END(t)             }; const struct choice t##_choice = { #t, t##_words, COUNT(t##_words), #t };
#include "protocol/schema.def"

#define RECORD(r, help)     static const struct limit r##_limits[] = { { SIZE_MAX, 0, 0 },
#define LIMIT(r, f, lo, hi) { offsetof(struct r, f), lo, hi },
#define RECORD_END(r)       };
#include "protocol/schema.def"

#define OF_CHOICE(t) &t##_choice
#define OF_RECORD(t) &t##_record
#define RECORD(r, help)                      static const char r##_help[] = help; \
                                             static const struct field r##_fields[] = { { "", K_BOOL, OPT, 0, NULL, "" },
#define FIELD(r, f, kind, flags, help)       { #f, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define FIELD_OF(r, f, kind, t, flags, help) { #f, K_##kind, flags, offsetof(struct r, f), OF_##kind(t), help },
#define FIELD_LIST(r, f, t, flags, help)     { #f, K_LIST, flags, offsetof(struct r, f), &t##_record, help },
#define RECORD_END(r)                        }; \
                                             _Static_assert(COUNT(r##_fields) - 1 <= RECORD_FIELDS_MAX, #r " has too many fields"); \
                                             const struct record r##_record = { #r, sizeof(struct r), r##_fields + 1, \
                                             COUNT(r##_fields) - 1, r##_limits + 1, COUNT(r##_limits) - 1, r##_help };
#include "protocol/schema.def"

const struct method method_table[M__COUNT] = {
#define QUERY(id, name, permission, in, out, help) \
	[M_##id] = { name, M_##id, false, MAY_##permission, &in##_record, &out##_record, help },
#define COMMAND(id, name, permission, in, out, help) \
	[M_##id] = { name, M_##id, true, MAY_##permission, &in##_record, &out##_record, help },
#include "protocol/schema.def"
};

static const struct {
	enum approval_rule rule;
	const char *when;
} seconds[M__COUNT] = {
#define SECOND(id, rule, help) [M_##id] = { rule, help },
#include "protocol/schema.def"
};

const struct event_kind event_table[E__COUNT] = {
#define EVENT(id, name, code, help) [E_##id] = { name, FEED_##code, help },
#include "protocol/schema.def"
};

const struct record *const record_table[] = {
#define RECORD(r, help) &r##_record,
#include "protocol/schema.def"
	NULL
};

const struct choice *const choice_table[] = {
#define CHOICE_TYPE(t, help) &t##_choice,
#include "protocol/schema.def"
	NULL
};

static const struct {
	const char *name;
	unsigned may[6];
} permissions[MAY__COUNT] = {
#define PERMISSION(id, viewer, operator_, supervisor, admin, agent, auditor, help) \
	[MAY_##id] = { #id, { viewer, operator_, supervisor, admin, agent, auditor } },
#include "protocol/permission.def"
};
/* clang-format on */

static const char *const role_names[] = { "viewer", "operator", "supervisor",
					  "admin",  "agent",    "auditor" };

bool roles_parse(struct sv text, unsigned *ret)
{
	unsigned roles = 0;

	do {
		struct sv word = sv_trim(sv_cut(&text, ','));
		size_t i = 0;

		while (i < COUNT(role_names) && !sv_is(word, role_names[i]))
			i++;
		if (i == COUNT(role_names))
			return false;
		roles |= 1u << i;
	} while (text.p);
	*ret = roles;
	return true;
}

void roles_print(struct buf *b, unsigned roles)
{
	const char *comma = "";

	for (size_t i = 0; i < COUNT(role_names); i++)
		if (roles & 1u << i) {
			buf_print(b, "%s%s", comma, role_names[i]);
			comma = ",";
		}
}

bool roles_may(unsigned roles, enum permission p)
{
	for (size_t i = 0; i < COUNT(role_names); i++)
		if (roles & 1u << i && permissions[p].may[i])
			return true;
	return false;
}

enum approval_rule method_second(enum method_id id, const char **ret_when)
{
	if (ret_when)
		*ret_when = seconds[id].when;
	return seconds[id].rule;
}

const struct method *method_find(struct sv name)
{
	for (size_t i = 0; i < M__COUNT; i++)
		if (sv_is(name, method_table[i].name))
			return &method_table[i];
	return NULL;
}

enum event_id event_find(struct sv name)
{
	for (size_t i = 0; i < E__COUNT; i++)
		if (sv_is(name, event_table[i].name))
			return (enum event_id)i;
	return E__COUNT;
}
