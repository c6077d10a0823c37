-- Imports and their staging. Checking fills staging on the writer's slow lane; applying is one transaction of
-- set-based statements from staging into the book; a crash before it leaves nothing but staging rows, which
-- the next start removes.

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
	report    TEXT                       -- JSON of book_report once it ended
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

CREATE TABLE problem (
	import  @INT@ NOT NULL,
	line    @INT@ NOT NULL,
	n       @INT@ NOT NULL,              -- several on one line
	column_name TEXT,
	reason  TEXT NOT NULL,
	warning @INT@ NOT NULL,
	PRIMARY KEY (import, line, n)
) @STRICT@, WITHOUT ROWID;
