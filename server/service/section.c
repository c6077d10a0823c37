/* section: see section.h. */
#include "server/service/section.h"

#include "server/store/setting.h"

bool section_on(const struct org *o, enum section section)
{
	switch (section) {
#define SECTION_ROW(id, field, name, default_, help)                                               \
	case SECTION_##id:                                                                         \
		return sv_is(o->field, "on");
#include "server/store/section.def"
	case SECTION_NONE:
	case SECTION__COUNT:
		break;
	}
	return true;
}

enum status service_section(struct snap *s, struct arena *a, enum section section)
{
	struct org org;

	TRY(store_org(s, a, &org));
	return section_on(&org, section) ? ST_OK : fail(ST_NOT_FOUND, "there is no such page");
}

enum status service_portal_on(struct snap *s, struct arena *a, bool *ret)
{
	struct org org;

	TRY(store_org(s, a, &org));
	*ret = sv_is(org.portal_on, "on");
	return ST_OK;
}
