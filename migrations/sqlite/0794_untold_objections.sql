-- Objections about which something is still to be done are few; they are found without asking of everybody in a city
-- whether there is one.
CREATE INDEX objection_untold ON objection (told_on, received_on, objection_id);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('objection', 'objection_untold', '20000 100 2 1');
ANALYZE sqlite_schema;
