/* message: the debtor's side of conversations; see message.h. */
#include "server/service/message.h"

#include "common/id.h"
#include "common/phrase.h"
#include "common/utf8.h"

#include "server/rule/pan.h"
#include "server/rule/transition.h"
#include "server/runtime/writer.h"
#include "server/service/attachment.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/message_inside.h"
#include "server/service/receipt.h"
#include "server/service/routing.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/receipt.h"

enum { REFERENCE_TRIES = 4, ACCOUNTS = 100, THREADS = 100, AN_HOUR_MS = 3600000, KB = 1024 };

static struct sv state_words(enum thread_state state)
{
	switch (state) {
	case THREAD_OPEN:
		return SV(N_("Waiting for our answer"));
	case THREAD_ANSWERED:
		return SV(N_("Answered"));
	case THREAD_CLOSED:
		return SV(N_("Closed"));
	case thread_state__none:
	case thread_state__end:
		break;
	}
	return SV_NONE;
}

enum status message_text(struct arena *a, struct sv typed, struct sv *ret)
{
	struct sv text = sv_trim(typed);
	int64_t n = (int64_t)utf8_count(text);

	if (n == 0)
		return fail_field(ST_INVALID, "text", N_("Please write your message."));
	if (n > MESSAGE_MOST)
		return fail_phrase(ST_INVALID, "text",
				   N_("Your message has {count} characters. Please shorten it to {most}."),
				   P_NUMBER("count", n), P_NUMBER("most", MESSAGE_MOST));
	*ret = pan_mask(a, text);
	return ST_OK;
}

enum status thread_move(struct tx *tx, struct thread_core *t, enum thread_state state)
{
	if (t->state == state)
		return ST_OK;
	TRY(transition_allows(&thread_transitions, (int)t->state, (int)state));
	TRY(store_thread_state(tx, t, state));
	t->state = state;
	return ST_OK;
}

static struct sv path_of(struct arena *a, struct sv reference)
{
	return sv_print(a, "/messages/" SV_FMT, SV_ARG(reference));
}

enum status service_thread_list(struct unit *u, struct snap *s, int64_t contact, struct view_threads *ret)
{
	struct thread_core *rows = NEW_N(&u->arena, struct thread_core, THREADS);
	size_t n;

	TRY(store_thread_of_contact(s, contact, rows, THREADS, &n, &u->arena));
	ret->threads.at = NEW_N(&u->arena, struct view_thread_row, n);
	ret->threads.n = n;
	for (size_t i = 0; i < n; i++)
		ret->threads.at[i] = (struct view_thread_row){ .thread_path = path_of(&u->arena, rows[i].reference),
							       .reference = rows[i].reference,
							       .topic = topic_words(rows[i].topic),
							       .number = rows[i].account_number,
							       .status = state_words(rows[i].state),
							       .changed_at = rows[i].changed_at,
							       .unread = rows[i].unread };
	return ST_OK;
}

enum status service_thread_form(struct unit *u, struct snap *s, const struct message_ask *typed,
				struct view_thread_form *ret)
{
	struct account_card_row *rows = NEW_N(&u->arena, struct account_card_row, ACCOUNTS);
	size_t n;

	TRY(store_account_of_contact(s, typed->contact, &u->arena, rows, ACCOUNTS, &n));
	topic_choices(&u->arena, typed->topic, &ret->topics);
	ret->accounts.at = NEW_N(&u->arena, struct view_choice, n);
	ret->accounts.n = n;
	for (size_t i = 0; i < n; i++)
		ret->accounts.at[i] = (struct view_choice){ .value = rows[i].number,
							    .label = sv_print(&u->arena, SV_FMT " – " SV_FMT,
									      SV_ARG(rows[i].creditor),
									      SV_ARG(rows[i].number)),
							    .checked = sv_eq(rows[i].number, typed->account) };
	ret->text = typed->text;
	ret->most = MESSAGE_MOST;
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "thread", typed->session);
	return ST_OK;
}

static struct sv size_words(struct arena *a, int64_t bytes)
{
	return phrase(a, N_("{size} kB"), P_NUMBER("size", (bytes + KB - 1) / KB));
}

static enum status show_files(struct unit *u, struct snap *s, int64_t message, struct view_file_list *ret)
{
	struct attachment_row_list files;

