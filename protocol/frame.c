/* The envelope around params and results; see frame.h. Callers: server/rpc and server/call, client.c.
 * Any thread; no state.
 *
 * A status travels by its name, since names stay when the list grows; one that this release does not
 * know reads as INTERNAL. The version stands first and is read first: an envelope of another version is
 * refused in words, whatever else it may have. */
#include "protocol/frame.h"

#include <msgpack.h>

#include "common/arena.h"

#include "protocol/token.h"
#include "protocol/wire.h"

enum {
	CALL_PARTS = 6,
	ANSWER_PARTS = 5,
	METHOD_MAX = 64,
	KEY_MAX = 200,
	REASON_MAX = 1000,
	FAULT_MAX = 1000
};

static int write_buf(void *data, const char *p, size_t n)
{
	buf_add(data, sv_of(p, n));
	return 0;
}

static void pack_str(msgpack_packer *pk, struct sv s) /* empty is nil */
{
	if (s.n)
		msgpack_pack_str_with_body(pk, s.p, s.n);
	else
		msgpack_pack_nil(pk);
}

static void pack_head(msgpack_packer *pk, size_t parts, struct sv id)
{
	msgpack_pack_array(pk, parts);
	msgpack_pack_int(pk, FRAME_VERSION);
	msgpack_pack_bin_with_body(pk, id.n ? id.p : "", id.n);
}

void frame_pack_call(struct buf *b, const struct call *c)
{
	msgpack_packer pk;

	msgpack_packer_init(&pk, b, write_buf);
	pack_head(&pk, CALL_PARTS, c->id);
	pack_str(&pk, c->method);
	pack_str(&pk, c->key);
	pack_str(&pk, c->reason);
	if (c->params.n)
		buf_add(b, c->params);
	else
		msgpack_pack_map(&pk, 0);
}

/* The head of a text that fits, cut between characters. */
static struct sv head(struct sv s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xC0) == 0x80)
		max--;
	return sv_from_to(s, 0, max);
}

void frame_pack_answer(struct buf *b, const struct answer *a)
{
	msgpack_packer pk;

	msgpack_packer_init(&pk, b, write_buf);
	pack_head(&pk, ANSWER_PARTS, a->id);
	pack_str(&pk, sv_from(status_name(a->status)));
	pack_str(&pk, head(a->fault, FAULT_MAX));
	if (a->status == ST_OK && a->result.n)
		buf_add(b, a->result);
	else
		msgpack_pack_nil(&pk);
}

static enum status read_text(struct sv *rest, const char *part, size_t max, struct sv *ret)
{
	struct token t;

	if (!token_next(rest, &t) || (t.type != TOKEN_STR && t.type != TOKEN_NIL))
		return fail(ST_INVALID, "the frame's %s is not a text", part);
	if (t.s.n > max)
		return fail(ST_INVALID, "the frame's %s is longer than %zu bytes", part, max);
	*ret = t.s;
	return ST_OK;
}

/* Size, limits, version, number of parts, id. */
static enum status read_head(struct sv msg, size_t max, uint32_t parts, struct sv *ret_rest,
                             struct sv *ret_id)
{
	struct token array, version, id;

	if (msg.n > max)
		return fail(ST_INVALID, "the message is longer than %zu bytes", max);
	TRY(wire_check(msg, WIRE_ELEMENTS));
	if (!token_next(&msg, &array) || array.type != TOKEN_ARRAY || array.n == 0 ||
	    !token_next(&msg, &version) || version.type != TOKEN_INT)
		return fail(ST_INVALID, "the message is not a frame");
	if (version.i != FRAME_VERSION)
		return fail(ST_INVALID, "the frame is of version %lld, spoken here is %d",
		            (long long)version.i, FRAME_VERSION);
	if (array.n != parts)
		return fail(ST_INVALID, "the frame has %u parts instead of %u", array.n, parts);
	if (!token_next(&msg, &id) || id.type != TOKEN_BIN || id.s.n != FRAME_ID)
		return fail(ST_INVALID, "the frame's id is not %d bytes", FRAME_ID);
	*ret_rest = msg;
	*ret_id = id.s;
	return ST_OK;
}

/* What is left of the frame: a map, or nil if that is allowed. */
static enum status read_map(struct sv rest, bool may_be_nil, const char *part, struct sv *ret)
{
	struct sv at = rest;
	struct token t;

	if (token_next(&at, &t) && t.type == TOKEN_MAP)
		*ret = rest;
	else if (may_be_nil && t.type == TOKEN_NIL)
		*ret = SV_NONE;
	else
		return fail(ST_INVALID, "the frame's %s are not a map", part);
	return ST_OK;
}

enum status frame_unpack_call(struct sv msg, struct arena *a, struct call *ret)
{
	struct call c;
	struct sv rest;

	(void)a; /* everything points into the message */
	TRY(read_head(msg, WIRE_REQUEST_MAX, CALL_PARTS, &rest, &c.id));
	TRY(read_text(&rest, "method", METHOD_MAX, &c.method));
	TRY(read_text(&rest, "key", KEY_MAX, &c.key));
	TRY(read_text(&rest, "reason", REASON_MAX, &c.reason));
	TRY(read_map(rest, false, "params", &c.params));
	*ret = c;
	return ST_OK;
}

enum status frame_unpack_answer(struct sv msg, struct arena *a, struct answer *ret)
{
	struct answer c = { .status = ST_INTERNAL };
	struct sv rest, name;

	TRY(read_head(msg, WIRE_ANSWER_MAX, ANSWER_PARTS, &rest, &c.id));
	TRY(read_text(&rest, "status", METHOD_MAX, &name));
	(void)status_by_name(sv_z(a, name), &c.status);
	TRY(read_text(&rest, "fault", FAULT_MAX, &c.fault));
	TRY(read_map(rest, c.status != ST_OK, "results", &c.result));
	if (c.status != ST_OK)
		c.result = SV_NONE;
	*ret = c;
	return ST_OK;
}
