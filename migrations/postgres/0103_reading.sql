-- Who has read a subject's file: one row for each day, reader and purpose, with how often and when last.
CREATE TABLE reading (
    subject_id uuid NOT NULL
        CONSTRAINT reading_of_subject REFERENCES subject (subject_id),
    on_day date NOT NULL,
    staff_id uuid NOT NULL,
    purpose text NOT NULL CONSTRAINT reading_purpose_given CHECK (purpose <> ''),
    office_id uuid NOT NULL,
    times bigint NOT NULL,
    last_at bigint NOT NULL,
    reason bytea,
    CONSTRAINT reading_key PRIMARY KEY (subject_id, on_day, staff_id, purpose)
);

CREATE INDEX reading_by_staff ON reading (staff_id, on_day);
