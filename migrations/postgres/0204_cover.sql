-- Who stands in for whom, from day to day; ends by itself.
CREATE TABLE cover (
    cover_id uuid NOT NULL,
    staff_id uuid NOT NULL CONSTRAINT cover_of_staff REFERENCES staff (staff_id),
    covered_by uuid NOT NULL CONSTRAINT cover_by_staff REFERENCES staff (staff_id),
    first_day date NOT NULL,
    last_day date NOT NULL,
    reason text NOT NULL CONSTRAINT cover_reason_given CHECK (reason <> ''),
    set_by uuid NOT NULL CONSTRAINT cover_set_by_staff REFERENCES staff (staff_id),
    set_at bigint NOT NULL,
    is_revoked boolean NOT NULL,
    CONSTRAINT cover_key PRIMARY KEY (cover_id),
    CONSTRAINT cover_in_order CHECK (first_day <= last_day),
    CONSTRAINT cover_by_another CHECK (staff_id <> covered_by)
);

CREATE INDEX cover_by_last_day ON cover (covered_by, last_day);
CREATE INDEX cover_of_last_day ON cover (staff_id, last_day);
