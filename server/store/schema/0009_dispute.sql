-- Disputes and requests for the original creditor's name, the teams they are routed to, and notes on them. What is
-- written in dispute_note is for operators: no query of the portal reads that table.

CREATE TABLE team (
	id       @INT@ NOT NULL PRIMARY KEY,
	name     TEXT  NOT NULL UNIQUE,
	added_at @INT@ NOT NULL
) @STRICT@;
INSERT INTO team (id, name, added_at) VALUES (1, 'Collections', 0); -- takes what is routed nowhere else

CREATE TABLE team_member (
	team     @INT@ NOT NULL REFERENCES team (id),
	operator @INT@ NOT NULL REFERENCES operator (id),
	PRIMARY KEY (team, operator)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE dispute (
	contact    @INT@ NOT NULL,
	id         @INT@ NOT NULL,           -- the number of the form that filed it: sent twice, filed once
	account    @INT@ NOT NULL,
	reference  TEXT  NOT NULL UNIQUE,
	reason     TEXT  NOT NULL CHECK (reason IN ('already_paid', 'wrong_amount', 'not_mine', 'service_disputed',
		'identity_theft', 'other')),
	part       TEXT  NOT NULL CHECK (part IN ('whole', 'amount', 'invoices')),
	amount     @INT@ NOT NULL CHECK (amount > 0), -- disputed when it was filed
	currency   TEXT  NOT NULL,
	statement  TEXT,                     -- in the debtor's own words
	state      TEXT  NOT NULL CHECK (state IN ('open', 'investigating', 'resolved', 'rejected')),
	team       @INT@ NOT NULL REFERENCES team (id),
	was        TEXT  NOT NULL,           -- state of the account before its first open dispute
	session    @INT@ NOT NULL,
	filed_at   @INT@ NOT NULL,
	changed_at @INT@ NOT NULL,
	operator   @INT@,                    -- who took it
	ended_at   @INT@,
	reply      TEXT,                     -- to the debtor
	PRIMARY KEY (contact, id),
	CHECK ((ended_at IS NOT NULL) = (state IN ('resolved', 'rejected')))
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX dispute_id ON dispute (id);
CREATE INDEX dispute_account ON dispute (account, state);
CREATE INDEX dispute_state ON dispute (state, id);

CREATE TABLE dispute_invoice (               -- what it is about, where the debtor chose invoices or disputed the whole
	dispute @INT@ NOT NULL,
	invoice TEXT  NOT NULL,
	PRIMARY KEY (dispute, invoice)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE dispute_step (                  -- what the debtor sees of its life
	dispute @INT@ NOT NULL,
	id      @INT@ NOT NULL,
	at      @INT@ NOT NULL,
	kind    TEXT  NOT NULL CHECK (kind IN ('filed', 'evidence', 'investigating', 'resolved', 'rejected')),
	files   @INT@,                       -- evidence: how many
	PRIMARY KEY (dispute, id)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE dispute_note (                  -- among operators
	dispute  @INT@ NOT NULL,
	id       @INT@ NOT NULL,
	at       @INT@ NOT NULL,
	operator @INT@ NOT NULL,
	note     TEXT  NOT NULL,
	PRIMARY KEY (dispute, id)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE creditor_request (              -- 12 CFR 1006.38(c): collection rests until it is answered
	contact     @INT@ NOT NULL,
	id          @INT@ NOT NULL,          -- the number of its form
	account     @INT@ NOT NULL,
	reference   TEXT  NOT NULL UNIQUE,
	session     @INT@ NOT NULL,
	was         TEXT  NOT NULL,          -- as dispute.was
	asked_at    @INT@ NOT NULL,
	creditor    TEXT,                    -- the answer: name and address
	address     TEXT,
	answered_at @INT@,                   -- NULL: not answered yet
	operator    @INT@,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX creditor_request_id ON creditor_request (id);
CREATE INDEX creditor_request_account ON creditor_request (account, answered_at);
CREATE INDEX creditor_request_waiting ON creditor_request (id) WHERE answered_at IS NULL;
