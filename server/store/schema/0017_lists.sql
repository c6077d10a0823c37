-- Long lists: what they are narrowed and sorted by (store/list.h). What is worked out of an account stands in columns of its
-- own, which no generated column could be: SQLite 3.40 tells neither an expression's nor a generated column's value from an
-- index alone, and bounds no page by (value, id) of the former. Triggers keep them, but for an import, which writes a whole book
-- without any (store/book_plan.c).

ALTER TABLE account ADD COLUMN searched TEXT NOT NULL DEFAULT '';        -- the number in lower case
ALTER TABLE account ADD COLUMN creditor_folded TEXT NOT NULL DEFAULT ''; -- the creditor in lower case
ALTER TABLE account ADD COLUMN due @INT@ NOT NULL DEFAULT 0;             -- due_date; 0: none
ALTER TABLE account ADD COLUMN late_since @INT@ NOT NULL DEFAULT 9999999; -- the day since which it is late; 9999999 where nothing is
                                                                         -- owed or no day is known: those come behind all others
ALTER TABLE account ADD COLUMN money @INT@ NOT NULL DEFAULT 0;           -- the balance in ten-thousandths of a major unit
CREATE VIEW account_worked_out AS SELECT contact, id, lower(number) AS searched, lower(creditor) AS creditor_folded,
	coalesce(due_date, 0) AS due, CASE WHEN balance > 0 THEN coalesce(due_date, 9999999) ELSE 9999999 END AS late_since,
	balance * CASE WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX',
	'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN 10000 WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
	THEN 10 WHEN currency IN ('CLF', 'UYW') THEN 1 ELSE 100 END AS money FROM account;
UPDATE account SET (searched, creditor_folded, due, late_since, money) = (SELECT w.searched, w.creditor_folded, w.due,
	w.late_since, w.money FROM account_worked_out w WHERE w.contact = account.contact AND w.id = account.id);
CREATE TRIGGER account_worked_out_add AFTER INSERT ON account WHEN (new.searched, new.creditor_folded, new.due, new.late_since,
	new.money) IS NOT (SELECT w.searched, w.creditor_folded, w.due, w.late_since, w.money FROM account_worked_out w
	WHERE w.contact = new.contact AND w.id = new.id) BEGIN
	UPDATE account SET (searched, creditor_folded, due, late_since, money) = (SELECT w.searched, w.creditor_folded, w.due,
		w.late_since, w.money FROM account_worked_out w WHERE w.contact = new.contact AND w.id = new.id)
	WHERE contact = new.contact AND id = new.id;
END;
CREATE TRIGGER account_worked_out_put AFTER UPDATE OF number, creditor, due_date, balance, currency ON account WHEN (new.searched,
	new.creditor_folded, new.due, new.late_since, new.money) IS NOT (SELECT w.searched, w.creditor_folded, w.due, w.late_since,
	w.money FROM account_worked_out w WHERE w.contact = new.contact AND w.id = new.id) BEGIN
	UPDATE account SET (searched, creditor_folded, due, late_since, money) = (SELECT w.searched, w.creditor_folded, w.due,
		w.late_since, w.money FROM account_worked_out w WHERE w.contact = new.contact AND w.id = new.id)
	WHERE contact = new.contact AND id = new.id;
END;
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
CREATE TRIGGER contact_words_add AFTER INSERT ON contact BEGIN
	INSERT INTO contact_words (rowid, text) VALUES (new.id, new.folded);
END;
CREATE TRIGGER contact_words_put AFTER UPDATE OF folded ON contact WHEN old.folded <> new.folded BEGIN
	INSERT INTO contact_words (contact_words, rowid, text) VALUES ('delete', old.id, old.folded);
	INSERT INTO contact_words (rowid, text) VALUES (new.id, new.folded);
END;
CREATE TRIGGER contact_words_drop AFTER DELETE ON contact BEGIN
	INSERT INTO contact_words (contact_words, rowid, text) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER account_words_add AFTER INSERT ON account BEGIN
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
