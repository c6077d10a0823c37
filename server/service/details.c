/* details: see details.h. */
#include "server/service/details.h"

#include "common/phrase.h"
#include "common/utf8.h"

#include "server/rule/pan.h"
#include "server/service/code.h"
#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/notice.h"
#include "server/service/preference.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/service/typed.h"
#include "server/store/own.h"
#include "server/store/preference.h"
#include "server/store/receipt.h"

enum { STREET_MAX = 200, CITY_MAX = 100, POSTCODE_MAX = 20 }; /* characters, as the form's fields count them */

static const enum channel channels[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_WHATSAPP };

enum status service_details(struct unit *u, struct snap *s, int64_t contact, int64_t session,
			    struct view_details *ret)
{
	struct preference p;

	TRY(service_section(s, &u->arena, SECTION_PREFERENCES));
	TRY(store_preference(s, contact, &p, &u->arena));
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "details", session);
	ret->email = p.email;
	ret->phone = p.phone;
	ret->whatsapp = p.whatsapp;
	ret->street = p.street;
	ret->city = p.city;
	ret->postcode = p.postcode;
	return ST_OK;
}

static const char *field_of(enum channel c)
{
	return c == CHANNEL_EMAIL ? "email" : c == CHANNEL_SMS ? "phone" : "whatsapp";
}

/* The address that was typed, checked; empty where it is the one on file, or none as before. */
static enum status new_address(struct tx *tx, enum channel c, struct sv typed, struct sv on_file, struct sv *ret)
{
	struct sv address;

	*ret = SV_NONE;
	if (sv_trim(typed).n == 0)
		return on_file.n ? fail_field(ST_INVALID, field_of(c),
					      N_("This can be changed, but not left empty. If you want no messages "
						 "there, you can stop them instead."))
				 : ST_OK;
	if (c == CHANNEL_EMAIL)
		TRY(typed_email(tx->arena, typed, field_of(c), &address));
	else
		TRY(typed_phone(tx->arena, typed, field_of(c), &address));
	if (!sv_eq(address, on_file))
		*ret = address;
	return ST_OK;
}

struct wanted { /* all of it checked before anything is changed */
	struct sv address[channel__end]; /* by channel; empty: as it is */
	struct sv street, city, postcode;
	bool post; /* it differs */
};

static enum status part(struct arena *a, struct sv typed, size_t most, const char *field, struct sv *ret)
{
	*ret = pan_mask(a, sv_trim(typed));
	if (utf8_count(*ret) > most) /* no more than four bytes each, and the store takes any text */
		return fail_phrase(ST_INVALID, field, N_("Please use at most {most} characters."),
				   P_NUMBER("most", (int64_t)most));
	return ST_OK;
}

static enum status read_post(struct arena *a, const struct details_ask *q, const struct preference *p, struct wanted *w)
{
	TRY(part(a, q->street, STREET_MAX, "street", &w->street));
	TRY(part(a, q->city, CITY_MAX, "city", &w->city));
	TRY(part(a, q->postcode, POSTCODE_MAX, "postcode", &w->postcode));
	w->post = !sv_eq(w->street, p->street) || !sv_eq(w->city, p->city) || !sv_eq(w->postcode, p->postcode);
	if (w->post && !w->street.n)
		return fail_field(ST_INVALID, "street", N_("Please enter the street and number, or a post box."));
	if (w->post && !w->city.n)
		return fail_field(ST_INVALID, "city", N_("Please enter the city."));
	return ST_OK;
}

static enum status read_wanted(struct tx *tx, const struct details_ask *q, const struct preference *p,
			       struct wanted *w)
{
	TRY(new_address(tx, CHANNEL_EMAIL, q->email, p->email, &w->address[CHANNEL_EMAIL]));
	TRY(new_address(tx, CHANNEL_SMS, q->phone, p->phone, &w->address[CHANNEL_SMS]));
	TRY(new_address(tx, CHANNEL_WHATSAPP, q->whatsapp, p->whatsapp, &w->address[CHANNEL_WHATSAPP]));
	return read_post(tx->arena, q, p, w);
}

static enum status send_code(struct unit *u, struct tx *tx, int64_t contact, int64_t account, enum channel c,
			     struct sv address)
{
	struct code_sent sent;
	bool may;

	TRY(service_consent_allows(tx_look(tx), tx->arena, contact, c, address, &may));
	if (!may)
		return fail_field(ST_INVALID, field_of(c),
				  N_("You have stopped messages of this kind, so no code can go there. Please allow "
				     "them again first."));
	return service_code_send(u, tx,
				 &(struct code_new){ .purpose = CODE_VERIFY_ADDRESS, .contact = contact,
						     .account = account, .channel = c, .address = address },
				 &sent);
}

