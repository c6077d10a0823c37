-- Commands that wait for a second person. params are the bytes of the call, so that what is given is exactly
-- what was asked; shown is the same for people to read. Kept for ever: they say who let what happen.

CREATE TABLE approval (
	id         @INT@ NOT NULL PRIMARY KEY,
	rule       TEXT  NOT NULL CHECK (rule IN ('import', 'people')),
	method     TEXT  NOT NULL,
	params     @BYTES@ NOT NULL,
	shown      TEXT  NOT NULL,           -- params as JSON
	reason     TEXT,
	operator   @INT@ NOT NULL REFERENCES operator (id), -- who asked
	call       @BYTES@ NOT NULL,         -- the id of the call: asked twice, kept once
	asked_at   @INT@ NOT NULL,
	expires_at @INT@ NOT NULL,
	state      TEXT  NOT NULL CHECK (state IN ('waiting', 'given', 'refused', 'expired')),
	giver      @INT@ REFERENCES operator (id),
	ended_at   @INT@,
	done       TEXT,                     -- JSON of what the command answered
	UNIQUE (operator, call),
	CHECK (giver <> operator),
	CHECK ((giver IS NOT NULL) = (state IN ('given', 'refused'))),
	CHECK ((ended_at IS NULL) = (state = 'waiting'))
) @STRICT@;
CREATE INDEX approval_waiting ON approval (expires_at) WHERE state = 'waiting';
