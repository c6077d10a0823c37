/* Where in a page are we? A small HTML tokenizer over a template's literal text, after the states of the
 * HTML standard that matter here. It only runs when templates are compiled. It is stricter than browsers:
 * what it is not sure about (raw text, unquoted values, code in attributes) takes no field at all, so a
 * mistake in a template is refused at start and never becomes a hole in a page. */
#include <string.h>

#include "common/template_inside.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct sv tag_of(const struct html *h)
{
	return (struct sv){ h->tag, h->tag_n };
}

static bool tag_is_one_of(const struct html *h, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_is(tag_of(h), names[i]))
			return true;
	return false;
}

/* Elements whose inside is not HTML, and those whose inside is text only. */
static enum place inside_of(const struct html *h)
{
	static const char *const raw[] = { "script",   "style",    "xmp",      "iframe",
		                           "noembed",  "noframes", "noscript", "plaintext",
		                           "template", "svg",      "math" };
	static const char *const text[] = { "title", "textarea" };

	if (h->closing)
		return AT_TEXT;
	if (tag_is_one_of(h, raw, COUNT(raw)))
		return AT_RAW;
	return tag_is_one_of(h, text, COUNT(text)) ? AT_TITLE : AT_TEXT;
}

static void end_tag(struct html *h)
{
	h->place = inside_of(h);
	h->closing = false;
	h->end_n = 0;
	h->attr_n = 0;
}

static void keep(char *name, unsigned char *n, char c)
{
	if (*n < NAME_KEPT)
		name[(*n)++] = lower(c);
}

static void begin_attr(struct html *h, char c)
{
	h->place = AT_ATTR_NAME;
	h->attr_n = 0;
	keep(h->attr, &h->attr_n, c);
}

static void begin_value(struct html *h, enum place place)
{
	h->place = place;
	h->head_n = 0;
	h->value_n = 0;
	h->query = h->dirty = h->whole = h->slash = h->scheme = false;
}

static void end_value(struct html *h)
{
	begin_value(h, AT_TAG_SEAM);
	h->attr_n = 0;
}

static void in_value(struct html *h, char c)
{
	if (!h->dirty && h->head_n < HEAD_KEPT)
		h->head[h->head_n++] = lower(c);
	h->value_n++;
	if (c == ':' && !h->slash && !h->query)
		h->scheme = true;
	if (c == '/')
		h->slash = true;
	if (c == '?' || c == '#')
		h->query = true;
}

static void end_name(struct html *h)
{
	h->place = AT_TAG;
	h->attr_n = 0;
}

static void in_tag(struct html *h, char c)
{
	if (c == '>')
		end_tag(h);
	else if (!is_blank(c) && c != '/')
		begin_attr(h, c);
	else
		end_name(h);
}

/* `<script>` ends at "</script", whatever stands between. */
static void in_raw(struct html *h, char c)
{
	char want = '<';

	if (h->end_n == 1)
		want = '/';
	else if (h->end_n > 1)
		want = h->end_n - 2 < h->tag_n ? h->tag[h->end_n - 2] : '>';
	if (h->end_n == h->tag_n + 2u && (is_blank(c) || c == '/' || c == '>')) {
		h->closing = true;
		h->place = AT_TAG;
		in_tag(h, c);
		return;
	}
	h->end_n = lower(c) == want ? h->end_n + 1 : c == '<';
}

static void in_declaration(struct html *h, char c)
{
	if (h->dashes < 2 && c == '-') {
		if (++h->dashes == 2) {
			h->place = AT_COMMENT;
			h->dashes = 0;
		}
		return;
	}
	h->dashes = 9; /* <!doctype: not a comment */
	if (c == '>')
		h->place = AT_TEXT;
}

static void in_comment(struct html *h, char c)
{
	if (c == '>' && h->dashes >= 2)
		h->place = AT_TEXT;
	h->dashes = c == '-' ? h->dashes + 1 : 0;
}

static void in_tag_open(struct html *h, char c)
{
	if (is_letter(c)) {
		h->place = AT_TAG_NAME;
		h->tag_n = 0;
		keep(h->tag, &h->tag_n, c);
	} else if (c == '/' && !h->closing) {
		h->closing = true;
	} else if (c == '!' || c == '?' || (h->closing && c != '>')) {
		h->place = AT_DECLARATION;
		h->dashes = c == '!' && !h->closing ? 0 : 9;
		h->closing = false;
	} else if (c != '<') { /* "a < b"; but "<<b" opens a tag */
		h->place = AT_TEXT;
		h->closing = false;
	}
}

