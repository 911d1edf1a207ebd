-- What somebody objects against a decision that ended something for them: the end of their service, or of their recognition
-- as in hardship; and what was decided by somebody who had no part in it. What was said is sealed.
CREATE TABLE objection (
    subject_id uuid NOT NULL
        CONSTRAINT objection_of_subject REFERENCES subject (subject_id),
    objection_id uuid NOT NULL,
    case_id uuid,
    exit_id uuid,
    received_on date NOT NULL,
    channel text NOT NULL,
    recorded_at bigint NOT NULL,
    recorded_by uuid NOT NULL,
    content bytea NOT NULL,
    outcome text CONSTRAINT objection_outcome_known CHECK (outcome IN ('upheld', 'refused')),
    decided_at bigint,
    decided_by uuid,
    words bytea,
    told_on date,
    told bytea,
    CONSTRAINT objection_key PRIMARY KEY (subject_id, objection_id),
    CONSTRAINT objection_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT objection_of_exit FOREIGN KEY (subject_id, exit_id) REFERENCES hardship_exit (subject_id, exit_id),
    CONSTRAINT objection_against_one CHECK ((case_id IS NULL) <> (exit_id IS NULL)),
    CONSTRAINT objection_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL))
);

INSERT INTO objection (subject_id, objection_id, case_id, received_on, channel, recorded_at, recorded_by, content, outcome,
    decided_at, decided_by, words, told_on, told)
SELECT subject_id, objection_id, case_id, received_on, channel, recorded_at, recorded_by, content, outcome, decided_at,
    decided_by, words, told_on, told
FROM stop_objection;

DROP TABLE stop_objection;

CREATE INDEX objection_by_outcome ON objection (outcome, received_on);
