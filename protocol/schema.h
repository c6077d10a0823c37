/* The language as C: typed structs, one descriptor per record, the method and event tables.
 * Everything here is constant; any thread reads it. */
#ifndef QUITS_PROTOCOL_SCHEMA_H
#define QUITS_PROTOCOL_SCHEMA_H

#include "common/record.h"

/* What each kind is in a struct. */
#define C_BOOL      bool
#define C_INT       int64_t
#define C_MONEY     int64_t
#define C_CURRENCY  struct currency
#define C_RATE      int64_t
#define C_TIME      int64_t
#define C_DAY       int64_t
#define C_ID        int64_t
#define C_TEXT      struct sv
#define C_BYTES     struct sv
#define C_CHOICE(t) enum t
#define C_RECORD(t) struct t *

/* Choices first: every record may use them. */
#define CHOICE_TYPE(t, help)                                                                       \
	enum t {                                                                                   \
		t##__none,
#define CHOICE(t, id, text, help) id,
#define CHOICE_END(t)                                                                              \
	t##__end                                                                                   \
	}                                                                                          \
	;                                                                                          \
	extern const struct choice t##_choice;
#include "protocol/schema.def"

/* Names of the structs, so that records may point to later ones. */
#define RECORD(r, help) struct r;
#include "protocol/schema.def"

#define RECORD(r, help) struct r {
#define FIELD(r, f, kind, flags, help) C_##kind f;
#define FIELD_OF(r, f, kind, t, flags, help) C_##kind(t) f;
#define FIELD_LIST(r, f, t, flags, help) struct t##_list f;
#define RECORD_END(r)                                                                              \
	}                                                                                          \
	;                                                                                          \
	struct r##_list {                                                                          \
		struct r *at;                                                                      \
		size_t n;                                                                          \
	};                                                                                         \
	extern const struct record r##_record;
#include "protocol/schema.def"

/* What a caller must be allowed to do (security.md 6). protocol/permission.def says which roles may. */
enum permission {
#define PERMISSION(id, viewer, operator_, supervisor, admin, agent, auditor, help) MAY_##id,
#include "protocol/permission.def"
	MAY__COUNT
};

enum role { ROLE_VIEWER = 1, ROLE_OPERATOR = 2, ROLE_SUPERVISOR = 4, ROLE_ADMIN = 8, ROLE_AGENT = 16,
	    ROLE_AUDITOR = 32 };

bool roles_parse(struct sv text, unsigned *ret); /* "operator,admin"; false for an unknown or empty one */
void roles_print(struct buf *b, unsigned roles);
bool roles_may(unsigned roles, enum permission p);

enum method_id {
#define QUERY(id, name, permission, in, out, help) M_##id,
#define COMMAND(id, name, permission, in, out, help) M_##id,
#include "protocol/schema.def"
	M__COUNT
};

struct method {
	const char *name;
	enum method_id id;
	bool command; /* changes something: carries an idempotency key, runs on the writer */
	enum permission permission;
	const struct record *in, *out;
	const char *help;
};

/* The two-person rule that guards a command; 0: none. *ret_when (may be NULL) says when, "" is always. */
enum approval_rule method_second(enum method_id id, const char **ret_when);

extern const struct method method_table[M__COUNT]; /* indexed by enum method_id */
const struct method *method_find(struct sv name);  /* NULL if unknown */

enum event_id {
#define EVENT(id, name, code, help) E_##id,
#include "protocol/schema.def"
	E__COUNT
};

struct event_kind {
	const char *name;
	enum feed_code code;
	const char *help;
};

extern const struct event_kind event_table[E__COUNT];
/* E__COUNT if unknown. */
enum event_id event_find(struct sv name);
extern const struct record *const record_table[]; /* every record, NULL-terminated */
extern const struct choice *const choice_table[];

#endif
