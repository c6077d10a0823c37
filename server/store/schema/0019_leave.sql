-- What operators took and left again (service/dispute_desk.h).

ALTER TABLE callback ADD COLUMN acted_at @INT@; -- when it was first taken, of one that was left again: figures begin there
ALTER TABLE thread ADD COLUMN taken_by @INT@;   -- operator; NULL: nobody has it
ALTER TABLE thread ADD COLUMN taken_at @INT@;
