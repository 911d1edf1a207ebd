-- Everybody of an office, or of a community, goes over to another office in one move: how far it has come. The officers
-- that stay or change are a list of pairs (in JSON).
CREATE TABLE office_move (
    move_id uuid NOT NULL,
    from_code bigint NOT NULL,
    scope text NOT NULL CONSTRAINT office_move_scope_known CHECK (scope IN ('office', 'community')),
    to_office_code bigint NOT NULL,
    on_day date NOT NULL,
    reason text NOT NULL,
    officers text NOT NULL,
    begun_by uuid NOT NULL,
    begun_at bigint NOT NULL,
    counted bigint NOT NULL,
    moved bigint NOT NULL,
    after_subject_id uuid NOT NULL,
    finished_at bigint,
    CONSTRAINT office_move_key PRIMARY KEY (move_id),
    CONSTRAINT office_move_moved_counts CHECK (moved >= 0)
);

CREATE INDEX office_move_by_time ON office_move (begun_at);
