-- Since when the rules cannot read a subject's ledger: what is stored of it stands still. Nothing where they can.
ALTER TABLE responsibility ADD COLUMN unread_since date;
