-- Sessions: only a keyed digest of each secret is kept. A session whose stage is not open admits nobody.
CREATE TABLE session (
    session_id uuid NOT NULL,
    lookup bytea NOT NULL CONSTRAINT session_lookup_whole CHECK (length(lookup) = 32),
    staff_id uuid NOT NULL CONSTRAINT session_with_staff REFERENCES staff (staff_id),
    stage text NOT NULL CONSTRAINT session_stage_known CHECK (stage IN ('code', 'new_password', 'open')),
    device text NOT NULL,
    remote text NOT NULL,
    opened_at bigint NOT NULL,
    used_at bigint NOT NULL,
    CONSTRAINT session_key PRIMARY KEY (session_id),
    CONSTRAINT session_lookup UNIQUE (lookup)
);

CREATE INDEX session_of_staff ON session (staff_id);
