-- What somebody objects against a decision that ended something for them: the end of their service, or of their recognition
-- as in hardship; and what was decided by somebody who had no part in it. What was said is sealed.
CREATE TABLE objection (
    subject_id blob NOT NULL CONSTRAINT objection_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT objection_of_subject REFERENCES subject (subject_id),
    objection_id blob NOT NULL CONSTRAINT objection_objection_id_type CHECK (length(objection_id) = 16),
    case_id blob CONSTRAINT objection_case_id_type CHECK (length(case_id) = 16),
    exit_id blob CONSTRAINT objection_exit_id_type CHECK (length(exit_id) = 16),
    received_on text NOT NULL CONSTRAINT objection_received_on_type CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(received_on) IS received_on),
    channel text NOT NULL,
    recorded_at integer NOT NULL,
    recorded_by blob NOT NULL CONSTRAINT objection_recorded_by_type CHECK (length(recorded_by) = 16),
    content blob NOT NULL,
    outcome text CONSTRAINT objection_outcome_known CHECK (outcome IN ('upheld', 'refused')),
    decided_at integer,
    decided_by blob CONSTRAINT objection_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    told_on text CONSTRAINT objection_told_on_type CHECK (told_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(told_on) IS told_on),
    told blob,
    CONSTRAINT objection_key PRIMARY KEY (subject_id, objection_id),
    CONSTRAINT objection_of_case FOREIGN KEY (subject_id, case_id) REFERENCES stop_case (subject_id, case_id),
    CONSTRAINT objection_of_exit FOREIGN KEY (subject_id, exit_id) REFERENCES hardship_exit (subject_id, exit_id),
    CONSTRAINT objection_against_one CHECK ((case_id IS NULL) <> (exit_id IS NULL)),
    CONSTRAINT objection_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO objection (subject_id, objection_id, case_id, received_on, channel, recorded_at, recorded_by, content, outcome,
    decided_at, decided_by, words, told_on, told)
SELECT subject_id, objection_id, case_id, received_on, channel, recorded_at, recorded_by, content, outcome, decided_at,
    decided_by, words, told_on, told
FROM stop_objection;

DROP TABLE stop_objection;

CREATE INDEX objection_by_outcome ON objection (outcome, received_on);
