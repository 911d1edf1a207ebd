-- The people of an office who have no officer are found without going through the others of the office.
CREATE INDEX responsibility_unassigned ON responsibility (office_code, officer_id, subject_id);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('responsibility', 'responsibility_unassigned', '1000000 300 100 1');
ANALYZE sqlite_schema;
