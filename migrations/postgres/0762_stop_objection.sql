-- What somebody objects against the end of their service, and what the office above decided. What was said is sealed.
CREATE TABLE stop_objection (
    subject_id uuid NOT NULL
        CONSTRAINT stop_objection_of_subject REFERENCES subject (subject_id),
    objection_id uuid NOT NULL,
    case_id uuid NOT NULL,
    received_on date NOT NULL,
    channel text NOT NULL,
    recorded_at bigint NOT NULL,
    recorded_by uuid NOT NULL,
    content bytea NOT NULL,
    outcome text CONSTRAINT stop_objection_outcome_known CHECK (outcome IN ('upheld', 'refused')),
    decided_at bigint,
    decided_by uuid,
    words bytea,
    told_on date,
    told bytea,
    CONSTRAINT stop_objection_key PRIMARY KEY (subject_id, objection_id),
    CONSTRAINT stop_objection_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT stop_objection_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL))
);

CREATE INDEX stop_objection_by_outcome ON stop_objection (outcome, received_on);
