/* Prints the language; see reference.h. Callers: quitsctl's help and schema, and the test that keeps the
 * page in tests/golden. Any thread; no state. Nothing here knows a method or a record by name: what the
 * schema says is what the page says. */
#include "protocol/reference.h"

#include <inttypes.h>

#include "common/record_json.h"

#include "protocol/frame.h"
#include "protocol/wire.h"

static const struct {
	const char *name, *help;
} permissions[MAY__COUNT] = {
#define PERMISSION(id, viewer, operator_, supervisor, admin, agent, auditor, help)                 \
	[MAY_##id] = { #id, help },
#include "protocol/permission.def"
};

static const struct {
	const char *word, *name, *json; /* in the schema's rows; for people; in JSON documents */
} kinds[] = {
	[K_BOOL] = { "BOOL", "yes or no", "true or false" },
	[K_INT] = { "INT", "whole number", "number" },
	[K_MONEY] = { "MONEY", "money", "number of minor units" },
	[K_CURRENCY] = { "CURRENCY", "currency code", "ISO 4217 code" },
	[K_RATE] = { "RATE", "per cent", "number with one decimal" },
	[K_TIME] = { "TIME", "time", "ISO 8601 in UTC" },
	[K_DAY] = { "DAY", "day", "ISO 8601 date" },
	[K_ID] = { "ID", "number of a thing", "decimal string" },
	[K_TEXT] = { "TEXT", "text", "string" },
	[K_BYTES] = { "BYTES", "bytes", "base64" },
	[K_CHOICE] = { "CHOICE", "choice", "word" },
	[K_RECORD] = { "RECORD", "record", "object" },
	[K_LIST] = { "LIST", "list", "array" },
};

const char *reference_kind(enum kind kind)
{
	return kinds[kind].name;
}

void reference_range(struct buf *b, const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	if (l)
		buf_print(b, "%" PRId64 " to %" PRId64 "%s", l->min, l->max,
		          f->kind == K_TEXT || f->kind == K_BYTES ? " bytes" : "");
}

void reference_roles(struct buf *b, enum permission p)
{
	unsigned roles = 0;

	for (unsigned role = ROLE_VIEWER; role <= ROLE_AUDITOR; role <<= 1)
		if (roles_may(role, p))
			roles |= role;
	roles_print(b, roles);
}

/* The Markdown page. */

static const char *of_name(const struct field *f)
{
	if (f->kind == K_CHOICE)
		return ((const struct choice *)f->of)->name;
	if (f->kind == K_RECORD || f->kind == K_LIST)
		return ((const struct record *)f->of)->name;
	return NULL;
}

static void field_row(struct buf *b, const struct record *r, const struct field *f)
{
	buf_print(b, "| `%s` | ", f->name);
	if (f->kind == K_LIST)
		buf_z(b, "list of ");
	if (of_name(f))
		buf_print(b, "[%s](#%s)", of_name(f), of_name(f));
	else
		buf_z(b, kinds[f->kind].name);
	buf_print(b, " | %s | ", f->flags & REQ ? "yes" : "");
	reference_range(b, r, f);
	buf_print(b, " | %s%s%s |\n", f->help, f->flags & SECRET ? " Secret: never logged." : "",
	          f->flags & PERSONAL ? " Masked for some roles." : "");
}

static void markdown_method(struct buf *b, const struct method *m)
{
	const char *when;
	enum approval_rule second = method_second(m->id, &when);

	buf_print(b, "\n### %s\n\n%s\n\n%s; permission %s (", m->name, m->help,
	          m->command ? "Command" : "Query", permissions[m->permission].name);
	reference_roles(b, m->permission);
	buf_print(b, "); takes [%s](#%s), answers [%s](#%s).\n", m->in->name, m->in->name,
	          m->out->name, m->out->name);
	if (second)
		buf_print(b, "Waits for a second person while the two-person rule `%s` is awake%s%s.\n",
			  choice_text(&approval_rule_choice, (int)second), when[0] ? ", " : "", when);
}

static void markdown_record(struct buf *b, const struct record *r)
{
	buf_print(b, "\n### %s\n\n%s\n", r->name, r->help);
	if (r->n == 0)
		return;
	buf_z(b, "\n| field | kind | required | range | |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < r->n; i++)
		field_row(b, r, &r->fields[i]);
}

static void markdown_choice(struct buf *b, const struct choice *c)
{
	buf_print(b, "\n### %s\n\n%s\n\n| word | |\n|---|---|\n", c->name, c->help);
	for (size_t i = 0; i < c->n; i++)
		buf_print(b, "| `%s` | %s |\n", c->words[i].text, c->words[i].help);
}

static void markdown_kinds(struct buf *b)
{
	buf_z(b, "\n## Kinds\n\n| kind | in the schema | in JSON |\n|---|---|---|\n");
	for (size_t i = 0; i < COUNT(kinds); i++)
		buf_print(b, "| %s | %s | %s |\n", kinds[i].name, kinds[i].word, kinds[i].json);
}

static void markdown_permissions(struct buf *b)
{
	buf_z(b, "\n## Permissions\n\n| permission | roles | |\n|---|---|---|\n");
	for (int p = 0; p < MAY__COUNT; p++) {
		buf_print(b, "| %s | ", permissions[p].name);
		reference_roles(b, (enum permission)p);
		buf_print(b, " | %s |\n", permissions[p].help);
	}
}

static void markdown_endings(struct buf *b)
{
	buf_z(b, "\n## How calls end\n\n| status | exit code | HTTP | |\n|---|---|---|---|\n");
	for (int st = 0; st < ST__COUNT; st++)
		buf_print(b, "| %s | %d | %d | %s |\n", status_name((enum status)st),
		          status_exit((enum status)st), status_http((enum status)st),
		          status_words((enum status)st));
}

void reference_markdown(struct buf *b)
{
	buf_print(b,
	          "# The language of Quits\n\n"
	          "Printed from `protocol/schema.def` by `quitsctl schema`. A request is at most "
	          "%d KiB and an "
	          "answer at most %d KiB, nested at most %d deep with at most %d elements. A "
	          "command carries an "
	          "id and is not done twice with the same one.\n",
	          WIRE_REQUEST_MAX / 1024, WIRE_ANSWER_MAX / 1024, WIRE_DEPTH, WIRE_ELEMENTS);
	buf_z(b, "\n## Methods\n");
	for (size_t i = 0; i < M__COUNT; i++)
		markdown_method(b, &method_table[i]);
	buf_z(b, "\n## Events\n\n| kind | code | |\n|---|---|---|\n");
	for (size_t i = 0; i < E__COUNT; i++)
		buf_print(b, "| `%s` | %s | %s |\n", event_table[i].name,
		          choice_text(&feed_code_choice, event_table[i].code), event_table[i].help);
	buf_z(b, "\n## Records\n");
	for (size_t i = 0; record_table[i]; i++)
		markdown_record(b, record_table[i]);
	buf_z(b, "\n## Choices\n");
	for (size_t i = 0; choice_table[i]; i++)
		markdown_choice(b, choice_table[i]);
	markdown_kinds(b);
	markdown_permissions(b);
	markdown_endings(b);
}

/* The JSON document. */

static void pair(struct buf *b, const char *name, const char *value)
{
	json_text(b, sv_from(name));
	buf_char(b, ':');
	json_text(b, sv_from(value));
}

static void next_pair(struct buf *b, const char *name, const char *value)
{
	buf_char(b, ',');
	pair(b, name, value);
}

static void comma(struct buf *b, size_t i)
{
	if (i)
		buf_char(b, ',');
}

static void flag(struct buf *b, const char *name, bool on)
{
	if (on)
		buf_print(b, ",\"%s\":true", name);
}

static void json_field(struct buf *b, const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	buf_char(b, '{');
	pair(b, "name", f->name);
	next_pair(b, "kind", kinds[f->kind].word);
	if (of_name(f))
		next_pair(b, "of", of_name(f));
	flag(b, "required", f->flags & REQ);
	flag(b, "secret", f->flags & SECRET);
	flag(b, "personal", f->flags & PERSONAL);
	flag(b, "lines", f->flags & MULTI);
	if (l)
		buf_print(b, ",\"min\":%" PRId64 ",\"max\":%" PRId64, l->min, l->max);
	next_pair(b, "help", f->help);
	buf_char(b, '}');
}

static void json_choices(struct buf *b)
{
	buf_z(b, "\"choices\":[");
	for (size_t i = 0; choice_table[i]; i++) {
		const struct choice *c = choice_table[i];

		comma(b, i);
		buf_char(b, '{');
		pair(b, "name", c->name);
		next_pair(b, "help", c->help);
		buf_z(b, ",\"words\":[");
		for (size_t k = 0; k < c->n; k++) {
			comma(b, k);
			buf_char(b, '{');
			pair(b, "word", c->words[k].text);
			next_pair(b, "help", c->words[k].help);
			buf_char(b, '}');
		}
		buf_z(b, "]}");
	}
	buf_char(b, ']');
}

static void json_records(struct buf *b)
{
	buf_z(b, ",\"records\":[");
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];

		comma(b, i);
		buf_char(b, '{');
		pair(b, "name", r->name);
		next_pair(b, "help", r->help);
		buf_z(b, ",\"fields\":[");
		for (size_t k = 0; k < r->n; k++) {
			comma(b, k);
			json_field(b, r, &r->fields[k]);
		}
		buf_z(b, "]}");
	}
	buf_char(b, ']');
}

