-- The plan that is being worked on for a person; none once it was adopted. It is sealed.
CREATE TABLE plan_draft (
    subject_id blob NOT NULL CONSTRAINT plan_draft_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT plan_draft_of_subject REFERENCES subject (subject_id),
    version integer NOT NULL CONSTRAINT plan_draft_version_counts CHECK (version >= 1),
    saved_at integer NOT NULL,
    by_staff_id blob NOT NULL CONSTRAINT plan_draft_by_staff_id_type CHECK (length(by_staff_id) = 16),
    content blob NOT NULL,
    CONSTRAINT plan_draft_key PRIMARY KEY (subject_id)
) STRICT, WITHOUT ROWID;
