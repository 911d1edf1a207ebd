-- Only of these kinds is asked what happened to everybody between two days; all others need no place in an index, for
-- which each of them would otherwise pay with a page when it is written.
DROP INDEX entry_by_kind;
CREATE INDEX entry_by_kind ON entry (kind, on_day) WHERE kind = 'corrected' OR kind = 'left_work' OR kind = 'started_work' OR kind = 'surveyed';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('entry', 'entry_by_kind', '4000000 1000000 1000');
ANALYZE sqlite_schema;
