-- That somebody is no longer held to be in hardship (BJ18-26): why and on what evidence, who asked for it, who decided, and
-- how the person was told. Whether it stands is in the ledger, in the entry named here. Reasons and evidence are sealed.
CREATE TABLE hardship_exit (
    subject_id uuid NOT NULL
        CONSTRAINT hardship_exit_of_subject REFERENCES subject (subject_id),
    exit_id uuid NOT NULL,
    state text NOT NULL CONSTRAINT hardship_exit_state_known CHECK (state IN ('recorded', 'proposed', 'approved', 'refused', 'withdrawn')),
    content bytea NOT NULL,
    recognised_entry uuid NOT NULL,
    proposed_at bigint NOT NULL,
    proposed_by uuid NOT NULL,
    is_to_tell boolean NOT NULL,
    decided_at bigint,
    decided_by uuid,
    words bytea,
    ended_entry uuid,
    told_on date,
    told bytea,
    CONSTRAINT hardship_exit_key PRIMARY KEY (subject_id, exit_id),
    CONSTRAINT hardship_exit_decided_by_another CHECK (state NOT IN ('approved', 'refused') OR decided_by <> proposed_by),
    CONSTRAINT hardship_exit_carried_out CHECK ((state IN ('recorded', 'approved')) = (ended_entry IS NOT NULL))
);

CREATE INDEX hardship_exit_by_state ON hardship_exit (state, proposed_at);
