-- Persons: what lists and rules need in the clear, everything personal in one sealed text (in JSON).
CREATE TABLE person (
    subject_id uuid NOT NULL
        CONSTRAINT person_of_subject REFERENCES subject (subject_id),
    file_number text NOT NULL CONSTRAINT person_file_number_given CHECK (file_number <> ''),
    residence_code bigint NOT NULL CONSTRAINT person_residence_code_twelve_digits CHECK (residence_code BETWEEN 100000000000 AND 999999999999),
    household_division text NOT NULL,
    education text NOT NULL,
    occupation text NOT NULL,
    particulars bytea NOT NULL,
    state text NOT NULL CONSTRAINT person_state_known CHECK (state IN ('active', 'merged')),
    merged_into uuid CONSTRAINT person_merged_into_person REFERENCES person (subject_id),
    version bigint NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (subject_id),
    CONSTRAINT person_file_number UNIQUE (file_number),
    CONSTRAINT person_merged_somewhere CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CONSTRAINT person_not_into_itself CHECK (merged_into <> subject_id)
);

CREATE INDEX person_merged_into ON person (merged_into);

-- By what persons are found: the first half of a keyed digest, which tells kinds of values apart.
CREATE TABLE person_lookup (
    subject_id uuid NOT NULL
        CONSTRAINT person_lookup_of_person REFERENCES person (subject_id),
    kind text NOT NULL CONSTRAINT person_lookup_kind_known CHECK (kind IN ('number', 'phone', 'name', 'name_birth', 'beginning', 'initials', 'group')),
    digest bytea NOT NULL CONSTRAINT person_lookup_digest_whole CHECK (length(digest) = 16),
    CONSTRAINT person_lookup_key PRIMARY KEY (subject_id, kind, digest)
);

CREATE INDEX person_lookup_by_digest ON person_lookup (digest, subject_id);

-- The last file number given.
CREATE TABLE file_number (
    name text NOT NULL CONSTRAINT file_number_name_given CHECK (name <> ''),
    last bigint NOT NULL CONSTRAINT file_number_counted CHECK (last >= 0),
    CONSTRAINT file_number_key PRIMARY KEY (name)
);

INSERT INTO file_number (name, last) VALUES ('person', 0);
