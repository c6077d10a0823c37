/* Conversations from both sides: the debtor who writes, the desk that answers. */
#ifndef QUITS_TESTS_SERVICE_MESSAGE_WORLD_H
#define QUITS_TESTS_SERVICE_MESSAGE_WORLD_H

#include "tests/support/outbox.h"
#include "tests/support/world.h"

#include "common/clock.h"
#include "common/date.h"

#include "server/runtime/writer.h"
#include "server/service/message.h"
#include "server/service/session.h"
#include "server/store/account.h"
#include "server/store/message.h"
#include "server/store/preference.h"
#include "server/store/setting.h"
#include "server/store/team.h"

enum { HOUR = 3600000 };

struct writing {
	struct world *w;
	struct message_ask q;
	struct sv reference;
};

static inline enum status run_start(struct tx *tx, void *arg)
{
	struct writing *k = arg;

	return service_thread_start(&k->w->u, tx, &k->q, &k->reference);
}

static inline enum status run_reply(struct tx *tx, void *arg)
{
	struct writing *k = arg;

	k->q.reference = k->reference;
	struct sv reference;

	return service_thread_reply(&k->w->u, tx, &k->q, &reference);
}

static inline int64_t contact_of(struct world *w, const char *account)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	return c.contact;
}

static inline struct writing message(struct world *w, const char *text)
{
	struct writing k = { .w = w };
	struct view_thread_form v = { .frame = NULL };

	k.q = (struct message_ask){ .contact = contact_of(w, "A-1"), .session = 7, .topic = SV("payment"),
				    .account = SV("A-1"), .text = sv_from(text) };
	CHECK_OK(service_thread_form(world_look(w), w->u.snap, &k.q, &v));
	k.q.form_id = v.form_id;
	return k;
}

static inline struct view_thread shown(struct world *w, const struct writing *k)
{
	struct view_thread v = { .frame = NULL };

	CHECK_OK(service_thread_show(world_look(w), w->u.snap, k->q.contact, 7, k->reference, &v));
	return v;
}

static inline void reply_form(struct world *w, struct writing *k, const char *text)
{
	k->q.text = sv_from(text);
	k->q.form_id = shown(w, k).form_id;
}

static inline enum status run_setting(struct tx *tx, void *arg)
{
	const char *const *s = arg;

	return store_setting_put(tx, sv_from(s[0]), sv_from(s[1]));
}

static inline void set(struct world *w, const char *name, const char *value)
{
	const char *pair[] = { name, value };

	CHECK_OK(world_write(w, run_setting, pair));
}

static inline enum status run_teams(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(store_team_add(tx, 2, SV("Money")));
	return store_team_add(tx, 3, SV("Idle"));
}

struct desk {
	struct world *w;
	struct message_new q;
	struct message_assign assign;
	struct thread_row row;
};

static inline enum status run_enrol(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.operator", "INSERT INTO operator (id, uid, name, roles, added_at) VALUES "
							     "(1, 1, 'ana', 'operator', 0)" },
			   NO_ARGS, NULL);
}

static inline enum status run_answer(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_reply(&d->w->u, tx, &d->q, &d->row);
}

static inline enum status run_read(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_read(&d->w->u, tx, d->q.thread, &d->row);
}

static inline enum status run_close(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_close(&d->w->u, tx, d->q.thread, &d->row);
}

static inline enum status run_note(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_note(&d->w->u, tx, &d->q, &d->row);
}

static inline enum status run_assign(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	d->assign.thread = d->q.thread;
	return service_message_assign(&d->w->u, tx, &d->assign, &d->row);
}

static inline int64_t thread_of(struct world *w, const struct writing *k)
{
	struct thread_core t;

	CHECK_OK(store_thread_by_reference(world_look(w)->snap, k->q.contact, k->reference, &t, &w->u.arena));
	return t.id;
}

static inline struct desk desk_of(struct world *w, const struct writing *k)
{
	struct desk d = { .w = w, .q = { .thread = thread_of(w, k), .text = SV("You have until Friday.") } };

	CHECK_OK(world_write(w, run_enrol, NULL));
	return d;
}

static inline int64_t unread(struct world *w, int64_t contact)
{
	struct view_threads list = { .frame = NULL };
	int64_t n = 0;

	CHECK_OK(service_thread_list(world_look(w), w->u.snap, contact, &list));
	for (size_t i = 0; i < list.threads.n; i++)
		n += list.threads.at[i].unread;
	return n;
}

/* A write that nobody waits for is done when one behind it is. */
static inline enum status run_nothing(struct tx *tx, void *arg)
{
	(void)tx;
	(void)arg;
	return ST_OK;
}

static inline void see_page(struct world *w, const struct writing *k, int64_t newest)
{
	service_thread_seen(world_look(w), k->q.contact, k->reference, newest);
	CHECK_OK(writer_do_slow(w->shared.writer, "test", &w->u.arena, run_nothing, NULL));
}

static inline void see(struct world *w, const struct writing *k)
{
	see_page(w, k, shown(w, k).newest);
}

#endif
