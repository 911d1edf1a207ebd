-- Demand files (BJ18-20, 附件2): every version is kept, each sealed as a whole.
CREATE TABLE demand_file (
    subject_id blob NOT NULL CONSTRAINT demand_file_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT demand_file_of_subject REFERENCES subject (subject_id),
    version integer NOT NULL CONSTRAINT demand_file_version_counts CHECK (version >= 1),
    written_at integer NOT NULL,
    written_by blob NOT NULL CONSTRAINT demand_file_written_by_type CHECK (length(written_by) = 16),
    content blob NOT NULL,
    CONSTRAINT demand_file_key PRIMARY KEY (subject_id, version)
) STRICT, WITHOUT ROWID;
