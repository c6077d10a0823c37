/* Forms from strangers: no crash, and what is accepted keeps its promises. */
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "server/http/form.h"

struct sample {
	struct sv name, note;
	bool agree;
	int64_t count, day;
	struct sv form_token;
};

static const struct field fields[] = {
	{ "name", K_TEXT, REQ, offsetof(struct sample, name), NULL, "" },
	{ "note", K_TEXT, MULTI, offsetof(struct sample, note), NULL, "" },
	{ "agree", K_BOOL, OPT, offsetof(struct sample, agree), NULL, "" },
	{ "count", K_INT, OPT, offsetof(struct sample, count), NULL, "" },
	{ "day", K_DAY, OPT, offsetof(struct sample, day), NULL, "" },
	{ "form_token", K_TEXT, OPT, offsetof(struct sample, form_token), NULL, "" },
};
static const struct limit limits[] = { { offsetof(struct sample, name), 1, 40 } };
static const struct record sample_record = { "sample", sizeof(struct sample), fields, COUNT(fields),
	                                     limits,   COUNT(limits),         "" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena a = ARENA_INIT;
	struct form_pairs pairs;
	struct sample s = { .count = 0 };
	struct sv body = sv_of(data, n);

	if (form_split(&a, body, &pairs) == ST_OK &&
	    form_fill(&a, &pairs, &sample_record, &s) == ST_OK &&
	    (s.name.n == 0 || s.name.n > 40 || !utf8_is_clean(s.name, false) ||
	     !utf8_is_clean(s.note, true)))
		abort();
	(void)form_type_good(body);
	if (form_query(&a, body, "q", 10).n > 10)
		abort();
	arena_reset(&a);
	return 0;
}
