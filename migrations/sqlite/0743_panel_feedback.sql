-- What the officer told a panel (BJ18-28(3)); the words are sealed.
CREATE TABLE panel_feedback (
    subject_id blob NOT NULL CONSTRAINT panel_feedback_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT panel_feedback_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT panel_feedback_entry_id_type CHECK (length(entry_id) = 16),
    told_at integer NOT NULL,
    told_by blob NOT NULL CONSTRAINT panel_feedback_told_by_type CHECK (length(told_by) = 16),
    words blob NOT NULL,
    CONSTRAINT panel_feedback_key PRIMARY KEY (subject_id, entry_id, told_at)
) STRICT, WITHOUT ROWID;
