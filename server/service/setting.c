/* setting: checked by the rule beside its row in setting.def, written with an event. */
#include <string.h>

#include "common/latch.h"
#include "common/utf8.h"

#include "server/rule/setting.h"
#include "server/service/brand.h"
#include "server/service/budget.h"
#include "server/service/event.h"
#include "server/service/operator.h"
#include "server/store/setting.h"

enum status service_setting_show(struct unit *u, struct snap *s, struct sv prefix,
				 struct setting_page *ret)
{
	TRY(store_setting_list(s, prefix, &ret->items, &u->arena));
	if (ret->items.n == 0)
		return fail_field(ST_NOT_FOUND, "name", "there is no setting " SV_FMT, SV_ARG(prefix));
	return ST_OK;
}

static enum status check(struct sv name, struct sv value)
{
	/* of a family the name's row is there, so its end is a language */
#define TEXT_SETTING(field, name_, default_, max, check_, help)                                    \
	if (sv_is(name, name_))                                                                    \
		return setting_check_##check_(value, max);
#define NUMBER_SETTING(field, name_, default_, least, most, help)                                  \
	if (sv_is(name, name_))                                                                    \
		return setting_check_number(value, least, most);
#define LANGUAGE_SETTING(field, prefix, max, check_, help)                                         \
	if (sv_starts(name, SV(prefix)))                                                           \
		return setting_check_##check_(value, max);
#include "server/store/setting.def"
	return fail_field(ST_NOT_FOUND, "name", "there is no setting " SV_FMT, SV_ARG(name));
}

/* The one row of this very name: a prefix may match several. */
static enum status row_of(struct snap *s, struct sv name, struct setting_row *ret, struct arena *a)
{
	struct setting_row_list all;

	TRY(store_setting_list(s, name, &all, a));
	for (size_t i = 0; i < all.n; i++)
		if (sv_eq(all.at[i].name, name)) {
			*ret = all.at[i];
			return ST_OK;
		}
	return fail_field(ST_NOT_FOUND, "name", "there is no setting " SV_FMT, SV_ARG(name));
}

/* As addresses are often pasted. */
static struct sv without_slash(struct sv name, struct sv value)
{
	return sv_is(name, "portal.base_url") && sv_ends(value, SV("/")) ? sv_from_to(value, 0, value.n - 1) : value;
}

enum status service_setting_judge(struct unit *u, struct snap *s, const struct setting_put *q, struct setting_row *ret)
{
	struct sv value = without_slash(q->name, q->value);

	TRY(row_of(s, q->name, ret, &u->arena));
	if (sv_is(q->name, "brand.logo"))
		return value.n ? fail_field(ST_INVALID, "value", "is set by quitsctl setting.logo file=PATH") : ST_OK;
	if (value.n)
		TRY(check(q->name, value));
	ret->value = value.n ? value : ret->default_value;
	return ST_OK;
}

enum status service_setting_put(struct unit *u, struct tx *tx, const struct setting_put *q,
				struct setting_row *ret)
{
	struct event_body b = { .name = q->name, .value = q->value };
	struct sv value = without_slash(q->name, q->value);

	b.value = utf8_clean(tx->arena, value, TEXT_MAX_DEFAULT, false); /* one line: a long text is cut */
	TRY(row_of(tx_look(tx), q->name, ret, tx->arena));
	if (sv_is(q->name, "brand.logo"))
		return value.n ? fail_field(ST_INVALID, "value", "is set by quitsctl setting.logo file=PATH")
			       : service_logo_drop(u, tx, ret);
	if (value.n)
		TRY(check(q->name, value));
	TRY(store_setting_put(tx, q->name, value));
	TRY(tx_tell(tx, E_setting_changed, 0, 0, u->actor, &b));
	return row_of(tx_look(tx), q->name, ret, tx->arena);
}

enum status service_setting_settle(struct unit *u, struct setting_row *ret)
{
	if (sv_is(ret->name, "portal.on")) /* what waited for it is due at once */
		latch_raise(u->shared->nudge, latch_now(u->shared->nudge) + 1);
	if (!sv_is(ret->name, "identity.mode") && !sv_is(ret->name, "second_factor"))
		return ST_OK;
	snap_end(u->snap);
	return service_identity_gaps(&u->arena, u->snap, &ret->note);
}

enum status service_setting_check(struct unit *u, struct snap *s)
{
	struct setting_row_list all;

	TRY(store_setting_list(s, SV_NONE, &all, &u->arena));
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].value.n && check(all.at[i].name, all.at[i].value) != ST_OK)
			return fail(ST_INVALID, "setting " SV_FMT ": %s", SV_ARG(all.at[i].name),
				    fault_last()->text);
	return ST_OK;
}
