-- Appointments for guidance (BJ18-14). A wish has no time yet.
CREATE TABLE appointment (
    subject_id uuid NOT NULL
        CONSTRAINT appointment_of_subject REFERENCES subject (subject_id),
    appointment_id uuid NOT NULL,
    office_code bigint NOT NULL,
    staff_id uuid
        CONSTRAINT appointment_of_staff REFERENCES staff (staff_id),
    day date,
    minute bigint CONSTRAINT appointment_minute_in_day CHECK (minute BETWEEN 0 AND 1439),
    minutes bigint NOT NULL CONSTRAINT appointment_minutes_known CHECK (minutes IN (30, 45, 60)),
    form text NOT NULL CONSTRAINT appointment_form_known CHECK (form IN ('general', 'special', 'group')),
    state text NOT NULL CONSTRAINT appointment_state_known CHECK (state IN ('requested', 'booked', 'held', 'missed', 'cancelled')),
    channel text NOT NULL CONSTRAINT appointment_channel_known CHECK (channel IN ('counter', 'phone', 'visit', 'online', 'fair', 'terminal')),
    booked_by uuid NOT NULL,
    made_at bigint NOT NULL,
    changes bigint NOT NULL CONSTRAINT appointment_changes_count CHECK (changes >= 0),
    note bytea,
    entry_id uuid,
    follows_id uuid,
    CONSTRAINT appointment_key PRIMARY KEY (subject_id, appointment_id),
    CONSTRAINT appointment_timed CHECK ((staff_id IS NULL) = (day IS NULL) AND (day IS NULL) = (minute IS NULL)),
    CONSTRAINT appointment_booked_has_time CHECK (state IN ('requested', 'cancelled') OR day IS NOT NULL)
);

CREATE INDEX appointment_by_id ON appointment (appointment_id);
CREATE INDEX appointment_by_staff ON appointment (staff_id, day, minute);
CREATE INDEX appointment_by_office ON appointment (office_code, day, minute);
CREATE INDEX appointment_by_state ON appointment (state, office_code, made_at);

-- What became of an appointment: who, when, why; reasons are sealed.
CREATE TABLE appointment_change (
    subject_id uuid NOT NULL
        CONSTRAINT appointment_change_of_subject REFERENCES subject (subject_id),
    appointment_id uuid NOT NULL,
    place bigint NOT NULL,
    changed_at bigint NOT NULL,
    by_staff_id uuid NOT NULL,
    state text NOT NULL CONSTRAINT appointment_change_state_known CHECK (state IN ('requested', 'booked', 'held', 'missed', 'cancelled')),
    staff_id uuid,
    day date,
    minute bigint,
    reason bytea,
    CONSTRAINT appointment_change_key PRIMARY KEY (subject_id, appointment_id, place)
);
