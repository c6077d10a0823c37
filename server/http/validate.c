/* The validator (libraries.md 1): what libmicrohttpd lets through and nginx would not. Called by
 * listener.c for real requests, by web_text.c for those of tests. */
#include "server/http/validate.h"

#include <string.h>

enum { TARGET_MAX = 2048, LENGTH_DIGITS = 9 };

void head_init(struct head *h)
{
	*h = (struct head){ .length = -1 };
}

static bool wrong(struct head *h, const char *why)
{
	if (!h->wrong)
		h->wrong = why;
	return false;
}

static bool is_token(struct sv s)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');

		if (!word && (c == '\0' || !strchr(others, c)))
			return false;
	}
	return s.n > 0;
}

static bool has_control(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

static bool is_host(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');

		if (!word && (c == '\0' || !strchr(".-_:[]", c)))
			return false;
	}
	return s.n > 0 && s.n <= 255;
}

static bool is_length(struct sv s, int64_t *ret)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9') /* no sign, no list, no blank inside */
			return false;
	return s.n <= LENGTH_DIGITS && sv_int(s, ret);
}

/* Fields we read, each at most once: a second one is an ambiguity that only an attacker gains
 * from. */
static struct sv *known(struct head *h, struct sv name)
{
	static const struct {
		struct sv name;
		size_t at;
	} fields[] = {
		{ SV_CONST("host"), offsetof(struct head, host) },
		{ SV_CONST("cookie"), offsetof(struct head, cookie) },
		{ SV_CONST("origin"), offsetof(struct head, origin) },
		{ SV_CONST("user-agent"), offsetof(struct head, agent) },
		{ SV_CONST("content-type"), offsetof(struct head, type) },
		{ SV_CONST("sec-fetch-site"), offsetof(struct head, fetch_site) },
		{ SV_CONST("if-none-match"), offsetof(struct head, if_none_match) },
		{ SV_CONST("accept-language"), offsetof(struct head, accept_language) },
	};

	for (size_t i = 0; i < COUNT(fields); i++)
		if (name.n == fields[i].name.n && sv_eq_fold(name, fields[i].name))
			return (struct sv *)(void *)((char *)h + fields[i].at);
	return NULL;
}

bool head_add(struct head *h, struct sv name, struct sv value)
{
	struct sv *field;

	if (h->wrong)
		return false;
	if (++h->n > HEAD_FIELDS_MAX)
		return wrong(h, "too many header fields");
	if (!is_token(name))
		return wrong(h, "a header field's name is malformed");
	if (has_control(value))
		return wrong(h, "a header field's value has control characters");
	value = sv_trim(value);
	if (sv_eq_fold(name, SV("transfer-encoding")))
		return wrong(h, "Transfer-Encoding is not accepted");
	if (sv_eq_fold(name, SV("content-length"))) {
		if (h->length >= 0)
			return wrong(h, "more than one Content-Length");
		return is_length(value, &h->length) || wrong(h, "Content-Length is not a number");
	}
	if (sv_eq_fold(name, SV("x-forwarded-for"))) { /* proxies add to it: the last one counts */
		h->forwarded = value;
		return true;
	}
	field = known(h, name);
	if (!field)
		return true;
	if (field->p)
		return wrong(h, "a header field is there twice");
	if (field == &h->host && !is_host(value))
		return wrong(h, "the Host is malformed");
	*field = value;
	return true;
}

bool head_layout(struct head *h, struct sv name, struct sv value)
{
	const char *at = name.p + name.n + 1; /* behind the colon, which is a NUL by now */

	while (at < value.p && (*at == ' ' || *at == '\t'))
		at++;
	if (at != value.p)
		return wrong(h, "a header field goes on in a second line");
	if (h->end && name.p != h->end + 2) /* CR and LF */
		return wrong(h, "a header line has a NUL or does not end in CR LF");
	h->end = value.p + value.n;
	return true;
}

bool head_layout_end(struct head *h)
{
	static const char end[4]; /* CR LF CR LF, each a NUL by now */

	if (h->end && memcmp(h->end, end, sizeof(end)) != 0)
		return wrong(h, "the last header line has a NUL or does not end in CR LF");
	return !h->wrong;
}

bool head_end(struct head *h, const char *method, const char *version, struct sv target,
              enum verb *ret_verb)
{
	static const struct {
		const char *name;
		enum verb verb;
	} verbs[] = { { "GET", VERB_GET }, { "HEAD", VERB_HEAD }, { "POST", VERB_POST } };
	enum verb verb = 0;

	if (h->wrong)
		return false;
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (strcmp(method, verbs[i].name) == 0)
			verb = verbs[i].verb;
	if (!is_token(sv_from(method)))
		return wrong(h, "the method is malformed");
	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		return wrong(h, "only HTTP/1.1 and HTTP/1.0 are spoken here");
	if (!h->host.p)
		return wrong(h, "the Host is missing");
	if (target.n == 0 || target.p[0] != '/')
		return wrong(h, "the address must begin with a slash");
	if (target.n > TARGET_MAX)
		return wrong(h, "the address is too long");
	for (size_t i = 0; i < target.n; i++)
		if ((unsigned char)target.p[i] <= 0x20 || (unsigned char)target.p[i] >= 0x7f)
			return wrong(h, "the address has characters that must be escaped");
	if (h->length > 0 && (verb == VERB_GET || verb == VERB_HEAD))
		return wrong(h, "a body was sent with GET");
	*ret_verb = verb;
	return true;
}
