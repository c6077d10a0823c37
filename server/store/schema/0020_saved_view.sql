-- Filters of long lists that operators keep under a name (service/saved_view.h).

CREATE TABLE saved_view (
	operator @INT@ NOT NULL,
	list     TEXT  NOT NULL,             -- the method that reads it: account.list
	name     TEXT  NOT NULL,
	filter   TEXT  NOT NULL,             -- as typed, with its sort
	shared   @INT@ NOT NULL CHECK (shared IN (0, 1)), -- 1: all see it
	put_at   @INT@ NOT NULL,
	PRIMARY KEY (operator, list, name)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX saved_view_shared ON saved_view (list, name) WHERE shared = 1;
