/* Rights without signing in (product.md 3.3): what the reader of a message may do with its link, or with the address in
 * its foot. Neither identity nor cookie is asked for: the tokens of these forms hang on the link alone. A right is a
 * choice and a second form that only the answer to the first has, since scanners of links have been seen to send the
 * first form of a page; the words that confirm it come after the commit. A token that is none of ours gets the same
 * pages, and nothing happens: so the last one says what is so if the link was ours. */
#include "common/phrase.h"

#include "server/http/cookie.h"
#include "server/portal/portal.h"
#include "server/service/consent.h"
#include "server/service/link.h"
#include "server/service/right.h"
#include "server/service/verify.h"

static const struct {
	const char *title, *text, *button, *done;
} words[RIGHT__COUNT] = {
	[RIGHT_STOP] = { N_("Stop messages to this address"),
			 N_("We will send no more messages to this address, not even a new link that you ask for. Please "
			    "confirm."),
			 N_("Yes, stop them"),
			 N_("If this link was ours, we send no messages to this address from now on. What was on its way "
			    "has been taken back.") },
	[RIGHT_NOT_ME] = { N_("This is not me"),
			   N_("We will send nothing more to this address, and a person will look into it. We do not ask "
			      "who you are. Please confirm."),
			   N_("Yes, this is not me"),
			   N_("If this link was ours, we send nothing to this address from now on, and a person will look "
			      "into it.") },
	[RIGHT_PAPER] = { N_("Letters instead of electronic messages"),
			  N_("We will send no more electronic messages, on any channel, not even a new link that you ask "
			     "for. What we have to tell you comes by letter. Please confirm."),
			  N_("Yes, send letters"),
			  N_("If this link was ours, we send no electronic messages from now on. What we have to tell you "
			     "comes by letter.") },
	[RIGHT_PERSON] = { N_("I would like to speak with a person"),
			   N_("We will ask a person of our team to get in touch with you. Please confirm."),
			   N_("Yes, please"),
			   N_("If this link was ours, our team knows now, and a person will get in touch with you.") },
};

static bool by_mail(struct sv path)
{
	return sv_starts(path, SV("/u/"));
}

/* What a form's token hangs on: the kind of page, the link and, on the second page, the right. */
static struct sv owner_of(struct arena *a, const char *page, struct sv token, struct sv right)
{
	struct buf b = buf_new(a, 512);

	buf_z(&b, page);
	buf_char(&b, '|');
	buf_add(&b, token);
	buf_char(&b, '|');
	buf_add(&b, right);
	return buf_sv(&b);
}

/* The same look for every page before identity. */
static enum status outside(struct web *w, struct view_frame **ret)
{
	struct link_look look = { .language = SV_NONE };

	if (!by_mail(w->path))
		TRY(service_link_look(&w->unit, w->unit.snap, w->vars[0], &look));
	TRY(portal_language(w, look.language));
	TRY(portal_frame(w, ret));
	(*ret)->signed_in = false;
	(*ret)->nav.n = 0;
	return ST_OK;
}

static struct sv path_of(struct web *w, const char *end)
{
	return sv_print(&w->unit.arena, "/%s/" SV_FMT "%s", by_mail(w->path) ? "u" : "l", SV_ARG(w->vars[0]), end);
}

static enum status show(struct web *w, struct sv error)
{
	struct right_door door = { .by_mail = by_mail(w->path), .token = w->vars[0] };
	struct view_rights v = { .error = error };

	TRY(outside(w, &v.frame));
	TRY(service_right_offered(w->unit.snap, &w->unit.arena, &door, RIGHT_PAPER, &v.all));
	v.action_path = path_of(w, "/rights");
	v.form_token = web_form_token(w, owner_of(&w->unit.arena, "rights", w->vars[0], SV_NONE));
	return portal_show(w, 200, PAGE_RIGHTS, &v);
}

enum status portal_rights(struct web *w)
{
	return show(w, SV_NONE);
}

static enum status check(struct post *p, const struct form_right *f, const char *page, struct sv right)
{
	if (!right_of(f->right))
		return fail_field(ST_INVALID, "right", N_("Please choose what you would like."));
	if (!form_token_good(p->unit.shared->keys, owner_of(&p->unit.arena, page, p->vars[0], right), f->form_token))
		return fail_field(ST_INVALID, "form_token", N_("Please choose once more."));
	return ST_OK;
}

