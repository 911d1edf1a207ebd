-- What became of a step of a version of a plan. What the step is stands sealed in the version; why it was given
-- up, here.
CREATE TABLE plan_step (
    subject_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    number bigint NOT NULL CONSTRAINT plan_step_number_counts CHECK (number >= 1),
    due_day date NOT NULL,
    done_by text NOT NULL CONSTRAINT plan_step_done_by_known CHECK (done_by IN ('person', 'office', 'other')),
    state text NOT NULL CONSTRAINT plan_step_state_known CHECK (state IN ('open', 'done', 'given_up')),
    settled_on date,
    settled_by uuid,
    because_id uuid,
    words bytea,
    CONSTRAINT plan_step_key PRIMARY KEY (subject_id, entry_id, number),
    CONSTRAINT plan_step_of_plan FOREIGN KEY (subject_id, entry_id) REFERENCES plan (subject_id, entry_id),
    CONSTRAINT plan_step_settled CHECK ((state = 'open') = (settled_on IS NULL))
);