static void json_methods(struct buf *b)
{
	buf_z(b, ",\"methods\":[");
	for (size_t i = 0; i < M__COUNT; i++) {
		const struct method *m = &method_table[i];

		comma(b, i);
		buf_char(b, '{');
		pair(b, "name", m->name);
		buf_print(b, ",\"command\":%s", m->command ? "true" : "false");
		next_pair(b, "permission", permissions[m->permission].name);
		buf_z(b, ",\"roles\":\"");
		reference_roles(b, m->permission);
		buf_char(b, '"');
		next_pair(b, "second", choice_text(&approval_rule_choice, (int)method_second(m->id, NULL)));
		next_pair(b, "in", m->in->name);
		next_pair(b, "out", m->out->name);
		next_pair(b, "help", m->help);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void json_events(struct buf *b)
{
	buf_z(b, ",\"events\":[");
	for (size_t i = 0; i < E__COUNT; i++) {
		comma(b, i);
		buf_char(b, '{');
		pair(b, "name", event_table[i].name);
		next_pair(b, "code", choice_text(&feed_code_choice, event_table[i].code));
		next_pair(b, "help", event_table[i].help);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void json_endings(struct buf *b)
{
	buf_z(b, ",\"statuses\":[");
	for (int st = 0; st < ST__COUNT; st++) {
		comma(b, (size_t)st);
		buf_char(b, '{');
		pair(b, "name", status_name((enum status)st));
		buf_print(b, ",\"exit\":%d,\"http\":%d", status_exit((enum status)st),
		          status_http((enum status)st));
		next_pair(b, "words", status_words((enum status)st));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void reference_json(struct buf *b)
{
	buf_char(b, '{');
	pair(b, "version", QUITS_VERSION);
	buf_print(
	    b,
	    ",\"frame\":%d,\"limits\":{\"request\":%d,\"answer\":%d,\"depth\":%d,\"elements\":%d},",
	    FRAME_VERSION, WIRE_REQUEST_MAX, WIRE_ANSWER_MAX, WIRE_DEPTH, WIRE_ELEMENTS);
	json_choices(b);
	json_records(b);
	json_methods(b);
	json_events(b);
	json_endings(b);
	buf_z(b, "}\n");
}
