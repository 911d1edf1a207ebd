-- What was found to stand in a person's way, and what they said to it; each analysis stays. What was found is
-- sealed.
CREATE TABLE barrier_analysis (
    subject_id blob NOT NULL CONSTRAINT barrier_analysis_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT barrier_analysis_of_subject REFERENCES subject (subject_id),
    analysis_id blob NOT NULL CONSTRAINT barrier_analysis_analysis_id_type CHECK (length(analysis_id) = 16),
    found_at integer NOT NULL,
    found_on text NOT NULL CONSTRAINT barrier_analysis_found_on_type CHECK (found_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(found_on) IS found_on),
    by_staff_id blob NOT NULL CONSTRAINT barrier_analysis_by_staff_id_type CHECK (length(by_staff_id) = 16),
    content blob NOT NULL,
    CONSTRAINT barrier_analysis_key PRIMARY KEY (subject_id, analysis_id)
) STRICT, WITHOUT ROWID;
