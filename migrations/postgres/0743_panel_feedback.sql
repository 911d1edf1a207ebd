-- What the officer told a panel (BJ18-28(3)); the words are sealed.
CREATE TABLE panel_feedback (
    subject_id uuid NOT NULL
        CONSTRAINT panel_feedback_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    told_at bigint NOT NULL,
    told_by uuid NOT NULL,
    words bytea NOT NULL,
    CONSTRAINT panel_feedback_key PRIMARY KEY (subject_id, entry_id, told_at)
);
