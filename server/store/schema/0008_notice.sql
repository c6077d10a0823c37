-- Notices: plain messages without a link, handed over by the same engine as links. What a notice says, and an address
-- of its own, are kept only until a channel has taken it; when and how it ended stays.

CREATE TABLE notice (
	contact  @INT@ NOT NULL,
	id       @INT@ NOT NULL,
	channel  TEXT  NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email')),
	address  TEXT,                       -- NULL: the one on file when it is handed over
	kind     TEXT  NOT NULL,             -- a word of notice_kind; subjects add theirs
	subject  TEXT,                       -- a phrase; NULL once it has ended
	text     TEXT,                       -- phrases, one a line; NULL once it has ended
	state    TEXT  NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'cancelled')),
	made_at  @INT@ NOT NULL,
	due_at   @INT@,                      -- while queued: when to try
	lease    @INT@ NOT NULL DEFAULT 0,   -- a hand-off under way holds it until then
	failures @INT@ NOT NULL DEFAULT 0,   -- hand-offs that failed
	ended_at @INT@,                      -- sent, given up or cancelled
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX notice_due ON notice (due_at) WHERE due_at IS NOT NULL;
