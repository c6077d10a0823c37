-- notice.list: newest first, by state, and those of a span.

CREATE UNIQUE INDEX notice_id ON notice (id);
CREATE INDEX notice_state ON notice (state, id);
CREATE INDEX notice_ended ON notice (ended_at) WHERE state = 'sent';
