-- A case of stopping somebody's service: which gate proposed it, what was tried to reach the person, what the office
-- decided, and how the person was told. Whether it was carried out stands in the ledger, in the entries named here.
CREATE TABLE stop_case (
    subject_id blob NOT NULL CONSTRAINT stop_case_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT stop_case_of_subject REFERENCES subject (subject_id),
    case_id blob NOT NULL CONSTRAINT stop_case_case_id_type CHECK (length(case_id) = 16),
    clause text NOT NULL CONSTRAINT stop_case_clause_given CHECK (clause <> ''),
    gate_since text NOT NULL CONSTRAINT stop_case_gate_since_type CHECK (gate_since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(gate_since) IS gate_since),
    began_on text NOT NULL CONSTRAINT stop_case_began_on_type CHECK (began_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(began_on) IS began_on),
    entries_seen integer NOT NULL CONSTRAINT stop_case_entries_seen_count CHECK (entries_seen >= 0),
    state text NOT NULL CONSTRAINT stop_case_state_known CHECK (state IN ('verifying', 'submitted', 'approved', 'refused', 'spared', 'withdrawn')),
    content blob NOT NULL,
    verified_at integer,
    verified_by blob CONSTRAINT stop_case_verified_by_type CHECK (length(verified_by) = 16),
    decided_at integer,
    decided_by blob CONSTRAINT stop_case_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    notified_entry blob CONSTRAINT stop_case_notified_entry_type CHECK (length(notified_entry) = 16),
    ended_entry blob CONSTRAINT stop_case_ended_entry_type CHECK (length(ended_entry) = 16),
    stopped_entry blob CONSTRAINT stop_case_stopped_entry_type CHECK (length(stopped_entry) = 16),
    told_on text CONSTRAINT stop_case_told_on_type CHECK (told_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(told_on) IS told_on),
    told blob,
    CONSTRAINT stop_case_key PRIMARY KEY (subject_id, case_id),
    CONSTRAINT stop_case_decided_by_another CHECK (state NOT IN ('approved', 'refused') OR decided_by <> verified_by),
    CONSTRAINT stop_case_carried_out CHECK ((state = 'approved') = (stopped_entry IS NOT NULL AND notified_entry IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX stop_case_by_state ON stop_case (state, began_on);
