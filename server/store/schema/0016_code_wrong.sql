-- How often a contact's second factors were answered wrongly: the codes themselves go after a day, this counts for thirty.

CREATE TABLE code_wrong (
	contact @INT@ NOT NULL,
	id      @INT@ NOT NULL,
	at      @INT@ NOT NULL,
	PRIMARY KEY (contact, id)
) @STRICT@, WITHOUT ROWID;
CREATE INDEX code_wrong_at ON code_wrong (at); -- what is older is forgotten
