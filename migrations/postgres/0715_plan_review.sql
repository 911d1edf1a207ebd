-- How far somebody has looked at what the ledger says of a version of a plan: what came in later is still to be looked at.
CREATE TABLE plan_review (
    subject_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    sequence bigint NOT NULL,
    reviewed_at bigint NOT NULL,
    by_staff_id uuid NOT NULL,
    CONSTRAINT plan_review_key PRIMARY KEY (subject_id, entry_id),
    CONSTRAINT plan_review_of_plan FOREIGN KEY (subject_id, entry_id) REFERENCES plan (subject_id, entry_id)
);
