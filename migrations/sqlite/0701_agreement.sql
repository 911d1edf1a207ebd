-- The text of an agreement as it was signed or renewed, by the entry of the ledger that says so. Whether it is in
-- force is read from the ledger and stands nowhere else.
CREATE TABLE agreement (
    subject_id blob NOT NULL CONSTRAINT agreement_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT agreement_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT agreement_entry_id_type CHECK (length(entry_id) = 16),
    edition text NOT NULL CONSTRAINT agreement_edition_given CHECK (edition <> ''),
    office_code integer NOT NULL,
    officer_id blob NOT NULL CONSTRAINT agreement_officer_id_type CHECK (length(officer_id) = 16),
    ends_on text NOT NULL CONSTRAINT agreement_ends_on_type CHECK (ends_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(ends_on) IS ends_on),
    content blob NOT NULL,
    CONSTRAINT agreement_key PRIMARY KEY (subject_id, entry_id)
) STRICT, WITHOUT ROWID;
