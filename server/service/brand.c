/* brand: see brand.h. */
#include "server/service/brand.h"

#include <inttypes.h>
#include <string.h>

#include "common/crypt.h"
#include "common/id.h"

#include "server/rule/image.h"
#include "server/rule/setting.h"
#include "server/service/event.h"
#include "server/service/operator.h"
#include "server/store/brand.h"
#include "server/store/setting.h"

enum { SHOWN_WIDTH = 160, SHOWN_HEIGHT = 40 };

enum status service_logo_begin(struct unit *u, struct tx *tx, const struct brand_logo_new *q,
			       struct brand_logo *ret)
{
	struct logo_upload l = { .id = id_new(), .actor = u->actor, .file = q->file };

	TRY(store_logo_begin(tx, &l));
	*ret = (struct brand_logo){ .upload = l.id, .file = q->file };
	return ST_OK;
}

static enum status own_upload(struct unit *u, struct tx *tx, int64_t upload, struct logo_upload *ret)
{
	struct logo_upload l;

	TRY(store_logo_upload(tx_look(tx), upload, &l, tx->arena));
	if (!sv_eq(l.actor, u->actor))
		return fail_field(ST_FORBIDDEN, "upload", "is somebody else's");
	*ret = l;
	return ST_OK;
}

enum status service_logo_chunk(struct unit *u, struct tx *tx, const struct brand_logo_chunk *q,
			       struct brand_logo *ret)
{
	struct logo_upload l;
	struct sv there;

	TRY(own_upload(u, tx, q->upload, &l));
	if (q->offset + (int64_t)q->data.n > IMAGE_BYTES_MAX)
		return fail_field(ST_LIMIT, "file", "has more than %d bytes", IMAGE_BYTES_MAX);
	TRY(store_logo_piece(tx_look(tx), l.id, q->offset, &there, tx->arena));
	if (there.n && !sv_eq(there, q->data))
		return fail_field(ST_CONFLICT, "data", "differs from the piece that is there already");
	if (!there.n && q->offset != l.bytes)
		return fail_field(ST_CONFLICT, "offset", "the next piece begins at %" PRId64, l.bytes);
	if (!there.n) {
		TRY(store_logo_piece_add(tx, l.id, q->offset, q->data));
		l.bytes += (int64_t)q->data.n;
	}
	*ret = (struct brand_logo){ .upload = l.id, .file = l.file, .bytes = l.bytes };
	return ST_OK;
}

static enum status put_together(struct tx *tx, const struct logo_upload *l, struct sv *ret)
{
	struct buf b = buf_new(tx->arena, IMAGE_BYTES_MAX);

	while ((int64_t)b.n < l->bytes) {
		struct sv piece;

		TRY(store_logo_piece(tx_look(tx), l->id, (int64_t)b.n, &piece, tx->arena));
		if (piece.n == 0)
			return fail(ST_INTERNAL, "a piece of the logo is missing");
		buf_add(&b, piece);
	}
	TRY(buf_end(&b, "the logo"));
	*ret = buf_sv(&b);
	return ST_OK;
}

/* The setting, its event, and its row for the caller. */
static enum status put_setting(struct unit *u, struct tx *tx, struct sv value, struct setting_row *ret)
{
	struct event_body b = { .name = SV("brand.logo"), .value = value };
	struct setting_page page;

	TRY(store_setting_put(tx, b.name, value));
	TRY(tx_tell(tx, E_setting_changed, 0, 0, u->actor, &b));
	TRY(store_setting_list(tx_look(tx), b.name, &page.items, tx->arena));
	*ret = page.items.at[0];
	return ST_OK;
}

enum status service_logo_finish(struct unit *u, struct tx *tx, int64_t upload, struct setting_row *ret)
{
	struct buf hash = buf_new(tx->arena, 16);
	struct logo_upload l;
	struct logo_file f;
	struct image i;
	struct hash h;

	TRY(own_upload(u, tx, upload, &l));
	TRY(put_together(tx, &l, &f.data));
	TRY(image_read(f.data, &i));
	h = crypt_hash(tx->keys, KEY_BODY, f.data);
	buf_hex(&hash, h.b, 8);
	f.file = sv_print(tx->arena, SV_FMT ".%s", SV_ARG(buf_sv(&hash)), image_ending(i.type));
	f.width = i.width;
	f.height = i.height;
	TRY(store_logo_put(tx, &f));
	return put_setting(u, tx,
			   sv_print(tx->arena, SV_FMT " %" PRId64 "x%" PRId64, SV_ARG(f.file), i.width, i.height),
			   ret);
}

enum status service_logo_drop(struct unit *u, struct tx *tx, struct setting_row *ret)
{
	TRY(store_logo_drop(tx));
	return put_setting(u, tx, SV_NONE, ret);
}

bool service_logo(struct arena *a, const struct org *o, struct logo_shown *ret)
{
	struct image shown;
	struct logo l;

	if (!setting_logo(o->logo, &l))
		return false;
	shown = image_fitted(&l.image, SHOWN_WIDTH, SHOWN_HEIGHT);
	*ret = (struct logo_shown){ sv_print(a, "/brand/" SV_FMT, SV_ARG(l.file)), shown.width, shown.height };
	return true;
}

enum status service_logo_bytes(struct unit *u, struct snap *s, struct sv file, struct sv *ret_bytes,
			       struct sv *ret_type)
{
	struct org org;
	struct logo l;

	TRY(store_org(s, &u->arena, &org));
	if (!setting_logo(org.logo, &l) || !sv_eq(l.file, file))
		return fail(ST_NOT_FOUND, "there is no such logo");
	TRY(store_logo_data(s, file, ret_bytes, &u->arena));
	*ret_type = image_media_type(l.image.type);
	return ST_OK;
}
