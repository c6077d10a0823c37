-- Files that debtors sent: evidence and attachments of messages. The bytes lie in DIR/attachments/ID, which no page
-- serves; a row is written only after its file is on the disk, so a crash leaves at most a file without a row.

CREATE TABLE attachment (
	contact @INT@ NOT NULL,
	id      @INT@ NOT NULL,              -- also the file's name
	kind    TEXT  NOT NULL CHECK (kind IN ('dispute', 'message')),
	owner   @INT@ NOT NULL,              -- the dispute or message
	name    TEXT  NOT NULL,              -- cleaned; its ending is the type's
	type    TEXT  NOT NULL CHECK (type IN ('pdf', 'png', 'jpeg', 'text')),
	bytes   @INT@ NOT NULL,
	sha256  @BYTES@ NOT NULL,
	at      @INT@ NOT NULL,
	session @INT@,                       -- the visit it came in; NULL: an operator sent it
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE UNIQUE INDEX attachment_id ON attachment (id);
CREATE UNIQUE INDEX attachment_owner ON attachment (kind, owner, sha256); -- sent twice, kept once

CREATE TABLE attachment_seen (               -- whose reading of it has been told, and when last
	attachment @INT@ NOT NULL,
	operator   @INT@ NOT NULL,
	at         @INT@ NOT NULL,
	PRIMARY KEY (attachment, operator)
) @STRICT@, WITHOUT ROWID;
