/* The descriptors of view.def. */
#include "server/service/view.h"

/* clang-format off */
#define RECORD(r, help)                  static const struct field r##_fields[] = {
#define FIELD(r, f, kind, flags, help)   { #f, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define OF_CHOICE(t) &t##_choice
#define OF_RECORD(t) &t##_record
#define FIELD_OF(r, f, kind, t, flags, help) { #f, K_##kind, flags, offsetof(struct r, f), OF_##kind(t), help },
#define FIELD_LIST(r, f, t, flags, help) { #f, K_LIST, flags, offsetof(struct r, f), &t##_record, help },
#define RECORD_END(r)                    }; const struct record r##_record = { #r, sizeof(struct r), r##_fields, COUNT(r##_fields), NULL, 0, "" };
#include "server/service/view.def"
/* clang-format on */
