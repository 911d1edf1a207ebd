-- Who stands in for whom, from day to day; ends by itself.
CREATE TABLE cover (
    cover_id blob NOT NULL CONSTRAINT cover_cover_id_type CHECK (length(cover_id) = 16),
    staff_id blob NOT NULL CONSTRAINT cover_staff_id_type CHECK (length(staff_id) = 16) CONSTRAINT cover_of_staff REFERENCES staff (staff_id),
    covered_by blob NOT NULL CONSTRAINT cover_covered_by_type CHECK (length(covered_by) = 16) CONSTRAINT cover_by_staff REFERENCES staff (staff_id),
    first_day text NOT NULL CONSTRAINT cover_first_day_type CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(first_day) IS first_day),
    last_day text NOT NULL CONSTRAINT cover_last_day_type CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_day) IS last_day),
    reason text NOT NULL CONSTRAINT cover_reason_given CHECK (reason <> ''),
    set_by blob NOT NULL CONSTRAINT cover_set_by_type CHECK (length(set_by) = 16) CONSTRAINT cover_set_by_staff REFERENCES staff (staff_id),
    set_at integer NOT NULL,
    is_revoked integer NOT NULL CONSTRAINT cover_is_revoked_type CHECK (is_revoked IN (0, 1)),
    CONSTRAINT cover_key PRIMARY KEY (cover_id),
    CONSTRAINT cover_in_order CHECK (first_day <= last_day),
    CONSTRAINT cover_by_another CHECK (staff_id <> covered_by)
) STRICT;

CREATE INDEX cover_by_last_day ON cover (covered_by, last_day);
CREATE INDEX cover_of_last_day ON cover (staff_id, last_day);
