/* What a file is by its content, whatever it is called; names for people and disks. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/rule/file_type.h"

#define BYTES(lit) sv_of(lit, sizeof(lit) - 1)
#define PNG_HEAD   "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x02\0\0\0"
#define PNG_END    "\0\0\0\0IEND\xae\x42\x60\x82"

/* In one go and byte by byte must be the same. */
static enum file_type type_of(struct sv s)
{
	struct file_look whole, single;

	file_look_begin(&whole);
	file_look_add(&whole, s);
	file_look_begin(&single);
	for (size_t i = 0; i < s.n; i++)
		file_look_add(&single, sv_from_to(s, i, i + 1));
	CHECK_INT(file_look_end(&whole), file_look_end(&single));
	CHECK_INT(s.n, whole.bytes);
	return file_look_end(&whole);
}

static void the_four_kinds_are_known_by_their_content(void **state)
{
	(void)state;
	CHECK_INT(FILE_PDF, type_of(SV("%PDF-1.7\n1 0 obj\n%%EOF\n")));
	CHECK_INT(FILE_PDF, type_of(SV("%PDF-2.0\n%%EOF")));
	CHECK_INT(FILE_PNG, type_of(BYTES(PNG_HEAD "xxxxIDAT" PNG_END)));
	CHECK_INT(FILE_JPEG, type_of(BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0....\xff\xd9")));
	CHECK_INT(FILE_JPEG, type_of(BYTES("\xff\xd8\xff\xe1\0\x10" "Exif\0\0\xff\xd9trailer of a camera")));
	CHECK_INT(FILE_TEXT, type_of(SV("I paid on 3 May.\r\n\tReceipt 12\n")));
	CHECK_INT(FILE_TEXT, type_of(SV("\xef\xbb\xbfSe\xc3\xb1or \xe2\x82\xac 12 \xf0\x9f\x99\x82")));
}

static void anything_else_is_none_of_them(void **state)
{
	static const struct sv rows[] = {
		SV_CONST(""),
		{ "a\0b", 3 },
		SV_CONST("a\x1b[2J"),
		SV_CONST("a\x7f"),
		SV_CONST("a\xc2\x85"),
		SV_CONST("\xff\xfe" "a"),
		SV_CONST("\xc0\xaf"),
		SV_CONST("\xed\xa0\x80"),
		SV_CONST("\xf4\x90\x80\x80"),
		SV_CONST("cut \xe2\x82"),
		SV_CONST("%!PS-Adobe-3.0\n"),
		SV_CONST("%PDF-1.7\nno end"),
		SV_CONST("%PDF-9.9\n%%EOF"),
		SV_CONST("GIF89a\1........"),
		SV_CONST("PK\3\4........"),
		SV_CONST("\x7f" "ELF"),
		SV_CONST("\xff\xd8\xff\xd9"),
		SV_CONST("\xff\xd8\xff"),
		SV_CONST("\x89PNG\r\n\x1a\n"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (type_of(rows[i]) != file_type__none)
			fail_msg("row %zu is taken for %s", i,
				 choice_text(&file_type_choice, (int)type_of(rows[i])));
}

static void what_could_be_two_things_is_neither(void **state)
{
	(void)state;
	CHECK_INT(0, type_of(SV(" %PDF-1.7\n%%EOF"))); /* text to us, PDF to a reader */
	CHECK_INT(0, type_of(BYTES(PNG_HEAD "%PDF-1.7 %%EOF" PNG_END)));
	CHECK_INT(0, type_of(BYTES("\xff\xd8\xff\xfe\0\x20%PDF-1.4\n%%EOF\xff\xd9")));
	CHECK_INT(0, type_of(BYTES("%PDF-1.7\n%%EOF\nPK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")));
	CHECK_INT(0, type_of(BYTES(PNG_HEAD PNG_END "<html>")));
	CHECK_INT(0, type_of(BYTES("\xff\xd8\xff\xe0\0\x10JFIF\xff\xd9PK\5\6\0\0\0\0\0\0\0\0")));
}

static void edges_are_found_in_files_larger_than_what_is_kept(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1 << 20);

	(void)state;
	buf_z(&b, "%PDF-1.5\n");
	for (int i = 0; i < 5000; i++)
		buf_z(&b, "stream data ");
	CHECK_INT(0, type_of(buf_sv(&b)));
	buf_z(&b, "\n%%EOF\n");
	CHECK_INT(FILE_PDF, type_of(buf_sv(&b)));
	b.n = 0;
	for (int i = 0; i < 5000; i++)
		buf_z(&b, "words and words\n");
	CHECK_INT(FILE_TEXT, type_of(buf_sv(&b)));
	buf_char(&b, '\1');
	CHECK_INT(0, type_of(buf_sv(&b)));
	arena_free(&a);
}

static void a_name_has_no_folders_tricks_or_false_ending(void **state)
{
	static const struct {
		const char *raw;
		enum file_type type;
		const char *want;
	} rows[] = {
		{ "receipt.pdf", FILE_PDF, "receipt.pdf" },
		{ "../../etc/passwd", FILE_TEXT, "passwd.txt" },
		{ "C:\\Users\\Maria\\Photo.JPG", FILE_JPEG, "Photo.jpg" },
		{ "photo.jpeg", FILE_JPEG, "photo.jpeg" },
		{ "page.html", FILE_TEXT, "page.html.txt" },
		{ ".htaccess", FILE_TEXT, "htaccess.txt" },
		{ "...", FILE_PNG, "file.png" },
		{ "", FILE_PDF, "file.pdf" },
		{ ".pdf", FILE_PDF, "pdf.pdf" },
		{ "a\r\nb\x1b[2J.png", FILE_PNG, "a b[2J.png" },
		{ "fdp.\xe2\x80\xaetxt", FILE_TEXT, "fdp.txt" },
		{ "r\xc3\xa9" "cu.pdf", FILE_PDF, "r\xc3\xa9" "cu.pdf" },
		{ "virus.exe", file_type__none, "virus.exe" },
	};
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1000);
	struct sv name;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_SV(rows[i].want, file_name_clean(&a, sv_from(rows[i].raw), rows[i].type));
	for (int i = 0; i < 60; i++)
		buf_z(&b, "\xc3\xa4\xc3\xb6");
	buf_z(&b, ".png");
	name = file_name_clean(&a, buf_sv(&b), FILE_PNG);
	CHECK_INT(FILE_NAME_MAX, name.n);
	CHECK(sv_ends(name, SV("\xc3\xb6.png")));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_four_kinds_are_known_by_their_content),
		cmocka_unit_test(anything_else_is_none_of_them),
		cmocka_unit_test(what_could_be_two_things_is_neither),
		cmocka_unit_test(edges_are_found_in_files_larger_than_what_is_kept),
		cmocka_unit_test(a_name_has_no_folders_tricks_or_false_ending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
