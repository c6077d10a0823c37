/* saved_view: see saved_view.h. */
#include "server/service/saved_view.h"

#include "common/utf8.h"

#include "protocol/lists.h"

#include "server/service/list.h"
#include "server/store/saved_view.h"

enum { SHOWN_MOST = 1000 };

static enum status words_of(struct sv list, const struct filter_words **ret)
{
	*ret = list_words(list);
	return *ret ? ST_OK : fail_field(ST_INVALID, "list", "there is no list " SV_FMT, SV_ARG(list));
}

static enum status name_of(struct sv typed, struct sv *ret)
{
	struct sv name = sv_trim(typed);

	if (name.n == 0 || utf8_count(name) > SAVED_VIEW_NAME_MOST || !utf8_is_clean(name, false))
		return fail_field(ST_INVALID, "name", "has 1 to %d characters in a line", SAVED_VIEW_NAME_MOST);
	*ret = name;
	return ST_OK;
}

/* One more, unless it takes the place of one that there is. */
static enum status has_room(struct snap *s, struct arena *a, int64_t operator_, const struct saved_view_new *v)
{
	struct saved_view_row old;
	int64_t n;
	enum status st = store_saved_view_own(s, operator_, v->list, v->name, &old, a);

	if (st != ST_NOT_FOUND)
		return st;
	TRY(store_saved_view_count(s, operator_, &n));
	return n < SAVED_VIEWS_MOST ? ST_OK
				    : fail_field(ST_LIMIT, "name", "you have %d views already; view.drop makes room",
						 SAVED_VIEWS_MOST);
}

enum status service_view_put(struct unit *u, struct tx *tx, const struct saved_view_new *q, struct saved_view_row *ret)
{
	struct saved_view_new v = *q;
	const struct filter_words *words;
	struct filter f;

	TRY(words_of(q->list, &words));
	TRY(name_of(q->name, &v.name));
	v.filter = sv_trim(q->filter);
	TRY(service_list_filter(u, tx_look(tx), words, v.filter, &f));
	TRY(has_room(tx_look(tx), tx->arena, u->operator, &v));
	TRY(store_saved_view_put(tx, u->operator, &v));
	return store_saved_view_own(tx_look(tx), u->operator, v.list, v.name, ret, tx->arena);
}

/* A list that a newer or older release had is none of this one. */
static bool usable(struct unit *u, struct snap *s, const struct saved_view_row *v)
{
	const struct filter_words *words = list_words(v->list);
	struct filter f;

	return words && (v->own || roles_may(u->roles, MAY_DETAILS) ||
			 service_list_filter(u, s, words, v->filter, &f) == ST_OK);
}

enum status service_view_list(struct unit *u, struct snap *s, const struct saved_view_query *q, struct saved_view_page *ret)
{
	const struct filter_words *words;
	size_t kept = 0;

	if (q->list.n)
		TRY(words_of(q->list, &words));
	TRY(store_saved_view_list(s, u->operator, q->list, SHOWN_MOST, &ret->items, &u->arena));
	for (size_t i = 0; i < ret->items.n; i++)
		if (usable(u, s, &ret->items.at[i]))
			ret->items.at[kept++] = ret->items.at[i];
	ret->items.n = kept;
	return ST_OK;
}

enum status service_view_drop(struct unit *u, struct tx *tx, const struct saved_view_ref *q, struct saved_view_row *ret)
{
	struct sv name = sv_trim(q->name);

	TRY(store_saved_view_own(tx_look(tx), u->operator, q->list, name, ret, tx->arena));
	return store_saved_view_drop(tx, u->operator, q->list, name);
}
