-- Persons and employers: the name under which their ledger is kept, sealed, and found by its digest.
CREATE TABLE subject (
    subject_id uuid NOT NULL
        CONSTRAINT subject_with_key REFERENCES subject_key (subject_id),
    lookup bytea NOT NULL CONSTRAINT subject_lookup_whole CHECK (length(lookup) = 32),
    reference bytea NOT NULL,
    opened_at bigint NOT NULL,
    CONSTRAINT subject_identity PRIMARY KEY (subject_id),
    CONSTRAINT subject_once UNIQUE (lookup)
);
