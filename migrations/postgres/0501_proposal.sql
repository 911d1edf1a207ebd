-- What one member of staff asks for and another must consent to: another level than the points give, a stop
-- of the service, an end of the agreement because the person declines.
CREATE TABLE proposal (
    subject_id uuid NOT NULL
        CONSTRAINT proposal_of_subject REFERENCES subject (subject_id),
    proposal_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT proposal_kind_known CHECK (kind IN ('graded', 'service_stopped', 'agreement_ended')),
    entry_id uuid,
    proposed_at bigint NOT NULL,
    proposed_by uuid NOT NULL,
    content bytea NOT NULL,
    state text NOT NULL CONSTRAINT proposal_state_known CHECK (state IN ('waiting', 'consented', 'refused', 'withdrawn')),
    decided_at bigint,
    decided_by uuid,
    words bytea,
    CONSTRAINT proposal_key PRIMARY KEY (subject_id, proposal_id),
    CONSTRAINT proposal_decided_by_another CHECK (state = 'withdrawn' OR decided_by <> proposed_by)
);

CREATE UNIQUE INDEX proposal_waits_once ON proposal (subject_id, kind) WHERE state = 'waiting';
CREATE INDEX proposal_waiting ON proposal (proposed_at) WHERE state = 'waiting';
