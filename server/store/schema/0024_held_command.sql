-- Commands of the desk that wait out a hold (service/held.h). params are emptied when it was done or taken back: what was
-- written stands where it belongs by then, or nowhere. Rows go a week after they ended.

CREATE TABLE held_command (
	id       @INT@ NOT NULL PRIMARY KEY,
	operator @INT@ NOT NULL REFERENCES operator (id), -- who asked
	account  @INT@,                      -- NULL: about none
	contact  @INT@,
	method   TEXT  NOT NULL,
	params   TEXT  NOT NULL,             -- JSON
	made_at  @INT@ NOT NULL,
	due_at   @INT@ NOT NULL,
	state    TEXT  NOT NULL CHECK (state IN ('held', 'done', 'failed', 'cancelled')),
	ended_at @INT@,
	reason   TEXT,                       -- why it failed
	CHECK ((ended_at IS NULL) = (state = 'held'))
) @STRICT@;
CREATE INDEX held_command_due ON held_command (due_at) WHERE state = 'held';
CREATE INDEX held_command_ended ON held_command (ended_at) WHERE state <> 'held';
