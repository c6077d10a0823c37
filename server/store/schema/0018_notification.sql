-- What operators did with notifications; and what figures need to be read by time (service/series.h, need.h, channel.h,
-- finds.h) instead of by walking through whole tables.

CREATE TABLE notification_mark (             -- of those that fit a notification, an operator's newest decides
	operator @INT@ NOT NULL,
	seq      @INT@ NOT NULL,             -- of the notification
	id       @INT@ NOT NULL,             -- grows with time
	kind     TEXT  NOT NULL CHECK (kind IN ('done', 'snoozed', 'done_all')), -- done_all fits every one up to seq
	until    @INT@,                      -- snoozed: unread again from then on
	at       @INT@ NOT NULL,
	PRIMARY KEY (operator, seq, id),
	CHECK ((until IS NOT NULL) = (kind = 'snoozed'))
) @STRICT@, WITHOUT ROWID;

CREATE INDEX figure_session ON session (started_at);
CREATE INDEX figure_notice ON notice (ended_at) WHERE state = 'sent';
CREATE INDEX figure_promise ON promise (made_at);
CREATE INDEX figure_promise_day ON promise (promised_date) WHERE state IN ('active', 'verifying');
CREATE INDEX figure_promise_ended ON promise (state, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX figure_dispute ON dispute (filed_at);
CREATE INDEX figure_callback ON callback (made_at);
CREATE INDEX figure_thread ON thread (contact, id) WHERE unread_team > 0;

-- Visits by the hour in which they began, as tx_tell keeps them from now on.
INSERT INTO kpi (metric, hour, currency, count, amount)
SELECT 'sessions', at / 3600000, '', count(*), 0 FROM event WHERE kind = 'portal.session_started' GROUP BY at / 3600000;
