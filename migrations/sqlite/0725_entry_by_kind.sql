-- What happened of one kind to one subject, without reading the whole of their ledger: figures of a round of surveys
-- are read from the ledger itself.
CREATE INDEX entry_by_kind ON entry (kind, subject_id, on_day);
