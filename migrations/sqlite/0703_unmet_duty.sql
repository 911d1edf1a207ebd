-- A duty of the agreement that the person did not meet, noted while it is in force: which one, why, and whether that
-- excuses it, under seal.
CREATE TABLE unmet_duty (
    subject_id blob NOT NULL CONSTRAINT unmet_duty_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT unmet_duty_of_subject REFERENCES subject (subject_id),
    unmet_id blob NOT NULL CONSTRAINT unmet_duty_unmet_id_type CHECK (length(unmet_id) = 16),
    entry_id blob NOT NULL CONSTRAINT unmet_duty_entry_id_type CHECK (length(entry_id) = 16),
    noted_at integer NOT NULL,
    noted_by blob NOT NULL CONSTRAINT unmet_duty_noted_by_type CHECK (length(noted_by) = 16),
    content blob NOT NULL,
    withdrawn_at integer,
    withdrawn_by blob CONSTRAINT unmet_duty_withdrawn_by_type CHECK (length(withdrawn_by) = 16),
    CONSTRAINT unmet_duty_withdrawn_whole CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT unmet_duty_key PRIMARY KEY (subject_id, unmet_id)
) STRICT, WITHOUT ROWID;
