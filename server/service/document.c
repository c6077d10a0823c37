/* document: see document.h. */
#include "server/service/document.h"

#include <dirent.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "common/date.h"
#include "common/file.h"
#include "common/id.h"
#include "common/phrase.h"
#include "common/zone.h"

#include "server/document/pdf.h"
#include "server/rule/document.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/document.h"
#include "server/store/receipt.h"
#include "server/store/setting.h"

enum { CLEAN_MOST = 1000 };

struct sv document_code(const struct keys *k, struct arena *a, int64_t contact, int64_t id)
{
	const struct sv parts[] = { SV("code"), sv_of(&contact, sizeof(contact)), sv_of(&id, sizeof(id)) };
	struct hash h = crypt_hash_parts(k, KEY_DOCUMENT, parts, COUNT(parts));
	char text[CODE_TEXT + 1];

	document_code_of(h.b, text);
	return sv_copy(a, sv_from(text));
}

struct hash document_code_hash(const struct keys *k, struct sv code)
{
	return crypt_hash_parts(k, KEY_DOCUMENT, (const struct sv[]){ SV("hash"), code }, 2);
}

const char *document_path(struct unit *u, int64_t id, const struct hash *sha256)
{
	struct buf b = buf_new(&u->arena, 4096);

	buf_print(&b, "%s/documents/%" PRId64 "-", u->shared->dir, id);
	buf_hex(&b, sha256->b, 4); /* two files for one form, sent twice at once, do not meet */
	buf_z(&b, ".pdf");
	return sv_z(&u->arena, buf_sv(&b));
}

struct hash document_sum(struct sv bytes)
{
	struct sha256 s;
	struct hash h;

	sha256_begin(&s);
	sha256_add(&s, bytes);
	sha256_end(&s, h.b);
	return h;
}

static enum status by_code(struct unit *u, struct snap *s, struct sv typed, struct document *ret, bool *ret_found)
{
	char code[CODE_TEXT + 1];
	struct hash h;

	*ret_found = false;
	if (!document_code_read(typed, code))
		return ST_OK;
	h = document_code_hash(u->shared->keys, sv_from(code));
	return store_document_by_code(s, &h, ret, ret_found);
}

/* Another contact's document is no different from none at all. */
static enum status own(struct unit *u, struct snap *s, int64_t contact, struct sv code, struct document *ret)
{
	bool found;

	TRY(by_code(u, s, code, ret, &found));
	return found && ret->contact == contact ? ST_OK : fail(ST_NOT_FOUND, "no such document");
}

static struct sv in_groups(struct arena *a, const struct hash *h)
{
	struct buf b = buf_new(a, 100);

	for (size_t i = 0; i < sizeof(h->b); i += 4) {
		if (i)
			buf_char(&b, ' ');
		buf_hex(&b, h->b + i, 4);
	}
	return buf_sv(&b);
}

enum status service_document_show(struct unit *u, struct snap *s, int64_t contact, struct sv code,
				  struct view_document *ret)
{
	struct document d;
	struct org org;

	TRY(service_section(s, &u->arena, SECTION_SUMMARY));
	TRY(own(u, s, contact, code, &d));
	TRY(store_org(s, &u->arena, &org));
	ret->code = document_code(u->shared->keys, &u->arena, d.contact, d.id);
	ret->at = d.at;
	ret->kilobytes = (d.bytes + 999) / 1000;
	ret->sha256 = in_groups(&u->arena, &d.sha256);
	if (access(document_path(u, d.id, &d.sha256), R_OK) == 0)
		ret->file_path = sv_print(&u->arena, "/document/" SV_FMT "/summary.pdf", SV_ARG(ret->code));
	ret->days = org.document_days;
	TRY(store_receipt_of(s, contact, RECEIPT_SUMMARY, d.id, &ret->reference, &u->arena));
	return ST_OK;
}

enum status service_document_file(struct unit *u, struct snap *s, int64_t contact, struct sv code, struct sv *ret)
{
	struct document d;
	struct hash h;

