-- Talking with debtors: calls they asked for, and threads of messages. Children of a contact lie together.

CREATE TABLE callback (
	contact     @INT@ NOT NULL,
	id          @INT@ NOT NULL,          -- the number of the form that made it: sent twice, asked once
	account     @INT@ NOT NULL,
	reference   TEXT  NOT NULL UNIQUE,
	topic       TEXT  NOT NULL CHECK (topic IN ('payment', 'hardship', 'balance', 'documents', 'details',
		'complaint', 'other')),
	state       TEXT  NOT NULL CHECK (state IN ('open', 'taken', 'done', 'missed', 'cancelled')),
	window_from @INT@ NOT NULL,
	window_to   @INT@ NOT NULL CHECK (window_to > window_from),
	zone        TEXT  NOT NULL,          -- IANA; in which the debtor chose
	number      TEXT  NOT NULL,          -- E.164
	on_file     @INT@ NOT NULL,          -- 1: the number was on file; 0: typed for this call
	team        @INT@ NOT NULL REFERENCES team (id), -- its topic was routed to
	made_at     @INT@ NOT NULL,
	session     @INT@ NOT NULL,
	taken_by    @INT@,                   -- operator
	taken_at    @INT@,
	ended_at    @INT@,
	miss        TEXT CHECK (miss IN ('no_answer', 'not_called')),
	note        TEXT,                    -- of the operator; in no debtor's page
	PRIMARY KEY (contact, id),
	CHECK ((ended_at IS NULL) = (state IN ('open', 'taken'))),
	CHECK ((miss IS NOT NULL) = (state = 'missed'))
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX callback_id ON callback (id);
CREATE UNIQUE INDEX callback_one ON callback (account) WHERE state IN ('open', 'taken'); -- one at a time
CREATE INDEX callback_due ON callback (window_to) WHERE state IN ('open', 'taken');
CREATE INDEX callback_state ON callback (state, window_from);

ALTER TABLE contact ADD COLUMN unread @INT@ NOT NULL DEFAULT 0; -- messages of the team that wait for the debtor

CREATE TABLE thread (
	contact     @INT@ NOT NULL,
	id          @INT@ NOT NULL,          -- the number of the form that made it
	reference   TEXT  NOT NULL UNIQUE,
	account     @INT@,                   -- NULL: about none in particular
	topic       TEXT  NOT NULL CHECK (topic IN ('payment', 'hardship', 'balance', 'documents', 'details',
		'complaint', 'other')),
	state       TEXT  NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
	team        @INT@ NOT NULL REFERENCES team (id),
	made_at     @INT@ NOT NULL,
	changed_at  @INT@ NOT NULL,          -- newest message
	messages    @INT@ NOT NULL DEFAULT 0,
	bytes       @INT@ NOT NULL DEFAULT 0, -- of the debtor's texts
	unread      @INT@ NOT NULL DEFAULT 0, -- of the team's messages, by the debtor
	unread_team @INT@ NOT NULL DEFAULT 0, -- of the debtor's messages, by the team
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX thread_id ON thread (id);
CREATE INDEX thread_state ON thread (state, changed_at);

CREATE TABLE message (
	contact  @INT@ NOT NULL,
	thread   @INT@ NOT NULL,
	id       @INT@ NOT NULL,             -- of a debtor's: the number of its form
	sender   TEXT  NOT NULL CHECK (sender IN ('debtor', 'team')),
	text     TEXT  NOT NULL,
	at       @INT@ NOT NULL,
	operator @INT@,                      -- who wrote it, of a team's
	session  @INT@,                      -- in which visit, of a debtor's
	read_at  @INT@,                      -- when the other side read it
	files    @INT@ NOT NULL DEFAULT 0,   -- attachments it has
	PRIMARY KEY (contact, thread, id),
	CHECK ((operator IS NOT NULL) = (sender = 'team'))
) @STRICT@, WITHOUT ROWID;
CREATE INDEX message_sent ON message (contact, at) WHERE sender = 'debtor'; -- how many in the last hour

CREATE TABLE thread_note (                   -- between operators: a table of its own, so that no page reads it by accident
	thread   @INT@ NOT NULL,
	id       @INT@ NOT NULL,
	operator @INT@ NOT NULL,
	at       @INT@ NOT NULL,
	text     TEXT  NOT NULL,
	PRIMARY KEY (thread, id)
) @STRICT@, WITHOUT ROWID;
