-- The organisation's logo. One is in force; its file name holds a hash of its content, so that browsers may keep it. It
-- is sent in pieces, as far as a message carries, and put together when they are all there.

CREATE TABLE logo (
	file   TEXT  NOT NULL PRIMARY KEY,   -- "0123456789abcdef.png"
	width  @INT@ NOT NULL,               -- pixels
	height @INT@ NOT NULL,
	data   @BYTES@ NOT NULL,
	put_at @INT@ NOT NULL
) @STRICT@;

CREATE TABLE logo_upload (                   -- under way; a new one drops what was left of another
	id      @INT@ NOT NULL PRIMARY KEY,
	actor   TEXT  NOT NULL,              -- whose it is
	file    TEXT  NOT NULL,              -- name of the sender's file
	bytes   @INT@ NOT NULL DEFAULT 0,    -- taken so far
	made_at @INT@ NOT NULL
) @STRICT@;

CREATE TABLE logo_piece (
	upload   @INT@ NOT NULL,
	position @INT@ NOT NULL,             -- where it begins in the file
	data     @BYTES@ NOT NULL,
	PRIMARY KEY (upload, position)
) @STRICT@;
