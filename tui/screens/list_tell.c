/* What the console asks of a list: its title, whether it is here yet, the account under the cursor. */
#include <string.h>

#include "tui/screens/list_inside.h"

enum waits list_waits(const void *model)
{
	const struct list_model *m = model;

	if (m->refused)
		return WAITS_IN_VAIN;
	return m->asked >= 0 && m->known && !m->pages[0].reply ? WAITS_FOR_ROWS : WAITS_FOR_NOTHING;
}

void list_title(const void *model, struct buf *b)
{
	buf_z(b, T(((const struct list_model *)model)->kind->title));
}

const char *list_account(const void *model)
{
	const struct list_model *m = model;
	const void *row = list_here(m);
	static char number[ACCOUNT_MAX + 1]; /* of the ui thread; read before the next door opens */
	struct sv text;

	number[0] = '\0';
	if (!row || !m->kind->account)
		return number;
	text = *(const struct sv *)field_at(record_field(list_record(m->kind), sv_from(m->kind->account)), row);
	if (text.n > ACCOUNT_MAX)
		return number;
	if (text.n)
		memcpy(number, text.p, text.n);
	number[text.n] = '\0';
	return number;
}
