-- A duty of the agreement that the person did not meet, noted while it is in force: which one, why, and whether that
-- excuses it, under seal.
CREATE TABLE unmet_duty (
    subject_id uuid NOT NULL
        CONSTRAINT unmet_duty_of_subject REFERENCES subject (subject_id),
    unmet_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    noted_at bigint NOT NULL,
    noted_by uuid NOT NULL,
    content bytea NOT NULL,
    withdrawn_at bigint,
    withdrawn_by uuid,
    CONSTRAINT unmet_duty_withdrawn_whole CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT unmet_duty_key PRIMARY KEY (subject_id, unmet_id)
);
