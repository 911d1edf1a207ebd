-- What the appointments of a city look like, for SQLite's planner: their states are few, so that somebody's booked ones
-- are found by the person who receives, not among everything that is booked in the city.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('appointment', 'appointment', '500000 2 1'),
    ('appointment', 'appointment_by_id', '500000 1'),
    ('appointment', 'appointment_by_staff', '500000 500 4 1'),
    ('appointment', 'appointment_by_office', '500000 1500 8 1'),
    ('appointment', 'appointment_by_state', '500000 100000 300 1');
ANALYZE sqlite_schema;
