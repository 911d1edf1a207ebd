-- A file that is open to an office, or to one of its staff, for an opinion or to be taken over, for as long as what
-- it was opened for lasts.
CREATE TABLE share (
    subject_id blob NOT NULL CONSTRAINT share_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT share_of_subject REFERENCES subject (subject_id),
    share_id blob NOT NULL CONSTRAINT share_share_id_type CHECK (length(share_id) = 16),
    holder_id blob NOT NULL CONSTRAINT share_holder_id_type CHECK (length(holder_id) = 16),
    purpose text NOT NULL CONSTRAINT share_purpose_known CHECK (purpose IN ('appointment', 'panel', 'transfer')),
    office_code integer NOT NULL,
    staff_id blob CONSTRAINT share_staff_id_type CHECK (length(staff_id) = 16),
    shared_at integer NOT NULL,
    ended_at integer,
    CONSTRAINT share_key PRIMARY KEY (subject_id, share_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX share_by_office ON share (office_code, ended_at, subject_id);
