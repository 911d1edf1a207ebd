-- Members of staff with their accounts. The secret of a second factor lies wrapped by the master key.
CREATE TABLE staff (
    staff_id blob NOT NULL CONSTRAINT staff_staff_id_type CHECK (length(staff_id) = 16),
    user_name text NOT NULL CONSTRAINT staff_user_name_given CHECK (user_name <> ''),
    name text NOT NULL CONSTRAINT staff_name_given CHECK (name <> ''),
    office_id blob NOT NULL CONSTRAINT staff_office_id_type CHECK (length(office_id) = 16) CONSTRAINT staff_with_office REFERENCES office (office_id),
    roles text NOT NULL,
    password_hash text NOT NULL,
    must_change_password integer NOT NULL CONSTRAINT staff_must_change_password_type CHECK (must_change_password IN (0, 1)),
    second_factor blob,
    second_factor_proposed blob,
    second_factor_step integer NOT NULL,
    joined_on text NOT NULL CONSTRAINT staff_joined_on_type CHECK (joined_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(joined_on) IS joined_on),
    left_on text CONSTRAINT staff_left_on_type CHECK (left_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(left_on) IS left_on),
    CONSTRAINT staff_key PRIMARY KEY (staff_id),
    CONSTRAINT staff_user_name UNIQUE (user_name),
    CONSTRAINT staff_left_after_joined CHECK (left_on >= joined_on)
) STRICT;

CREATE INDEX staff_of_office ON staff (office_id);
