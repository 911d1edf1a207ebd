-- How far somebody has looked at what the ledger says of a version of a plan: what came in later is still to be looked at.
CREATE TABLE plan_review (
    subject_id blob NOT NULL CONSTRAINT plan_review_subject_id_type CHECK (length(subject_id) = 16),
    entry_id blob NOT NULL CONSTRAINT plan_review_entry_id_type CHECK (length(entry_id) = 16),
    sequence integer NOT NULL,
    reviewed_at integer NOT NULL,
    by_staff_id blob NOT NULL CONSTRAINT plan_review_by_staff_id_type CHECK (length(by_staff_id) = 16),
    CONSTRAINT plan_review_key PRIMARY KEY (subject_id, entry_id),
    CONSTRAINT plan_review_of_plan FOREIGN KEY (subject_id, entry_id) REFERENCES plan (subject_id, entry_id)
) STRICT, WITHOUT ROWID;
