-- The text of an agreement as it was signed or renewed, by the entry of the ledger that says so. Whether it is in
-- force is read from the ledger and stands nowhere else.
CREATE TABLE agreement (
    subject_id uuid NOT NULL
        CONSTRAINT agreement_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    edition text NOT NULL CONSTRAINT agreement_edition_given CHECK (edition <> ''),
    office_code bigint NOT NULL,
    officer_id uuid NOT NULL,
    ends_on date NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT agreement_key PRIMARY KEY (subject_id, entry_id)
);
