-- Since when the rules cannot read a subject's ledger: what is stored of it stands still. Nothing where they can.
ALTER TABLE responsibility ADD COLUMN unread_since text CONSTRAINT responsibility_unread_since_type CHECK (unread_since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(unread_since) IS unread_since);
