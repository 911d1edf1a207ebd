-- What was done under an idempotency key, so that the same key does it once.
CREATE TABLE once (
    actor_id blob NOT NULL CONSTRAINT once_actor_id_type CHECK (length(actor_id) = 16),
    key text NOT NULL CONSTRAINT once_key_given CHECK (key <> ''),
    outcome text NOT NULL,
    done_at integer NOT NULL,
    CONSTRAINT once_key PRIMARY KEY (actor_id, key)
) STRICT, WITHOUT ROWID;
