-- What goes outside, queued in the transaction that caused it.
CREATE TABLE outbox (
    message_id blob NOT NULL CONSTRAINT outbox_message_id_type CHECK (length(message_id) = 16),
    topic text NOT NULL CONSTRAINT outbox_topic_given CHECK (topic <> ''),
    body text NOT NULL,
    enqueued_at integer NOT NULL,
    due_at integer,
    attempts integer NOT NULL CONSTRAINT outbox_attempts_count CHECK (attempts >= 0),
    last_error text,
    done_at integer,
    CONSTRAINT outbox_key PRIMARY KEY (message_id),
    CONSTRAINT outbox_due_or_done CHECK ((due_at IS NULL) = (done_at IS NOT NULL))
) STRICT;

CREATE INDEX outbox_by_due ON outbox (due_at, message_id);
