/* The structs and descriptors of view.def, and the frame that every page shares. */
#ifndef QUITS_SERVER_SERVICE_VIEW_H
#define QUITS_SERVER_SERVICE_VIEW_H

#include "protocol/schema.h"

/* clang-format off */
#define RECORD(r, help) struct r;
#define FIELD(r, f, kind, flags, help)
#define FIELD_OF(r, f, kind, t, flags, help)
#define FIELD_LIST(r, f, t, flags, help)
#define RECORD_END(r)
#include "server/service/view.def"
#define RECORD(r, help)                  struct r {
#define FIELD(r, f, kind, flags, help)   C_##kind f;
#define FIELD_OF(r, f, kind, t, flags, help) C_##kind(t) f;
#define FIELD_LIST(r, f, t, flags, help) struct t##_list f;
#define RECORD_END(r)                    }; struct r##_list { struct r *at; size_t n; }; extern const struct record r##_record;
#include "server/service/view.def"
/* clang-format on */

#endif
