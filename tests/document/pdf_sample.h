/* Documents as the service would make them, in three scripts, for the tests of drawing and of the helper. */
#ifndef QUITS_TESTS_DOCUMENT_PDF_SAMPLE_H
#define QUITS_TESTS_DOCUMENT_PDF_SAMPLE_H

#include "common/arena.h"

#include "server/document/pdf.h"

/* Row and column tables are written as texts: cells parted by '|', a sum begins with '='. */
static inline struct pdf_row sample_row(struct arena *a, const char *text)
{
	struct pdf_row r = { .total = text[0] == '=' };
	struct sv rest = sv_from(text + r.total);

	r.cells.at = NEW_N(a, struct pdf_cell, PDF_COLUMNS_MAX);
	while (rest.p && r.cells.n < PDF_COLUMNS_MAX)
		r.cells.at[r.cells.n++].text = sv_cut(&rest, '|');
	return r;
}

/* A column of figures begins with '#', one that does not break with '!'. */
static inline struct pdf_block sample_table(struct arena *a, enum pdf_kind kind, const char *columns,
					    const char *const *rows, size_t n)
{
	struct pdf_block b = { .kind = kind };
	struct pdf_row heads = sample_row(a, columns);

	if (columns[0])
		b.columns.n = heads.cells.n;
	b.columns.at = NEW_N(a, struct pdf_column, b.columns.n + 1);
	for (size_t i = 0; i < b.columns.n; i++) {
		struct sv head = heads.cells.at[i].text;

		b.columns.at[i].figures = sv_starts(head, SV("#"));
		b.columns.at[i].whole = sv_starts(head, SV("!"));
		b.columns.at[i].head = sv_from_to(head, b.columns.at[i].figures || b.columns.at[i].whole, head.n);
		b.columns.at[i].weight = i ? 2 : 3;
	}
	b.rows.at = NEW_N(a, struct pdf_row, n);
	b.rows.n = n;
	for (size_t i = 0; i < n; i++)
		b.rows.at[i] = sample_row(a, rows[i]);
	return b;
}
#define SAMPLE_TABLE(a, kind, columns, rows) sample_table((a), (kind), (columns), (rows), COUNT(rows))

enum sample_script { SAMPLE_LATIN, SAMPLE_ARABIC, SAMPLE_CHINESE };

static inline struct pdf_doc sample_latin(struct arena *a)
{
	static const char *const facts[] = { "For|Ana Sample", "Date|10 March 2026 at 08:00 EDT",
					     "Document code|7K3F9-QXA2M-4TWRB-9HCDE" };
	static const char *const ageing[] = { "USD|$1,200.00|$350.00|$0.00|$80.50|$900.00|$2,530.50" };
	static const char *const accounts[] = {
		"Northwind Energy|A-1001|15 Jan 2026|54|Open|$1,250.50",
		"Harbour Bank & Trust of the Greater Northern Territories|A-1002|1 Feb 2026|37|You promised to pay|$80.00",
		"Riverside Clinic|RC-2025-000123-77|20 Mar 2026||Open|$1,200.00",
		"=Total USD|||||$2,530.50",
	};
	static const char *const invoices[] = {
		"INV-0001|1 Dec 2025|15 Dec 2025|85|$100.00|$100.00", "INV-0002|1 Dec 2025|15 Dec 2025|85|$100.00|$100.00",
		"INV-0003|1 Dec 2025|15 Dec 2025|85|$100.00|$100.00", "INV-0004|1 Dec 2025|15 Dec 2025|85|$100.00|$100.00",
		"INV-0005|1 Dec 2025|15 Dec 2025|85|$100.00|$100.00", "INV-0006|1 Jan 2026|15 Jan 2026|54|$1,000.00|$350.00",
		"INV-0007|1 Jan 2026|15 Jan 2026|54|$100.00|$100.00", "INV-0008|1 Feb 2026|15 Feb 2026|23|$100.00|$100.00",
		"INV-0009|1 Feb 2026|15 Feb 2026|23|$100.00|$100.00", "INV-0010|1 Mar 2026|31 Mar 2026||$150.00|$150.00",
		"Payments not yet matched to an invoice|||||-$49.50", "=Total|||||$1,250.50",
	};
	struct pdf_block *b = NEW_N(a, struct pdf_block, 12);
	size_t n = 0;

	b[n++] = SAMPLE_TABLE(a, PDF_FACTS, "", facts);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("Statement") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "Currency|#Not yet due|#1-30 days|#31-60 days|#61-90 days|#Over 90 days|#Total", ageing);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("Accounts") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "Creditor|Account|!Due|#Days past due|Status|#Balance", accounts);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("Open invoices") };
	b[n++] = (struct pdf_block){ .kind = PDF_PART, .text = SV("Northwind Energy, account A-1001") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "Invoice|!Issued|!Due|#Days past due|#Amount|#Open", invoices);
	b[n++] = (struct pdf_block){ .kind = PDF_NOTE, .text = SV("Figures are as of the date above. To check that this document was issued by us and is unaltered, enter its code here:") };
	b[n++] = (struct pdf_block){ .kind = PDF_LINK, .text = SV("https://pay.example.com/verify") };
	return (struct pdf_doc){ .language = SV("en-US"), .letter = true, .title = SV("Summary of your accounts"),
				 .organisation = SV("Harbour Collections"),
				 .contact_line = SV("+1 202 555 0100, Monday to Friday 9:00-17:00"),
				 .date = SV("10 March 2026 at 08:00 EDT"), .made = SV("2026-03-10T12:00:00Z"),
				 .code = SV("Document code 7K3F9-QXA2M-4TWRB-9HCDE"),
				 .page_of = SV("Page {page} of {pages}"), .blocks = { b, n } };
}

