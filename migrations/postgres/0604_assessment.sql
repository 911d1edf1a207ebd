-- Assessments by an instrument of a dated edition. Answers and result are sealed.
CREATE TABLE assessment (
    subject_id uuid NOT NULL
        CONSTRAINT assessment_of_subject REFERENCES subject (subject_id),
    assessment_id uuid NOT NULL,
    instrument text NOT NULL CONSTRAINT assessment_instrument_given CHECK (instrument <> ''),
    edition date NOT NULL,
    started_at bigint NOT NULL,
    started_on date NOT NULL,
    by_staff_id uuid NOT NULL,
    finished_at bigint,
    finished_on date,
    content bytea NOT NULL,
    entry_id uuid,
    CONSTRAINT assessment_key PRIMARY KEY (subject_id, assessment_id)
);
