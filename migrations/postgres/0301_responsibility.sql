-- Who answers for a subject, and where the subject stands after the last look of the rules.
CREATE TABLE responsibility (
    subject_id uuid NOT NULL
        CONSTRAINT responsibility_of_subject REFERENCES subject (subject_id),
    office_code bigint NOT NULL,
    officer_id uuid,
    since date NOT NULL,
    next_look date,
    standing text NOT NULL,
    grade bigint CONSTRAINT responsibility_grade_known CHECK (grade BETWEEN 1 AND 4),
    last_entry date,
    CONSTRAINT responsibility_key PRIMARY KEY (subject_id)
);

CREATE INDEX responsibility_by_office ON responsibility (office_code, subject_id);
CREATE INDEX responsibility_by_officer ON responsibility (officer_id, subject_id);
CREATE INDEX responsibility_by_next_look ON responsibility (next_look, subject_id);

-- Each change of who answers for a subject: from whom, to whom, why; reasons are sealed.
CREATE TABLE handover (
    subject_id uuid NOT NULL
        CONSTRAINT handover_of_subject REFERENCES subject (subject_id),
    handed_at bigint NOT NULL,
    from_office_code bigint,
    from_officer_id uuid,
    to_office_code bigint NOT NULL,
    to_officer_id uuid,
    by_staff_id uuid NOT NULL,
    reason bytea NOT NULL,
    CONSTRAINT handover_key PRIMARY KEY (subject_id, handed_at)
);

-- A time during which nothing is asked of an officer for a subject: the law's dates run on.
CREATE TABLE pause (
    subject_id uuid NOT NULL
        CONSTRAINT pause_of_subject REFERENCES subject (subject_id),
    paused_at bigint NOT NULL,
    until date NOT NULL,
    by_staff_id uuid NOT NULL,
    reason bytea NOT NULL,
    ended_at bigint,
    CONSTRAINT pause_key PRIMARY KEY (subject_id, paused_at)
);
