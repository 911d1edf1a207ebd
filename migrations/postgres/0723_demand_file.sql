-- Demand files (BJ18-20, 附件2): every version is kept, each sealed as a whole.
CREATE TABLE demand_file (
    subject_id uuid NOT NULL
        CONSTRAINT demand_file_of_subject REFERENCES subject (subject_id),
    version bigint NOT NULL CONSTRAINT demand_file_version_counts CHECK (version >= 1),
    written_at bigint NOT NULL,
    written_by uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT demand_file_key PRIMARY KEY (subject_id, version)
);
