/* setting: the organisation's settings as a struct.
 * store_org() reads those of the snapshot's moment, once: a reader remembers them (remember.h), and its texts live until
 * snap_end. In a write they are read anew into `a`. */
#ifndef QUITS_SERVER_STORE_SETTING_H
#define QUITS_SERVER_STORE_SETTING_H

#include "common/catalogue.h"

#include "protocol/schema.h"

#include "server/store/store.h"

struct org {
#define TEXT_SETTING(field, name, default_, max, check, help) struct sv field;
#define NUMBER_SETTING(field, name, default_, least, most, help) int64_t field;
#define LANGUAGE_SETTING(field, prefix, max, check, help) struct sv field[CATALOGUES_MAX];
#include "server/store/setting.def"
};

/* store_org() copies; the struct of store_org_seen() lives as long as its texts. */
MUST_USE enum status store_org_seen(struct snap *s, struct arena *a, const struct org **ret);
MUST_USE enum status store_org(struct snap *s, struct arena *a, struct org *ret);
/* All whose name begins with `prefix`, in the order of setting.def. */
MUST_USE enum status store_setting_list(struct snap *s, struct sv prefix, struct setting_row_list *ret,
					struct arena *a);
/* Empty value: back to the default. The value must have been checked (rule/setting.h). */
MUST_USE enum status store_setting_put(struct tx *tx, struct sv name, struct sv value);

#endif
