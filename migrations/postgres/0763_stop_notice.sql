-- A letter to the registry of employment and unemployment: that a service has ended, or that it goes on after all.
-- Whether it was delivered is the outbox's to know; the letter and the receipt are sealed.
CREATE TABLE stop_notice (
    subject_id uuid NOT NULL
        CONSTRAINT stop_notice_of_subject REFERENCES subject (subject_id),
    notice_id uuid NOT NULL,
    case_id uuid NOT NULL,
    purpose text NOT NULL CONSTRAINT stop_notice_purpose_known CHECK (purpose IN ('stopped', 'withdrawn')),
    message_id uuid NOT NULL
        CONSTRAINT stop_notice_by_message REFERENCES outbox (message_id),
    made_at bigint NOT NULL,
    letter bytea NOT NULL,
    received_by uuid,
    receipt bytea,
    CONSTRAINT stop_notice_key PRIMARY KEY (subject_id, notice_id),
    CONSTRAINT stop_notice_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT stop_notice_once UNIQUE (message_id)
);

CREATE INDEX stop_notice_by_time ON stop_notice (made_at);
