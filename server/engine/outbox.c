/* The embedded channel: every message is a file in DIR/outbox, a complete .eml or a text, written whole or not
 * at all. Its name carries when its link expires, so that a later turn removes it without asking anyone; the
 * folder is outside backups (security.md T3: it is the one place where a raw link may be). */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/embedded.h"
#include "common/file.h"
#include "common/id.h"
#include "common/log.h"
#include "common/template.h"

#include "server/document/email.h"
#include "server/engine/channel.h"
#include "server/service/view.h"

enum { MESSAGE_MAX = 64 * 1024, CLEAN_MOST = 1000 };

/* By language; set by outbox_start before any thread runs. */
static struct template *mail_text[CATALOGUES_MAX], *short_text[CATALOGUES_MAX];

static struct sv source(void *arg, struct sv name)
{
	return embedded_find(assets_files,
			     arena_print(arg, "assets/templates/" SV_FMT, SV_ARG(name)));
}

enum status outbox_start(void)
{
	struct arena a = ARENA_INIT;
	enum status st = ST_OK;

	for (size_t l = 0; l < catalogue_count() && st == ST_OK; l++) {
		const struct catalogue *c = catalogue_at(l);

		st = template_compile(TEMPLATE_TEXT, "link.email.txt", &view_mail_record, c, source, &a,
				      &mail_text[l]);
		if (st == ST_OK)
			st = template_compile(TEMPLATE_TEXT, "link.short.txt", &view_mail_record, c, source,
					      &a, &short_text[l]);
	}
	arena_free(&a);
	return st;
}

void outbox_end(void)
{
	for (size_t l = 0; l < CATALOGUES_MAX; l++) {
		template_free(mail_text[l]);
		template_free(short_text[l]);
		mail_text[l] = short_text[l] = NULL;
	}
}

static enum status write_mail(const struct unit *u, const struct hand_off *h, struct sv text,
			      struct buf *out)
{
	struct arena *a = out->arena;
	struct render how = { h->locale, h->zone, h->language };
	struct buf subject = buf_new(a, 1024);
	struct email e;

	phrase_print(&subject,
		     phrase(a, N_("Your private page at {organisation}"), P_TEXT("organisation", h->organisation)),
		     &how);
	e = (struct email){
		.from_name = h->organisation,
		.from = h->from,
		.to_name = h->name,
		.to = h->to,
		.subject = buf_sv(&subject),
		.message_id = sv_print(a, "%" PRId64 ".%" PRId64, h->link, id_new()),
		.date = u->now,
		.text = text,
	};

	return email_write(out, &e);
}

static enum status outbox_send(struct unit *u, struct hand_off *h)
{
	const char *const endings[] = { [CHANNEL_SMS] = "sms.txt", [CHANNEL_WHATSAPP] = "whatsapp.txt",
					[CHANNEL_EMAIL] = "eml" };
	struct view_mail v = { .organisation = h->organisation, .contact_line = h->contact_line,
			       .name = h->name, .url = h->url, .expires_at = h->expires_at };
	struct render how = { h->locale, h->zone, h->language };
	size_t l = catalogue_index(h->language);
	struct buf text = buf_new(&u->arena, MESSAGE_MAX), mail = buf_new(&u->arena, MESSAGE_MAX);
	char *path = arena_print(&u->arena, "%s/outbox/%" PRId64 "-%" PRId64 "-x%" PRId64 ".%s",
				 u->shared->dir, u->now, h->link, h->expires_at, endings[h->channel]);
	enum status st;

	template_render(h->channel == CHANNEL_EMAIL ? mail_text[l] : short_text[l], &v, &how, &text);
	st = buf_end(&text, "the message");
	if (st == ST_OK && h->channel == CHANNEL_EMAIL)
		st = write_mail(u, h, buf_sv(&text), &mail);
	if (st == ST_OK)
		st = file_write(&u->arena, path,
				buf_sv(h->channel == CHANNEL_EMAIL ? &mail : &text));
	h->sent = st == ST_OK;
	if (!h->sent) {
		say_fault(L_WARN, "outbox.failed");
		h->reason = sv_from(status_name(st));
	}
	return ST_OK;
}

const struct channel_sender sender_outbox = { .name = "outbox", .expires = true, .send = outbox_send };

/* "...-x1795338010391.eml" -> that instant; 0 for a name that is not ours. A half-written .tmp of a crash goes
 * with it, since its name begins the same. */
static int64_t expiry_of(const char *name)
{
	const char *x = strstr(name, "-x");
	struct sv rest;
	int64_t at = 0;

	if (!x)
		return 0;
	rest = sv_from(x + 2);
	return sv_int(sv_cut(&rest, '.'), &at) ? at : 0;
}

enum status outbox_clean(struct unit *u, size_t *ret_removed)
{
	char *folder = arena_print(&u->arena, "%s/outbox", u->shared->dir);
	DIR *d = opendir(folder);
	const struct dirent *e;

	*ret_removed = 0;
	if (!d)
		return fail(ST_UNAVAILABLE, "%s can not be read", folder);
	while (*ret_removed < CLEAN_MOST && (e = readdir(d)) != NULL) {
		int64_t at = expiry_of(e->d_name);

		if (at && at <= u->now && unlinkat(dirfd(d), e->d_name, 0) == 0)
			++*ret_removed;
	}
	closedir(d);
	return ST_OK;
}
