-- What goes outside, queued in the transaction that caused it.
CREATE TABLE outbox (
    message_id uuid NOT NULL,
    topic text NOT NULL CONSTRAINT outbox_topic_given CHECK (topic <> ''),
    body text NOT NULL,
    enqueued_at bigint NOT NULL,
    due_at bigint,
    attempts bigint NOT NULL CONSTRAINT outbox_attempts_count CHECK (attempts >= 0),
    last_error text,
    done_at bigint,
    CONSTRAINT outbox_key PRIMARY KEY (message_id),
    CONSTRAINT outbox_due_or_done CHECK ((due_at IS NULL) = (done_at IS NOT NULL))
);

CREATE INDEX outbox_by_due ON outbox (due_at, message_id);
