-- Guidance for several people at once (BJ18-14(3), SD19-2(4)).
CREATE TABLE group_session (
    session_id blob NOT NULL CONSTRAINT group_session_session_id_type CHECK (length(session_id) = 16),
    staff_id blob NOT NULL CONSTRAINT group_session_staff_id_type CHECK (length(staff_id) = 16)
        CONSTRAINT group_session_of_staff REFERENCES staff (staff_id),
    office_code integer NOT NULL,
    day text NOT NULL CONSTRAINT group_session_day_type CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    minute integer NOT NULL CONSTRAINT group_session_minute_in_day CHECK (minute BETWEEN 0 AND 1439),
    minutes integer NOT NULL CONSTRAINT group_session_minutes_known CHECK (minutes BETWEEN 30 AND 240),
    topic text NOT NULL CONSTRAINT group_session_topic_given CHECK (topic <> ''),
    place text NOT NULL,
    capacity integer NOT NULL CONSTRAINT group_session_capacity_known CHECK (capacity BETWEEN 2 AND 200),
    signed integer NOT NULL CONSTRAINT group_session_not_overfull CHECK (signed BETWEEN 0 AND capacity),
    state text NOT NULL CONSTRAINT group_session_state_known CHECK (state IN ('planned', 'held', 'cancelled')),
    made_by blob NOT NULL CONSTRAINT group_session_made_by_type CHECK (length(made_by) = 16),
    made_at integer NOT NULL,
    outcome text NOT NULL,
    CONSTRAINT group_session_key PRIMARY KEY (session_id)
) STRICT;

CREATE INDEX group_session_by_office ON group_session (office_code, day);
CREATE INDEX group_session_by_staff ON group_session (staff_id, day);

-- Who takes part in a session.
CREATE TABLE participant (
    subject_id blob NOT NULL CONSTRAINT participant_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT participant_of_subject REFERENCES subject (subject_id),
    session_id blob NOT NULL CONSTRAINT participant_session_id_type CHECK (length(session_id) = 16)
        CONSTRAINT participant_of_session REFERENCES group_session (session_id),
    state text NOT NULL CONSTRAINT participant_state_known CHECK (state IN ('signed', 'came', 'absent', 'withdrawn')),
    changed_by blob NOT NULL CONSTRAINT participant_changed_by_type CHECK (length(changed_by) = 16),
    changed_at integer NOT NULL,
    entry_id blob CONSTRAINT participant_entry_id_type CHECK (length(entry_id) = 16),
    CONSTRAINT participant_key PRIMARY KEY (subject_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX participant_by_session ON participant (session_id, subject_id);
