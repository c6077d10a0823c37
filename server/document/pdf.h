/* pdf: a document for people as tagged PDF: A4 or Letter, any script, page numbers, tables that go on over pages.
 *
 * pdf_draw runs in the helper process alone (helper.h): Pango and Cairo take tens of megabytes and shape whatever
 * strangers are called. What it is given is plain: texts in the reader's language, figures formatted, lengths and
 * counts bounded by who made it (service/summary.c); it decides where things stand and nothing else.
 *
 * Structure for screen readers: Document, H1 to H3, P, L, Table with TR, TH (with its scope) and TD; language and title
 * are set. What repeats on every page (header, footer, a table's head on its next page) carries no tag, so that it is
 * not read out again and again. */
#ifndef QUITS_SERVER_DOCUMENT_PDF_H
#define QUITS_SERVER_DOCUMENT_PDF_H

#include "common/record.h"

struct arena;

/* clang-format off */
#define RECORD(r, help)                  struct r {
#define FIELD(r, f, kind, flags, help)   PDF_##kind f;
#define FIELD_LIST(r, f, t, flags, help) struct t##_list f;
#define RECORD_END(r)                    }; struct r##_list { struct r *at; size_t n; }; extern const struct record r##_record;
#define PDF_BOOL bool
#define PDF_INT  int64_t
#define PDF_TEXT struct sv
#include "server/document/pdf.def"
/* clang-format on */

enum pdf_kind {
	PDF_HEADING = 1, /* text */
	PDF_PART,        /* text: the heading of one table among several */
	PDF_PARAGRAPH,   /* text */
	PDF_NOTE,        /* text, small */
	PDF_LINK,        /* text: an address, shown and followed */
	PDF_FACTS,       /* rows of two cells */
	PDF_TABLE        /* columns, rows */
};

enum { PDF_BYTES_MAX = 8 * 1024 * 1024, PDF_PAGES_MAX = 400, PDF_COLUMNS_MAX = 10 };

/* The bytes into `out`, whose maximum should be PDF_BYTES_MAX. INVALID: more columns than that; LIMIT: more pages or
 * bytes; INTERNAL: what Cairo could not do. Helper process only. */
MUST_USE enum status pdf_draw(const struct pdf_doc *d, struct buf *out);
/* Before the first document: finds the system's fonts and opens those most texts need. */
void pdf_warm(void);
/* After that: folders in which fonts and what is known of them lie; how many. The texts are the library's. */
size_t pdf_folders(const char **ret, size_t max);
/* Gives back what the libraries keep; for tests that look for leaks. */
void pdf_end(void);

#endif
