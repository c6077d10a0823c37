/* list: see list.h. Queries and pages are read by the names of their fields, which are the same in every list. */
#include "server/service/list.h"

#include "common/zone.h"

#include "protocol/lists.h"

#include "server/store/setting.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MOST = 200 };

static const void *asked(const struct record *query, const void *q, const char *name)
{
	return field_at(record_field(query, sv_from(name)), q);
}

static bool of_lists(const struct field *f)
{
	static const char *const names[] = { "filter", "after", "count", "limit" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(f->name, names[i]) == 0)
			return true;
	return false;
}

bool service_list_asked(const struct record *query, const void *q)
{
	return ((const struct sv *)asked(query, q, "filter"))->n || ((const struct sv *)asked(query, q, "after"))->n ||
	       *(const bool *)asked(query, q, "count");
}

static enum status alone(const struct record *query, const void *q)
{
	for (size_t i = 0; i < query->n; i++)
		if (!of_lists(&query->fields[i]) && !field_is_absent(&query->fields[i], q))
			return fail_field(ST_INVALID, query->fields[i].name,
					  "does not stand beside filter, after or count; say it in the filter");
	return ST_OK;
}

enum status service_list_filter(struct unit *u, struct snap *s, const struct filter_words *words, struct sv text,
				struct filter *ret)
{
	struct filter_when when = { .now = u->now, .masked = !roles_may(u->roles, MAY_DETAILS), .who = u->actor };
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	if (zone_get(org.time_zone, &when.zone) != ST_OK)
		when.zone = zone_utc();
	return filter_parse(&u->arena, text, words, &when, ret, NULL);
}

enum status service_list_read(struct unit *u, struct snap *s, const struct list_sql *l, const struct record *query,
			      const void *q, const struct record *page, void *ret)
{
	int64_t limit = *(const int64_t *)asked(query, q, "limit"), total = 0;
	const struct field *more = record_field(page, SV("more"));
	struct list_page got;
	struct filter f;

	TRY(alone(query, q));
	TRY(service_list_filter(u, s, l->words, *(const struct sv *)asked(query, q, "filter"), &f));
	limit = limit == 0 ? LIMIT_DEFAULT : limit > LIMIT_MOST ? LIMIT_MOST : limit;
	TRY(store_list_page(s, l, &f, *(const struct sv *)asked(query, q, "after"), (size_t)limit, &got, &u->arena));
	if (*(const bool *)asked(query, q, "count"))
		TRY(store_list_count(s, l, &f, LIST_COUNT_MAX, &total, &u->arena));
	*(struct list *)field_in(record_field(page, SV("items")), ret) = got.rows;
	*(struct sv *)field_in(record_field(page, SV("next")), ret) = got.next;
	*(int64_t *)field_in(record_field(page, SV("total")), ret) = total > 0 ? total : 0;
	if (more)
		*(bool *)field_in(more, ret) = got.next.n > 0;
	return ST_OK;
}
