-- Long lists: what they are narrowed and sorted by (store/list.h). What is worked out are columns and not expressions in an
-- index, so that a page is bounded by (value, id); what is counted in is stored, so that an index alone tells it.

CREATE TABLE account_new (                   -- account, as it was, with five columns more
	contact    @INT@ NOT NULL REFERENCES contact (id),
	id         @INT@ NOT NULL,
	number     TEXT  NOT NULL,
	digits     @BYTES@,
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
	digits6    @BYTES@,
	reference_full @BYTES@,
	before_promise TEXT,
	searched   TEXT  NOT NULL GENERATED ALWAYS AS (lower(number)) VIRTUAL,
	creditor_folded TEXT NOT NULL GENERATED ALWAYS AS (lower(creditor)) VIRTUAL,
	due        @INT@ NOT NULL GENERATED ALWAYS AS (coalesce(due_date, 0)) STORED,
	-- The day since which it is late; 9999999 where nothing is owed or no day is known: those come behind all others.
	late_since @INT@ NOT NULL GENERATED ALWAYS AS
		(CASE WHEN balance > 0 THEN coalesce(due_date, 9999999) ELSE 9999999 END) STORED,
	-- The balance in ten-thousandths of a major unit, as LIST_MONEY.
	money      @INT@ NOT NULL GENERATED ALWAYS AS (balance * CASE WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK',
		'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN 10000
		WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 10
		WHEN currency IN ('CLF', 'UYW') THEN 1 ELSE 100 END) STORED,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
INSERT INTO account_new (contact, id, number, digits, creditor, creditor_role, currency, balance, original_amount, due_date,
	itemization_date, interest, fees, payments, credits, state, added_at, changed_at, digits6, reference_full, before_promise)
SELECT contact, id, number, digits, creditor, creditor_role, currency, balance, original_amount, due_date, itemization_date,
	interest, fees, payments, credits, state, added_at, changed_at, digits6, reference_full, before_promise
FROM account ORDER BY contact, id;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
CREATE UNIQUE INDEX account_number ON account (number);
CREATE UNIQUE INDEX account_id ON account (id);
CREATE INDEX account_searched ON account (searched, id);
CREATE INDEX account_creditor ON account (creditor_folded, id);
CREATE INDEX account_due ON account (due, id);
CREATE INDEX account_late ON account (late_since, id);
CREATE INDEX account_money ON account (money, id);
CREATE INDEX account_added ON account (added_at, id);
CREATE INDEX account_state ON account (state, late_since, id);
CREATE INDEX contact_folded ON contact (folded);

-- Where three letters in a row stand: what a word is looked up by. They hold no text, so a row leaves with its old one.
CREATE VIRTUAL TABLE contact_words USING fts5 (text, content='', detail='none', columnsize=0, tokenize='trigram');
CREATE VIRTUAL TABLE account_words USING fts5 (text, content='', detail='none', columnsize=0, tokenize='trigram');
INSERT INTO contact_words (rowid, text) SELECT id, folded FROM contact ORDER BY id;
INSERT INTO account_words (rowid, text) SELECT id, number FROM account ORDER BY id;
CREATE TABLE words_apart (                   -- a row stands while an import, inside its transaction, writes words itself (book_plan.c)
	id @INT@ NOT NULL PRIMARY KEY
) @STRICT@;
CREATE TRIGGER contact_words_add AFTER INSERT ON contact WHEN NOT EXISTS (SELECT 1 FROM words_apart) BEGIN
	INSERT INTO contact_words (rowid, text) VALUES (new.id, new.folded);
END;
CREATE TRIGGER contact_words_put AFTER UPDATE OF folded ON contact
WHEN old.folded <> new.folded AND NOT EXISTS (SELECT 1 FROM words_apart) BEGIN
	INSERT INTO contact_words (contact_words, rowid, text) VALUES ('delete', old.id, old.folded);
	INSERT INTO contact_words (rowid, text) VALUES (new.id, new.folded);
END;
CREATE TRIGGER contact_words_drop AFTER DELETE ON contact BEGIN
	INSERT INTO contact_words (contact_words, rowid, text) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER account_words_add AFTER INSERT ON account WHEN NOT EXISTS (SELECT 1 FROM words_apart) BEGIN
	INSERT INTO account_words (rowid, text) VALUES (new.id, new.number);
END;
CREATE TRIGGER account_words_put AFTER UPDATE OF number ON account WHEN old.number <> new.number BEGIN
	INSERT INTO account_words (account_words, rowid, text) VALUES ('delete', old.id, old.number);
	INSERT INTO account_words (rowid, text) VALUES (new.id, new.number);
END;
CREATE TRIGGER account_words_drop AFTER DELETE ON account BEGIN
	INSERT INTO account_words (account_words, rowid, text) VALUES ('delete', old.id, old.number);
END;

-- What other lists are read in the order of. Ids rise with time, so the newest first needs no more than the id.
ALTER TABLE link ADD COLUMN sent @INT@ NOT NULL GENERATED ALWAYS AS (coalesce(sent_at, 0)) VIRTUAL;
CREATE INDEX link_sent_first ON link (sent, id);
CREATE INDEX session_started ON session (started_at, id);
CREATE INDEX promise_newest ON promise (id);
CREATE INDEX promise_day ON promise (promised_date, id);
CREATE INDEX callback_window ON callback (window_from, id);
CREATE INDEX thread_changed ON thread (changed_at, id);
CREATE INDEX event_at ON event (at, seq);
CREATE INDEX event_person ON event (contact, seq) WHERE contact IS NOT NULL AND account IS NULL;
