/* Compiling templates; see template.h. Called at start for every page, mail and message, and by
 * `quitsd check`; never while a request waits. One pass: literals go through the tokenizer of
 * template_html.c, names are looked up in the records in view, blocks are patched when they close.
 * Every complaint names the template and the line. */
#include "common/template.h"

#include <string.h>

#include "common/template_inside.h"
#include "common/utf8.h"

enum { PART_DEPTH = 8, BLOCKS_MAX = 32, OPS_MAX = 20000, SOURCE_MAX = 1024 * 1024, SHOWN = 60 };

struct block {
	size_t op;          /* that began it */
	struct sv name;     /* what must close it */
	struct html before; /* where the page was */
	size_t line;
};

struct compiling {
	struct template *t;
	template_source *find;
	void *arg;
	struct html html;
	const struct record *scopes[SCOPES_MAX];
	unsigned n_scopes;
	struct block blocks[BLOCKS_MAX];
	size_t n_blocks;
	int depth;
	const struct catalogue *language;
	struct buf literal;   /* gathered, and no op yet */
	struct arena scratch; /* what it is gathered in */
	/* where we read */
	const char *name;
	size_t line;
};

enum status compile_wrong(const struct compiling *c, const char *what, struct sv about)
{
	struct sv shown = utf8_cut(about, SHOWN);

	if (shown.n == 0)
		return fail(ST_INVALID, "template %s, line %zu: %s", c->name, c->line, what);
	return fail(ST_INVALID, "template %s, line %zu: %s: {{" SV_FMT "}}", c->name, c->line, what,
	            SV_ARG(shown));
}

static enum status op_add(struct compiling *c, enum op_kind kind, struct op **ret)
{
	struct template *t = c->t;

	if (t->n >= OPS_MAX)
		return compile_wrong(c, "it is too long", SV_NONE);
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64;
		t->ops = mem_grow(t->ops, t->cap * sizeof(t->ops[0]));
	}
	*ret = &t->ops[t->n++];
	memset(*ret, 0, sizeof(**ret));
	(*ret)->kind = kind;
	return ST_OK;
}

/* The literal text since the last op, if there is any. To be called before a jump may land here. */
static enum status literal_ends(struct compiling *c)
{
	struct op *op;

	if (c->literal.n == 0)
		return ST_OK;
	TRY(buf_end(&c->literal, "a template"));
	TRY(op_add(c, OP_LITERAL, &op));
	op->literal = sv_copy(&c->t->arena, buf_sv(&c->literal));
	c->t->literal_bytes += c->literal.n;
	c->literal = buf_new(&c->scratch, SOURCE_MAX);
	return ST_OK;
}

static enum status op_new(struct compiling *c, enum op_kind kind, struct op **ret)
{
	TRY(literal_ends(c));
	return op_add(c, kind, ret);
}

static size_t lines_in(struct sv s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static enum status add_literal(struct compiling *c, struct sv literal)
{
	size_t at = 0;

	if (literal.n == 0)
		return ST_OK;
	if (c->t->kind == TEMPLATE_HTML) {
		const char *what = html_walk(&c->html, literal, &at);

		if (what) {
			c->line += lines_in(sv_from_to(literal, 0, at));
			return compile_wrong(c, what, SV_NONE);
		}
	}
	buf_add(&c->literal, literal);
	c->line += lines_in(literal);
	return ST_OK;
}

static const struct field *currency_in(const struct record *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].kind == K_CURRENCY)
			return &r->fields[i];
	return NULL;
}

/* Follows "a.b.c" from the record of one scope. `chain` gets the records passed. */
static bool follow(const struct record *r, struct sv name, struct reach *ret,
                   const struct record *chain[STEPS_MAX + 1])
{
	struct sv part = sv_cut(&name, '.');
	const struct field *f = record_field(r, part);

	ret->n = 0;
	chain[0] = r;
	while (f && name.p) {
		if (f->kind != K_RECORD || ret->n == STEPS_MAX)
			return false;
		ret->steps[ret->n++] = (uint32_t)f->offset;
		chain[ret->n] = f->of;
		part = sv_cut(&name, '.');
		f = record_field(f->of, part);
	}
	ret->field = f;
	return f != NULL;
}

/* A money field's currency: of the record it is in, or the nearest one around it. */
static void reach_currency(const struct compiling *c, const struct reach *money,
                           const struct record *const *chain, struct reach *ret)
{
	*ret = *money;
	for (ret->n = money->n;; ret->n--) {
		ret->field = currency_in(chain[ret->n]);
		if (ret->field || ret->n == 0)
			break;
	}
	while (!ret->field && ret->scope > 0)
		ret->field = currency_in(c->scopes[--ret->scope]);
}

static enum status reach(const struct compiling *c, struct sv name, struct reach *ret,
                         struct reach *ret_currency)
{
	const struct record *chain[STEPS_MAX + 1];
	const char *near;