	TRY(service_attachment_list(u, s, OWNER_MESSAGE, message, &files));
	ret->at = NEW_N(&u->arena, struct view_file, files.n);
	ret->n = files.n;
	for (size_t i = 0; i < files.n; i++)
		ret->at[i] = (struct view_file){
			.name = files.at[i].name,
			.size = size_words(&u->arena, files.at[i].bytes),
			.at = files.at[i].at,
			.file_path = sv_print(&u->arena, "/attachment/%lld", (long long)files.at[i].attachment),
		};
	return ST_OK;
}

enum status service_thread_show(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				struct sv reference, struct view_thread *ret)
{
	struct message_core *rows = NEW_N(&u->arena, struct message_core, MESSAGES_SHOWN);
	struct thread_core t;
	size_t n;

	TRY(store_thread_by_reference(s, contact, reference, &t, &u->arena));
	TRY(store_message_list(s, contact, t.id, rows, MESSAGES_SHOWN, &n, &u->arena));
	ret->reference = t.reference;
	ret->topic = topic_words(t.topic);
	ret->number = t.account_number;
	ret->creditor = t.creditor;
	ret->status = state_words(t.state);
	ret->open = t.state != THREAD_CLOSED;
	ret->earlier = t.messages > (int64_t)n;
	ret->most = MESSAGE_MOST;
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "reply", session);
	ret->talk.at = NEW_N(&u->arena, struct view_talk, n);
	ret->talk.n = n;
	for (size_t i = 0; i < n; i++) {
		struct view_talk *v = &ret->talk.at[i];

		v->mine = rows[i].sender == SENDER_DEBTOR;
		v->fresh = !v->mine && rows[i].read_at == 0;
		if (!v->mine)
			ret->newest = rows[i].id;
		v->at = rows[i].at;
		v->text = rows[i].text;
		if (rows[i].files && v->mine) /* what the team sends has no way out yet */
			TRY(show_files(u, s, rows[i].id, &v->files));
	}
	return ST_OK;
}

/* A write nobody waits for: it owns itself. */
struct seeing {
	struct write write;
	struct arena arena;
	int64_t contact, newest;
	struct sv reference;
};

static enum status run_seen(struct tx *tx, void *arg)
{
	struct seeing *s = arg;
	struct thread_core t;

	TRY(store_thread_by_reference(tx_look(tx), s->contact, s->reference, &t, tx->arena));
	return store_message_seen(tx, &t, s->newest);
}

static void seen(struct write *w)
{
	struct seeing *s = (struct seeing *)w;

	arena_free(&s->arena);
	mem_free(s);
}

void service_thread_seen(struct unit *u, int64_t contact, struct sv reference, int64_t newest)
{
	struct seeing *s = mem_new(sizeof(*s));

	s->contact = contact;
	s->newest = newest;
	s->reference = sv_copy(&s->arena, reference);
	s->write = (struct write){ .name = "message.seen", .run = run_seen, .arg = s, .arena = &s->arena, .done = seen };
	if (!writer_post_slow(u->shared->writer, &s->write))
		seen(&s->write);
}

static enum status check_load(struct tx *tx, int64_t contact, struct sv text)
{
	int64_t messages, bytes;

	TRY(store_message_load(tx_look(tx), contact, tx->now - AN_HOUR_MS, &messages, &bytes));
	if (messages >= MESSAGES_AN_HOUR)
		return fail_field(ST_LIMIT, "text",
				  N_("You have sent many messages in the last hour. Please wait a while and send this one then."));
	if (bytes + (int64_t)text.n > MESSAGES_OPEN_KB * KB)
		return fail_field(ST_LIMIT, "text",
				  N_("Your open conversations hold as much as we can take. Please close one of them first."));
	return ST_OK;
}

static enum status add(struct unit *u, struct tx *tx, const struct message_ask *q, const struct thread_core *t,
		       int64_t id, struct sv text)
{
	struct message_core m = { .contact = q->contact, .thread = t->id, .id = id, .sender = SENDER_DEBTOR,
				  .session = q->session, .text = text, .files = (int64_t)q->n_files };
	struct attachment_ask files = { .contact = q->contact, .session = q->session, .kind = OWNER_MESSAGE, .owner = id };
	struct event_body b = { .thread = t->id, .message = id, .session = q->session, .rows = (int64_t)q->n_files, .team = t->team,
				.reason = sv_from(choice_text(&talk_topic_choice, (int)t->topic)) };
	size_t added;

	TRY(store_message_add(tx, &m));
	if (q->n_files)
		TRY(service_attachment_add(u, tx, &files, q->files, q->n_files, &added));
	return tx_tell(tx, E_portal_message_sent, t->account, t->contact, SV("debtor"), &b);
}

