/* How the organisation looks: its colour behind the style sheet, its logo. The colour's rule blocks are worked out once
 * for a setting on each thread; what they are is part of the style sheet's hash (http/static.h), so a new colour is a new
 * address and an old one may be kept. */
#include <string.h>

#include "common/arena.h"

#include "server/portal/portal.h"
#include "server/rule/colour.h"
#include "server/service/brand.h"
#include "server/service/home.h"

enum { RULES_MAX = 640 };

static void rules(struct buf *b, const char *where, struct palette p)
{
	const struct {
		const char *name;
		struct rgb c;
	} vars[] = { { "brand", p.text }, { "brand-fill", p.fill }, { "brand-deep", p.deep },
		     { "brand-pale", p.pale }, { "on-brand", p.on } };

	buf_print(b, "\n@media screen%s { :root {", where);
	for (size_t i = 0; i < COUNT(vars); i++)
		buf_print(b, " --%s: #%02x%02x%02x;", vars[i].name, vars[i].c.r, vars[i].c.g, vars[i].c.b);
	buf_z(b, " } }\n");
}

/* Both sets of rules; either colour may be missing. */
static void all_rules(struct buf *b, struct sv colour, struct sv in_the_dark)
{
	struct rgb c;

	if (colour_parse(colour, &c))
		rules(b, "", colour_light(c));
	if (colour_parse(in_the_dark, &c) || colour_parse(colour, &c))
		rules(b, " and (prefers-color-scheme: dark)", colour_dark(c));
}

static struct sv brand_rules(struct arena *a, struct sv colour, struct sv in_the_dark)
{
	static _Thread_local struct {
		char key[16], rules[RULES_MAX];
		size_t n;
	} kept;
	struct sv key = !colour.n && !in_the_dark.n ? SV("/") : sv_print(a, SV_FMT "/" SV_FMT, SV_ARG(colour), SV_ARG(in_the_dark));
	struct buf b;

	if (key.n == 1 || key.n >= sizeof(kept.key))
		return SV_NONE;
	if (!sv_is(key, kept.key)) {
		b = buf_new(a, RULES_MAX);
		all_rules(&b, colour, in_the_dark);
		memcpy(kept.key, key.p, key.n + 1);
		memcpy(kept.rules, b.p ? b.p : "", b.n);
		kept.n = b.n;
	}
	return sv_copy(a, sv_of(kept.rules, kept.n));
}

struct sv portal_static_tail(struct web *w, struct sv name)
{
	struct frame fr;

	if (!sv_is(name, "portal.css") || service_frame(&w->unit, w->unit.snap, &fr) != ST_OK)
		return SV_NONE;
	return brand_rules(&w->unit.arena, fr.colour, fr.colour_dark);
}

enum status portal_logo(struct web *w)
{
	struct sv bytes, type;

	TRY(service_logo_bytes(&w->unit, w->unit.snap, w->vars[0], &bytes, &type));
	w->reply.status = 200;
	w->reply.type = type;
	w->reply.keep = true;
	w->reply.body = buf_new(&w->unit.arena, bytes.n);
	buf_add(&w->reply.body, bytes);
	return ST_OK;
}
