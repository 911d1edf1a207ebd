-- A sign-in may also wait for a second factor to be set up.
CREATE TABLE session_of_stages (
    session_id blob NOT NULL CONSTRAINT session_session_id_type CHECK (length(session_id) = 16),
    lookup blob NOT NULL CONSTRAINT session_lookup_whole CHECK (length(lookup) = 32),
    staff_id blob NOT NULL CONSTRAINT session_staff_id_type CHECK (length(staff_id) = 16) CONSTRAINT session_with_staff REFERENCES staff (staff_id),
    stage text NOT NULL CONSTRAINT session_stage_known CHECK (stage IN ('code', 'new_password', 'second_factor', 'open')),
    device text NOT NULL,
    remote text NOT NULL,
    opened_at integer NOT NULL,
    used_at integer NOT NULL,
    CONSTRAINT session_key PRIMARY KEY (session_id),
    CONSTRAINT session_lookup UNIQUE (lookup)
) STRICT;

INSERT INTO session_of_stages (session_id, lookup, staff_id, stage, device, remote, opened_at, used_at)
    SELECT session_id, lookup, staff_id, stage, device, remote, opened_at, used_at FROM session;

DROP TABLE session;

ALTER TABLE session_of_stages RENAME TO session;

CREATE INDEX session_of_staff ON session (staff_id);
