/* A file's type by its content; see file_type.h. Only the first and the last KiB are kept. */
#include "server/rule/file_type.h"

#include <string.h>

#include "common/utf8.h"

void file_look_begin(struct file_look *l)
{
	*l = (struct file_look){ .text = true };
}

static bool text_code(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c < 0x7f || c > 0x9f;
}

/* One byte of UTF-8, strictly: shortest form, no surrogates, no control characters. */
static bool text_byte(struct file_look *l, unsigned char c)
{
	if (l->need) {
		if ((c & 0xc0) != 0x80)
			return false;
		l->code = l->code << 6 | (c & 0x3fu);
		if (--l->need)
			return true;
		return l->code >= l->least && l->code <= 0x10ffff &&
		       (l->code < 0xd800 || l->code > 0xdfff) && text_code(l->code);
	}
	if (c < 0x80)
		return text_code(c);
	if (c < 0xc2 || c > 0xf4)
		return false;
	l->need = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	l->code = c & (0x3fu >> l->need);
	l->least = l->need == 1 ? 0x80 : l->need == 2 ? 0x800 : 0x10000;
	return true;
}

static void keep_tail(struct file_look *l, struct sv piece)
{
	size_t stays;

	if (piece.n >= FILE_EDGE) {
		memcpy(l->tail, piece.p + piece.n - FILE_EDGE, FILE_EDGE);
		l->n_tail = FILE_EDGE;
		return;
	}
	stays = l->n_tail + piece.n > FILE_EDGE ? FILE_EDGE - piece.n : l->n_tail;
	memmove(l->tail, l->tail + l->n_tail - stays, stays);
	memcpy(l->tail + stays, piece.p, piece.n);
	l->n_tail = stays + piece.n;
}

void file_look_add(struct file_look *l, struct sv piece)
{
	size_t n = FILE_EDGE - l->n_head < piece.n ? FILE_EDGE - l->n_head : piece.n;

	if (piece.n == 0)
		return;
	memcpy(l->head + l->n_head, piece.p, n);
	l->n_head += n;
	keep_tail(l, piece);
	l->bytes += (int64_t)piece.n;
	for (size_t i = 0; i < piece.n && l->text; i++)
		l->text = text_byte(l, (unsigned char)piece.p[i]);
}

static bool is_pdf(struct sv head, struct sv tail)
{
	return (sv_starts(head, SV("%PDF-1.")) || sv_starts(head, SV("%PDF-2."))) && head.n > 7 &&
	       head.p[7] >= '0' && head.p[7] <= '9' && sv_find_sv(tail, SV("%%EOF")) < tail.n;
}

static bool is_png(struct sv head, struct sv tail)
{
	return sv_starts(head, SV("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")) &&
	       sv_ends(tail, SV("\0\0\0\0IEND\xae\x42\x60\x82"));
}

static bool is_jpeg(struct sv head)
{
	unsigned char marker = head.n > 3 ? (unsigned char)head.p[3] : 0;

	return sv_starts(head, SV("\xff\xd8\xff")) && marker >= 0xc0 && marker != 0xd8 &&
	       marker != 0xd9 && marker != 0xff;
}

enum file_type file_look_end(const struct file_look *l)
{
	struct sv head = sv_of(l->head, l->n_head), tail = sv_of(l->tail, l->n_tail);
	size_t pdf = sv_find_sv(head, SV("%PDF-"));

	if (sv_find_sv(tail, SV("PK\5\6")) < tail.n)
		return file_type__none; /* a ZIP archive, whatever stands before it */
	if (pdf == 0)
		return is_pdf(head, tail) ? FILE_PDF : file_type__none;
	if (pdf < head.n)
		return file_type__none; /* readers of PDF would take it for one */
	if (is_png(head, tail))
		return FILE_PNG;
	if (is_jpeg(head))
		return FILE_JPEG;
	return l->bytes > 0 && l->text && l->need == 0 && !sv_starts(head, SV("%!"))
		       ? FILE_TEXT
		       : file_type__none; /* "%!" is PostScript: a program */
}

struct sv file_mime(enum file_type type)
{
	switch (type) {
	case FILE_PDF:
		return SV("application/pdf");
	case FILE_PNG:
		return SV("image/png");
	case FILE_JPEG:
		return SV("image/jpeg");
	case FILE_TEXT:
		return SV("text/plain; charset=utf-8");
	case file_type__none:
	case file_type__end:
		break;
	}
	return SV("application/octet-stream");
}

static struct sv ending_of(enum file_type type)
{
	switch (type) {
	case FILE_PDF:
		return SV(".pdf");
	case FILE_PNG:
		return SV(".png");
	case FILE_JPEG:
		return SV(".jpg");
	case FILE_TEXT:
		return SV(".txt");
	case file_type__none:
	case file_type__end:
		break;
	}
	return SV_NONE;
}

static bool ends_in(struct sv name, struct sv ending)
{
	return name.n > ending.n &&
	       sv_eq_fold(sv_from_to(name, name.n - ending.n, name.n), ending);
}

struct sv file_name_clean(struct arena *a, struct sv raw, enum file_type type)
{
	struct sv ending = ending_of(type), name = raw, stem;

	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] == '/' || raw.p[i] == '\\')
			name = sv_from_to(raw, i + 1, raw.n);
	name = sv_trim(utf8_clean(a, name, name.n * 3, false));
	while (name.n && name.p[0] == '.')
		name = sv_trim(sv_from_to(name, 1, name.n));
	if (type == FILE_JPEG && ends_in(name, SV(".jpeg")))
		ending = SV(".jpeg");
	stem = ends_in(name, ending) ? sv_from_to(name, 0, name.n - ending.n) : name;
	stem = sv_trim(utf8_clean(a, stem, FILE_NAME_MAX - ending.n, false));
	if (stem.n == 0)
		stem = SV("file");
	return sv_print(a, SV_FMT SV_FMT, SV_ARG(stem), SV_ARG(ending));
}
