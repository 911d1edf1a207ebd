-- How a level of difficulty came about: the scorecard, and the answers and points under seal.
CREATE TABLE grading (
    subject_id blob NOT NULL CONSTRAINT grading_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT grading_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT grading_entry_id_type CHECK (length(entry_id) = 16),
    scorecard text NOT NULL CONSTRAINT grading_scorecard_given CHECK (scorecard <> ''),
    level integer NOT NULL CONSTRAINT grading_level_known CHECK (level BETWEEN 1 AND 4),
    answers blob NOT NULL,
    proposal_id blob CONSTRAINT grading_proposal_id_type CHECK (length(proposal_id) = 16),
    CONSTRAINT grading_key PRIMARY KEY (subject_id, entry_id)
) STRICT, WITHOUT ROWID;
