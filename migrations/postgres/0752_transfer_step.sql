-- Each step of a transfer: who took it, in which office, with which words; these are sealed.
CREATE TABLE transfer_step (
    subject_id uuid NOT NULL
        CONSTRAINT transfer_step_of_subject REFERENCES subject (subject_id),
    transfer_id uuid NOT NULL,
    place bigint NOT NULL,
    step text NOT NULL CONSTRAINT transfer_step_step_known CHECK (step IN ('requested', 'verified', 'submitted', 'passed_on', 'approved', 'accepted', 'sent_back', 'refused', 'withdrawn')),
    taken_at bigint NOT NULL,
    staff_id uuid NOT NULL,
    office_code bigint NOT NULL,
    words bytea,
    CONSTRAINT transfer_step_key PRIMARY KEY (subject_id, transfer_id, place)
);