/* The new address waits and gets its code; one that waits already has it. */
static enum status wait_for(struct unit *u, struct tx *tx, const struct details_ask *q, int64_t account,
			    enum channel c, struct sv address, struct sv waiting)
{
	if (sv_eq(address, waiting))
		return ST_OK;
	TRY(store_address_wait(tx, q->contact, c, address));
	return send_code(u, tx, q->contact, account, c, address);
}

/* Where a form that was sent again leads: to the code that it still waits for, or else to its receipt. */
static struct details_done led_to(struct unit *u, struct tx *tx, const struct details_ask *q,
				  const struct preference *p, struct sv reference)
{
	struct details_done d = { .waiting = channel__none, .reference = sv_copy(&u->arena, reference) };
	const struct sv typed[channel__end] = { [CHANNEL_EMAIL] = q->email, [CHANNEL_SMS] = q->phone,
						[CHANNEL_WHATSAPP] = q->whatsapp };

	for (size_t i = 0; i < COUNT(channels) && !d.waiting; i++) {
		enum channel c = channels[i];
		struct sv address;

		if (new_address(tx, c, typed[c], preference_address(p, c), &address) == ST_OK && address.n &&
		    sv_eq(address, p->waiting[c]))
			d.waiting = c;
	}
	return d;
}

/* `form`: the number of the form that did it, or 0. */
static enum status done(struct unit *u, struct tx *tx, int64_t contact, int64_t session, int64_t form, struct sv note,
			const struct event_body *b, struct sv *ret_reference)
{
	struct sv reference;
	int64_t account;

	TRY(service_receipt_add(tx, &(struct receipt_new){ .kind = RECEIPT_ADDRESS, .contact = contact,
							   .session = session, .subject = form, .note = note },
				&reference));
	TRY(service_visit_account(tx, session, &account));
	TRY(tx_tell(tx, E_portal_address_changed, account, contact, SV("debtor"), b));
	*ret_reference = sv_copy(&u->arena, reference);
	return ST_OK;
}

static enum status tell_one(struct tx *tx, int64_t contact, enum channel c, struct sv address, struct sv text)
{
	struct notice_new n = { .contact = contact, .channel = c, .address = address, .kind = NOTICE_ADDRESS,
				.subject = SV(N_("Your contact details were changed")), .text = text };
	enum status st = service_notice_add(tx, &n);

	return st == ST_CONFLICT ? ST_OK : st; /* he wants no messages there */
}

static enum status tell_all(struct tx *tx, int64_t contact, const struct preference *p, struct sv text)
{
	for (size_t i = 0; i < COUNT(channels); i++)
		if (preference_address(p, channels[i]).n)
			TRY(tell_one(tx, contact, channels[i], preference_address(p, channels[i]), text));
	return ST_OK;
}

/* In use at once, since no code can go there: every address that is known hears of it. */
static enum status put_post(struct unit *u, struct tx *tx, const struct details_ask *q, const struct preference *p,
			    const struct wanted *w, int64_t form, struct sv *ret_reference)
{
	struct event_body b = { .session = q->session, .reason = SV("post") };

	TRY(tell_all(tx, q->contact, p,
		     SV(N_("Your postal address was changed on your private page. If that was not you, please contact us "
			   "at once."))));
	TRY(store_own_post(tx, q->contact, w->street, w->city, w->postcode));
	return done(u, tx, q->contact, q->session, form, SV(N_("Your new postal address is in use from now on.")), &b,
		    ret_reference);
}

enum status service_details_save(struct unit *u, struct tx *tx, const struct details_ask *q,
				 struct details_done *ret)
{
	struct details_done d = { .waiting = channel__none };
	struct wanted w = { .post = false };
	struct sv before = SV_NONE;
	struct preference p;
	int64_t account, form;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PREFERENCES));
	TRY(form_id_open(tx->keys, tx->arena, "details", q->session, q->form_id, &form));
	TRY(store_receipt_of(tx_look(tx), q->contact, RECEIPT_ADDRESS, form, &before, tx->arena));
	TRY(store_preference(tx_look(tx), q->contact, &p, tx->arena));
	if (before.n) {
		*ret = led_to(u, tx, q, &p, before);
		return ST_OK;
	}
	TRY(read_wanted(tx, q, &p, &w));
	TRY(service_visit_account(tx, q->session, &account));
	for (size_t i = 0; i < COUNT(channels); i++) {
		enum channel c = channels[i];

		if (!w.address[c].n)
			continue;
		TRY(wait_for(u, tx, q, account, c, w.address[c], p.waiting[c]));
		if (!d.waiting)
			d.waiting = c;
	}
	if (w.post)
		TRY(put_post(u, tx, q, &p, &w, form, &d.reference));
	*ret = d;
	return ST_OK;
}

/* What waits on the channel of this word. */
static enum status waiting_on(struct snap *s, struct arena *a, int64_t contact, struct sv word, enum channel *ret,
			      struct preference *p)
{
	int value;