	memset(ret, 0, sizeof(*ret));
	memset(ret_currency, 0, sizeof(*ret_currency));
	for (unsigned i = c->n_scopes; i-- > 0;)
		if (follow(c->scopes[i], name, ret, chain)) {
			ret->scope = (unsigned char)i;
			if (ret->field->kind == K_MONEY)
				reach_currency(c, ret, chain, ret_currency);
			return ST_OK;
		}
	near = record_nearest(c->scopes[c->n_scopes - 1], name);
	if (near)
		return fail(ST_INVALID,
		            "template %s, line %zu: there is no field " SV_FMT "; did you mean %s?",
		            c->name, c->line, SV_ARG(utf8_cut(name, SHOWN)), near);
	return compile_wrong(c, "there is no such field", name);
}

static enum status add_value(struct compiling *c, struct sv name, enum op_kind kind)
{
	struct reach at, currency;
	enum escape escape = ESCAPE_NONE;
	struct op *op;

	TRY(reach(c, name, &at, &currency));
	if (at.field->kind == K_RECORD || at.field->kind == K_LIST || at.field->kind == K_BYTES)
		return compile_wrong(c, "this field cannot be shown", name);
	if (at.field->kind == K_MONEY && !currency.field)
		return compile_wrong(c, "this amount has no currency in view", name);
	if (c->t->kind == TEMPLATE_HTML) {
		const char *what = html_field(&c->html, name, &escape);

		if (what)
			return compile_wrong(c, what, name);
	}
	if (kind == OP_PHRASE && at.field->kind != K_TEXT)
		return compile_wrong(c, "only a text can be a phrase", name);
	TRY(op_new(c, kind, &op));
	op->reach = at;
	if (currency.field)
		op->currency = arena_copy(&c->t->arena, &currency, sizeof(currency));
	op->escape = escape;
	return ST_OK;
}

enum status compile_field(struct compiling *c, struct sv name, bool in_words)
{
	TRY(add_value(c, name, OP_FIELD));
	c->t->ops[c->t->n - 1].in_words = in_words;
	return ST_OK;
}

enum status compile_literal(struct compiling *c, struct sv literal)
{
	struct buf b = buf_new(&c->t->arena, literal.n * 6 + 1);
	size_t line = c->line;

	if (c->t->kind == TEMPLATE_HTML) {
		const char *what = html_text(&c->html);

		if (what)
			return compile_wrong(c, what, literal);
		html_escape(&b, literal);
		literal = buf_sv(&b);
	}
	TRY(add_literal(c, literal));
	c->line = line;
	return ST_OK;
}

enum status compile_form(struct compiling *c, struct sv name, unsigned form, size_t *ret_op)
{
	struct reach at, currency;
	struct op *op;

	TRY(reach(c, name, &at, &currency));
	if (at.field->kind != K_INT)
		return compile_wrong(c, "only an INT has plural forms", name);
	TRY(op_new(c, OP_FORM, &op));
	op->reach = at;
	op->form = (unsigned char)form;
	*ret_op = c->t->n - 1;
	return ST_OK;
}

enum status compile_form_end(struct compiling *c, size_t op)
{
	TRY(literal_ends(c));
	c->t->ops[op].jump = (uint32_t)c->t->n;
	return ST_OK;
}

static enum status open_block(struct compiling *c, enum op_kind kind, struct sv name)
{
	struct reach at, currency;
	struct block *b = &c->blocks[c->n_blocks];
	struct op *op;

	TRY(reach(c, name, &at, &currency));
	if (c->n_blocks == BLOCKS_MAX)
		return compile_wrong(c, "blocks are nested too deep", name);
	if (c->html.whole)
		return compile_wrong(c, "a whole path must be the whole value", name);
	TRY(op_new(c, kind, &op));
	op->reach = at;
	if (kind == OP_LIST) {
		if (at.field->kind != K_LIST)
			return compile_wrong(c, "this field is not a list", name);
		if (c->n_scopes == SCOPES_MAX)
			return compile_wrong(c, "lists are nested too deep", name);
		op->scope = (unsigned char)c->n_scopes;
		c->scopes[c->n_scopes++] = at.field->of;
	}
	b->op = c->t->n - 1;
	b->name = name;
	b->before = c->html;
	b->line = c->line;
	c->n_blocks++;
	return ST_OK;
}

static enum status close_block(struct compiling *c, struct sv name, size_t least)
{
	struct block *b;
	struct op *op;
	bool list;

