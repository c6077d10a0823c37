-- What contacts said of messages, and the doors through which they may say it without signing in.

CREATE TABLE consent (                       -- of those that fit an address the newest decides; parked always says no
	contact @INT@ NOT NULL,
	scope   TEXT  NOT NULL CHECK (scope IN ('sms', 'whatsapp', 'email', 'electronic', 'all')),
	address @BYTES@ NOT NULL,            -- keyed hash of the address; empty: whatever the address
	id      @INT@ NOT NULL,              -- grows with time
	state   TEXT  NOT NULL CHECK (state IN ('allowed', 'withdrawn', 'parked')),
	why     TEXT  NOT NULL CHECK (why IN ('asked', 'not_me', 'paper')),
	door    TEXT  NOT NULL CHECK (door IN ('portal', 'landing', 'mail', 'operator')),
	actor   TEXT  NOT NULL,
	note    TEXT,                        -- an operator's reason
	at      @INT@ NOT NULL,
	PRIMARY KEY (contact, scope, address)
) @STRICT@, WITHOUT ROWID;

ALTER TABLE contact ADD COLUMN paper_at @INT@; -- since when letters are wanted instead of electronic messages

ALTER TABLE link ADD COLUMN address @BYTES@; -- keyed hash of the address it was handed over to
CREATE INDEX link_queued ON link (contact) WHERE due_at IS NOT NULL;
CREATE INDEX notice_queued ON notice (contact) WHERE due_at IS NOT NULL;

CREATE TABLE unsubscribe (                   -- one for each e-mail that left; good for the rights of its address alone
	token   @BYTES@ NOT NULL PRIMARY KEY, -- keyed hash
	contact @INT@ NOT NULL,
	account @INT@,                       -- NULL: the message was about none
	channel TEXT  NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email')),
	address @BYTES@ NOT NULL,            -- keyed hash of where the message went
	made_at @INT@ NOT NULL
) @STRICT@, WITHOUT ROWID;
CREATE INDEX unsubscribe_made ON unsubscribe (made_at);
