-- The ledger: one row for each thing that happened to one subject, chained, never changed.
CREATE TABLE entry (
    subject_id uuid NOT NULL,
    sequence bigint NOT NULL CONSTRAINT entry_sequence_counts CHECK (sequence >= 1),
    entry_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT entry_kind_given CHECK (kind <> ''),
    on_day date NOT NULL,
    recorded_at bigint NOT NULL,
    office_id uuid,
    staff_id uuid,
    channel text CONSTRAINT entry_channel_known CHECK (channel IN ('counter', 'phone', 'visit', 'online', 'fair', 'terminal')),
    initiated_by text NOT NULL CONSTRAINT entry_initiated_by_known CHECK (initiated_by IN ('subject', 'agency')),
    facts text NOT NULL,
    sealed bytea,
    chain bytea NOT NULL CONSTRAINT entry_chain_whole CHECK (length(chain) = 32),
    CONSTRAINT entry_key PRIMARY KEY (subject_id, sequence)
);

CREATE FUNCTION refuse_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER entry_never_update BEFORE UPDATE ON entry
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER entry_never_delete BEFORE DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER entry_never_truncate BEFORE TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
