-- A letter to the registry of employment and unemployment: that a service has ended, or that it goes on after all.
-- Whether it was delivered is the outbox's to know; the letter and the receipt are sealed.
CREATE TABLE stop_notice (
    subject_id blob NOT NULL CONSTRAINT stop_notice_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT stop_notice_of_subject REFERENCES subject (subject_id),
    notice_id blob NOT NULL CONSTRAINT stop_notice_notice_id_type CHECK (length(notice_id) = 16),
    case_id blob NOT NULL CONSTRAINT stop_notice_case_id_type CHECK (length(case_id) = 16),
    purpose text NOT NULL CONSTRAINT stop_notice_purpose_known CHECK (purpose IN ('stopped', 'withdrawn')),
    message_id blob NOT NULL CONSTRAINT stop_notice_message_id_type CHECK (length(message_id) = 16)
        CONSTRAINT stop_notice_by_message REFERENCES outbox (message_id),
    made_at integer NOT NULL,
    letter blob NOT NULL,
    received_by blob CONSTRAINT stop_notice_received_by_type CHECK (length(received_by) = 16),
    receipt blob,
    CONSTRAINT stop_notice_key PRIMARY KEY (subject_id, notice_id),
    CONSTRAINT stop_notice_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT stop_notice_once UNIQUE (message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX stop_notice_by_time ON stop_notice (made_at);
