-- The ledger: one row for each thing that happened to one subject, chained, never changed.
CREATE TABLE entry (
    subject_id blob NOT NULL CONSTRAINT entry_subject_id_type CHECK (length(subject_id) = 16),
    sequence integer NOT NULL CONSTRAINT entry_sequence_counts CHECK (sequence >= 1),
    entry_id blob NOT NULL CONSTRAINT entry_entry_id_type CHECK (length(entry_id) = 16),
    kind text NOT NULL CONSTRAINT entry_kind_given CHECK (kind <> ''),
    on_day text NOT NULL CONSTRAINT entry_on_day_type CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(on_day) IS on_day),
    recorded_at integer NOT NULL,
    office_id blob CONSTRAINT entry_office_id_type CHECK (length(office_id) = 16),
    staff_id blob CONSTRAINT entry_staff_id_type CHECK (length(staff_id) = 16),
    channel text CONSTRAINT entry_channel_known CHECK (channel IN ('counter', 'phone', 'visit', 'online', 'fair', 'terminal')),
    initiated_by text NOT NULL CONSTRAINT entry_initiated_by_known CHECK (initiated_by IN ('subject', 'agency')),
    facts text NOT NULL,
    sealed blob,
    chain blob NOT NULL CONSTRAINT entry_chain_whole CHECK (length(chain) = 32),
    CONSTRAINT entry_key PRIMARY KEY (subject_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_never_update BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry is append-only');
END;

CREATE TRIGGER entry_never_delete BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry is append-only');
END;
