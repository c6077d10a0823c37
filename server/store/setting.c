/* setting: only what differs from its default has a row. */
#include "server/store/setting.h"

#include <string.h>

#include "server/store/remember.h"

enum { ALL, PUT, DROP };
static const struct query sql[] = {
	[ALL] = { "setting.all", "SELECT name, value FROM setting" },
	[PUT] = { "setting.put", "INSERT INTO setting (name, value, put_at) VALUES ($1, $2, $3) "
				 "ON CONFLICT (name) DO UPDATE SET value = $2, put_at = $3" },
	[DROP] = { "setting.drop", "DELETE FROM setting WHERE name = $1" },
};
struct query_set setting_queries = QUERY_SET(sql);

static const struct org defaults = {
#define TEXT_SETTING(field, name, default_, max, check, help) .field = SV_CONST(default_),
#define NUMBER_SETTING(field, name, default_, least, most, help) .field = default_,
#include "server/store/setting.def"
};

static const struct row {
	const char *name, *help;
	struct sv default_value;
	bool by_language; /* name is the prefix before the language's code */
} rows[] = {
#define TEXT_SETTING(field, name, default_, max, check, help) { name, help, SV_CONST(default_), false },
#define NUMBER_SETTING(field, name, default_, least, most, help) { name, help, SV_CONST(#default_), false },
#define LANGUAGE_SETTING(field, prefix, max, check, help) { prefix, help, SV_CONST(""), true },
#include "server/store/setting.def"
};

/* "legal.footer.es" -> the place of Spanish, if `prefix` is "legal.footer." */
static bool in_language(struct sv name, const char *prefix, size_t *ret)
{
	struct sv head = sv_from(prefix), code = sv_from_to(name, head.n, name.n);
	const struct catalogue *c = sv_starts(name, head) ? catalogue_find(code) : NULL;

	if (!c || !sv_eq(catalogue_code(c), code))
		return false;
	*ret = catalogue_index(c);
	return true;
}

static void take(struct org *o, struct sv name, struct sv value)
{
	size_t language;

#define TEXT_SETTING(field, name_, default_, max, check, help)                                     \
	if (sv_is(name, name_))                                                                    \
		o->field = value;
#define NUMBER_SETTING(field, name_, default_, least, most, help)                                  \
	if (sv_is(name, name_))                                                                    \
		(void)sv_int(value, &o->field);
#define LANGUAGE_SETTING(field, prefix, max, check, help)                                          \
	if (in_language(name, prefix, &language))                                                  \
		o->field[language] = value;
#include "server/store/setting.def"
}

static enum status read_org(struct snap *s, struct arena *a, struct org *ret)
{
	struct org o = defaults;
	struct rows r;
	bool row;

	TRY(rows_open(s, &setting_queries, ALL, &r, NO_ARGS));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		take(&o, rows_text(&r, 0, a), rows_text(&r, 1, a));
	}
	*ret = o;
	return ST_OK;
}

enum status store_org_seen(struct snap *s, struct arena *a, const struct org **ret)
{
	struct org *o;

	if (s->org) {
		*ret = s->org;
		return ST_OK;
	}
	a = s->keeps ? remember_arena(s) : a;
	o = NEW(a, struct org);
	TRY(read_org(s, a, o));
	if (s->keeps)
		s->org = o;
	*ret = o;
	return ST_OK;
}

enum status store_org(struct snap *s, struct arena *a, struct org *ret)
{
	const struct org *o;

	if (!s->keeps)
		return read_org(s, a, ret);
	TRY(store_org_seen(s, a, &o));
	*ret = *o;
	return ST_OK;
}

static void list_row(const struct row *r, struct sv name, struct sv prefix, struct setting_row_list *list)
{
	if (sv_starts(name, prefix))
		list->at[list->n++] = (struct setting_row){ .name = name, .value = r->default_value,
							    .default_value = r->default_value,
							    .help = sv_from(r->help) };
}

enum status store_setting_list(struct snap *s, struct sv prefix, struct setting_row_list *ret,
			       struct arena *a)
{
	struct setting_row_list list = { NEW_N(a, struct setting_row, COUNT(rows) * (catalogue_count() + 1)), 0 };
	struct rows r;
	bool row;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!rows[i].by_language)
			list_row(&rows[i], sv_from(rows[i].name), prefix, &list);
		for (size_t l = 0; rows[i].by_language && l < catalogue_count(); l++)
			list_row(&rows[i],
				 sv_print(a, "%s" SV_FMT, rows[i].name, SV_ARG(catalogue_code(catalogue_at(l)))),
				 prefix, &list);
	}
	TRY(rows_open(s, &setting_queries, ALL, &r, NO_ARGS));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		for (size_t i = 0; i < list.n; i++)
			if (sv_eq(list.at[i].name, rows_text(&r, 0, a)))
				list.at[i].value = rows_text(&r, 1, a);
	}
	*ret = list;
	return ST_OK;
}

enum status store_setting_put(struct tx *tx, struct sv name, struct sv value)
{
	if (value.n == 0)
		return tx_run(tx, &setting_queries, DROP, ARGS(V(name)), NULL);
	return tx_run(tx, &setting_queries, PUT, ARGS(V(name), V(value), V(tx->now)), NULL);
}
