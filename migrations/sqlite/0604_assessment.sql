-- Assessments by an instrument of a dated edition. Answers and result are sealed.
CREATE TABLE assessment (
    subject_id blob NOT NULL CONSTRAINT assessment_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT assessment_of_subject REFERENCES subject (subject_id),
    assessment_id blob NOT NULL CONSTRAINT assessment_assessment_id_type CHECK (length(assessment_id) = 16),
    instrument text NOT NULL CONSTRAINT assessment_instrument_given CHECK (instrument <> ''),
    edition text NOT NULL CONSTRAINT assessment_edition_type CHECK (edition GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(edition) IS edition),
    started_at integer NOT NULL,
    started_on text NOT NULL CONSTRAINT assessment_started_on_type CHECK (started_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(started_on) IS started_on),
    by_staff_id blob NOT NULL CONSTRAINT assessment_by_staff_id_type CHECK (length(by_staff_id) = 16),
    finished_at integer,
    finished_on text CONSTRAINT assessment_finished_on_type CHECK (finished_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(finished_on) IS finished_on),
    content blob NOT NULL,
    entry_id blob CONSTRAINT assessment_entry_id_type CHECK (length(entry_id) = 16),
    CONSTRAINT assessment_key PRIMARY KEY (subject_id, assessment_id)
) STRICT, WITHOUT ROWID;
