/* The list of screens, and the wishes they may note. Called from inside the doors of screens; the console
 * reads the wishes when the door has closed. */
#include "tui/screens/screens.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct screen_ops *screen_by_id(enum screen_id id)
{
	static const struct screen_ops *const all[SCREEN__COUNT] = {
		[SCREEN_DASHBOARD] = &dashboard_screen,
		[SCREEN_ACCOUNTS] = &accounts_screen,
		[SCREEN_ACCOUNT] = &account_screen,
	};

	return all[id];
}

void ui_ask(struct ui *ui, enum method_id m, const void *in, ui_then *then)
{
	if (ui->n_asks == UI_ASKS_MAX) {
		ui_say(ui, SAY_WARN, "too many questions at once: ask again with r");
		return;
	}
	ui->asks[ui->n_asks++] = (struct ui_ask){
		m,
		in ? arena_copy(ui->turn, in, method_table[m].in->size) : NULL,
		then,
	};
}

void ui_say(struct ui *ui, enum tone tone, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(ui->say, sizeof(ui->say), fmt, args);
	va_end(args);
	ui->tone = tone;
	ui->said = true;
}

void ui_open(struct ui *ui, enum screen_id id, struct sv arg)
{
	if (arg.n >= sizeof(ui->open_arg))
		return;
	ui->open = true;
	ui->open_id = id;
	if (arg.n)
		memcpy(ui->open_arg, arg.p, arg.n);
	ui->open_arg[arg.n] = '\0';
}

void ui_send(struct ui *ui, struct sv account, unsigned channels, enum channel channel)
{
	if (!account.n || account.n > ACCOUNT_MAX) {
		ui_say(ui, SAY_WARN, "no account here to send a link to");
		return;
	}
	memcpy(ui->send.account, account.p, account.n);
	ui->send.account[account.n] = '\0';
	ui->send.channels = channels;
	ui->send.channel = channel;
}

void ui_wake(struct ui *ui, int64_t mono)
{
	if (!ui->wake || mono < ui->wake)
		ui->wake = mono;
}

bool ui_keep(struct ui *ui, struct reply **place, struct reply *r, const char *what)
{
	if (r->status != ST_OK || !r->out) {
		/* a line that broke says so itself, at the top of the screen */
		if (r->status != ST_UNAVAILABLE && r->status != ST_UNCERTAIN)
			ui_say(ui, SAY_BAD, "%s: " SV_FMT, what, SV_ARG(r->fault));
		reply_free(r);
		return false;
	}
	if (*place)
		reply_free(*place);
	*place = r;
	return true;
}

unsigned channels_of(struct sv email, struct sv phone, struct sv whatsapp)
{
	return (phone.n ? 1u << CHANNEL_SMS : 0) | (whatsapp.n ? 1u << CHANNEL_WHATSAPP : 0) |
	       (email.n ? 1u << CHANNEL_EMAIL : 0);
}

const char *channel_name(enum channel c)
{
	return c == CHANNEL_SMS        ? "SMS"
	       : c == CHANNEL_WHATSAPP ? "WhatsApp"
	       : c == CHANNEL_EMAIL    ? "Email"
	                               : "";
}

const char *channel_short(enum channel c)
{
	return c == CHANNEL_SMS        ? "SMS"
	       : c == CHANNEL_WHATSAPP ? "WA"
	       : c == CHANNEL_EMAIL    ? "EM"
	                               : "";
}

const char *source_name(enum link_source s)
{
	return s == SOURCE_AI_AGENT ? "AI agent" : choice_text(&link_source_choice, (int)s);
}
