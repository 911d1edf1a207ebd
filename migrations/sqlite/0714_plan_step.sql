-- What became of a step of a version of a plan. What the step is stands sealed in the version; why it was given
-- up, here.
CREATE TABLE plan_step (
    subject_id blob NOT NULL CONSTRAINT plan_step_subject_id_type CHECK (length(subject_id) = 16),
    entry_id blob NOT NULL CONSTRAINT plan_step_entry_id_type CHECK (length(entry_id) = 16),
    number integer NOT NULL CONSTRAINT plan_step_number_counts CHECK (number >= 1),
    due_day text NOT NULL CONSTRAINT plan_step_due_day_type CHECK (due_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(due_day) IS due_day),
    done_by text NOT NULL CONSTRAINT plan_step_done_by_known CHECK (done_by IN ('person', 'office', 'other')),
    state text NOT NULL CONSTRAINT plan_step_state_known CHECK (state IN ('open', 'done', 'given_up')),
    settled_on text CONSTRAINT plan_step_settled_on_type CHECK (settled_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(settled_on) IS settled_on),
    settled_by blob CONSTRAINT plan_step_settled_by_type CHECK (length(settled_by) = 16),
    because_id blob CONSTRAINT plan_step_because_id_type CHECK (length(because_id) = 16),
    words blob,
    CONSTRAINT plan_step_key PRIMARY KEY (subject_id, entry_id, number),
    CONSTRAINT plan_step_of_plan FOREIGN KEY (subject_id, entry_id) REFERENCES plan (subject_id, entry_id),
    CONSTRAINT plan_step_settled CHECK ((state = 'open') = (settled_on IS NULL))
) STRICT, WITHOUT ROWID;
