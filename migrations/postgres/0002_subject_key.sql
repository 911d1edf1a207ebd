-- Each subject's own key, wrapped by the master key. Destroying it erases what was sealed under it.
CREATE TABLE subject_key (
    subject_id uuid NOT NULL,
    wrapped bytea,
    made_at bigint NOT NULL,
    destroyed_at bigint,
    CONSTRAINT subject_key_key PRIMARY KEY (subject_id),
    CONSTRAINT subject_key_either CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
