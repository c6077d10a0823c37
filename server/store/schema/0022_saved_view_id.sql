-- A number for each kept filter, by which one view can be meant whatever it is called (service/saved_view.h).

ALTER TABLE saved_view ADD COLUMN id @INT@ NOT NULL DEFAULT 0;
UPDATE saved_view SET id = (
	SELECT count(*) FROM saved_view o
	WHERE (o.operator, o.list, o.name) <= (saved_view.operator, saved_view.list, saved_view.name));
CREATE UNIQUE INDEX saved_view_id ON saved_view (id);
