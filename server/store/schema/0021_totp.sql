-- Second factors of operators (service/totp.h).

CREATE TABLE operator_totp (
	operator     @INT@   NOT NULL PRIMARY KEY,
	secret       @BYTES@ NOT NULL,       -- sealed with a key of the key file, for this operator alone
	made_at      @INT@   NOT NULL,
	confirmed_at @INT@,                  -- NULL: not in force yet
	used_step    @INT@   NOT NULL        -- of the last code that was taken: each is good once
) @STRICT@;

CREATE TABLE operator_totp_try (             -- codes that were not right, and the one that is being looked at
	operator @INT@ NOT NULL,
	id       @INT@ NOT NULL,
	at       @INT@ NOT NULL,
	PRIMARY KEY (operator, id)
) @STRICT@, WITHOUT ROWID;
