/* Records as JSON (jansson reads; we write, so that the order of fields is the schema's).
 *
 * ids are decimal strings, null where a REQ one is none; INT and MONEY integers; RATE a number with one decimal; times ISO 8601 UTC
 * strings; days ISO dates; choices words; bytes base64. REQ fields are always there, OPT ones when set. */
#ifndef QUITS_COMMON_RECORD_JSON_H
#define QUITS_COMMON_RECORD_JSON_H

#include "common/record.h"

struct arena;

void record_to_json(struct buf *b, const struct record *r, const void *rec);
/* Quoted; valid UTF-8 in, ASCII controls escaped. (json_string is jansson's name.) */
void json_text(struct buf *b, struct sv s);
/* Strict: unknown, repeated and missing fields, wrong types and depth over 8 are INVALID by name. With
 * `lenient` unknown fields are skipped (bodies written by a newer release). rec is zeroed first. */
MUST_USE enum status record_from_json(const struct record *r, void *rec, struct arena *a, struct sv json,
				      bool lenient);

#endif
