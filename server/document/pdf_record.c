/* The descriptors of pdf.def: both ends of the helper's socket read and write them with protocol/wire. */
#include "server/document/pdf.h"

/* clang-format off */
#define RECORD(r, help)                  static const struct field r##_fields[] = {
#define FIELD(r, f, kind, flags, help)   { #f, K_##kind, flags, offsetof(struct r, f), NULL, help },
#define FIELD_LIST(r, f, t, flags, help) { #f, K_LIST, flags, offsetof(struct r, f), &t##_record, help },
#define RECORD_END(r)                    }; const struct record r##_record = { #r, sizeof(struct r), r##_fields, COUNT(r##_fields), NULL, 0, "" };
#include "server/document/pdf.def"
/* clang-format on */