	if (c->n_blocks == least)
		return compile_wrong(c, "nothing is open that this could close", name);
	b = &c->blocks[c->n_blocks - 1];
	if (!sv_eq(b->name, name))
		return compile_wrong(c, "another block is open and must be closed first", b->name);
	list = c->t->ops[b->op].kind == OP_LIST;
	if (c->html.whole && !b->before.whole)
		return compile_wrong(c, "a whole path must be the whole value", name);
	if (c->t->kind == TEMPLATE_HTML && !html_join(&c->html, &b->before, list))
		return compile_wrong(c, "the block must end where it began: in the same text, tag or value",
		             name);
	TRY(literal_ends(c));
	if (list) {
		TRY(op_new(c, OP_NEXT, &op));
		op->jump = (uint32_t)b->op;
		op->scope = c->t->ops[b->op].scope;
		c->n_scopes--;
	}
	c->t->ops[b->op].jump = (uint32_t)c->t->n;
	c->n_blocks--;
	return ST_OK;
}

static enum status add_source(struct compiling *c, struct sv name);

static enum status add_part(struct compiling *c, struct sv name)
{
	const char *outer = c->name;
	size_t line = c->line;

	if (c->depth == PART_DEPTH)
		return compile_wrong(c, "parts are nested too deep, perhaps in themselves", name);
	c->depth++;
	TRY(add_source(c, name));
	c->depth--;
	c->name = outer;
	c->line = line;
	return ST_OK;
}

static enum status add_tag(struct compiling *c, struct sv tag, size_t least)
{
	char sign = tag.n ? tag.p[0] : '\0';
	struct sv name = sv_trim(sv_from_to(tag, 1, tag.n));

	switch (sign) {
	case '#':
		return open_block(c, OP_LIST, name);
	case '?':
		return open_block(c, OP_IF, name);
	case '!':
		return open_block(c, OP_IFNOT, name);
	case '/':
		return close_block(c, name, least);
	case '>':
		return add_part(c, name);
	case '_':
		return text_tag(c, c->language, sv_from_to(tag, 1, tag.n));
	case '+':
		return plural_tag(c, c->language, sv_from_to(tag, 1, tag.n));
	case '~':
		return add_value(c, name, OP_PHRASE);
	default:
		return compile_field(c, sv_trim(tag), false);
	}
}

/* Where a tag ends: at the first }} that closes no { of a placeholder. */
static size_t tag_end(struct sv rest)
{
	int depth = 0;

	for (size_t i = 0; i < rest.n; i++) {
		if (rest.p[i] == '{')
			depth++;
		else if (rest.p[i] == '}' && depth > 0)
			depth--;
		else if (rest.p[i] == '}' && i + 1 < rest.n && rest.p[i + 1] == '}')
			return i;
	}
	return rest.n;
}

static enum status add_source(struct compiling *c, struct sv name)
{
	size_t least = c->n_blocks;
	struct sv rest = c->find(c->arg, name);

	if (!rest.p)
		return c->name ? compile_wrong(c, "there is no such part", name)
		               : fail(ST_NOT_FOUND, "there is no template " SV_FMT, SV_ARG(name));
	c->name = sv_z(&c->t->arena, name);
	c->line = 1;
	if (rest.n > SOURCE_MAX || !utf8_valid(rest))
		return compile_wrong(c, "it is too large or not UTF-8", SV_NONE);
	while (rest.n) {
		size_t open = sv_find_sv(rest, SV("{{")), close;
		struct sv tag;

		TRY(add_literal(c, sv_from_to(rest, 0, open)));
		if (open == rest.n)
			break;
		rest = sv_from_to(rest, open + 2, rest.n);
		close = tag_end(rest);
		if (close == rest.n)
			return compile_wrong(c, "a {{ is not closed", SV_NONE);
		tag = sv_from_to(rest, 0, close);
		TRY(add_tag(c, tag, least));
		c->line += lines_in(tag);
		rest = sv_from_to(rest, close + 2, rest.n);
	}
	if (c->n_blocks > least) {
		c->line = c->blocks[c->n_blocks - 1].line;
		return compile_wrong(c, "this block is not closed", c->blocks[c->n_blocks - 1].name);
	}
	return ST_OK;
}

enum status template_compile(enum template_kind kind, const char *name, const struct record *r,
                             const struct catalogue *language, template_source *find, void *arg,
                             struct template **ret)
{
	struct template *t = mem_new(sizeof(*t));
	struct compiling c = { .t = t, .find = find, .arg = arg, .n_scopes = 1,
				.language = language };
	enum status st;

	t->kind = kind;
	c.scopes[0] = r;
	c.literal = buf_new(&c.scratch, SOURCE_MAX);
	st = add_source(&c, sv_from(name));
	if (st == ST_OK)
		st = literal_ends(&c);
	if (st == ST_OK && kind == TEMPLATE_HTML && c.html.place != AT_TEXT)
		st = compile_wrong(&c, "it ends inside a tag, comment or raw text", SV_NONE);
	arena_free(&c.scratch);
	if (st != ST_OK) {
		template_free(t);
		return st;
	}
	*ret = t;
	return ST_OK;
}

void template_free(struct template *t)
{
	if (!t)
		return;
	arena_free(&t->arena);
	mem_free(t->ops);
	mem_free(t);
}
