-- What was looked at before a household was recognised as one in which nobody works, and later: kept in the file of
-- each of its members, so that it is sealed, read, printed and ended together with it (BJ18-18).
CREATE TABLE household_evidence (
    subject_id uuid NOT NULL
        CONSTRAINT household_evidence_of_person REFERENCES person (subject_id),
    evidence_id uuid NOT NULL,
    household_id uuid NOT NULL
        CONSTRAINT household_evidence_of_household REFERENCES household (household_id),
    seen_on date NOT NULL,
    recorded_at bigint NOT NULL,
    staff_id uuid NOT NULL,
    office_id uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT household_evidence_key PRIMARY KEY (subject_id, evidence_id)
);
