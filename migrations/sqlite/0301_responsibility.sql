-- Who answers for a subject, and where the subject stands after the last look of the rules.
CREATE TABLE responsibility (
    subject_id blob NOT NULL CONSTRAINT responsibility_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT responsibility_of_subject REFERENCES subject (subject_id),
    office_code integer NOT NULL,
    officer_id blob CONSTRAINT responsibility_officer_id_type CHECK (length(officer_id) = 16),
    since text NOT NULL CONSTRAINT responsibility_since_type CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(since) IS since),
    next_look text CONSTRAINT responsibility_next_look_type CHECK (next_look GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(next_look) IS next_look),
    standing text NOT NULL,
    grade integer CONSTRAINT responsibility_grade_known CHECK (grade BETWEEN 1 AND 4),
    last_entry text CONSTRAINT responsibility_last_entry_type CHECK (last_entry GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_entry) IS last_entry),
    CONSTRAINT responsibility_key PRIMARY KEY (subject_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX responsibility_by_office ON responsibility (office_code, subject_id);
CREATE INDEX responsibility_by_officer ON responsibility (officer_id, subject_id);
CREATE INDEX responsibility_by_next_look ON responsibility (next_look, subject_id);

-- Each change of who answers for a subject: from whom, to whom, why; reasons are sealed.
CREATE TABLE handover (
    subject_id blob NOT NULL CONSTRAINT handover_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT handover_of_subject REFERENCES subject (subject_id),
    handed_at integer NOT NULL,
    from_office_code integer,
    from_officer_id blob CONSTRAINT handover_from_officer_id_type CHECK (length(from_officer_id) = 16),
    to_office_code integer NOT NULL,
    to_officer_id blob CONSTRAINT handover_to_officer_id_type CHECK (length(to_officer_id) = 16),
    by_staff_id blob NOT NULL CONSTRAINT handover_by_staff_id_type CHECK (length(by_staff_id) = 16),
    reason blob NOT NULL,
    CONSTRAINT handover_key PRIMARY KEY (subject_id, handed_at)
) STRICT, WITHOUT ROWID;

-- A time during which nothing is asked of an officer for a subject: the law's dates run on.
CREATE TABLE pause (
    subject_id blob NOT NULL CONSTRAINT pause_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT pause_of_subject REFERENCES subject (subject_id),
    paused_at integer NOT NULL,
    until text NOT NULL CONSTRAINT pause_until_type CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(until) IS until),
    by_staff_id blob NOT NULL CONSTRAINT pause_by_staff_id_type CHECK (length(by_staff_id) = 16),
    reason blob NOT NULL,
    ended_at integer,
    CONSTRAINT pause_key PRIMARY KEY (subject_id, paused_at)
) STRICT, WITHOUT ROWID;