static void in_attr_name(struct html *h, char c)
{
	if (c == '=')
		h->place = AT_VALUE_OPEN;
	else if (is_blank(c))
		h->place = AT_ATTR_EQUALS;
	else if (c == '>' || c == '/')
		in_tag(h, c);
	else
		keep(h->attr, &h->attr_n, c);
}

static void in_value_open(struct html *h, char c)
{
	if (c == '"' || c == '\'')
		begin_value(h, c == '"' ? AT_VALUE_DOUBLE : AT_VALUE_SINGLE);
	else if (c == '>')
		end_tag(h);
	else if (!is_blank(c))
		begin_value(h, AT_VALUE_BARE);
}

static const char *in_quoted(struct html *h, char c)
{
	if (c == (h->place == AT_VALUE_DOUBLE ? '"' : '\''))
		end_value(h);
	else if (h->whole)
		return "a whole path must be the whole value";
	else
		in_value(h, c);
	return NULL;
}

static const char *walk(struct html *h, char c)
{
	switch (h->place) {
	case AT_TEXT:
		if (c == '<')
			h->place = AT_TAG_OPEN;
		break;
	case AT_TAG_OPEN:
		in_tag_open(h, c);
		break;
	case AT_TAG_NAME:
		if (is_blank(c) || c == '/' || c == '>')
			in_tag(h, c);
		else
			keep(h->tag, &h->tag_n, c);
		break;
	case AT_TAG:
		in_tag(h, c);
		break;
	case AT_TAG_SEAM:
		if (!is_blank(c) && c != '/' && c != '>')
			return "a blank is missing before an attribute";
		in_tag(h, c);
		break;
	case AT_ATTR_NAME:
		in_attr_name(h, c);
		break;
	case AT_ATTR_EQUALS:
		if (c == '=')
			h->place = AT_VALUE_OPEN;
		else
			in_tag(h, c);
		break;
	case AT_VALUE_OPEN:
		in_value_open(h, c);
		break;
	case AT_VALUE_DOUBLE:
	case AT_VALUE_SINGLE:
		return in_quoted(h, c);
	case AT_VALUE_BARE:
		if (c == '>')
			end_tag(h);
		else if (is_blank(c))
			end_name(h);
		break;
	case AT_DECLARATION:
		in_declaration(h, c);
		break;
	case AT_COMMENT:
		in_comment(h, c);
		break;
	case AT_RAW:
	case AT_TITLE:
		in_raw(h, c);
		break;
	}
	return NULL;
}

const char *html_walk(struct html *h, struct sv literal, size_t *ret_at)
{
	for (size_t i = 0; i < literal.n; i++) {
		const char *wrong = walk(h, literal.p[i]);

		if (wrong) {
			*ret_at = i;
			return wrong;
		}
	}
	return NULL;
}

static bool attr_is_one_of(const struct html *h, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_is((struct sv){ h->attr, h->attr_n }, names[i]))
			return true;
	return false;
}

static bool is_url(const struct html *h)
{
	static const char *const names[] = { "href",       "action", "src",     "formaction",
		                             "poster",     "cite",   "data",    "background",
		                             "xlink:href", "ping",   "manifest" };

	return attr_is_one_of(h, names, COUNT(names));
}

static const char *url_field(struct html *h, struct sv name, enum escape *ret)
{
	struct sv head = { h->head, h->head_n };

	if (h->value_n == 0 && !h->dirty) {
		if (!sv_ends(name, SV("_path")))
			return "a whole URL from a field is not safe: begin with a path or name it "
			       "..._path";
		h->whole = h->dirty = true;
		*ret = ESCAPE_OWN_PATH;
		return NULL;
	}
	if (h->scheme && !sv_starts(head, SV("https://")) && !sv_starts(head, SV("http://")))
		return "a field in a URL of this scheme is not safe";
	if (h->query) {
		*ret = ESCAPE_QUERY;
		return NULL;
	}
	if (head.n == 0 || head.p[0] != '/' ||
	    (head.n > 1 && (head.p[1] == '/' || head.p[1] == '\\' || head.p[1] == '&')))
		return "in a URL that does not begin with a single / a field may only follow a ?";
	*ret = head.n == 1 ? ESCAPE_ROOT : ESCAPE_PATH;
	h->dirty = true;
	return NULL;
}

