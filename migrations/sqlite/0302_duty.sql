-- What the rules say must happen, derived in the transaction that recorded its cause. What is open falls
-- overdue by the calendar alone, so that no row has to change for it.
CREATE TABLE duty (
    subject_id blob NOT NULL CONSTRAINT duty_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT duty_of_subject REFERENCES subject (subject_id),
    rule text NOT NULL CONSTRAINT duty_rule_given CHECK (rule <> ''),
    because_id blob NOT NULL CONSTRAINT duty_because_id_type CHECK (length(because_id) = 16),
    because_kind text NOT NULL CONSTRAINT duty_because_kind_given CHECK (because_kind <> ''),
    because_on text NOT NULL CONSTRAINT duty_because_on_type CHECK (because_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(because_on) IS because_on),
    from_day text NOT NULL CONSTRAINT duty_from_day_type CHECK (from_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(from_day) IS from_day),
    due_day text NOT NULL CONSTRAINT duty_due_day_type CHECK (due_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(due_day) IS due_day),
    provisional integer NOT NULL CONSTRAINT duty_provisional_type CHECK (provisional IN (0, 1)),
    basis text NOT NULL CONSTRAINT duty_basis_known CHECK (basis IN ('law', 'norm')),
    state text NOT NULL CONSTRAINT duty_state_known CHECK (state IN ('open', 'met', 'late', 'void', 'missed')),
    settled_by blob CONSTRAINT duty_settled_by_type CHECK (length(settled_by) = 16),
    settled_on text CONSTRAINT duty_settled_on_type CHECK (settled_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(settled_on) IS settled_on),
    office_code integer NOT NULL,
    officer_id blob CONSTRAINT duty_officer_id_type CHECK (length(officer_id) = 16),
    CONSTRAINT duty_key PRIMARY KEY (subject_id, rule, because_id, from_day)
) STRICT, WITHOUT ROWID;

CREATE INDEX duty_by_officer ON duty (officer_id, state, due_day, subject_id);
CREATE INDEX duty_by_office ON duty (office_code, state, due_day, subject_id);

-- The rights and powers that hold for a subject after the last look of the rules.
CREATE TABLE gate (
    subject_id blob NOT NULL CONSTRAINT gate_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT gate_of_subject REFERENCES subject (subject_id),
    clause text NOT NULL CONSTRAINT gate_clause_given CHECK (clause <> ''),
    since text NOT NULL CONSTRAINT gate_since_type CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(since) IS since),
    office_code integer NOT NULL,
    officer_id blob CONSTRAINT gate_officer_id_type CHECK (length(officer_id) = 16),
    CONSTRAINT gate_key PRIMARY KEY (subject_id, clause)
) STRICT, WITHOUT ROWID;

CREATE INDEX gate_by_office ON gate (office_code, clause, subject_id);

-- The address under which an officer's calendar may be read by a program that cannot sign in; only its digest.
CREATE TABLE calendar_feed (
    staff_id blob NOT NULL CONSTRAINT calendar_feed_staff_id_type CHECK (length(staff_id) = 16),
    digest blob NOT NULL CONSTRAINT calendar_feed_digest_whole CHECK (length(digest) = 32),
    made_at integer NOT NULL,
    CONSTRAINT calendar_feed_key PRIMARY KEY (staff_id),
    CONSTRAINT calendar_feed_once UNIQUE (digest)
) STRICT, WITHOUT ROWID;
