-- Sessions: only a keyed digest of each secret is kept. A session whose stage is not open admits nobody.
CREATE TABLE session (
    session_id blob NOT NULL CONSTRAINT session_session_id_type CHECK (length(session_id) = 16),
    lookup blob NOT NULL CONSTRAINT session_lookup_whole CHECK (length(lookup) = 32),
    staff_id blob NOT NULL CONSTRAINT session_staff_id_type CHECK (length(staff_id) = 16) CONSTRAINT session_with_staff REFERENCES staff (staff_id),
    stage text NOT NULL CONSTRAINT session_stage_known CHECK (stage IN ('code', 'new_password', 'open')),
    device text NOT NULL,
    remote text NOT NULL,
    opened_at integer NOT NULL,
    used_at integer NOT NULL,
    CONSTRAINT session_key PRIMARY KEY (session_id),
    CONSTRAINT session_lookup UNIQUE (lookup)
) STRICT;

CREATE INDEX session_of_staff ON session (staff_id);
