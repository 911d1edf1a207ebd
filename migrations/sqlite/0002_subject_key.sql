-- Each subject's own key, wrapped by the master key. Destroying it erases what was sealed under it.
CREATE TABLE subject_key (
    subject_id blob NOT NULL CONSTRAINT subject_key_subject_id_type CHECK (length(subject_id) = 16),
    wrapped blob,
    made_at integer NOT NULL,
    destroyed_at integer,
    CONSTRAINT subject_key_key PRIMARY KEY (subject_id),
    CONSTRAINT subject_key_either CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
