/* Pictures by their bytes. */
#include "tests/support/check.h"
#include "tests/support/picture.h"

#include "server/rule/image.h"

static struct arena a;

static int end(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static void check_image(struct sv bytes, enum image_type type, int64_t width, int64_t height)
{
	struct image i;

	CHECK_OK(image_read(bytes, &i));
	CHECK_INT(type, i.type);
	CHECK_INT(width, i.width);
	CHECK_INT(height, i.height);
}

static void type_and_size_come_from_the_bytes(void **state)
{
	(void)state;
	check_image(picture_png(&a, 640, 480), IMAGE_PNG, 640, 480);
	for (int marker = 0xc0; marker <= 0xc2; marker++)
		check_image(picture_jpeg(&a, 640, 480, marker, 3), IMAGE_JPEG, 640, 480);
	check_image(picture_jpeg(&a, 64, 2000, 0xc0, 1), IMAGE_JPEG, 64, 2000);
	check_image(picture_webp(&a, "VP8 ", 300, 100, 0), IMAGE_WEBP, 300, 100);
	check_image(picture_webp(&a, "VP8L", 300, 100, 0), IMAGE_WEBP, 300, 100);
	check_image(picture_webp(&a, "VP8X", 2000, 64, 0x10), IMAGE_WEBP, 2000, 64);
}

static void sides_are_from_64_to_2000(void **state)
{
	struct image i = { .width = 7 };

	(void)state;
	CHECK_FAULT(ST_INVALID, "file", "63 by 64", image_read(picture_png(&a, 63, 64), &i));
	CHECK_FAULT(ST_INVALID, "file", "2001", image_read(picture_png(&a, 64, 2001), &i));
	CHECK_FAULT(ST_INVALID, "file", "pixels", image_read(picture_png(&a, 0xffffffff, 100), &i));
	CHECK_FAULT(ST_INVALID, "file", "0 by 0", image_read(picture_jpeg(&a, 0, 0, 0xc0, 3), &i));
	CHECK_INT(7, i.width);
}

static void everything_else_is_refused_by_name_where_it_has_one(void **state)
{
	static const struct {
		struct sv bytes;
		const char *says;
	} bad[] = {
		{ SV_CONST("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "SVG" },
		{ SV_CONST("\xef\xbb\xbf<?xml version=\"1.0\"?><svg/>"), "SVG" },
		{ SV_CONST("  <!DOCTYPE html>"), "SVG or other markup" },
		{ SV_CONST("GIF89a\1\0\1\0"), "GIF" },
		{ SV_CONST("BM"), "no PNG" },
		{ SV_CONST("%PDF-1.7"), "no PNG" },
		{ SV_CONST(""), "no PNG" },
		{ SV_CONST("\0\0\0 ftypavif"), "no PNG" },
	};
	struct image i;

	(void)state;
	for (size_t k = 0; k < COUNT(bad); k++)
		CHECK_FAULT(ST_INVALID, "file", bad[k].says, image_read(bad[k].bytes, &i));
	CHECK_FAULT(ST_INVALID, "file", "animated", image_read(picture_png_with(&a, 100, 100, "acTL"), &i));
	CHECK_FAULT(ST_INVALID, "file", "animated", image_read(picture_webp(&a, "VP8X", 100, 100, 2), &i));
	CHECK_FAULT(ST_INVALID, "file", "JPEG", image_read(picture_jpeg(&a, 100, 100, 0xc3, 3), &i));
	CHECK_FAULT(ST_INVALID, "file", "JPEG", image_read(picture_jpeg(&a, 100, 100, 0xc0, 4), &i));
	CHECK_FAULT(ST_LIMIT, "file", "204800",
		    image_read(sv_of(arena_alloc(&a, IMAGE_BYTES_MAX + 1), IMAGE_BYTES_MAX + 1), &i));
}

/* What is cut anywhere before its size is known is none; a PNG is whole or none. */
static void a_picture_that_is_cut_off_is_refused(void **state)
{
	struct sv png = picture_png(&a, 100, 100), jpeg = picture_jpeg(&a, 100, 100, 0xc0, 3);
	struct sv webp = picture_webp(&a, "VP8X", 100, 100, 0);
	struct buf more = buf_new(&a, 4096);
	struct image i;

	(void)state;
	for (size_t n = 0; n < png.n; n++)
		CHECK(image_read(sv_from_to(png, 0, n), &i) != ST_OK);
	for (size_t n = 0; n < jpeg.n - 6; n++)
		CHECK(image_read(sv_from_to(jpeg, 0, n), &i) != ST_OK);
	for (size_t n = 0; n < webp.n; n++)
		CHECK(image_read(sv_from_to(webp, 0, n), &i) != ST_OK);
	buf_add(&more, png);
	buf_z(&more, "<script>");
	CHECK_FAULT(ST_INVALID, "file", "PNG", image_read(buf_sv(&more), &i));
}

static void a_shown_picture_keeps_its_shape_within_its_box(void **state)
{
	struct image i = { IMAGE_PNG, 800, 200 }, shown = image_fitted(&i, 160, 40);

	(void)state;
	CHECK_INT(160, shown.width);
	CHECK_INT(40, shown.height);
	i = (struct image){ IMAGE_PNG, 100, 2000 };
	shown = image_fitted(&i, 160, 40);
	CHECK_INT(2, shown.width);
	CHECK_INT(40, shown.height);
	i = (struct image){ IMAGE_PNG, 2000, 64 };
	shown = image_fitted(&i, 160, 40);
	CHECK_INT(160, shown.width);
	CHECK_INT(5, shown.height);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(type_and_size_come_from_the_bytes),
		cmocka_unit_test(sides_are_from_64_to_2000),
		cmocka_unit_test(everything_else_is_refused_by_name_where_it_has_one),
		cmocka_unit_test(a_picture_that_is_cut_off_is_refused),
		cmocka_unit_test(a_shown_picture_keeps_its_shape_within_its_box),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
