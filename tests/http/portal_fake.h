/* A portal of five pages for tests of the door. What its writes do is counted per identity, so that
 * answers can be compared with what was done. */
#ifndef QUITS_TESTS_HTTP_PORTAL_FAKE_H
#define QUITS_TESTS_HTTP_PORTAL_FAKE_H

#include "tests/support/check.h"

#include <stdatomic.h>
#include <stdio.h>

#include "common/crypt.h"
#include "common/file.h"
#include "common/record.h"

#include "server/http/cookie.h"
#include "server/http/route.h"
#include "server/rule/file_type.h"

enum { IDS = 65536 };

static _Atomic unsigned char fake_done[IDS]; /* how often the write of this identity was done */
static const struct sv fake_origin = SV_CONST("http://portal.test");

struct fake_form {
	int64_t id;
	struct sv name;
	bool agree;
	struct sv form_token;
};

static const struct field fake_fields[] = {
	{ "id", K_ID, REQ, offsetof(struct fake_form, id), NULL, "" },
	{ "name", K_TEXT, OPT, offsetof(struct fake_form, name), NULL, "" },
	{ "agree", K_BOOL, OPT, offsetof(struct fake_form, agree), NULL, "" },
	{ "form_token", K_TEXT, OPT, offsetof(struct fake_form, form_token), NULL, "" },
};
static const struct limit fake_limits[] = { { offsetof(struct fake_form, name), 1, 20 } };
static const struct record fake_record = { "fake_form", sizeof(struct fake_form),
	                                   fake_fields, COUNT(fake_fields),
	                                   fake_limits, COUNT(fake_limits),
	                                   "" };

static void say_text(struct web *w, int status, struct sv text)
{
	w->reply.status = status;
	w->reply.type = SV("text/plain; charset=utf-8");
	w->reply.body = buf_new(&w->unit.arena, WEB_PAGE_MAX);
	buf_add(&w->reply.body, text);
}

static enum status page_front(struct web *w)
{
	say_text(w, 200, SV("front"));
	return ST_OK;
}

static enum status page_var(struct web *w)
{
	say_text(w, 200, w->vars[0]);
	return ST_OK;
}

static enum status page_home(struct web *w)
{
	struct sv owner = sv_of(w->visitor.cookie.b, sizeof(w->visitor.cookie.b));

	say_text(w, 200, web_form_token(w, owner));
	return ST_OK;
}

static enum status page_address(struct web *w)
{
	say_text(w, 200, w->address);
	return ST_OK;
}

static enum status page_broken(struct web *w)
{
	(void)w;
	return fail(ST_INTERNAL, "secret words of the inside");
}

static enum status page_silent(struct web *w)
{
	(void)w;
	return ST_OK;
}

static enum status write_id(struct post *p, struct tx *tx)
{
	const struct fake_form *form = p->form;

	(void)tx;
	if (form->id < 0 || form->id >= IDS)
		return fail_field(ST_CONFLICT, "id", "is out of range");
	atomic_fetch_add(&fake_done[form->id], 1);
	return ST_OK;
}

/* The answer is held for as many milliseconds as the id says. */
static enum status write_slow(struct post *p, struct tx *tx)
{
	const struct fake_form *form = p->form;

	(void)tx;
	p->delay = form->id;
	atomic_fetch_add(&fake_done[form->id % IDS], 1);
	return ST_OK;
}

static enum status after_id(struct web *w, struct post *p)
{
	if (p->st == ST_OK) {
		web_redirect(w, SV("/"));
		return ST_OK;
	}
	say_text(w, status_http(p->st),
	         sv_print(&w->unit.arena, "%s: %s", p->fault.field, p->fault.text));
	return ST_OK;
}

/* Uploads: what the newest write got, and a file to be sent. */
static struct {
	_Atomic unsigned writes;
	size_t n;
	char names[5][128];
	enum file_type types[5];
	int64_t bytes[5];
	bool whole[5]; /* the file lay there as large as it should be */
	const char *path;
} fake_upload;

