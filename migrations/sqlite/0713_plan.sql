-- A version of a plan, as the entry of the ledger that adopted or revised it says that there is one. It is
-- sealed.
CREATE TABLE plan (
    subject_id blob NOT NULL CONSTRAINT plan_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT plan_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT plan_entry_id_type CHECK (length(entry_id) = 16),
    version integer NOT NULL CONSTRAINT plan_version_counts CHECK (version >= 1),
    opinion_id blob CONSTRAINT plan_opinion_id_type CHECK (length(opinion_id) = 16),
    by_staff_id blob NOT NULL CONSTRAINT plan_by_staff_id_type CHECK (length(by_staff_id) = 16),
    content blob NOT NULL,
    CONSTRAINT plan_key PRIMARY KEY (subject_id, entry_id)
) STRICT, WITHOUT ROWID;
