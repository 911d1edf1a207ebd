-- What somebody objects against the end of their service, and what the office above decided. What was said is sealed.
CREATE TABLE stop_objection (
    subject_id blob NOT NULL CONSTRAINT stop_objection_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT stop_objection_of_subject REFERENCES subject (subject_id),
    objection_id blob NOT NULL CONSTRAINT stop_objection_objection_id_type CHECK (length(objection_id) = 16),
    case_id blob NOT NULL CONSTRAINT stop_objection_case_id_type CHECK (length(case_id) = 16),
    received_on text NOT NULL CONSTRAINT stop_objection_received_on_type CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(received_on) IS received_on),
    channel text NOT NULL,
    recorded_at integer NOT NULL,
    recorded_by blob NOT NULL CONSTRAINT stop_objection_recorded_by_type CHECK (length(recorded_by) = 16),
    content blob NOT NULL,
    outcome text CONSTRAINT stop_objection_outcome_known CHECK (outcome IN ('upheld', 'refused')),
    decided_at integer,
    decided_by blob CONSTRAINT stop_objection_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    told_on text CONSTRAINT stop_objection_told_on_type CHECK (told_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(told_on) IS told_on),
    told blob,
    CONSTRAINT stop_objection_key PRIMARY KEY (subject_id, objection_id),
    CONSTRAINT stop_objection_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT stop_objection_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX stop_objection_by_outcome ON stop_objection (outcome, received_on);
