/* The embedded channel: every message is a file in DIR/outbox, a complete .eml or a text, written whole or not
 * at all. Its name carries when its link expires, so that a later turn removes it without asking anyone; the
 * folder is outside backups (security.md T3: it is the one place where a raw link may be). */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/id.h"
#include "common/log.h"

#include "server/document/email.h"
#include "server/engine/channel.h"

enum { MESSAGE_MAX = 64 * 1024, CLEAN_MOST = 1000 };

static enum status write_mail(const struct unit *u, const struct outgoing *o, struct buf *out)
{
	struct email e = {
		.from_name = o->who->organisation,
		.from = o->who->from,
		.to_name = o->who->name,
		.to = o->who->to,
		.subject = o->subject,
		.message_id = sv_print(out->arena, "%" PRId64 ".%" PRId64, o->id, id_new()),
		.date = u->now,
		.unsubscribe = o->who->stop_url,
		.text = o->text,
	};

	return email_write(out, &e);
}

static enum status outbox_send(struct unit *u, struct outgoing *o)
{
	const char *const endings[] = { [CHANNEL_SMS] = "sms.txt", [CHANNEL_WHATSAPP] = "whatsapp.txt",
					[CHANNEL_EMAIL] = "eml" };
	bool email = o->who->channel == CHANNEL_EMAIL;
	struct buf mail = buf_new(&u->arena, MESSAGE_MAX);
	char *path = arena_print(&u->arena, "%s/outbox/%" PRId64 "-%" PRId64 "-x%" PRId64 ".%s",
				 u->shared->dir, u->now, o->id, o->expires_at, endings[o->who->channel]);
	enum status st = email ? write_mail(u, o, &mail) : ST_OK;

	if (st == ST_OK)
		st = file_write(&u->arena, path, email ? buf_sv(&mail) : o->text);
	o->sent = st == ST_OK;
	if (!o->sent) {
		say_fault(L_WARN, "outbox.failed");
		o->reason = sv_from(status_name(st));
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