	TRY(service_section(s, a, SECTION_PREFERENCES));
	TRY(store_preference(s, contact, p, a));
	if (!choice_value(&channel_choice, word, &value) || !p->waiting[value].n)
		return fail(ST_NOT_FOUND, "nothing waits for a code there");
	*ret = (enum channel)value;
	return ST_OK;
}

enum status service_details_code(struct unit *u, struct snap *s, int64_t contact, struct sv channel,
				 struct view_address_code *ret)
{
	struct preference p;
	enum channel c;

	TRY(waiting_on(s, &u->arena, contact, channel, &c, &p));
	ret->label = c == CHANNEL_SMS ? SV(N_("Phone")) : service_channel_words(c);
	ret->address = p.waiting[c];
	ret->old = preference_address(&p, c);
	ret->action_path = sv_print(&u->arena, "/preferences/code/" SV_FMT, SV_ARG(channel));
	ret->again_path = sv_print(&u->arena, SV_FMT "/again", SV_ARG(ret->action_path));
	ret->drop_path = sv_print(&u->arena, SV_FMT "/drop", SV_ARG(ret->action_path));
	return ST_OK;
}

/* Where there was no address on the channel all others that are known hear of it. */
static enum status tell_the_others(struct tx *tx, int64_t contact, enum channel c, const struct preference *p)
{
	struct sv text = c == CHANNEL_EMAIL
				 ? SV(N_("An e-mail address was added for your private page. If that was not you, please "
					 "contact us at once."))
				 : SV(N_("A phone number was added for your private page. If that was not you, please "
					 "contact us at once."));

	return tell_all(tx, contact, p, text);
}

/* Whoever reads what was known so far hears of the change: it may not have been the debtor. */
static enum status tell_the_known(struct tx *tx, int64_t contact, enum channel c, const struct preference *p)
{
	struct sv old = preference_address(p, c);

	if (!old.n)
		return tell_the_others(tx, contact, c, p);
	return tell_one(tx, contact, c, old,
			c == CHANNEL_EMAIL
				? SV(N_("The e-mail address for your private page was changed. If that was not you, "
					"please contact us at once."))
				: SV(N_("The phone number for your private page was changed. If that was not you, please "
					"contact us at once.")));
}

static enum status put_in_use(struct unit *u, struct tx *tx, const struct details_answer *q, enum channel c,
			      const struct preference *p, struct sv *ret_reference)
{
	struct event_body b = { .session = q->session, .channel = c, .reason = SV("verified") };

	TRY(tell_the_known(tx, q->contact, c, p));
	TRY(store_own_address(tx, q->contact, c, p->waiting[c]));
	TRY(store_address_forget(tx, q->contact, c));
	return done(u, tx, q->contact, q->session, 0,
		    c == CHANNEL_EMAIL ? SV(N_("Your new e-mail address is in use from now on."))
				       : SV(N_("Your new number is in use from now on.")),
		    &b, ret_reference);
}

enum status service_details_answer(struct unit *u, struct tx *tx, const struct details_answer *q,
				   struct sv *ret_reference, struct sv *ret_says)
{
	struct code_checked checked;
	struct preference p;
	int64_t account;
	enum channel c;

	*ret_reference = *ret_says = SV_NONE;
	TRY(waiting_on(tx_look(tx), tx->arena, q->contact, q->channel, &c, &p));
	TRY(service_visit_account(tx, q->session, &account));
	TRY(service_code_check(u, tx,
			       &(struct code_answer){ .purpose = CODE_VERIFY_ADDRESS, .contact = q->contact,
						      .account = account, .address = p.waiting[c],
						      .typed = q->typed },
			       &checked));
	switch (checked.verdict) {
	case CODE_RIGHT:
		return put_in_use(u, tx, q, c, &p, ret_reference);
	case CODE_WRONG:
		*ret_says = phrase(&u->arena, N_("This is not the code. Tries left: {tries}."),
				   P_NUMBER("tries", checked.tries_left));
		return ST_OK;
	case CODE_DEAD:
		break;
	}
	*ret_says = SV(N_("This code works no more. Please ask for another one."));
	return ST_OK;
}

enum status service_details_again(struct unit *u, struct tx *tx, const struct details_answer *q)
{
	struct preference p;
	int64_t account;
	enum channel c;

	TRY(waiting_on(tx_look(tx), tx->arena, q->contact, q->channel, &c, &p));
	TRY(service_visit_account(tx, q->session, &account));
	return send_code(u, tx, q->contact, account, c, p.waiting[c]);
}

enum status service_details_drop(struct unit *u, struct tx *tx, const struct details_answer *q)
{
	struct preference p;
	enum channel c = channel__none;

	(void)u;
	TRY(waiting_on(tx_look(tx), tx->arena, q->contact, q->channel, &c, &p));
	return store_address_forget(tx, q->contact, c);
}
