-- A file that is open to an office, or to one of its staff, for an opinion or to be taken over, for as long as what
-- it was opened for lasts.
CREATE TABLE share (
    subject_id uuid NOT NULL
        CONSTRAINT share_of_subject REFERENCES subject (subject_id),
    share_id uuid NOT NULL,
    holder_id uuid NOT NULL,
    purpose text NOT NULL CONSTRAINT share_purpose_known CHECK (purpose IN ('appointment', 'panel', 'transfer')),
    office_code bigint NOT NULL,
    staff_id uuid,
    shared_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT share_key PRIMARY KEY (subject_id, share_id)
);

CREATE INDEX share_by_office ON share (office_code, ended_at, subject_id);
