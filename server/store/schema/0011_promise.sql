-- The life of promises: when the clock looks at one next, what came in for it, what it was moved from and to; which money
-- counted for which promise; and the interactions a debtor sees, one row for each event that has a phrase for him.

ALTER TABLE promise ADD COLUMN wake_at @INT@;                    -- when it is judged next; NULL: it has ended
ALTER TABLE promise ADD COLUMN ended_at @INT@;
ALTER TABLE promise ADD COLUMN paid @INT@ NOT NULL DEFAULT 0;    -- counts for it; while it is open, as last judged
ALTER TABLE promise ADD COLUMN moves @INT@ NOT NULL DEFAULT 0;   -- how often it was moved
ALTER TABLE promise ADD COLUMN original_date @INT@;              -- first promised day; NULL: promised_date
ALTER TABLE promise ADD COLUMN chain TEXT;                       -- reference of the first promise; NULL: its own
ALTER TABLE promise ADD COLUMN replaces TEXT;                    -- reference of the promise it was moved from
ALTER TABLE promise ADD COLUMN replaced_by TEXT;                 -- and of the one it was moved to
ALTER TABLE promise ADD COLUMN receipt TEXT;                     -- reference of the receipt of its cancelling
CREATE INDEX promise_wake ON promise (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX promise_state ON promise (state, id);
-- Days begin in the contacts' zones, which judging knows: it looks once early and then at the right time.
UPDATE promise SET wake_at = (promised_date - 2440588) * 86400000 WHERE state IN ('active', 'verifying');

CREATE TABLE promise_money (                 -- what an ended promise took: no payment counts twice
	account @INT@ NOT NULL,
	source  TEXT  NOT NULL CHECK (source IN ('paid', 'ledger')), -- table of the entry
	entry   @INT@ NOT NULL,
	promise @INT@ NOT NULL,
	amount  @INT@ NOT NULL CHECK (amount > 0),
	PRIMARY KEY (account, source, entry, promise)
) @STRICT@, WITHOUT ROWID;

ALTER TABLE account ADD COLUMN before_promise TEXT;              -- state to go back to when no promise is open any more

CREATE TABLE interaction (                   -- derived from event, in its transaction
	contact @INT@ NOT NULL,
	seq     @INT@ NOT NULL,              -- of the event
	at      @INT@ NOT NULL,
	kind    TEXT  NOT NULL,              -- of the event
	account @INT@,
	channel TEXT  CHECK (channel IN ('sms', 'whatsapp', 'email')), -- NULL: the portal
	PRIMARY KEY (contact, seq)
) @STRICT@, WITHOUT ROWID;
INSERT INTO interaction (contact, seq, at, kind, account, channel)
SELECT contact, seq, at, kind, account, CASE
	WHEN kind <> 'link.sent' OR body IS NULL THEN NULL
	WHEN instr(body, '"channel":"email"') > 0 THEN 'email'
	WHEN instr(body, '"channel":"sms"') > 0 THEN 'sms'
	WHEN instr(body, '"channel":"whatsapp"') > 0 THEN 'whatsapp' END
FROM event WHERE contact IS NOT NULL AND kind IN ('link.sent', 'portal.session_started', 'portal.promise_created');
