-- What one member of staff asks for and another must consent to: another level than the points give, a stop
-- of the service, an end of the agreement because the person declines.
CREATE TABLE proposal (
    subject_id blob NOT NULL CONSTRAINT proposal_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT proposal_of_subject REFERENCES subject (subject_id),
    proposal_id blob NOT NULL CONSTRAINT proposal_proposal_id_type CHECK (length(proposal_id) = 16),
    kind text NOT NULL CONSTRAINT proposal_kind_known CHECK (kind IN ('graded', 'service_stopped', 'agreement_ended')),
    entry_id blob CONSTRAINT proposal_entry_id_type CHECK (length(entry_id) = 16),
    proposed_at integer NOT NULL,
    proposed_by blob NOT NULL CONSTRAINT proposal_proposed_by_type CHECK (length(proposed_by) = 16),
    content blob NOT NULL,
    state text NOT NULL CONSTRAINT proposal_state_known CHECK (state IN ('waiting', 'consented', 'refused', 'withdrawn')),
    decided_at integer,
    decided_by blob CONSTRAINT proposal_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    CONSTRAINT proposal_key PRIMARY KEY (subject_id, proposal_id),
    CONSTRAINT proposal_decided_by_another CHECK (state = 'withdrawn' OR decided_by <> proposed_by)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX proposal_waits_once ON proposal (subject_id, kind) WHERE state = 'waiting';
CREATE INDEX proposal_waiting ON proposal (proposed_at) WHERE state = 'waiting';