static const char *attr_field(struct html *h, struct sv name, enum escape *ret)
{
	static const char *const code[] = { "style", "srcdoc", "srcset", "imagesrcset",
		                            "http-equiv" };

	if (h->whole)
		return "a whole path must be the whole value";
	if (h->attr_n >= 2 && h->attr[0] == 'o' && h->attr[1] == 'n')
		return "a field in an event handler is not safe";
	if (attr_is_one_of(h, code, COUNT(code)))
		return "a field in this attribute is not safe";
	if (sv_is(tag_of(h), "meta") && sv_find((struct sv){ h->head, h->head_n }, ';') < h->head_n)
		return "a field in a refresh is not safe";
	if (is_url(h))
		return url_field(h, name, ret);
	h->dirty = true;
	*ret = ESCAPE_HTML;
	return NULL;
}

const char *html_field(struct html *h, struct sv name, enum escape *ret)
{
	switch (h->place) {
	case AT_TEXT:
		*ret = ESCAPE_HTML;
		return NULL;
	case AT_TITLE:
		if (h->end_n)
			return "a field may not stand in a tag name";
		*ret = ESCAPE_HTML;
		return NULL;
	case AT_VALUE_DOUBLE:
	case AT_VALUE_SINGLE:
		return attr_field(h, name, ret);
	case AT_VALUE_OPEN:
	case AT_VALUE_BARE:
		return "a field in an attribute needs quotes around the value";
	case AT_COMMENT:
	case AT_DECLARATION:
		return "a field may not stand in a comment or declaration";
	case AT_RAW:
		return "a field may not stand in script, style or other raw text";
	case AT_TAG_OPEN:
	case AT_TAG_NAME:
		return "a field may not stand in a tag name";
	case AT_TAG:
	case AT_TAG_SEAM:
	case AT_ATTR_NAME:
	case AT_ATTR_EQUALS:
		break;
	}
	return "a field may not stand for an attribute";
}

const char *html_text(struct html *h)
{
	bool quoted = h->place == AT_VALUE_DOUBLE || h->place == AT_VALUE_SINGLE;

	if (h->place == AT_TEXT || h->place == AT_TITLE)
		return NULL;
	if (quoted && !is_url(h) && !(h->attr_n >= 2 && h->attr[0] == 'o' && h->attr[1] == 'n'))
		return NULL;
	return "text of the catalogue stands in text or in a quoted attribute that is no URL and no code";
}

static bool in_quotes(const struct html *h)
{
	return h->place == AT_VALUE_DOUBLE || h->place == AT_VALUE_SINGLE;
}

static bool same_tag(const struct html *a, const struct html *b)
{
	return a->closing == b->closing && a->tag_n == b->tag_n &&
	       memcmp(a->tag, b->tag, a->tag_n) == 0;
}

static bool same_attr(const struct html *a, const struct html *b)
{
	return a->attr_n == b->attr_n && memcmp(a->attr, b->attr, a->attr_n) == 0;
}

/* Would the text that follows be read in the same way? */
static bool same(const struct html *a, const struct html *b)
{
	if (a->place != b->place)
		return false;
	if (a->place == AT_TEXT)
		return true;
	if (a->place == AT_COMMENT || a->place == AT_DECLARATION)
		return a->dashes == b->dashes;
	return same_tag(a, b) && same_attr(a, b) && a->whole == b->whole && a->end_n == b->end_n;
}

/* Within a tag, between attributes: a blank, a slash or the end may follow. */
static bool between(const struct html *h)
{
	return h->place == AT_TAG_NAME || h->place == AT_TAG || h->place == AT_TAG_SEAM ||
	       h->place == AT_ATTR_NAME || h->place == AT_ATTR_EQUALS;
}

bool html_join(struct html *h, const struct html *before, bool repeated)
{
	if (same(h, before)) {
		if (!in_quotes(h) || !is_url(h))
			return true;
		/* What a URL begins with, and where its query begins, must not depend on the block. */
		return h->query == before->query && h->scheme == before->scheme &&
		       (h->query || before->head_n > 1 ||
		        (h->value_n == before->value_n && h->dirty == before->dirty));
	}
	if (repeated || !between(h) || !between(before) || !same_tag(h, before))
		return false;
	end_value(h); /* a seam */
	return true;
}
