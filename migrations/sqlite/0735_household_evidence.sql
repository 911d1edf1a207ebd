-- What was looked at before a household was recognised as one in which nobody works, and later: kept in the file of
-- each of its members, so that it is sealed, read, printed and ended together with it (BJ18-18).
CREATE TABLE household_evidence (
    subject_id blob NOT NULL CONSTRAINT household_evidence_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT household_evidence_of_person REFERENCES person (subject_id),
    evidence_id blob NOT NULL CONSTRAINT household_evidence_evidence_id_type CHECK (length(evidence_id) = 16),
    household_id blob NOT NULL CONSTRAINT household_evidence_household_id_type CHECK (length(household_id) = 16)
        CONSTRAINT household_evidence_of_household REFERENCES household (household_id),
    seen_on text NOT NULL CONSTRAINT household_evidence_seen_on_type CHECK (seen_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(seen_on) IS seen_on),
    recorded_at integer NOT NULL,
    staff_id blob NOT NULL CONSTRAINT household_evidence_staff_id_type CHECK (length(staff_id) = 16),
    office_id blob NOT NULL CONSTRAINT household_evidence_office_id_type CHECK (length(office_id) = 16),
    content blob NOT NULL,
    CONSTRAINT household_evidence_key PRIMARY KEY (subject_id, evidence_id)
) STRICT, WITHOUT ROWID;
