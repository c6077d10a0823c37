/* What template.c, template_html.c and template_render.c share; nobody else includes this.
 *
 * A compiled template is a flat list of ops. Which escape a field needs is found while compiling, by the
 * small HTML tokenizer of template_html.c that reads the literal text between the fields. */
#ifndef QUITS_COMMON_TEMPLATE_INSIDE_H
#define QUITS_COMMON_TEMPLATE_INSIDE_H

#include "common/arena.h"
#include "common/template.h"

enum escape {
	ESCAPE_NONE,  /* a text template */
	ESCAPE_HTML,  /* text or quoted attribute */
	ESCAPE_QUERY, /* percent-encoded */
	ESCAPE_PATH,  /* percent-encoded but for '/' */
	ESCAPE_ROOT, /* right behind the first '/': all percent-encoded, "-" if empty, so "//" cannot arise */
	ESCAPE_OWN_PATH /* a whole path of our own making: HTML, and nothing unless it begins with one '/' */
};

enum op_kind { OP_LITERAL, OP_FIELD, OP_PHRASE, OP_LIST, OP_NEXT, OP_IF, OP_IFNOT, OP_FORM };

enum { SCOPES_MAX = 8, STEPS_MAX = 3 };

/* How to reach a field: the record of a scope, through pointers to nested records. */
struct reach {
	unsigned char scope, n;
	uint32_t steps[STEPS_MAX]; /* offsets of K_RECORD pointers */
	const struct field *field;
};

struct op { /* small: a page walks through some hundreds */
	enum op_kind kind;
	enum escape escape;
	uint32_t jump;       /* LIST, IF, IFNOT: the op behind the block; NEXT: the LIST */
	unsigned char scope; /* LIST: the scope its elements are in */
	unsigned char form;  /* FORM: skips to jump unless the field's count has this plural form */
	bool in_words;       /* FIELD: inside a text for people, so numbers are grouped as they write them */
	union {
		struct sv literal; /* LITERAL; never two in a row without a jump between them */
		struct {
			struct reach reach;
			const struct reach *currency; /* of a MONEY field, else NULL */
		};
	};
};

struct template
{
	struct arena arena;
	struct op *ops;
	size_t n, cap;
	size_t literal_bytes; /* what a page needs at least */
	enum template_kind kind;
};

/* template_text.c: the catalogue's texts. What template.c lends it. */
struct compiling;
enum status compile_literal(struct compiling *c, struct sv literal); /* unescaped: escaped for where it stands */
enum status compile_field(struct compiling *c, struct sv name, bool in_words);
/* Opens and closes one plural form of the INT field `name`; all forms begin and end in the same place. */
enum status compile_form(struct compiling *c, struct sv name, unsigned form, size_t *ret_op);
MUST_USE enum status compile_form_end(struct compiling *c, size_t op);
enum status compile_wrong(const struct compiling *c, const char *what, struct sv about);
enum status text_tag(struct compiling *c, const struct catalogue *language, struct sv tag);
enum status plural_tag(struct compiling *c, const struct catalogue *language, struct sv tag);

/* The tokenizer. */
enum place {
	AT_TEXT,
	AT_TAG_OPEN,
	AT_TAG_NAME,
	AT_TAG,
	AT_TAG_SEAM,
	AT_ATTR_NAME,
	AT_ATTR_EQUALS,
	AT_VALUE_OPEN,
	AT_VALUE_DOUBLE,
	AT_VALUE_SINGLE,
	AT_VALUE_BARE,
	AT_DECLARATION,
	AT_COMMENT,
	AT_RAW,
	AT_TITLE
};

enum { NAME_KEPT = 16, HEAD_KEPT = 10 };

struct html {
	enum place place;
	bool closing;        /* the tag is an end tag */
	bool whole;          /* the value so far is one path of our own: a quote must follow */
	bool query;          /* in a URL's query or fragment */
	bool dirty;          /* a field stands in this value */
	bool slash, scheme;  /* a '/' in the value; a ':' before any '/' or '?' */
	char tag[NAME_KEPT]; /* lower case, cut */
	char attr[NAME_KEPT];
	char head[HEAD_KEPT]; /* of the attribute's value: enough to know a URL's scheme */
	unsigned char tag_n, attr_n, head_n;
	size_t value_n;  /* literal bytes in the value so far */
	unsigned dashes; /* progress to the end of a comment */
	unsigned end_n;  /* progress to the end of raw text: bytes of "</name" seen */
};

/* Walks over literal text. NULL, or what is wrong; *ret_at is then the byte it is wrong at. */
const char *html_walk(struct html *h, struct sv literal, size_t *ret_at);
/* Text stands here, to be escaped as HTML text: NULL, or why it must not. */
const char *html_text(struct html *h);
/* A field stands here: how must it be escaped? NULL, or why it must not stand here. */
const char *html_field(struct html *h, struct sv name, enum escape *ret);
/* After a block that may be left out: `before` is where it began, *h where it ended. False if text behind it
 * would be read differently with and without it. Sets *h to what holds behind it. */
bool html_join(struct html *h, const struct html *before, bool repeated);

/* Length of the head of s that needs no entity: with the processor's vector unit where there is one, and
 * the loop it must agree with. */
size_t html_clean_run(const char *p, size_t n);
size_t html_clean_run_plain(const char *p, size_t n);

void path_escape(struct buf *b, struct sv s); /* as url_escape, but '/' stays */

#endif
