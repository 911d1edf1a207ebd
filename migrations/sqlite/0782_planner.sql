-- What a city of a million people looks like, for SQLite's planner, which otherwise guesses that every index tells
-- entries apart equally well and would rather go through all corrections of the city than through one person's
-- ledger. Given once and for all, so that a statement is carried out in the same way everywhere. Each line: rows, and
-- how many share the first column, the first two, and so on.
ANALYZE setting;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('entry', 'entry', '25000000 25 1'),
    ('entry', 'entry_by_kind', '25000000 800000 1000'),
    ('duty', 'duty', '12000000 12 4 1 1'),
    ('duty', 'duty_by_officer', '12000000 1500 300 3 1 noskipscan'),
    ('duty', 'duty_by_office', '12000000 2500000 1000 100 3 1 noskipscan'),
    ('responsibility', 'responsibility', '1000000 1'),
    ('responsibility', 'responsibility_by_office', '1000000 300 1'),
    ('responsibility', 'responsibility_by_officer', '1000000 100 1'),
    ('responsibility', 'responsibility_by_next_look', '1000000 1300 1'),
    ('ledger_head', 'ledger_head', '1000000 1'),
    ('ledger_head', 'ledger_head_by_gathered', '1000000 1400 1'),
    ('gate', 'gate', '100000 2 1'),
    ('gate', 'gate_by_office', '100000 30 8 1'),
    ('person_lookup', 'person_lookup', '8000000 8 2 1'),
    ('person_lookup', 'person_lookup_by_digest', '8000000 2 1'),
    ('subject_key', 'subject_key', '1000000 1');
ANALYZE sqlite_schema;
