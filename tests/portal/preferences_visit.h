/* A debtor on the pages of preferences and contact details. */
#ifndef QUITS_TESTS_PORTAL_PREFERENCES_VISIT_H
#define QUITS_TESTS_PORTAL_PREFERENCES_VISIT_H

#include "tests/support/outbox.h"
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/service/consent.h"
#include "server/service/preference.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/notice.h"
#include "server/store/preference.h"

#define ADDRESS "email=maria%40example.org&phone=%2B12025550143"

static inline struct visit inside(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	CHECK_SV("/home", v.location);
	return v;
}

/* The page's hidden fields, and what is filled in. */
static inline const char *form(struct visit *v, const char *rest)
{
	static const char *const hidden[] = { "form_id", "channel_shown", "language_shown", "paper_shown", "times_shown" };
	struct arena *a = &v->w->u.arena;
	struct buf b = buf_new(a, 4096);

	buf_print(&b, "form_token=" SV_FMT, SV_ARG(visit_field(v, "form_token")));
	for (size_t i = 0; i < COUNT(hidden); i++)
		if (visit_says(v, arena_print(a, "name=\"%s\"", hidden[i])))
			buf_print(&b, "&%s=" SV_FMT, hidden[i], SV_ARG(visit_field(v, hidden[i])));
	buf_print(&b, "&%s", rest);
	return sv_z(a, buf_sv(&b));
}

static inline void post(struct visit *v, const char *page, const char *path, const char *rest)
{
	visit_get(v, page);
	visit_post(v, path, form(v, rest));
}

static inline int64_t contact(struct visit *v)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(v->w)->snap, SV("A-1"), &c, &v->w->u.arena));
	return c.contact;
}

static inline struct preference now(struct visit *v)
{
	struct preference p;
	int64_t id = contact(v);

	CHECK_OK(store_preference(world_look(v->w)->snap, id, &p, &v->w->u.arena));
	return p;
}

#endif
