-- The list of accounts (store/account_list.c), once more: whether a promise is open stands in the account, where indexes know it, and
-- the orders by due date and by arrival have what is asked of an account behind them as all others do.

ALTER TABLE account ADD COLUMN promised @INT@ NOT NULL DEFAULT 0; -- 1: a promise of it is active or verifying
UPDATE account SET promised = 1 WHERE (contact, id) IN (SELECT contact, account FROM promise WHERE state IN ('active', 'verifying'));
CREATE TRIGGER promise_open_add AFTER INSERT ON promise WHEN new.state IN ('active', 'verifying') BEGIN
	UPDATE account SET promised = 1 WHERE contact = new.contact AND id = new.account AND promised = 0;
END;
CREATE TRIGGER promise_open_put AFTER UPDATE OF contact, account, state ON promise
	WHEN (old.contact, old.account, old.state IN ('active', 'verifying')) IS NOT
	(new.contact, new.account, new.state IN ('active', 'verifying')) BEGIN
	UPDATE account SET promised = NOT promised WHERE (contact, id) IN (VALUES (old.contact, old.account), (new.contact, new.account))
		AND promised <> EXISTS (SELECT 1 FROM promise p WHERE p.contact = account.contact AND p.account = account.id
		AND p.state IN ('active', 'verifying'));
END;
CREATE TRIGGER promise_open_drop AFTER DELETE ON promise WHEN old.state IN ('active', 'verifying') BEGIN
	UPDATE account SET promised = 0 WHERE contact = old.contact AND id = old.account AND promised = 1
		AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.contact = account.contact AND p.account = account.id
		AND p.state IN ('active', 'verifying'));
END;

DROP INDEX account_searched;
DROP INDEX account_creditor;
DROP INDEX account_late;
DROP INDEX account_money;
DROP INDEX account_state;
DROP INDEX account_currency;
DROP INDEX account_contact;
DROP INDEX account_due;
DROP INDEX account_added;
CREATE INDEX account_searched ON account (searched, id, money, late_since, due, added_at, state, currency, creditor_folded, promised);
CREATE INDEX account_creditor ON account (creditor_folded, id, money, late_since, due, added_at, state, currency, searched, promised);
CREATE INDEX account_late ON account (late_since, id, money, due, added_at, state, currency, creditor_folded, searched, promised);
CREATE INDEX account_money ON account (money, id, late_since, due, added_at, state, currency, creditor_folded, searched, promised);
CREATE INDEX account_due ON account (due, id, money, late_since, added_at, state, currency, creditor_folded, searched, promised);
CREATE INDEX account_added ON account (added_at, id, money, late_since, due, state, currency, creditor_folded, searched, promised);
CREATE INDEX account_state ON account (state, late_since, id, money, due, added_at, currency, creditor_folded, searched, promised);
CREATE INDEX account_currency ON account (currency, searched, id, money, late_since, due, added_at, state, creditor_folded, promised);
CREATE INDEX account_contact ON account (contact, id, money, late_since, due, added_at, state, currency, creditor_folded, searched,
	promised);
CREATE INDEX account_promised ON account (searched, id, money, late_since, due, added_at, state, currency, creditor_folded, promised)
	WHERE promised > 0;

-- The groups of three letters that stand in words, from which those are told that a word of two letters stands in.
CREATE VIRTUAL TABLE contact_letters USING fts5vocab (contact_words, 'instance');
CREATE VIRTUAL TABLE account_letters USING fts5vocab (account_words, 'instance');
