-- What was done under an idempotency key, so that the same key does it once.
CREATE TABLE once (
    actor_id uuid NOT NULL,
    key text NOT NULL CONSTRAINT once_key_given CHECK (key <> ''),
    outcome text NOT NULL,
    done_at bigint NOT NULL,
    CONSTRAINT once_key PRIMARY KEY (actor_id, key)
);
