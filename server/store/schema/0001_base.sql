-- The spine: operators, settings, contacts, accounts, invoices, ledger, links, sessions, promises, events.
-- Times are milliseconds since 1970 UTC; days are Julian day numbers (date(x) reads them); money is minor
-- units; choices are the schema's words. What a page reads together lies together: children of a contact are
-- clustered by (contact, id), children of an account by (account, ...).

CREATE TABLE operator (
	id       @INT@ NOT NULL PRIMARY KEY,
	uid      @INT@ NOT NULL UNIQUE,      -- the kernel's number; one account a person
	name     TEXT  NOT NULL UNIQUE,      -- Unix user name when enrolled
	roles    TEXT  NOT NULL,             -- comma separated words
	added_at @INT@ NOT NULL
) @STRICT@;

CREATE TABLE setting (                       -- only what differs from its default
	name   TEXT  NOT NULL PRIMARY KEY,
	value  TEXT  NOT NULL,
	put_at @INT@ NOT NULL
) @STRICT@, WITHOUT ROWID;

CREATE TABLE contact (
	id         @INT@ NOT NULL PRIMARY KEY,
	external   TEXT  NOT NULL UNIQUE,    -- contact_id of the creditor's system
	name       TEXT  NOT NULL,
	folded     TEXT  NOT NULL,           -- name, addresses and number in lower case, for searching
	digits     @BYTES@,                  -- keyed hash of the last four of the document; NULL: none on file
	email      TEXT,
	phone      TEXT,                     -- E.164
	whatsapp   TEXT,                     -- E.164
	language   TEXT,                     -- ISO 639-1
	country    TEXT,                     -- ISO 3166-1 alpha-2
	region     TEXT,
	time_zone  TEXT,                     -- IANA
	street     TEXT,
	city       TEXT,
	postcode   TEXT,
	birth_date @INT@,
	added_at   @INT@ NOT NULL,
	changed_at @INT@ NOT NULL
) @STRICT@;

