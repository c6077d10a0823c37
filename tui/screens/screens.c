/* The list of screens, and the wishes they may note. Called from inside the doors of screens; the console
 * reads the wishes when the door has closed. */
#include "tui/screens/screens.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#define SCREEN(id, name, title, action) extern const struct screen_ops name##_screen;
#include "tui/screens/screens.def"

static const struct {
	const struct screen_ops *ops;
	const char *name, *title;
	enum action action;
} all[SCREEN__COUNT] = {
#define SCREEN(id, name, title, action) { &name##_screen, #name, title, action },
#include "tui/screens/screens.def"
};

const struct screen_ops *screen_by_id(enum screen_id id)
{
	return all[id].ops;
}

const char *screen_title(enum screen_id id)
{
	return all[id].title;
}

const char *screen_title_of(const struct screen_ops *ops)
{
	for (int i = 0; i < SCREEN__COUNT; i++)
		if (all[i].ops == ops)
			return all[i].title;
	return ops->name;
}

bool screen_by_name(struct sv name, enum screen_id *ret)
{
	int found = 0;

	for (int i = 0; i < SCREEN__COUNT; i++) {
		if (sv_is(name, all[i].name)) {
			*ret = (enum screen_id)i;
			return true;
		}
		if (name.n && sv_starts(sv_from(all[i].name), name)) {
			*ret = (enum screen_id)i;
			found++;
		}
	}
	return found == 1;
}

bool screen_by_action(enum action a, enum screen_id *ret)
{
	for (int i = 0; a && i < SCREEN__COUNT; i++)
		if (all[i].action == a) {
			*ret = (enum screen_id)i;
			return true;
		}
	return false;
}

void ui_ask(struct ui *ui, enum method_id m, const void *in, ui_then *then)
{
	if (ui->n_asks == UI_ASKS_MAX) {
		ui_say(ui, SAY_WARN, T("too many questions at once: ask again with r"));
		return;
	}
	if (!in) { /* nothing is set */
		void *empty = arena_alloc(ui->turn, method_table[m].in->size + 1);

		memset(empty, 0, method_table[m].in->size);
		in = empty;
	}
	ui->asks[ui->n_asks++] = (struct ui_ask){ m, arena_copy(ui->turn, in, method_table[m].in->size), then };
}

void ui_say(struct ui *ui, enum tone tone, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(ui->say, sizeof(ui->say), fmt, args);
	va_end(args);
	utf8_end(ui->say);
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

void ui_replace(struct ui *ui, enum screen_id id, struct sv arg)
{
	ui_open(ui, id, arg);
	ui->replace = ui->open;
}

void ui_back(struct ui *ui)
{
	ui->back = true;
}

void ui_close(struct ui *ui)
{
	ui->close = true;
}

void ui_send_many(struct ui *ui, const char *const *accounts, size_t n)
{
	ui->many = accounts;
	ui->n_many = n;
}

void ui_do(struct ui *ui, const struct ui_deeds *deeds)
{
	if (deeds->n > UI_DEEDS_MAX) {
		ui_say(ui, SAY_WARN, T("at most %d at once"), UI_DEEDS_MAX);
		return;
	}
	ui->deeds = *deeds;
	if (!deeds->said) {
		ui->deeds.title = T(deeds->title);
		ui->deeds.effect = T(deeds->effect);
		ui->deeds.done = T(deeds->done);
		ui->deeds.warning = deeds->warning ? T(deeds->warning) : NULL;
	}
	ui->doing = true;
}

void ui_send(struct ui *ui, struct sv account, enum channel channel)
{
	if (!account.n || account.n > ACCOUNT_MAX) {
		ui_say(ui, SAY_WARN, T("no account here to send a link to"));
		return;
	}
	memcpy(ui->send.account, account.p, account.n);
	ui->send.account[account.n] = '\0';
	ui->send.channel = channel;
	ui->send.checked = false;
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
