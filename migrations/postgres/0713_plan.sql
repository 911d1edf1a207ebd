-- A version of a plan, as the entry of the ledger that adopted or revised it says that there is one. It is
-- sealed.
CREATE TABLE plan (
    subject_id uuid NOT NULL
        CONSTRAINT plan_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    version bigint NOT NULL CONSTRAINT plan_version_counts CHECK (version >= 1),
    opinion_id uuid,
    by_staff_id uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT plan_key PRIMARY KEY (subject_id, entry_id)
);
