/* What a status looks like to a person. Must not fail: if even the page can not be made, plain words are. */
#include "common/phrase.h"

#include "server/portal/portal.h"

static const char *title_of(enum status st)
{
	switch (st) {
	case ST_NOT_FOUND:
		return N_("Page not found");
	case ST_UNAUTHENTICATED:
		return N_("Your visit has ended");
	case ST_FORBIDDEN:
		return N_("This did not come from our page");
	case ST_LIMIT:
		return N_("Too many requests");
	case ST_UNAVAILABLE:
		return N_("We are busy right now");
	case ST_UNCERTAIN:
		return N_("We are not sure that it worked");
	case ST_INVALID:
	case ST_CONFLICT:
		return N_("That could not be done");
	case ST_OK:
	case ST_INTERNAL:
	case ST__COUNT:
		break;
	}
	return N_("Something went wrong on our side");
}

static const char *text_of(enum status st, const char *public_text)
{
	switch (st) {
	case ST_NOT_FOUND:
		return N_("There is nothing at this address.");
	case ST_UNAUTHENTICATED:
		return N_("Please open the link from our newest message again, or ask us for another one.");
	case ST_FORBIDDEN:
		return N_("For your safety nothing was done. Please go back, load the page again and retry.");
	case ST_UNAVAILABLE:
		return N_("Nothing was done. Please try again in a moment.");
	case ST_UNCERTAIN:
		return N_("It may or may not have been done. Please look at your overview before you try "
		       "again.");
	case ST_LIMIT:
	case ST_INVALID:
	case ST_CONFLICT:
		return public_text;
	case ST_OK:
	case ST_INTERNAL:
	case ST__COUNT:
		break;
	}
	return N_("Nothing you did was lost on purpose. Please try again, or contact us.");
}

void portal_error(struct web *w, enum status st, const char *public_text)
{
	struct sv text = sv_copy(&w->unit.arena, sv_from(text_of(st, public_text)));

	w->reply.body.n = 0;
	if (portal_say(w, status_http(st), sv_from(title_of(st)), text, true) == ST_OK)
		return;
	w->reply.status = status_http(st);
	w->reply.type = SV("text/plain; charset=utf-8");
	w->reply.body = buf_new(&w->unit.arena, WEB_PAGE_MAX);
	buf_z(&w->reply.body, status_words(st));
}
