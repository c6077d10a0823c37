/* Bytes as a template: whatever compiles must render, and what a hostile field put into it must not open a
 * tag or end a quoted value. The record is small and hostile. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/locale.h"
#include "common/template.h"

struct row {
	struct sv name, own_path;
	struct {
		void *at;
		size_t n;
	} rows;
};

extern const struct record row_record;
const struct field row_fields[] = {
	{ "n", K_TEXT, OPT, offsetof(struct row, name), NULL, "" },
	{ "a_path", K_TEXT, OPT, offsetof(struct row, own_path), NULL, "" },
	{ "r", K_LIST, OPT, offsetof(struct row, rows), &row_record, "" },
};
const struct record row_record = {
	"row", sizeof(struct row), row_fields, COUNT(row_fields), NULL, 0, ""
};

static struct sv source(void *arg, struct sv name)
{
	return sv_is(name, "page") ? *(struct sv *)arg : SV_NONE;
}

static size_t count(struct sv s, struct sv part)
{
	size_t n = 0, at;

	while ((at = sv_find_sv(s, part)) < s.n) {
		n++;
		s = sv_from_to(s, at + part.n, s.n);
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sv hostile = SV_CONST("<ZQ7 \"'>&\\//:?#\n{{n}}");
	struct row inner = { .name = hostile, .own_path = SV("//ZQ7") }, page = inner;
	struct arena a = ARENA_INIT;
	struct buf out = buf_new(&a, 1 << 20);
	struct render how = { SV("en-US"), NULL, NULL };
	struct template *t = NULL;
	struct sv text = sv_of(size ? (const char *)data : "", size);

	page.rows.at = &inner;
	page.rows.n = 1;
	if (template_compile(TEMPLATE_HTML, "page", &row_record, NULL, source, &text, &t) == ST_OK) {
		template_render(t, &page, &how, &out);
		if (sv_find_sv(text, SV("<ZQ7")) == text.n && count(buf_sv(&out), SV("<ZQ7")))
			abort();
		template_free(t);
	}
	arena_free(&a);
	return 0;
}
