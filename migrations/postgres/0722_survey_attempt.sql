-- Tries at which nobody was met; they are no surveys. What was found is sealed.
CREATE TABLE survey_attempt (
    subject_id uuid NOT NULL
        CONSTRAINT survey_attempt_of_subject REFERENCES subject (subject_id),
    attempt_id uuid NOT NULL,
    on_day date NOT NULL,
    method text NOT NULL CONSTRAINT survey_attempt_method_known CHECK (method IN ('phone', 'counter', 'visit')),
    outcome text NOT NULL CONSTRAINT survey_attempt_outcome_known CHECK (outcome IN ('nobody', 'wrong_number', 'moved', 'another_time')),
    words bytea NOT NULL,
    noted_at bigint NOT NULL,
    noted_by uuid NOT NULL,
    CONSTRAINT survey_attempt_key PRIMARY KEY (subject_id, attempt_id)
);

CREATE INDEX survey_attempt_by_day ON survey_attempt (on_day, subject_id);

-- The day on which an officer means to survey somebody again: within the rule, after the survey that it hangs on,
-- and worth nothing once there is a later one. The reason is sealed.
CREATE TABLE survey_plan (
    subject_id uuid NOT NULL
        CONSTRAINT survey_plan_of_subject REFERENCES subject (subject_id),
    planned_at bigint NOT NULL,
    because_id uuid NOT NULL,
    planned_on date NOT NULL,
    planned_by uuid NOT NULL,
    reason bytea NOT NULL,
    CONSTRAINT survey_plan_key PRIMARY KEY (subject_id, planned_at)
);
