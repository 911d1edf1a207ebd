-- Who has read a subject's file: one row for each day, reader and purpose, with how often and when last.
CREATE TABLE reading (
    subject_id blob NOT NULL CONSTRAINT reading_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT reading_of_subject REFERENCES subject (subject_id),
    on_day text NOT NULL CONSTRAINT reading_on_day_type CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(on_day) IS on_day),
    staff_id blob NOT NULL CONSTRAINT reading_staff_id_type CHECK (length(staff_id) = 16),
    purpose text NOT NULL CONSTRAINT reading_purpose_given CHECK (purpose <> ''),
    office_id blob NOT NULL CONSTRAINT reading_office_id_type CHECK (length(office_id) = 16),
    times integer NOT NULL,
    last_at integer NOT NULL,
    reason blob,
    CONSTRAINT reading_key PRIMARY KEY (subject_id, on_day, staff_id, purpose)
) STRICT, WITHOUT ROWID;

CREATE INDEX reading_by_staff ON reading (staff_id, on_day);
