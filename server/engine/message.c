/* The words of messages: templates of assets/templates filled for a link or a notice, in every language. */
#include "common/embedded.h"
#include "common/template.h"

#include "server/engine/channel.h"
#include "server/service/view.h"
#include "server/service/words.h"

enum { MESSAGE_MAX = 64 * 1024, SUBJECT_MAX = 1024, PARAGRAPHS_MAX = 16 };

enum message { LINK_EMAIL, LINK_SHORT, NOTICE_EMAIL, NOTICE_SHORT, MESSAGE__COUNT };

static const struct {
	const char *name;
	const struct record *record;
} messages[MESSAGE__COUNT] = {
	[LINK_EMAIL] = { "link.email.txt", &view_mail_record },
	[LINK_SHORT] = { "link.short.txt", &view_mail_record },
	[NOTICE_EMAIL] = { "notice.email.txt", &view_notice_record },
	[NOTICE_SHORT] = { "notice.short.txt", &view_notice_record },
};

/* By message and language; set by message_start before any thread runs. */
static struct template *texts[MESSAGE__COUNT][CATALOGUES_MAX];

static struct sv source(void *arg, struct sv name)
{
	return embedded_find(assets_files,
			     arena_print(arg, "assets/templates/" SV_FMT, SV_ARG(name)));
}

enum status message_start(void)
{
	struct arena a = ARENA_INIT;
	enum status st = ST_OK;

	for (size_t m = 0; m < MESSAGE__COUNT && st == ST_OK; m++)
		for (size_t l = 0; l < catalogue_count() && st == ST_OK; l++)
			st = template_compile(TEMPLATE_TEXT, messages[m].name, messages[m].record, catalogue_at(l),
					      source, &a, &texts[m][l]);
	arena_free(&a);
	return st;
}

void message_end(void)
{
	for (size_t m = 0; m < MESSAGE__COUNT; m++)
		for (size_t l = 0; l < CATALOGUES_MAX; l++) {
			template_free(texts[m][l]);
			texts[m][l] = NULL;
		}
}

static enum status write_text(struct unit *u, enum message email, enum message other, const void *view,
			      struct sv subject, struct outgoing *ret)
{
	const struct addressee *who = ret->who;
	struct render how = { who->locale, who->zone, who->language };
	struct buf text = buf_new(&u->arena, MESSAGE_MAX), head = buf_new(&u->arena, SUBJECT_MAX);

	template_render(texts[who->channel == CHANNEL_EMAIL ? email : other][catalogue_index(who->language)], view,
			&how, &text);
	TRY(buf_end(&text, "the message"));
	phrase_print(&head, subject, &how);
	TRY(buf_end(&head, "the subject"));
	ret->text = buf_sv(&text);
	ret->subject = buf_sv(&head);
	return ST_OK;
}

enum status message_of_link(struct unit *u, const struct hand_off *h, struct outgoing *ret)
{
	struct view_mail v = { .organisation = h->who.organisation, .contact_line = h->who.contact_line,
			       .name = h->who.name, .url = h->url, .expires_at = h->expires_at,
			       .words = words_of(u->shared->keys, &u->arena, h->token, h->who.language),
			       .asks = h->asks, .stop_url = h->who.stop_url };

	*ret = (struct outgoing){ .id = h->link, .expires_at = h->expires_at, .who = &h->who };
	return write_text(u, LINK_EMAIL, LINK_SHORT, &v,
			  phrase(&u->arena, N_("Your private page at {organisation}"),
				 P_TEXT("organisation", h->who.organisation)),
			  ret);
}

enum status message_of_notice(struct unit *u, const struct notice_out *n, struct outgoing *ret)
{
	struct view_notice v = { .organisation = n->who.organisation, .contact_line = n->who.contact_line,
				 .name = n->who.name, .stop_url = n->who.stop_url };
	struct sv rest = n->text;

	v.paragraphs.at = NEW_N(&u->arena, struct view_paragraph, PARAGRAPHS_MAX);
	while (rest.n && v.paragraphs.n < PARAGRAPHS_MAX)
		v.paragraphs.at[v.paragraphs.n++].text = sv_cut(&rest, '\n');
	*ret = (struct outgoing){ .id = n->id, .expires_at = n->expires_at, .who = &n->who };
	return write_text(u, NOTICE_EMAIL, NOTICE_SHORT, &v, n->subject, ret);
}
