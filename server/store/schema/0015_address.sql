-- What was said of an address by whoever reads it, and the tokens that a link had before its last one.

CREATE TABLE address_stop (                  -- said without signing in: binds every contact with the address, now or later
	address @BYTES@ NOT NULL PRIMARY KEY, -- keyed hash, as in consent
	id      @INT@ NOT NULL,              -- grows with time, with those of consent
	state   TEXT  NOT NULL CHECK (state IN ('withdrawn', 'parked')),
	door    TEXT  NOT NULL CHECK (door IN ('landing', 'mail')),
	at      @INT@ NOT NULL
) @STRICT@, WITHOUT ROWID;

INSERT INTO address_stop (address, id, state, door, at)
SELECT address, max(id), min(state), min(door), max(at) FROM consent -- 'parked' comes before 'withdrawn'
WHERE length(address) > 0 AND door IN ('landing', 'mail') AND state IN ('withdrawn', 'parked') GROUP BY address;

CREATE INDEX link_at_address ON link (address) WHERE state = 'pending' AND address IS NOT NULL;

ALTER TABLE unsubscribe ADD COLUMN link @INT@; -- a token that this link had before; NULL: the token of an e-mail
ALTER TABLE unsubscribe ADD COLUMN unproven @INT@ NOT NULL DEFAULT 0; -- 1: the address may be a stranger's: rights of the address alone
