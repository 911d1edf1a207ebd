-- A wish that another office take a person over (BJ18-23, BJ18-24). From where follows from who answers for the person;
-- `ending` is 0 while it goes on, and then counts those of the person that have ended, so that nobody has two at once.
-- Reasons are sealed.
CREATE TABLE transfer (
    subject_id uuid NOT NULL
        CONSTRAINT transfer_of_subject REFERENCES subject (subject_id),
    transfer_id uuid NOT NULL,
    to_office_code bigint NOT NULL,
    asked_for text NOT NULL CONSTRAINT transfer_asked_for_known CHECK (asked_for IN ('person', 'officer')),
    ground text NOT NULL CONSTRAINT transfer_ground_known CHECK (ground IN ('residence', 'household', 'convenience')),
    asked_by uuid NOT NULL,
    asked_at bigint NOT NULL,
    step text NOT NULL CONSTRAINT transfer_step_known CHECK (step IN ('requested', 'verified', 'submitted', 'approved', 'accepted', 'sent_back', 'refused', 'withdrawn')),
    at_office_code bigint,
    officer_id uuid,
    content bytea NOT NULL,
    ending bigint NOT NULL,
    CONSTRAINT transfer_key PRIMARY KEY (subject_id, transfer_id),
    CONSTRAINT transfer_open_once UNIQUE (subject_id, ending),
    CONSTRAINT transfer_goes_on CHECK ((ending = 0) = (step IN ('requested', 'verified', 'submitted', 'approved'))),
    CONSTRAINT transfer_submitted_somewhere CHECK ((step = 'submitted') = (at_office_code IS NOT NULL))
);

CREATE INDEX transfer_by_place ON transfer (at_office_code, asked_at);
CREATE INDEX transfer_by_receiver ON transfer (to_office_code, step, asked_at);
CREATE INDEX transfer_by_asker ON transfer (asked_by, ending);
CREATE INDEX transfer_by_state ON transfer (ending, subject_id);