/* The choice: nothing happens yet. */
enum status portal_rights_write(struct post *p, struct tx *tx)
{
	(void)tx;
	return check(p, p->form, "rights", SV_NONE);
}

enum status portal_rights_after(struct web *w, struct post *p)
{
	const struct form_right *f = p->form;
	struct right_door door = { .by_mail = by_mail(w->path), .token = w->vars[0] };
	struct view_right v = { .frame = NULL };
	enum right right = right_of(f->right);
	bool offered;

	if (p->st == ST_INVALID)
		return show(w, portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	TRY(service_right_offered(w->unit.snap, &w->unit.arena, &door, right, &offered));
	if (!offered)
		return show(w, SV(N_("Please choose what you would like.")));
	TRY(outside(w, &v.frame));
	v.title = sv_from(words[right].title);
	v.text = sv_from(words[right].text);
	v.button = sv_from(words[right].button);
	v.right = sv_from(right_word(right));
	v.action_path = path_of(w, "/rights/sure");
	v.back_path = path_of(w, by_mail(w->path) ? "" : "/rights");
	v.form_token = web_form_token(w, owner_of(&w->unit.arena, "sure", w->vars[0], v.right));
	return portal_show(w, 200, PAGE_RIGHT, &v);
}

/* Others may have the address too: nothing to anybody may be on its way. */
static enum status done(struct web *w, enum right right)
{
	service_consent_settle(&w->unit, 0);
	return portal_say(w, 200, SV(N_("Thank you for telling us")), sv_from(words[right].done), false);
}

enum status portal_right_write(struct post *p, struct tx *tx)
{
	const struct form_right *f = p->form;
	struct right_door door = { .by_mail = by_mail(sv_from(p->route->path)), .token = p->vars[0] };

	TRY(check(p, f, "sure", f->right));
	return service_right_use(&p->unit, tx, &door, right_of(f->right));
}

enum status portal_right_after(struct web *w, struct post *p)
{
	const struct form_right *f = p->form;
	struct view_frame *frame;

	if (p->st == ST_INVALID)
		return show(w, portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	TRY(outside(w, &frame)); /* the language of the page that was just read */
	return done(w, right_of(f->right));
}

/* RFC 8058: sent by the mail program when its reader presses its button; the secret in the path is all there is. */
enum status portal_one_click_write(struct post *p, struct tx *tx)
{
	const struct form_one_click *f = p->form;
	struct right_door door = { .by_mail = true, .one_click = true, .token = p->vars[0] };

	if (!sv_is(f->list_unsubscribe, "One-Click"))
		return fail_field(ST_INVALID, "List-Unsubscribe", N_("Please choose what you would like."));
	return service_right_use(&p->unit, tx, &door, RIGHT_STOP);
}

enum status portal_one_click_after(struct web *w, struct post *p)
{
	if (p->st == ST_INVALID)
		return show(w, portal_fault(w, p));
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	return done(w, RIGHT_STOP);
}

/* A link that works no more, or never did: offers a new one. */
enum status portal_dead(struct web *w)
{
	struct view_dead v = { .frame = NULL };

	TRY(portal_frame(w, &v.frame));
	v.frame->signed_in = false;
	v.frame->nav.n = 0;
	v.again_path = path_of(w, "/again");
	v.rights_path = path_of(w, "/rights");
	v.form_token = web_form_token(w, owner_of(&w->unit.arena, "again", w->vars[0], SV_NONE));
	return portal_show(w, 200, PAGE_DEAD, &v);
}

enum status portal_again_write(struct post *p, struct tx *tx)
{
	const struct form_nothing *f = p->form;

	if (!form_token_good(p->unit.shared->keys, owner_of(&p->unit.arena, "again", p->vars[0], SV_NONE),
			     f->form_token))
		return fail_field(ST_INVALID, "form_token", N_("Please try once more."));
	return service_link_again(&p->unit, tx, p->vars[0]);
}

enum status portal_again_after(struct web *w, struct post *p)
{
	if (p->st == ST_INVALID)
		return portal_dead(w);
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	return portal_say(w, 200, SV(N_("Please look at your messages")),
			  SV(N_("If this link was ours, a new one is on its way to the address we know.")), false);
}

enum status portal_again(struct web *w)
{
	web_redirect(w, path_of(w, ""));
	return ST_OK;
}
