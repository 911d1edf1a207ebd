-- How a level of difficulty came about: the scorecard, and the answers and points under seal.
CREATE TABLE grading (
    subject_id uuid NOT NULL
        CONSTRAINT grading_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    scorecard text NOT NULL CONSTRAINT grading_scorecard_given CHECK (scorecard <> ''),
    level bigint NOT NULL CONSTRAINT grading_level_known CHECK (level BETWEEN 1 AND 4),
    answers bytea NOT NULL,
    proposal_id uuid,
    CONSTRAINT grading_key PRIMARY KEY (subject_id, entry_id)
);
