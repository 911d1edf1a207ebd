-- What the rules say must happen, derived in the transaction that recorded its cause. What is open falls
-- overdue by the calendar alone, so that no row has to change for it.
CREATE TABLE duty (
    subject_id uuid NOT NULL
        CONSTRAINT duty_of_subject REFERENCES subject (subject_id),
    rule text NOT NULL CONSTRAINT duty_rule_given CHECK (rule <> ''),
    because_id uuid NOT NULL,
    because_kind text NOT NULL CONSTRAINT duty_because_kind_given CHECK (because_kind <> ''),
    because_on date NOT NULL,
    from_day date NOT NULL,
    due_day date NOT NULL,
    provisional boolean NOT NULL,
    basis text NOT NULL CONSTRAINT duty_basis_known CHECK (basis IN ('law', 'norm')),
    state text NOT NULL CONSTRAINT duty_state_known CHECK (state IN ('open', 'met', 'late', 'void', 'missed')),
    settled_by uuid,
    settled_on date,
    office_code bigint NOT NULL,
    officer_id uuid,
    CONSTRAINT duty_key PRIMARY KEY (subject_id, rule, because_id, from_day)
);

CREATE INDEX duty_by_officer ON duty (officer_id, state, due_day, subject_id);
CREATE INDEX duty_by_office ON duty (office_code, state, due_day, subject_id);

-- The rights and powers that hold for a subject after the last look of the rules.
CREATE TABLE gate (
    subject_id uuid NOT NULL
        CONSTRAINT gate_of_subject REFERENCES subject (subject_id),
    clause text NOT NULL CONSTRAINT gate_clause_given CHECK (clause <> ''),
    since date NOT NULL,
    office_code bigint NOT NULL,
    officer_id uuid,
    CONSTRAINT gate_key PRIMARY KEY (subject_id, clause)
);

CREATE INDEX gate_by_office ON gate (office_code, clause, subject_id);

-- The address under which an officer's calendar may be read by a program that cannot sign in; only its digest.
CREATE TABLE calendar_feed (
    staff_id uuid NOT NULL,
    digest bytea NOT NULL CONSTRAINT calendar_feed_digest_whole CHECK (length(digest) = 32),
    made_at bigint NOT NULL,
    CONSTRAINT calendar_feed_key PRIMARY KEY (staff_id),
    CONSTRAINT calendar_feed_once UNIQUE (digest)
);