CREATE TABLE account (
	contact    @INT@ NOT NULL REFERENCES contact (id),
	id         @INT@ NOT NULL,
	number     TEXT  NOT NULL,           -- what people see and type
	digits     @BYTES@,                  -- keyed hash of the last four of the reference; NULL: none on file
	creditor   TEXT  NOT NULL,
	creditor_role TEXT CHECK (creditor_role IN ('first_party', 'third_party', 'debt_buyer')),
	currency   TEXT  NOT NULL,
	balance    @INT@ NOT NULL,           -- always the sum of the ledger
	original_amount @INT@,
	due_date   @INT@,
	itemization_date @INT@,              -- 12 CFR 1006.34(b)(3)
	interest   @INT@,
	fees       @INT@,
	payments   @INT@,
	credits    @INT@,
	state      TEXT  NOT NULL CHECK (state IN ('new', 'pending_contact', 'auto_management',
		'active_conversation', 'promise_active', 'promise_overdue', 'paid', 'escalated', 'in_review',
		'closed', 'paused')),
	added_at   @INT@ NOT NULL,
	changed_at @INT@ NOT NULL,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX account_number ON account (number);
CREATE UNIQUE INDEX account_id ON account (id);

CREATE TABLE invoice (
	account   @INT@ NOT NULL,
	number    TEXT  NOT NULL,
	issued    @INT@,
	due       @INT@,
	amount    @INT@ NOT NULL,
	open      @INT@ NOT NULL,
	paid_date @INT@,                     -- of the newest payment
	state     TEXT  NOT NULL CHECK (state IN ('open', 'part_paid', 'paid', 'disputed', 'void')),
	PRIMARY KEY (account, number)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE paid (                          -- payments so far, as the creditor's book tells them
	account @INT@ NOT NULL,
	id      @INT@ NOT NULL,
	invoice TEXT  NOT NULL,
	day     @INT@,
	amount  @INT@ NOT NULL,              -- negative: the book took a payment back
	import  @INT@ NOT NULL,
	PRIMARY KEY (account, id)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE ledger (                        -- the balance is the sum of amount; never edited
	account @INT@ NOT NULL,
	id      @INT@ NOT NULL,
	at      @INT@ NOT NULL,
	kind    TEXT  NOT NULL CHECK (kind IN ('opening', 'adjustment', 'payment', 'interest', 'fee', 'credit')),
	amount  @INT@ NOT NULL,
	note    TEXT,
	import  @INT@,
	PRIMARY KEY (account, id)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE link (
	id         @INT@ NOT NULL PRIMARY KEY,
	account    @INT@ NOT NULL,
	contact    @INT@ NOT NULL,
	channel    TEXT  NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email')),
	source     TEXT  NOT NULL CHECK (source IN ('manual', 'strategy', 'ai_agent', 'system')),
	purpose    TEXT  NOT NULL CHECK (purpose IN ('reply', 'reminder')),
	state      TEXT  NOT NULL CHECK (state IN ('held', 'pending', 'consumed', 'expired', 'locked', 'revoked')),
	actor      TEXT  NOT NULL,
	made_at    @INT@ NOT NULL,
	due_at     @INT@,                    -- while not handed over: when to try; NULL once the channel took it
	lease      @INT@ NOT NULL DEFAULT 0, -- a hand-off under way holds it until then
	failures   @INT@ NOT NULL DEFAULT 0, -- hand-offs that failed
	token      @BYTES@,                  -- keyed hash; NULL until hand-off
	sent_at    @INT@,
	expires_at @INT@,
	touched_at @INT@,
	touches    @INT@ NOT NULL DEFAULT 0, -- fetched by anything: never part of a figure
	tries      @INT@ NOT NULL DEFAULT 0, -- wrong answers
	verified_at @INT@
) @STRICT@;
CREATE UNIQUE INDEX link_token ON link (token) WHERE token IS NOT NULL;
CREATE INDEX link_due ON link (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_account ON link (account, id);
CREATE INDEX link_sent ON link (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX link_pending ON link (expires_at) WHERE state = 'pending';
CREATE INDEX link_state ON link (state, id);

CREATE TABLE session (
	id         @INT@ NOT NULL PRIMARY KEY,
	contact    @INT@ NOT NULL,
	account    @INT@ NOT NULL,
	link       @INT@ NOT NULL,
	cookie     @BYTES@ NOT NULL UNIQUE,  -- keyed hash
	slot       @INT@ NOT NULL,           -- its place in the array of last activities
	started_at @INT@ NOT NULL,
	active_at  @INT@ NOT NULL,           -- written once a second at most
	expires_at @INT@ NOT NULL,
	ended_at   @INT@,
	ended_by   TEXT CHECK (ended_by IN ('signed_out', 'expired', 'idle', 'revoked'))
) @STRICT@;
CREATE INDEX session_contact ON session (contact, id);
CREATE INDEX session_live ON session (id) WHERE ended_at IS NULL;

CREATE TABLE promise (
	contact    @INT@ NOT NULL,
	id         @INT@ NOT NULL,           -- the number of the form that made it: sent twice, promised once
	account    @INT@ NOT NULL,
	reference  TEXT  NOT NULL UNIQUE,
	amount     @INT@ NOT NULL CHECK (amount > 0),
	currency   TEXT  NOT NULL,
	promised_date @INT@ NOT NULL,
	state      TEXT  NOT NULL CHECK (state IN ('active', 'verifying', 'kept', 'partly_kept', 'broken',
		'rescheduled', 'cancelled')),
	made_at    @INT@ NOT NULL,
	session    @INT@ NOT NULL,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE event (                         -- append-only; never pruned
	seq       @INT@ NOT NULL PRIMARY KEY,
	at        @INT@ NOT NULL,
	kind      TEXT  NOT NULL,
	account   @INT@,
	contact   @INT@,
	actor     TEXT  NOT NULL,
	body      TEXT,                      -- JSON of event_body; NULL: none, or erased
	body_hash @BYTES@ NOT NULL,          -- keyed; stays when the body is erased
	hash      @BYTES@ NOT NULL           -- keyed, over the one before and everything but the body
) @STRICT@;
CREATE INDEX event_kind ON event (kind, at);
CREATE INDEX event_account ON event (account, seq) WHERE account IS NOT NULL;

CREATE TABLE chain (                         -- the head of the log, sealed: a cut tail shows
	id   @INT@ NOT NULL PRIMARY KEY CHECK (id = 1),
	seq  @INT@ NOT NULL,
	hash @BYTES@ NOT NULL,
	seal @BYTES@ NOT NULL
) @STRICT@;

CREATE TABLE kpi (                           -- roll-ups by hour, in the transaction of the event
	metric   TEXT  NOT NULL,
	hour     @INT@ NOT NULL,             -- hours since 1970 UTC
	currency TEXT  NOT NULL,             -- '' where the metric has none
	count    @INT@ NOT NULL,
	amount   @INT@ NOT NULL,
	PRIMARY KEY (metric, hour, currency)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE notification (
	seq      @INT@ NOT NULL PRIMARY KEY REFERENCES event (seq),
	at       @INT@ NOT NULL,
	kind     TEXT  NOT NULL,
	account  @INT@,
	contact  @INT@,
	amount   @INT@,
	currency TEXT
) @STRICT@;

CREATE TABLE answered (                      -- commands done, so that a repeat is answered and not done
	principal @INT@ NOT NULL,
	id        @BYTES@ NOT NULL,
	asked     @BYTES@ NOT NULL,          -- hash of method and parameters: the same id for another call is an error
	at        @INT@ NOT NULL,
	answer    @BYTES@ NOT NULL,
	PRIMARY KEY (principal, id)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX answered_at ON answered (at);
