/* The organisation's looks as operators set them: settings with their checks, the logo in pieces. */
#include "tests/support/picture.h"
#include "tests/support/world.h"

#include "common/catalogue.h"

#include "server/service/brand.h"
#include "server/service/home.h"
#include "server/service/operator.h"
#include "server/store/setting.h"

struct putting {
	struct world *w;
	struct sv name, value;
	struct setting_row row;
};

static enum status run_put(struct tx *tx, void *arg)
{
	struct putting *p = arg;

	return service_setting_put(&p->w->u, tx, &(struct setting_put){ p->name, p->value }, &p->row);
}

static enum status put(struct world *w, const char *name, struct sv value)
{
	struct putting p = { .w = w, .name = sv_from(name), .value = value };

	return world_write(w, run_put, &p);
}

static struct org org_of(struct world *w)
{
	struct org o;

	CHECK_OK(store_org(world_look(w)->snap, &w->u.arena, &o));
	return o;
}

static void a_colour_that_is_too_pale_is_refused_with_the_nearest_that_is_not(void **state)
{
	struct world *w = *state;
	struct sv proposed;

	CHECK_FAULT(ST_INVALID, "value", "2.94:1 against white", put(w, "brand.colour", SV("#00a0e3")));
	proposed = sv_from(strrchr(fault_last()->text, '#'));
	CHECK_INT(7, proposed.n);
	proposed = sv_copy(&w->u.arena, proposed);
	CHECK_OK(put(w, "brand.colour", proposed));
	CHECK(sv_eq(proposed, org_of(w).colour));
	CHECK_FAULT(ST_INVALID, "value", "#0b5c4a", put(w, "brand.colour", SV("red")));
	CHECK_FAULT(ST_INVALID, "value", "dark card", put(w, "brand.colour_dark", SV("#0b5c4a")));
	CHECK_OK(put(w, "brand.colour_dark", SV("#7fd1b9")));
	CHECK_OK(put(w, "brand.colour", SV_NONE));
	CHECK_SV("", org_of(w).colour);
	CHECK_EVENTS(w, "setting.changed,setting.changed,setting.changed");
}

static void a_footer_is_kept_for_each_language_of_the_portal(void **state)
{
	struct world *w = *state;
	struct buf b = buf_new(&w->u.arena, 4096);
	const struct catalogue *de = catalogue_find(SV("de")), *es = catalogue_find(SV("es"));
	struct setting_page page;
	struct org o;

	CHECK_OK(put(w, "legal.footer.de", SV("Zeile eins\nZeile zwei")));
	CHECK_OK(put(w, "legal.footer.en", SV("Line one")));
	CHECK_FAULT(ST_NOT_FOUND, "name", "legal.footer.xx", put(w, "legal.footer.xx", SV("x")));
	CHECK_FAULT(ST_NOT_FOUND, "name", "legal.footer", put(w, "legal.footer.", SV("x")));
	CHECK_FAULT(ST_INVALID, "value", "no page", put(w, "legal.footer.fr", SV("a\033[1mb")));
	for (int i = 0; i < 2001; i++)
		buf_char(&b, 'x');
	CHECK_FAULT(ST_INVALID, "value", "2000", put(w, "legal.footer.fr", buf_sv(&b)));
	o = org_of(w);
	CHECK_SV("Zeile eins\nZeile zwei", service_legal(&o, de));
	CHECK_SV("Line one", service_legal(&o, es)); /* the organisation's language */
	CHECK_OK(put(w, "organisation.language", SV("fr")));
	o = org_of(w);
	CHECK_SV("", service_legal(&o, es));
	CHECK_OK(service_setting_show(world_look(w), w->u.snap, SV("legal."), &page));
	CHECK_INT((int64_t)catalogue_count(), page.items.n);
	CHECK_OK(service_setting_check(world_look(w), w->u.snap));
}

struct sending {
	struct world *w;
	struct sv bytes;
	int64_t upload, offset;
	struct brand_logo logo;
	struct setting_row row;
};

static enum status run_begin(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return service_logo_begin(&s->w->u, tx, &(struct brand_logo_new){ SV("logo.png") }, &s->logo);
}

static enum status run_chunk(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return service_logo_chunk(&s->w->u, tx, &(struct brand_logo_chunk){ s->upload, s->offset, s->bytes },
				  &s->logo);
}

static enum status run_finish(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return service_logo_finish(&s->w->u, tx, s->upload, &s->row);
}

static enum status run_drop(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return service_logo_drop(&s->w->u, tx, &s->row);
}

static enum status send_logo(struct world *w, struct sv bytes, size_t piece, struct sv *ret_value)
{
	struct sending s = { .w = w };

	TRY(world_write(w, run_begin, &s));
	s.upload = s.logo.upload;
	for (size_t at = 0; at < bytes.n; at += piece) {
		s.offset = (int64_t)at;
		s.bytes = sv_from_to(bytes, at, at + piece);
		TRY(world_write(w, run_chunk, &s));
	}
	TRY(world_write(w, run_finish, &s));
	if (ret_value)
		*ret_value = sv_copy(&w->u.arena, s.row.value);
	return ST_OK;
}

