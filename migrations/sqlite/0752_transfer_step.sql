-- Each step of a transfer: who took it, in which office, with which words; these are sealed.
CREATE TABLE transfer_step (
    subject_id blob NOT NULL CONSTRAINT transfer_step_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT transfer_step_of_subject REFERENCES subject (subject_id),
    transfer_id blob NOT NULL CONSTRAINT transfer_step_transfer_id_type CHECK (length(transfer_id) = 16),
    place integer NOT NULL,
    step text NOT NULL CONSTRAINT transfer_step_step_known CHECK (step IN ('requested', 'verified', 'submitted', 'passed_on', 'approved', 'accepted', 'sent_back', 'refused', 'withdrawn')),
    taken_at integer NOT NULL,
    staff_id blob NOT NULL CONSTRAINT transfer_step_staff_id_type CHECK (length(staff_id) = 16),
    office_code integer NOT NULL,
    words blob,
    CONSTRAINT transfer_step_key PRIMARY KEY (subject_id, transfer_id, place)
) STRICT, WITHOUT ROWID;
