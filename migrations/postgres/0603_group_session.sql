-- Guidance for several people at once (BJ18-14(3), SD19-2(4)).
CREATE TABLE group_session (
    session_id uuid NOT NULL,
    staff_id uuid NOT NULL
        CONSTRAINT group_session_of_staff REFERENCES staff (staff_id),
    office_code bigint NOT NULL,
    day date NOT NULL,
    minute bigint NOT NULL CONSTRAINT group_session_minute_in_day CHECK (minute BETWEEN 0 AND 1439),
    minutes bigint NOT NULL CONSTRAINT group_session_minutes_known CHECK (minutes BETWEEN 30 AND 240),
    topic text NOT NULL CONSTRAINT group_session_topic_given CHECK (topic <> ''),
    place text NOT NULL,
    capacity bigint NOT NULL CONSTRAINT group_session_capacity_known CHECK (capacity BETWEEN 2 AND 200),
    signed bigint NOT NULL CONSTRAINT group_session_not_overfull CHECK (signed BETWEEN 0 AND capacity),
    state text NOT NULL CONSTRAINT group_session_state_known CHECK (state IN ('planned', 'held', 'cancelled')),
    made_by uuid NOT NULL,
    made_at bigint NOT NULL,
    outcome text NOT NULL,
    CONSTRAINT group_session_key PRIMARY KEY (session_id)
);

CREATE INDEX group_session_by_office ON group_session (office_code, day);
CREATE INDEX group_session_by_staff ON group_session (staff_id, day);

-- Who takes part in a session.
CREATE TABLE participant (
    subject_id uuid NOT NULL
        CONSTRAINT participant_of_subject REFERENCES subject (subject_id),
    session_id uuid NOT NULL
        CONSTRAINT participant_of_session REFERENCES group_session (session_id),
    state text NOT NULL CONSTRAINT participant_state_known CHECK (state IN ('signed', 'came', 'absent', 'withdrawn')),
    changed_by uuid NOT NULL,
    changed_at bigint NOT NULL,
    entry_id uuid,
    CONSTRAINT participant_key PRIMARY KEY (subject_id, session_id)
);

CREATE INDEX participant_by_session ON participant (session_id, subject_id);
