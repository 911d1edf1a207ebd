-- When a counsellor receives people. Place 0 of the week is a day that the yearly notice makes a workday, 1 to 7
-- are Monday to Sunday; minutes since midnight.
CREATE TABLE working_hours (
    staff_id uuid NOT NULL
        CONSTRAINT working_hours_of_staff REFERENCES staff (staff_id),
    weekday bigint NOT NULL CONSTRAINT working_hours_weekday_known CHECK (weekday BETWEEN 0 AND 7),
    from_minute bigint NOT NULL CONSTRAINT working_hours_from_in_day CHECK (from_minute BETWEEN 0 AND 1440),
    to_minute bigint NOT NULL CONSTRAINT working_hours_to_in_day CHECK (to_minute BETWEEN 0 AND 1440),
    CONSTRAINT working_hours_key PRIMARY KEY (staff_id, weekday, from_minute),
    CONSTRAINT working_hours_in_order CHECK (to_minute > from_minute)
);

-- Days on which a counsellor receives nobody.
CREATE TABLE leave (
    staff_id uuid NOT NULL
        CONSTRAINT leave_of_staff REFERENCES staff (staff_id),
    first_day date NOT NULL,
    last_day date NOT NULL,
    reason text NOT NULL,
    made_at bigint NOT NULL,
    CONSTRAINT leave_key PRIMARY KEY (staff_id, first_day),
    CONSTRAINT leave_in_order CHECK (last_day >= first_day)
);

-- Each quarter of an hour of a counsellor that somebody has: the key lets nobody else have it, whatever the length
-- of what they ask for. What is called off gives its rows back.
CREATE TABLE slot_taken (
    staff_id uuid NOT NULL
        CONSTRAINT slot_taken_of_staff REFERENCES staff (staff_id),
    day date NOT NULL,
    step bigint NOT NULL CONSTRAINT slot_taken_step_quarter CHECK (step BETWEEN 0 AND 1425 AND step % 15 = 0),
    holder_id uuid NOT NULL,
    CONSTRAINT slot_taken_key PRIMARY KEY (staff_id, day, step)
);
