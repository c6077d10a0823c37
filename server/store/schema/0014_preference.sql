-- What a debtor wishes and what he changed of himself, the first visit's welcome, what debtors thought of it.

ALTER TABLE contact ADD COLUMN preferred_channel TEXT CHECK (preferred_channel IN ('sms', 'whatsapp', 'email')); -- NULL: no wish
ALTER TABLE contact ADD COLUMN email_verified_at @INT@;    -- a code sent there came back; NULL: as the book says, or changed by it since
ALTER TABLE contact ADD COLUMN phone_verified_at @INT@;    -- the same
ALTER TABLE contact ADD COLUMN whatsapp_verified_at @INT@; -- the same
ALTER TABLE contact ADD COLUMN welcomed_at @INT@;          -- the sign-in at which the welcome page was offered: never again
ALTER TABLE contact ADD COLUMN welcome_session @INT@;      -- the visit that may see it; NULL once it was answered

UPDATE contact SET welcomed_at = (SELECT min(started_at) FROM session WHERE session.contact = contact.id);

CREATE TABLE contact_window (                -- when messages and calls are welcome; no row at all: no wish
	contact     @INT@ NOT NULL,
	weekday     @INT@ NOT NULL CHECK (weekday BETWEEN 0 AND 6), -- 0 Monday
	from_minute @INT@ NOT NULL CHECK (from_minute BETWEEN 0 AND 1439), -- of the day in the contact's zone
	to_minute   @INT@ NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
	PRIMARY KEY (contact, weekday)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE contact_new (                   -- an address that waits for its code; the old one stays in use
	contact  @INT@ NOT NULL,
	channel  TEXT  NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email')),
	address  TEXT  NOT NULL,
	asked_at @INT@ NOT NULL,
	PRIMARY KEY (contact, channel)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE contact_own (                   -- what he changed himself, and what the book last said of it (store/own.h)
	contact @INT@ NOT NULL,
	field   TEXT  NOT NULL CHECK (field IN ('email', 'phone', 'whatsapp', 'language', 'post')),
	said    TEXT,                        -- NULL: nothing; of post: the street
	city    TEXT,                        -- post only
	postcode TEXT,                       -- post only
	at      @INT@ NOT NULL,
	PRIMARY KEY (contact, field)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE feedback (                      -- one answer for a visit and a thing done in it
	session @INT@ NOT NULL,
	subject @INT@ NOT NULL,              -- the receipt; 0: signing out
	contact @INT@ NOT NULL,
	account @INT@ NOT NULL,
	score   @INT@ NOT NULL CHECK (score BETWEEN 1 AND 5),
	words   TEXT,                        -- a line of text, as written
	at      @INT@ NOT NULL,
	PRIMARY KEY (session, subject)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX feedback_at ON feedback (at, score);
