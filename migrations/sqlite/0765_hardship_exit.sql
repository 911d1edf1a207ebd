-- That somebody is no longer held to be in hardship (BJ18-26): why and on what evidence, who asked for it, who decided, and
-- how the person was told. Whether it stands is in the ledger, in the entry named here. Reasons and evidence are sealed.
CREATE TABLE hardship_exit (
    subject_id blob NOT NULL CONSTRAINT hardship_exit_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT hardship_exit_of_subject REFERENCES subject (subject_id),
    exit_id blob NOT NULL CONSTRAINT hardship_exit_exit_id_type CHECK (length(exit_id) = 16),
    state text NOT NULL CONSTRAINT hardship_exit_state_known CHECK (state IN ('recorded', 'proposed', 'approved', 'refused', 'withdrawn')),
    content blob NOT NULL,
    recognised_entry blob NOT NULL CONSTRAINT hardship_exit_recognised_entry_type CHECK (length(recognised_entry) = 16),
    proposed_at integer NOT NULL,
    proposed_by blob NOT NULL CONSTRAINT hardship_exit_proposed_by_type CHECK (length(proposed_by) = 16),
    is_to_tell integer NOT NULL CONSTRAINT hardship_exit_is_to_tell_type CHECK (is_to_tell IN (0, 1)),
    decided_at integer,
    decided_by blob CONSTRAINT hardship_exit_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    ended_entry blob CONSTRAINT hardship_exit_ended_entry_type CHECK (length(ended_entry) = 16),
    told_on text CONSTRAINT hardship_exit_told_on_type CHECK (told_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(told_on) IS told_on),
    told blob,
    CONSTRAINT hardship_exit_key PRIMARY KEY (subject_id, exit_id),
    CONSTRAINT hardship_exit_decided_by_another CHECK (state NOT IN ('approved', 'refused') OR decided_by <> proposed_by),
    CONSTRAINT hardship_exit_carried_out CHECK ((state IN ('recorded', 'approved')) = (ended_entry IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX hardship_exit_by_state ON hardship_exit (state, proposed_at);
