-- Members of staff with their accounts. The secret of a second factor lies wrapped by the master key.
CREATE TABLE staff (
    staff_id uuid NOT NULL,
    user_name text NOT NULL CONSTRAINT staff_user_name_given CHECK (user_name <> ''),
    name text NOT NULL CONSTRAINT staff_name_given CHECK (name <> ''),
    office_id uuid NOT NULL CONSTRAINT staff_with_office REFERENCES office (office_id),
    roles text NOT NULL,
    password_hash text NOT NULL,
    must_change_password boolean NOT NULL,
    second_factor bytea,
    second_factor_proposed bytea,
    second_factor_step bigint NOT NULL,
    joined_on date NOT NULL,
    left_on date,
    CONSTRAINT staff_key PRIMARY KEY (staff_id),
    CONSTRAINT staff_user_name UNIQUE (user_name),
    CONSTRAINT staff_left_after_joined CHECK (left_on >= joined_on)
);

CREATE INDEX staff_of_office ON staff (office_id);