static enum status account_of(struct tx *tx, const struct message_ask *q, int64_t *ret)
{
	struct account_core a;

	*ret = 0;
	if (q->account.n == 0)
		return ST_OK;
	if (store_account_core(tx_look(tx), q->account, &a, tx->arena) != ST_OK || a.contact != q->contact)
		return fail_field(ST_INVALID, "account", N_("Please choose one of your accounts."));
	*ret = a.id;
	return ST_OK;
}

enum status service_thread_start(struct unit *u, struct tx *tx, const struct message_ask *q, struct sv *ret_reference)
{
	struct thread_core t = { .contact = q->contact }, before;
	enum status st = ST_CONFLICT;
	struct sv text;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_MESSAGES));
	TRY(form_id_open(tx->keys, tx->arena, "thread", q->session, q->form_id, &t.id));
	TRY(store_thread_of_form(tx_look(tx), q->contact, t.id, &before, &found, tx->arena));
	if (found) {
		*ret_reference = sv_copy(&u->arena, before.reference);
		return ST_OK;
	}
	TRY(topic_of(q->topic, &t.topic));
	TRY(account_of(tx, q, &t.account));
	TRY(message_text(tx->arena, q->text, &text));
	TRY(check_load(tx, q->contact, text));
	TRY(service_route_topic(tx_look(tx), tx->arena, t.topic, &t.team));
	for (int tries = 0; tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		t.reference = id_reference(&u->arena, "MS");
		st = store_thread_add(tx, &t);
	}
	TRY(st);
	*ret_reference = t.reference;
	TRY(service_receipt_add(tx,
				&(struct receipt_new){ .kind = RECEIPT_MESSAGE, .contact = t.contact,
						       .account = t.account, .subject = t.id, .session = q->session,
						       .reference = t.reference },
				NULL));
	return add(u, tx, q, &t, t.id, text);
}

enum status service_thread_reply(struct unit *u, struct tx *tx, const struct message_ask *q, struct sv *ret_reference)
{
	struct thread_core t;
	struct sv text;
	int64_t id;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_MESSAGES));
	TRY(store_thread_by_reference(tx_look(tx), q->contact, q->reference, &t, tx->arena));
	TRY(form_id_open(tx->keys, tx->arena, "reply", q->session, q->form_id, &id));
	TRY(store_message_exists(tx_look(tx), q->contact, t.id, id, &found));
	if (found)
		return store_receipt_of(tx_look(tx), q->contact, RECEIPT_MESSAGE, id, ret_reference, &u->arena);
	if (t.state == THREAD_CLOSED)
		return fail(ST_CONFLICT, N_("This conversation is closed. Please begin a new one."));
	TRY(message_text(tx->arena, q->text, &text));
	TRY(check_load(tx, q->contact, text));
	TRY(thread_move(tx, &t, THREAD_OPEN));
	TRY(service_receipt_add(tx,
				&(struct receipt_new){ .kind = RECEIPT_MESSAGE, .contact = t.contact,
						       .account = t.account, .subject = id, .session = q->session,
						       .quiet = true /* the page says it */ },
				ret_reference));
	*ret_reference = sv_copy(&u->arena, *ret_reference);
	return add(u, tx, q, &t, id, text);
}

enum status service_thread_close(struct unit *u, struct tx *tx, int64_t contact, int64_t session, struct sv reference,
				 struct sv *ret_reference)
{
	struct thread_core t;
	struct event_body b;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_MESSAGES));
	TRY(store_thread_by_reference(tx_look(tx), contact, reference, &t, tx->arena));
	*ret_reference = SV_NONE;
	if (t.state == THREAD_CLOSED)
		return ST_OK;
	TRY(thread_move(tx, &t, THREAD_CLOSED));
	TRY(service_receipt_add(tx,
				&(struct receipt_new){ .kind = RECEIPT_CLOSED, .contact = t.contact, .account = t.account,
						       .subject = t.id, .session = session, .quiet = true },
				ret_reference));
	*ret_reference = sv_copy(&u->arena, *ret_reference);
	b = (struct event_body){ .thread = t.id };
	return tx_tell(tx, E_message_closed, t.account, t.contact, u->actor, &b);
}
