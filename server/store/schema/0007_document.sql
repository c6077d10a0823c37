-- Documents that were issued: what is needed to tell later whether a paper or a file is one of them. The file itself
-- lies in DIR/documents while document.days last; its row stays, so that it can be told for ever. The code on its pages
-- is not here, only its keyed hash: whoever reads this table can not make up a document that it confirms.

CREATE TABLE document (
	contact @INT@   NOT NULL,
	id      @INT@   NOT NULL,            -- the number of the form that asked for it: sent twice, issued once
	code    @BYTES@ NOT NULL UNIQUE,     -- keyed hash of the code on its pages
	sha256  @BYTES@ NOT NULL,            -- of the file
	bytes   @INT@   NOT NULL,
	session @INT@   NOT NULL,
	at      @INT@   NOT NULL,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
