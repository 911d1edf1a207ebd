-- The plan that is being worked on for a person; none once it was adopted. It is sealed.
CREATE TABLE plan_draft (
    subject_id uuid NOT NULL
        CONSTRAINT plan_draft_of_subject REFERENCES subject (subject_id),
    version bigint NOT NULL CONSTRAINT plan_draft_version_counts CHECK (version >= 1),
    saved_at bigint NOT NULL,
    by_staff_id uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT plan_draft_key PRIMARY KEY (subject_id)
);