	TRY(service_section(s, &u->arena, SECTION_SUMMARY));
	TRY(own(u, s, contact, code, &d));
	TRY(file_read(&u->arena, document_path(u, d.id, &d.sha256), PDF_BYTES_MAX, ret));
	h = document_sum(*ret);
	if (memcmp(h.b, d.sha256.b, sizeof(h.b)) != 0)
		return fail(ST_INTERNAL, "document %" PRId64 " is not the file that was issued", d.id);
	return ST_OK;
}

enum status service_document_verify(struct unit *u, struct snap *s, struct sv code, struct sv sha256,
				    struct view_verify *ret)
{
	const struct zone *zone = NULL;
	unsigned char sum[32];
	struct document d;
	struct org org;
	bool found;

	ret->code_value = code;
	ret->sha256_value = sha256;
	if (code.n == 0)
		return ST_OK;
	if (sha256.n && !document_sha256_read(sha256, sum)) {
		ret->sha256_error = SV(N_("This is not a SHA-256 sum: it has 64 digits and letters from a to f."));
		return ST_OK;
	}
	TRY(by_code(u, s, code, &d, &found));
	TRY(store_org(s, &u->arena, &org));
	if (!found) {
		ret->code_error = SV(N_("We know no such document. Please check that you typed the whole code."));
		return ST_OK;
	}
	if (zone_get(org.time_zone, &zone) != ST_OK)
		zone = zone_utc();
	ret->issued = zone_day(zone, d.at);
	ret->unaltered = sha256.n && memcmp(sum, d.sha256.b, sizeof(sum)) == 0;
	ret->altered = sha256.n && !ret->unaltered;
	return ST_OK;
}

enum status service_document_check(struct unit *u, struct snap *s, const struct document_query *q,
				   struct document_checked *ret)
{
	struct contact_core c;
	char code[CODE_TEXT + 1];
	unsigned char sum[32];
	struct document d;

	if (!document_code_read(q->code, code))
		return fail_field(ST_INVALID, "code", "is no code: twenty letters and digits, e.g. 7K3F9-QXA2M-4TWRB-9HCDE");
	if (q->sha256.n && !document_sha256_read(q->sha256, sum))
		return fail_field(ST_INVALID, "sha256", "is no SHA-256: 64 hex digits");
	TRY(by_code(u, s, q->code, &d, &ret->issued));
	if (!ret->issued)
		return ST_OK;
	TRY(store_contact_core(s, d.contact, &c, &u->arena));
	ret->issued_at = d.at;
	ret->contact = d.contact;
	ret->contact_name = c.name;
	ret->bytes = d.bytes;
	ret->kept = access(document_path(u, d.id, &d.sha256), R_OK) == 0;
	ret->sum = hash_sv(&d.sha256).n ? in_groups(&u->arena, &d.sha256) : SV_NONE;
	if (q->sha256.n)
		ret->file = memcmp(sum, d.sha256.b, sizeof(sum)) == 0 ? DOCUMENT_UNALTERED : DOCUMENT_ALTERED;
	return ST_OK;
}

/* Names begin with the document's number, which holds its time: also those of files that no row knows, after a crash. */
enum status service_document_clean(struct unit *u, size_t *ret_did)
{
	const char *folder = arena_print(&u->arena, "%s/documents", u->shared->dir);
	const struct dirent *e;
	struct org org;
	int64_t before;
	DIR *d;

	*ret_did = 0;
	TRY(store_org(u->snap, &u->arena, &org));
	before = u->now - org.document_days * DAY_MS;
	d = opendir(folder);
	if (!d)
		return fail(ST_UNAVAILABLE, "%s can not be read", folder);
	while (*ret_did < CLEAN_MOST && (e = readdir(d)) != NULL) {
		struct sv rest = sv_from(e->d_name);
		int64_t id;

		if (sv_int(sv_cut(&rest, '-'), &id) && id_time(id) < before && unlinkat(dirfd(d), e->d_name, 0) == 0)
			++*ret_did;
	}
	closedir(d);
	return ST_OK;
}
