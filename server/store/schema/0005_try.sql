-- Guessing (security.md 3): a row for each wrong answer, the day's figures of the organisation and its breaker; what the
-- stronger questions of identity compare; codes to known addresses.

ALTER TABLE contact ADD COLUMN digits6 @BYTES@;        -- keyed hash of the last six of the document; NULL: none on file
ALTER TABLE account ADD COLUMN digits6 @BYTES@;        -- keyed hash of the last six of the reference
ALTER TABLE account ADD COLUMN reference_full @BYTES@; -- keyed hash of the whole reference, letters and digits
ALTER TABLE session ADD COLUMN tries @INT@ NOT NULL DEFAULT 0; -- wrong answers of the contact's last 30 days when it began

ALTER TABLE staged ADD COLUMN contact_digits6 @BYTES@;
ALTER TABLE staged ADD COLUMN account_digits6 @BYTES@;
ALTER TABLE staged ADD COLUMN account_reference @BYTES@;
ALTER TABLE planned_contact ADD COLUMN digits6 @BYTES@;
ALTER TABLE planned_account ADD COLUMN digits6 @BYTES@;
ALTER TABLE planned_account ADD COLUMN reference_full @BYTES@;
ALTER TABLE import ADD COLUMN spread TEXT NOT NULL DEFAULT ''; -- how often each pair of digits was seen: are they spread evenly?

CREATE TABLE tried (                         -- one wrong answer; kept 180 days
	contact @INT@ NOT NULL,
	id      @INT@ NOT NULL,
	at      @INT@ NOT NULL,
	link    @INT@ NOT NULL,
	stepped @INT@ NOT NULL,              -- 1: it was asked for a second fact as well
	lifted  @INT@ NOT NULL DEFAULT 0,    -- 1: an operator lifted the pause since: it counts no more
	address @BYTES@,                     -- keyed hash of the IPv4 address or IPv6 /56; NULL: unknown, or over two days old
	network @BYTES@,                     -- keyed hash of its /24 or /48
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX tried_address ON tried (address, at) WHERE address IS NOT NULL;
CREATE INDEX tried_network ON tried (network, at) WHERE network IS NOT NULL;
CREATE INDEX tried_at ON tried (at);
CREATE INDEX tried_known ON tried (at) WHERE address IS NOT NULL; -- those whose address is to be forgotten

CREATE TABLE visited (                       -- where visits began; kept two days
	address @BYTES@ NOT NULL PRIMARY KEY,
	at      @INT@ NOT NULL               -- the newest
) @STRICT@, WITHOUT ROWID;
CREATE INDEX visited_at ON visited (at);

CREATE TABLE guess_day (                     -- answers judged on a day of the organisation; kept 60 days
	day     @INT@ NOT NULL PRIMARY KEY,  -- Julian day
	tries   @INT@ NOT NULL,              -- right and wrong
	wrong   @INT@ NOT NULL,
	tries_let @INT@ NOT NULL DEFAULT 0,  -- of these, before an operator reset the breaker
	wrong_let @INT@ NOT NULL DEFAULT 0,
	tripped @INT@ NOT NULL DEFAULT 0     -- 1: the breaker was on at some time
) @STRICT@;

CREATE TABLE breaker (                       -- there is a row while it is tripped
	id         @INT@ NOT NULL PRIMARY KEY CHECK (id = 1),
	tripped_at @INT@ NOT NULL,
	day        @INT@ NOT NULL,
	cause      TEXT  NOT NULL CHECK (cause IN ('day', 'share')) -- too many wrong answers, or too large a share of them
) @STRICT@;

CREATE TABLE code (                          -- six digits sent to an address; kept a day
	contact    @INT@ NOT NULL,
	id         @INT@ NOT NULL,
	purpose    TEXT  NOT NULL CHECK (purpose IN ('second_factor', 'verify_address')),
	channel    TEXT  NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email')),
	address    TEXT  NOT NULL,           -- where it went
	hash       @BYTES@ NOT NULL,         -- keyed, of the digits
	link       @INT@,                    -- second_factor: whose digits were right
	owner      @BYTES@,                  -- second_factor: keyed hash of the browser's pre-session cookie and the link
	tries      @INT@ NOT NULL DEFAULT 0, -- answers judged
	made_at    @INT@ NOT NULL,
	expires_at @INT@ NOT NULL,
	ended_at   @INT@,                    -- right, or replaced by a newer one
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX code_made ON code (made_at);
