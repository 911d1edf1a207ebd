-- Appointments for guidance (BJ18-14). A wish has no time yet.
CREATE TABLE appointment (
    subject_id blob NOT NULL CONSTRAINT appointment_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT appointment_of_subject REFERENCES subject (subject_id),
    appointment_id blob NOT NULL CONSTRAINT appointment_appointment_id_type CHECK (length(appointment_id) = 16),
    office_code integer NOT NULL,
    staff_id blob CONSTRAINT appointment_staff_id_type CHECK (length(staff_id) = 16)
        CONSTRAINT appointment_of_staff REFERENCES staff (staff_id),
    day text CONSTRAINT appointment_day_type CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    minute integer CONSTRAINT appointment_minute_in_day CHECK (minute BETWEEN 0 AND 1439),
    minutes integer NOT NULL CONSTRAINT appointment_minutes_known CHECK (minutes IN (30, 45, 60)),
    form text NOT NULL CONSTRAINT appointment_form_known CHECK (form IN ('general', 'special', 'group')),
    state text NOT NULL CONSTRAINT appointment_state_known CHECK (state IN ('requested', 'booked', 'held', 'missed', 'cancelled')),
    channel text NOT NULL CONSTRAINT appointment_channel_known CHECK (channel IN ('counter', 'phone', 'visit', 'online', 'fair', 'terminal')),
    booked_by blob NOT NULL CONSTRAINT appointment_booked_by_type CHECK (length(booked_by) = 16),
    made_at integer NOT NULL,
    changes integer NOT NULL CONSTRAINT appointment_changes_count CHECK (changes >= 0),
    note blob,
    entry_id blob CONSTRAINT appointment_entry_id_type CHECK (length(entry_id) = 16),
    follows_id blob CONSTRAINT appointment_follows_id_type CHECK (length(follows_id) = 16),
    CONSTRAINT appointment_key PRIMARY KEY (subject_id, appointment_id),
    CONSTRAINT appointment_timed CHECK ((staff_id IS NULL) = (day IS NULL) AND (day IS NULL) = (minute IS NULL)),
    CONSTRAINT appointment_booked_has_time CHECK (state IN ('requested', 'cancelled') OR day IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX appointment_by_id ON appointment (appointment_id);
CREATE INDEX appointment_by_staff ON appointment (staff_id, day, minute);
CREATE INDEX appointment_by_office ON appointment (office_code, day, minute);
CREATE INDEX appointment_by_state ON appointment (state, office_code, made_at);

-- What became of an appointment: who, when, why; reasons are sealed.
CREATE TABLE appointment_change (
    subject_id blob NOT NULL CONSTRAINT appointment_change_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT appointment_change_of_subject REFERENCES subject (subject_id),
    appointment_id blob NOT NULL CONSTRAINT appointment_change_appointment_id_type CHECK (length(appointment_id) = 16),
    place integer NOT NULL,
    changed_at integer NOT NULL,
    by_staff_id blob NOT NULL CONSTRAINT appointment_change_by_staff_id_type CHECK (length(by_staff_id) = 16),
    state text NOT NULL CONSTRAINT appointment_change_state_known CHECK (state IN ('requested', 'booked', 'held', 'missed', 'cancelled')),
    staff_id blob CONSTRAINT appointment_change_staff_id_type CHECK (length(staff_id) = 16),
    day text CONSTRAINT appointment_change_day_type CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    minute integer,
    reason blob,
    CONSTRAINT appointment_change_key PRIMARY KEY (subject_id, appointment_id, place)
) STRICT, WITHOUT ROWID;
