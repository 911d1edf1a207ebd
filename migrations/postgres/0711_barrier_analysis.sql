-- What was found to stand in a person's way, and what they said to it; each analysis stays. What was found is
-- sealed.
CREATE TABLE barrier_analysis (
    subject_id uuid NOT NULL
        CONSTRAINT barrier_analysis_of_subject REFERENCES subject (subject_id),
    analysis_id uuid NOT NULL,
    found_at bigint NOT NULL,
    found_on date NOT NULL,
    by_staff_id uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT barrier_analysis_key PRIMARY KEY (subject_id, analysis_id)
);
