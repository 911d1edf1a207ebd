-- What happened of one kind between two days, without going through every ledger: the figures of a round of surveys
-- are read from the ledger itself. New entries come to stand beside each other, at the end of their kind.
CREATE INDEX entry_by_kind ON entry (kind, on_day);
