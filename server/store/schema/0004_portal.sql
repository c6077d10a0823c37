-- What every part of the portal shares: the language a link was sent in, and receipts: one row for everything a debtor
-- did, with the reference that his page and our message name. Receipts are his own activity list and are never edited.

ALTER TABLE link ADD COLUMN language TEXT;  -- BCP 47 of the message that carried it; NULL: the contact's

CREATE TABLE receipt (
	contact   @INT@ NOT NULL,
	id        @INT@ NOT NULL,
	reference TEXT  NOT NULL UNIQUE,
	kind      TEXT  NOT NULL,            -- a word of receipt_kind; subjects add theirs
	account   @INT@,                     -- NULL: about the contact as a whole
	subject   @INT@,                     -- id of the promise, dispute, ... it tells of
	amount    @INT@,
	currency  TEXT,
	day       @INT@,                     -- Julian day
	note      TEXT,                      -- a phrase: what exactly was done
	session   @INT@,                     -- NULL: done without signing in
	at        @INT@ NOT NULL,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
