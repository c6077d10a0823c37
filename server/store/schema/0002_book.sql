-- Imports and their staging. Checking fills staging on the writer's slow lane; applying is one transaction of
-- set-based statements from what is planned into the book; a crash before it leaves nothing but staging rows,
-- which are removed after the next start. Planned rows lie in the order in which the book will hold them, with
-- their ids, so that applying only copies.

CREATE TABLE import (
	id        @INT@ NOT NULL PRIMARY KEY,
	file      TEXT  NOT NULL,
	actor     TEXT  NOT NULL,
	dry_run   @INT@ NOT NULL,
	state     TEXT  NOT NULL CHECK (state IN ('open', 'checking', 'applying', 'done', 'dry', 'failed')),
	reason    TEXT,
	made_at   @INT@ NOT NULL,
	ended_at  @INT@,
	bytes     @INT@ NOT NULL DEFAULT 0,
	report    TEXT,                      -- JSON of book_report once it ended
	map       TEXT,                      -- the mapping's text
	touched_at @INT@ NOT NULL,           -- newest chunk, or when the file was complete
	step      TEXT  NOT NULL DEFAULT 'read' CHECK (step IN ('read', 'accounts', 'contacts', 'plan', 'apply',
		'clean', 'end')),            -- what the engine does next
	position  @INT@ NOT NULL DEFAULT 0,  -- read: byte of the file
	line      @INT@ NOT NULL DEFAULT 1,  -- read: line of that byte
	rows      @INT@ NOT NULL DEFAULT 0,  -- read so far
	bad       @INT@ NOT NULL DEFAULT 0,  -- of these, refused by themselves
	cursor    TEXT  NOT NULL DEFAULT ''  -- accounts, contacts, plan: the key done last
) @STRICT@;

CREATE TABLE staged (                        -- one good row of the file; empty texts are NULL
	import     @INT@ NOT NULL,
	line       @INT@ NOT NULL,
	contact_external TEXT NOT NULL,
	contact_name TEXT,
	contact_folded TEXT,
	contact_digits @BYTES@,
	email TEXT, phone TEXT, whatsapp TEXT, language TEXT, country TEXT, region TEXT, time_zone TEXT,
	street TEXT, city TEXT, postcode TEXT, birth_date @INT@,
	account_number TEXT NOT NULL,
	account_digits @BYTES@,
	creditor TEXT, creditor_role TEXT, currency TEXT NOT NULL,
	original_amount @INT@, balance @INT@, due_date @INT@, itemization_date @INT@,
	interest @INT@, fees @INT@, payments @INT@, credits @INT@,
	invoice TEXT, invoice_issued @INT@, invoice_due @INT@, invoice_amount @INT@, invoice_open @INT@,
	invoice_paid_date @INT@,
	PRIMARY KEY (import, line)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX staged_account ON staged (import, account_number, invoice);
CREATE INDEX staged_contact ON staged (import, contact_external);

CREATE TABLE planned_contact (               -- kind: 2 new, 1 changed, 0 as it is
	import @INT@ NOT NULL,
	external TEXT NOT NULL,
	id @INT@ NOT NULL,
	kind @INT@ NOT NULL,
	name TEXT NOT NULL, folded TEXT NOT NULL, digits @BYTES@,
	email TEXT, phone TEXT, whatsapp TEXT, language TEXT, country TEXT, region TEXT, time_zone TEXT,
	street TEXT, city TEXT, postcode TEXT, birth_date @INT@,
	PRIMARY KEY (import, external)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE planned_account (
	import @INT@ NOT NULL,
	number TEXT NOT NULL,
	id @INT@ NOT NULL,
	contact @INT@ NOT NULL,
	kind @INT@ NOT NULL,
	adjusted @INT@ NOT NULL DEFAULT 0,   -- on file with another balance
	target @INT@,                        -- the balance to be
	digits @BYTES@, creditor TEXT NOT NULL, creditor_role TEXT, currency TEXT NOT NULL,
	original_amount @INT@, due_date @INT@, itemization_date @INT@,
	interest @INT@, fees @INT@, payments @INT@, credits @INT@,
	PRIMARY KEY (import, number)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE planned_invoice (
	import @INT@ NOT NULL,
	account @INT@ NOT NULL,
	number TEXT NOT NULL,
	kind @INT@ NOT NULL,
	issued @INT@, due @INT@, amount @INT@ NOT NULL, open @INT@ NOT NULL, paid_date @INT@,
	state TEXT NOT NULL,
	paid @INT@ NOT NULL,                 -- what was paid since the book was last told
	paid_id @INT@ NOT NULL,
	PRIMARY KEY (import, account, number)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE problem (
	import  @INT@ NOT NULL,
	line    @INT@ NOT NULL,
	n       @INT@ NOT NULL,              -- several on one line
	column_name TEXT,
	reason  TEXT NOT NULL,
	warning @INT@ NOT NULL,
	PRIMARY KEY (import, line, n)
) @STRICT@, WITHOUT ROWID;

CREATE TABLE import_total (                  -- of the good rows, added up while they are planned
	import @INT@ NOT NULL,
	currency TEXT NOT NULL,
	state TEXT NOT NULL,                 -- '' where the row has no invoice
	count @INT@ NOT NULL,
	amount @INT@ NOT NULL,
	open @INT@ NOT NULL,
	PRIMARY KEY (import, currency, state)
) @STRICT@, WITHOUT ROWID;
