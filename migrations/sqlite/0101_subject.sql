-- Persons and employers: the name under which their ledger is kept, sealed, and found by its digest.
CREATE TABLE subject (
    subject_id blob NOT NULL CONSTRAINT subject_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT subject_with_key REFERENCES subject_key (subject_id),
    lookup blob NOT NULL CONSTRAINT subject_lookup_whole CHECK (length(lookup) = 32),
    reference blob NOT NULL,
    opened_at integer NOT NULL,
    CONSTRAINT subject_identity PRIMARY KEY (subject_id),
    CONSTRAINT subject_once UNIQUE (lookup)
) STRICT;
