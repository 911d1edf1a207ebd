-- Most duties were settled long ago. What is open stands in indexes of its own, small enough to stay in memory; what is
-- settled is counted by office only, so that settling a duty writes two places less.
DROP INDEX duty_by_officer;
DROP INDEX duty_by_office;
CREATE INDEX open_duty_by_officer ON duty (officer_id, due_day, subject_id) WHERE state = 'open';
CREATE INDEX open_duty_by_office ON duty (office_code, officer_id, due_day, subject_id) WHERE state = 'open';
CREATE INDEX settled_duty_by_office ON duty (office_code, officer_id, state, due_day) WHERE state <> 'open';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('duty', 'open_duty_by_officer', '2000000 200 2 1 noskipscan'),
    ('duty', 'open_duty_by_office', '2000000 700 200 2 1 noskipscan'),
    ('duty', 'settled_duty_by_office', '10000000 3500 1000 250 1 noskipscan');
ANALYZE sqlite_schema;
