-- Who went over in which move, and whose they were.
CREATE TABLE office_moved (
    subject_id uuid NOT NULL
        CONSTRAINT office_moved_of_subject REFERENCES subject (subject_id),
    move_id uuid NOT NULL,
    moved_at bigint NOT NULL,
    from_office_code bigint NOT NULL,
    from_officer_id uuid,
    to_officer_id uuid,
    CONSTRAINT office_moved_key PRIMARY KEY (subject_id, move_id)
);

CREATE INDEX office_moved_by_move ON office_moved (move_id, subject_id);
