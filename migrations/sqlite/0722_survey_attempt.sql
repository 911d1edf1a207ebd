-- Tries at which nobody was met; they are no surveys. What was found is sealed.
CREATE TABLE survey_attempt (
    subject_id blob NOT NULL CONSTRAINT survey_attempt_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT survey_attempt_of_subject REFERENCES subject (subject_id),
    attempt_id blob NOT NULL CONSTRAINT survey_attempt_attempt_id_type CHECK (length(attempt_id) = 16),
    on_day text NOT NULL CONSTRAINT survey_attempt_on_day_type CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(on_day) IS on_day),
    method text NOT NULL CONSTRAINT survey_attempt_method_known CHECK (method IN ('phone', 'counter', 'visit')),
    outcome text NOT NULL CONSTRAINT survey_attempt_outcome_known CHECK (outcome IN ('nobody', 'wrong_number', 'moved', 'another_time')),
    words blob NOT NULL,
    noted_at integer NOT NULL,
    noted_by blob NOT NULL CONSTRAINT survey_attempt_noted_by_type CHECK (length(noted_by) = 16),
    CONSTRAINT survey_attempt_key PRIMARY KEY (subject_id, attempt_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_attempt_by_day ON survey_attempt (on_day, subject_id);

-- The day on which an officer means to survey somebody again: within the rule, after the survey that it hangs on,
-- and worth nothing once there is a later one. The reason is sealed.
CREATE TABLE survey_plan (
    subject_id blob NOT NULL CONSTRAINT survey_plan_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT survey_plan_of_subject REFERENCES subject (subject_id),
    planned_at integer NOT NULL,
    because_id blob NOT NULL CONSTRAINT survey_plan_because_id_type CHECK (length(because_id) = 16),
    planned_on text NOT NULL CONSTRAINT survey_plan_planned_on_type CHECK (planned_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(planned_on) IS planned_on),
    planned_by blob NOT NULL CONSTRAINT survey_plan_planned_by_type CHECK (length(planned_by) = 16),
    reason blob NOT NULL,
    CONSTRAINT survey_plan_key PRIMARY KEY (subject_id, planned_at)
) STRICT, WITHOUT ROWID;
