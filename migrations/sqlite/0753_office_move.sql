-- Everybody of an office, or of a community, goes over to another office in one move: how far it has come. The officers
-- that stay or change are a list of pairs (in JSON).
CREATE TABLE office_move (
    move_id blob NOT NULL CONSTRAINT office_move_move_id_type CHECK (length(move_id) = 16),
    from_code integer NOT NULL,
    scope text NOT NULL CONSTRAINT office_move_scope_known CHECK (scope IN ('office', 'community')),
    to_office_code integer NOT NULL,
    on_day text NOT NULL CONSTRAINT office_move_on_day_type CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(on_day) IS on_day),
    reason text NOT NULL,
    officers text NOT NULL,
    begun_by blob NOT NULL CONSTRAINT office_move_begun_by_type CHECK (length(begun_by) = 16),
    begun_at integer NOT NULL,
    counted integer NOT NULL,
    moved integer NOT NULL,
    after_subject_id blob NOT NULL CONSTRAINT office_move_after_subject_id_type CHECK (length(after_subject_id) = 16),
    finished_at integer,
    CONSTRAINT office_move_key PRIMARY KEY (move_id),
    CONSTRAINT office_move_moved_counts CHECK (moved >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX office_move_by_time ON office_move (begun_at);
