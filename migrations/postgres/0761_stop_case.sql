-- A case of stopping somebody's service: which gate proposed it, what was tried to reach the person, what the office
-- decided, and how the person was told. Whether it was carried out stands in the ledger, in the entries named here.
CREATE TABLE stop_case (
    subject_id uuid NOT NULL
        CONSTRAINT stop_case_of_subject REFERENCES subject (subject_id),
    case_id uuid NOT NULL,
    clause text NOT NULL CONSTRAINT stop_case_clause_given CHECK (clause <> ''),
    gate_since date NOT NULL,
    began_on date NOT NULL,
    entries_seen bigint NOT NULL CONSTRAINT stop_case_entries_seen_count CHECK (entries_seen >= 0),
    state text NOT NULL CONSTRAINT stop_case_state_known CHECK (state IN ('verifying', 'submitted', 'approved', 'refused', 'spared', 'withdrawn')),
    content bytea NOT NULL,
    verified_at bigint,
    verified_by uuid,
    decided_at bigint,
    decided_by uuid,
    words bytea,
    notified_entry uuid,
    ended_entry uuid,
    stopped_entry uuid,
    told_on date,
    told bytea,
    CONSTRAINT stop_case_key PRIMARY KEY (subject_id, case_id),
    CONSTRAINT stop_case_decided_by_another CHECK (state NOT IN ('approved', 'refused') OR decided_by <> verified_by),
    CONSTRAINT stop_case_carried_out CHECK ((state = 'approved') = (stopped_entry IS NOT NULL AND notified_entry IS NOT NULL))
);

CREATE INDEX stop_case_by_state ON stop_case (state, began_on);
