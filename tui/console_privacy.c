/* What others in the room see and hear: the blur, the bell, and what is taken along by y. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"

#include "tui/console.h"

enum { MUTE_MS = 30 * 60 * 1000, BEEP_MS = 10 * 1000, COPY_TEXT = 64 * 1024 };

void console_blur(struct console *c)
{
	c->ui.blur = !c->ui.blur;
	c->repaint = c->ui.blur; /* what a slow terminal still shows is painted over whole */
	console_say(c, SAY_PLAIN, c->ui.blur ? T("names, addresses and people's words are dots; M shows them again") : T("nothing is hidden"));
}

void console_mute(struct console *c)
{
	bool muted = c->ui.mono < c->muted_until;

	c->muted_until = muted ? 0 : c->ui.mono + MUTE_MS;
	console_say(c, SAY_PLAIN, muted ? T("the bell rings again") : T("the bell is silent for 30 minutes; B lets it ring again"));
}

/* Of something new that a person should know. Visits are not: they come by the hundred. */
void console_beep(struct console *c)
{
	if (c->ui.mono < c->muted_until || (c->beeped && c->ui.mono - c->beeped < BEEP_MS))
		return;
	c->beeped = c->ui.mono;
	c->beep = true;
}

/* The line that the cursor stands on, as it is drawn: what is dots there is dots here. */
void console_copy(struct console *c)
{
	struct grid *g = grid_new(&c->turn, c->w, c->h);
	struct buf b = buf_new(&c->turn, COPY_TEXT);
	struct sv rest, line = SV_NONE;
	int y;

	c->message[0] = '\0';
	console_draw(c, g);
	y = g->cy;
	grid_dump(g, &b);
	rest = buf_sv(&b);
	for (int i = 0; i <= y; i++)
		line = sv_cut(&rest, '\n');
	if (sv_starts(line, SV("▶")))
		line = sv_from_to(line, strlen("▶"), line.n);
	line = sv_trim(line);
	if (!line.n || line.n >= sizeof(c->copy)) {
		console_say(c, SAY_PLAIN, T("y: there is nothing here to copy"));
		return;
	}
	snprintf(c->copy, sizeof(c->copy), SV_FMT, SV_ARG(line));
	console_say(c, SAY_PLAIN, T("this line is copied"));
}