static enum status write_upload(struct post *p, struct tx *tx)
{
	(void)tx;
	fake_upload.n = p->n_files;
	for (size_t i = 0; i < p->n_files; i++) {
		const struct scratch_file *f = &p->files[i];
		int64_t bytes;
		int fd;

		snprintf(fake_upload.names[i], sizeof(fake_upload.names[i]), SV_FMT, SV_ARG(f->name));
		fake_upload.types[i] = f->type;
		fake_upload.bytes[i] = f->bytes;
		TRY(file_open(f->path.p, &fd, &bytes));
		fake_upload.whole[i] = bytes == f->bytes;
		file_close(fd);
	}
	atomic_fetch_add(&fake_upload.writes, 1);
	return ST_OK;
}

/* As a page would: the words of the fault, and what was typed. */
static enum status after_upload(struct web *w, struct post *p)
{
	const struct fake_form *form = p->form;

	if (p->st == ST_OK) {
		web_redirect(w, SV("/"));
		return ST_OK;
	}
	if (p->st != ST_INVALID && p->st != ST_LIMIT)
		return fault_carry(&p->fault);
	say_text(w, 200, sv_print(&w->unit.arena, "%s: %s typed: " SV_FMT, p->fault.field,
	                          p->fault.text, SV_ARG(form->name)));
	return ST_OK;
}

static enum status page_file(struct web *w)
{
	int64_t bytes;
	int fd;

	TRY(file_open(fake_upload.path, &fd, &bytes));
	web_file(w, fd, bytes, SV("text/plain; charset=utf-8"), SV("r\xc3\xa9\"c.txt"));
	return ST_OK;
}

static const struct route fake_routes[] = {
	{ .verb = VERB_GET, .path = "/", .page = page_front },
	{ .verb = VERB_GET, .path = "/var/:name", .page = page_var },
	{ .verb = VERB_GET, .path = "/home", .guards = SIGNED_IN, .page = page_home },
	{ .verb = VERB_GET, .path = "/broken", .page = page_broken },
	{ .verb = VERB_GET, .path = "/silent", .page = page_silent },
	{ .verb = VERB_POST,
	  .path = "/open",
	  .form = &fake_record,
	  .write = write_id,
	  .after = after_id },
	{ .verb = VERB_POST,
	  .path = "/pre",
	  .guards = PRE_FORM,
	  .form = &fake_record,
	  .write = write_id,
	  .after = after_id },
	{ .verb = VERB_POST,
	  .path = "/home",
	  .guards = SIGNED_IN | FORM,
	  .form = &fake_record,
	  .write = write_id,
	  .after = after_id },
	{ .verb = VERB_GET, .path = "/address", .page = page_address },
	{ .verb = VERB_GET, .path = "/file", .page = page_file },
	{ .verb = VERB_POST,
	  .path = "/upload",
	  .guards = UPLOAD,
	  .form = &fake_record,
	  .write = write_upload,
	  .after = after_upload },
	{ .verb = VERB_POST,
	  .path = "/mine",
	  .guards = SIGNED_IN | FORM | UPLOAD,
	  .form = &fake_record,
	  .write = write_upload,
	  .after = after_upload },
	{ .verb = VERB_POST,
	  .path = "/slow",
	  .form = &fake_record,
	  .write = write_slow,
	  .after = after_id },
};

static enum status fake_visitor(struct web *w, bool human)
{
	struct sv cookie = web_cookie_value(w, COOKIE_SESSION);

	(void)human;
	if (!sv_is(cookie, "alice") && !sv_is(cookie, "bob"))
		return fail(ST_UNAUTHENTICATED, "please sign in");
	w->visitor.session = 1;
	w->visitor.cookie.b[0] = (unsigned char)cookie.p[0];
	return ST_OK;
}

static void fake_error(struct web *w, enum status st, const char *text)
{
	say_text(w, status_http(st), sv_print(&w->unit.arena, "error: %s", text));
}

static enum status fake_origin_of(struct web *w, struct sv *ret)
{
	(void)w;
	*ret = fake_origin;
	return ST_OK;
}

static const struct http_rooms fake_rooms = { .routes = fake_routes,
	                                      .n = COUNT(fake_routes),
	                                      .visitor = fake_visitor,
	                                      .error = fake_error,
	                                      .origin = fake_origin_of };

/* A fresh set of keys for the process. */
static inline struct keys *fake_keys(void)
{
	struct arena a = ARENA_INIT;
	struct keys *k = NULL;

	if (crypt_start() != ST_OK || keys_read(keys_make(&a), &k) != ST_OK)
		fail_msg("no keys: %s", fault_last()->text);
	arena_free(&a);
	return k;
}

#endif