static void a_logo_in_pieces_is_in_force_when_it_is_whole(void **state)
{
	struct world *w = *state;
	struct sv png = sv_copy(&w->u.arena, picture_png(&w->u.arena, 400, 100)), value, file, bytes, type;
	struct logo_shown shown;
	struct org o;

	CHECK_OK(send_logo(w, png, 7, &value));
	CHECK(sv_ends(value, SV(".png 400x100")));
	o = org_of(w);
	CHECK(service_logo(&w->u.arena, &o, &shown));
	CHECK_INT(160, shown.width);
	CHECK_INT(40, shown.height);
	file = sv_cut(&value, ' ');
	CHECK_OK(service_logo_bytes(world_look(w), w->u.snap, file, &bytes, &type));
	CHECK(sv_eq(png, bytes));
	CHECK_SV("image/png", type);
	CHECK_EVENTS(w, "setting.changed");
	CHECK_OK(service_setting_check(world_look(w), w->u.snap));
}

static void a_new_logo_has_another_name_and_the_old_one_is_gone(void **state)
{
	struct world *w = *state;
	struct sv first, second, bytes, type;

	CHECK_OK(send_logo(w, picture_png(&w->u.arena, 400, 100), 32768, &first));
	CHECK_OK(send_logo(w, picture_webp(&w->u.arena, "VP8L", 100, 100, 0), 32768, &second));
	CHECK(!sv_eq(first, second));
	CHECK_STATUS(ST_NOT_FOUND,
		     service_logo_bytes(world_look(w), w->u.snap, sv_cut(&first, ' '), &bytes, &type));
	CHECK_OK(service_logo_bytes(world_look(w), w->u.snap, sv_cut(&second, ' '), &bytes, &type));
	CHECK_SV("image/webp", type);
}

static void a_logo_goes_by_its_own_method_or_by_an_empty_setting(void **state)
{
	struct world *w = *state;
	struct sending s = { .w = w };
	struct logo_shown shown;
	struct org o;

	CHECK_OK(send_logo(w, picture_png(&w->u.arena, 400, 100), 32768, NULL));
	CHECK_FAULT(ST_INVALID, "value", "setting.logo", put(w, "brand.logo", SV("0123456789abcdef.png 1x1")));
	CHECK_OK(put(w, "brand.logo", SV_NONE));
	o = org_of(w);
	CHECK(!service_logo(&w->u.arena, &o, &shown));
	CHECK_OK(send_logo(w, picture_png(&w->u.arena, 400, 100), 32768, NULL));
	CHECK_OK(world_write(w, run_drop, &s));
	CHECK_SV("", s.row.value);
	o = org_of(w);
	CHECK(!service_logo(&w->u.arena, &o, &shown));
	CHECK_EVENTS(w, "setting.changed,setting.changed,setting.changed,setting.changed");
}

static void what_is_no_picture_changes_nothing(void **state)
{
	struct world *w = *state;
	struct sv before, bytes, type;

	CHECK_OK(send_logo(w, picture_png(&w->u.arena, 400, 100), 32768, &before));
	CHECK_FAULT(ST_INVALID, "file", "SVG", send_logo(w, SV("<svg onload=alert(1)>"), 32768, NULL));
	CHECK_FAULT(ST_INVALID, "file", "pixels", send_logo(w, picture_png(&w->u.arena, 10, 10), 32768, NULL));
	CHECK_OK(service_logo_bytes(world_look(w), w->u.snap, sv_cut(&before, ' '), &bytes, &type));
	CHECK_EVENTS(w, "setting.changed");
}

static void pieces_come_in_order_and_a_repeated_one_is_the_same(void **state)
{
	struct world *w = *state;
	struct sending s = { .w = w };

	CHECK_OK(world_write(w, run_begin, &s));
	s.upload = s.logo.upload;
	s.bytes = SV("abcd");
	CHECK_OK(world_write(w, run_chunk, &s));
	CHECK_OK(world_write(w, run_chunk, &s));
	CHECK_INT(4, s.logo.bytes);
	s.bytes = SV("abce");
	CHECK_FAULT(ST_CONFLICT, "data", "differs", world_write(w, run_chunk, &s));
	s.offset = 8;
	CHECK_FAULT(ST_CONFLICT, "offset", "begins at 4", world_write(w, run_chunk, &s));
	s.offset = 204800;
	CHECK_FAULT(ST_LIMIT, "file", "204800", world_write(w, run_chunk, &s));
	w->u.actor = SV("eve");
	s.offset = 4;
	CHECK_FAULT(ST_FORBIDDEN, "upload", "somebody", world_write(w, run_chunk, &s));
	w->u.actor = SV("ana");
	CHECK_OK(world_write(w, run_begin, &s)); /* a new one: the old is gone */
	CHECK_FAULT(ST_NOT_FOUND, "upload", "no such", world_write(w, run_chunk, &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_colour_that_is_too_pale_is_refused_with_the_nearest_that_is_not),
		WORLD_TEST(a_footer_is_kept_for_each_language_of_the_portal),
		WORLD_TEST(a_logo_in_pieces_is_in_force_when_it_is_whole),
		WORLD_TEST(a_new_logo_has_another_name_and_the_old_one_is_gone),
		WORLD_TEST(a_logo_goes_by_its_own_method_or_by_an_empty_setting),
		WORLD_TEST(what_is_no_picture_changes_nothing),
		WORLD_TEST(pieces_come_in_order_and_a_repeated_one_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
