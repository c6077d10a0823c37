/* The catalogue's texts in templates: {{_…}} and {{+…}}; see template.h. A text is cut at its placeholders while the
 * template is compiled, so a page in any language renders as fast as one without words. Called by template.c. */
#include "common/template_inside.h"

/* Text with {name} placeholders. */
static enum status add_text(struct compiling *c, struct sv text)
{
	while (text.n) {
		size_t open = sv_find(text, '{'), close;

		if (open)
			TRY(compile_literal(c, sv_from_to(text, 0, open)));
		text = sv_from_to(text, open, text.n);
		if (text.n == 0)
			break;
		close = sv_find(text, '}');
		if (close == text.n)
			return compile_wrong(c, "a { in this text is not closed", text);
		TRY(compile_field(c, sv_from_to(text, 1, close), true));
		text = sv_from_to(text, close + 1, text.n);
	}
	return ST_OK;
}

enum status text_tag(struct compiling *c, const struct catalogue *language, struct sv tag)
{
	if (sv_trim(tag).n != tag.n || tag.n == 0)
		return compile_wrong(c, "a text is empty or begins or ends with a blank", tag);
	return add_text(c, catalogue_text(language, tag));
}

enum status plural_tag(struct compiling *c, const struct catalogue *language, struct sv tag)
{
	struct sv rest = tag, name = sv_cut(&rest, '|'), one = sv_cut(&rest, '|'), many = rest;
	size_t op;

	if (one.n == 0 || many.n == 0 || sv_find(many, '|') < many.n)
		return compile_wrong(c, "a plural is a field and two texts", tag);
	for (unsigned form = 0; form < catalogue_forms(language); form++) {
		TRY(compile_form(c, name, form, &op));
		TRY(add_text(c, catalogue_plural(language, one, many, form)));
		TRY(compile_form_end(c, op));
	}
	return ST_OK;
}
