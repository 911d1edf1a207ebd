-- Who went over in which move, and whose they were.
CREATE TABLE office_moved (
    subject_id blob NOT NULL CONSTRAINT office_moved_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT office_moved_of_subject REFERENCES subject (subject_id),
    move_id blob NOT NULL CONSTRAINT office_moved_move_id_type CHECK (length(move_id) = 16),
    moved_at integer NOT NULL,
    from_office_code integer NOT NULL,
    from_officer_id blob CONSTRAINT office_moved_from_officer_id_type CHECK (length(from_officer_id) = 16),
    to_officer_id blob CONSTRAINT office_moved_to_officer_id_type CHECK (length(to_officer_id) = 16),
    CONSTRAINT office_moved_key PRIMARY KEY (subject_id, move_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX office_moved_by_move ON office_moved (move_id, subject_id);
