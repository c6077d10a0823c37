/* The summary: the page that offers it, its making on the pool, its file, and the answer to whoever asks whether a
 * document is ours. */
#include "common/template.h"

#include "server/http/form.h"
#include "server/portal/portal.h"
#include "server/rule/file_type.h"
#include "server/service/document.h"
#include "server/service/session.h"
#include "server/service/summary.h"

enum { CODE_MAX = 100, SUM_MAX = 300 };

enum status portal_summary(struct web *w)
{
	struct view_summary v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_summary_form(&w->unit, w->unit.snap, w->visitor.session, &v));
	return portal_show(w, 200, PAGE_SUMMARY, &v);
}

static struct summary_ask ask_of(const struct post *p)
{
	const struct form_summary *f = p->form;

	return (struct summary_ask){ .contact = p->visitor.contact,
				     .session = p->visitor.session,
				     .form_id = f->form_id,
				     .country = p->visitor.country,
				     .how = { .locale = p->visitor.locale, .zone = p->visitor.zone,
					      .language = p->language } };
}

enum status portal_summary_work(struct post *p)
{
	struct summary_made *made = NEW(&p->unit.arena, struct summary_made);
	struct summary_ask q = ask_of(p);

	p->result = made;
	p->unit.actor = SV("debtor");
	return service_summary_make(&p->unit, p->unit.snap, &q, made);
}

enum status portal_summary_write(struct post *p, struct tx *tx)
{
	struct summary_ask q = ask_of(p);

	TRY(service_session_lives(tx, p->visitor.session));
	return service_summary_issue(&p->unit, tx, &q, p->result);
}

enum status portal_summary_after(struct web *w, struct post *p)
{
	const struct summary_made *made = p->result;

	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, sv_print(&w->unit.arena, "/document/" SV_FMT, SV_ARG(made->code)));
	return ST_OK;
}

enum status portal_document(struct web *w)
{
	struct view_document v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	TRY(service_document_show(&w->unit, w->unit.snap, w->visitor.contact, w->vars[0], &v));
	TRY(portal_feedback(w, v.frame, v.reference));
	return portal_show(w, 200, PAGE_DOCUMENT, &v);
}

enum status portal_document_file_work(struct post *p)
{
	struct sv *file = NEW(&p->unit.arena, struct sv);

	p->result = file;
	return service_document_file(&p->unit, p->unit.snap, p->visitor.contact, p->vars[0], file);
}

enum status portal_document_file_after(struct web *w, struct post *p)
{
	const struct sv *file = p->result;

	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	w->reply.status = 200;
	w->reply.type = SV("application/pdf");
	w->reply.file_name = SV("summary.pdf");
	w->reply.body = buf_new(&w->unit.arena, file->n + 1);
	buf_add(&w->reply.body, *file); /* the post's arena is at rest before this is sent */
	return buf_end(&w->reply.body, "the file");
}

/* asked: somebody pressed the button, so an empty code is a mistake. A file that was refused answers nothing. */
static enum status show_verify(struct web *w, struct sv code, struct sv sha256, struct sv file_error, bool asked)
{
	struct view_verify v = { .file_error = file_error };

	TRY(portal_frame(w, &v.frame));
	TRY(service_document_verify(&w->unit, w->unit.snap, file_error.n ? SV_NONE : code, sha256, &v));
	v.code_value = code;
	portal_keep(w, v.frame, "code", code);
	portal_keep(w, v.frame, "sha256", sha256);
	if (asked)
		portal_keep(w, v.frame, "asked", SV("1"));
	if (asked && code.n == 0)
		v.code_error = SV(N_("Please enter the document code."));
	return portal_show(w, 200, PAGE_VERIFY, &v);
}

enum status portal_verify(struct web *w)
{
	struct arena *a = &w->unit.arena;

	return show_verify(w, form_query(a, w->query, "code", CODE_MAX), form_query(a, w->query, "sha256", SUM_MAX),
			   SV_NONE, form_query(a, w->query, "asked", 1).n > 0);
}

/* The door has summed the file while it came; it is thrown away unread. What is left is the question with its sum, which
 * the page answers: reloading it sends no file again. */
enum status portal_verify_work(struct post *p)
{
	const struct form_verify *f = p->form;
	struct buf *path = NEW(&p->unit.arena, struct buf);

	*path = buf_new(&p->unit.arena, 2048);
	buf_z(path, "/verify?asked=1&code=");
	url_escape(path, sv_from_to(f->code, 0, CODE_MAX));
	buf_z(path, "&sha256=");
	if (p->n_files)
		buf_hex(path, p->files[0].sha256, sizeof(p->files[0].sha256));
	else
		url_escape(path, sv_from_to(f->sha256, 0, SUM_MAX));
	p->result = path;
	return buf_end(path, "the address");
}

enum status portal_verify_after(struct web *w, struct post *p)
{
	const struct form_verify *f = p->form;

	if (p->st == ST_INVALID || p->st == ST_LIMIT)
		return show_verify(w, sv_from_to(f->code, 0, CODE_MAX), f->sha256, portal_fault(w, p), false);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, buf_sv(p->result));
	return ST_OK;
}