static inline struct pdf_doc sample_arabic(struct arena *a)
{
	static const char *const facts[] = { "إلى|ليلى حداد", "التاريخ|١٠ مارس ٢٠٢٦ في ١٤:٠٠",
					     "رمز المستند|7K3F9-QXA2M-4TWRB-9HCDE" };
	static const char *const ageing[] = { "EGP|‏١٬٢٠٠٫٠٠ ج.م.‏|‏٣٥٠٫٠٠ ج.م.‏|‏٠٫٠٠ ج.م.‏|‏٨٠٫٥٠ ج.م.‏|‏٩٠٠٫٠٠ ج.م.‏|‏٢٬٥٣٠٫٥٠ ج.م.‏" };
	static const char *const accounts[] = {
		"شركة الكهرباء|A-1001|١٥ يناير ٢٠٢٦|٥٤|مفتوح|‏١٬٢٥٠٫٥٠ ج.م.‏",
		"Harbour Bank|A-1002|١ فبراير ٢٠٢٦|٣٧|لقد وعدت بالدفع|‏٨٠٫٠٠ ج.م.‏",
		"=المجموع EGP|||||‏١٬٣٣٠٫٥٠ ج.م.‏",
	};
	struct pdf_block *b = NEW_N(a, struct pdf_block, 12);
	size_t n = 0;

	b[n++] = SAMPLE_TABLE(a, PDF_FACTS, "", facts);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("كشف الحساب") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "العملة|#لم يحن موعده|#١-٣٠ يومًا|#٣١-٦٠ يومًا|#٦١-٩٠ يومًا|#أكثر من ٩٠ يومًا|#المجموع", ageing);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("الحسابات") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "الدائن|الحساب|!تاريخ الاستحقاق|#أيام التأخير|الحالة|#الرصيد", accounts);
	b[n++] = (struct pdf_block){ .kind = PDF_NOTE, .text = SV("للتحقق من أن هذا المستند صادر عنا ولم يتغير، أدخل رمزه هنا:") };
	b[n++] = (struct pdf_block){ .kind = PDF_LINK, .text = SV("https://pay.example.com/verify") };
	return (struct pdf_doc){ .language = SV("ar-EG"), .rtl = true, .title = SV("ملخص حساباتك"),
				 .organisation = SV("Harbour Collections"),
				 .contact_line = SV("+20 2 5555 0100"),
				 .date = SV("١٠ مارس ٢٠٢٦ في ١٤:٠٠"), .made = SV("2026-03-10T12:00:00Z"),
				 .code = SV("رمز المستند 7K3F9-QXA2M-4TWRB-9HCDE"),
				 .page_of = SV("صفحة {page} من {pages}"), .digits = SV("٠١٢٣٤٥٦٧٨٩"),
				 .blocks = { b, n } };
}

static inline struct pdf_doc sample_chinese(struct arena *a)
{
	static const char *const facts[] = { "收件人|王小明", "日期|2026年3月10日 20:00",
					     "文件代码|7K3F9-QXA2M-4TWRB-9HCDE" };
	static const char *const accounts[] = {
		"北京电力有限公司|A-1001|2026年1月15日|54|未付|¥1,250.50",
		"株式会社サンプル|A-1002|2026年2月1日|37|您已承诺付款|¥80.00",
		"한국전력|A-1003|2026年2月1日|37|未付|¥80.00",
		"=合计 CNY|||||¥1,410.50",
	};
	struct pdf_block *b = NEW_N(a, struct pdf_block, 12);
	size_t n = 0;

	b[n++] = SAMPLE_TABLE(a, PDF_FACTS, "", facts);
	b[n++] = (struct pdf_block){ .kind = PDF_HEADING, .text = SV("账户") };
	b[n++] = SAMPLE_TABLE(a, PDF_TABLE, "债权人|账户|!到期日|#逾期天数|状态|#余额", accounts);
	b[n++] = (struct pdf_block){ .kind = PDF_NOTE, .text = SV("金额以上述日期为准。") };
	return (struct pdf_doc){ .language = SV("zh-CN"), .title = SV("您的账户摘要"),
				 .organisation = SV("海港催收"),
				 .contact_line = SV("+86 10 5555 0100"),
				 .date = SV("2026年3月10日 20:00"), .made = SV("2026-03-10T12:00:00Z"),
				 .code = SV("文件代码 7K3F9-QXA2M-4TWRB-9HCDE"),
				 .page_of = SV("第 {page} 页，共 {pages} 页"), .blocks = { b, n } };
}

#endif
