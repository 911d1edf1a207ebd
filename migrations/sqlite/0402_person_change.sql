-- Each change of a person's particulars: who, when, which fields from what to what; sealed.
CREATE TABLE person_change (
    subject_id blob NOT NULL CONSTRAINT person_change_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT person_change_of_person REFERENCES person (subject_id),
    version integer NOT NULL,
    changed_at integer NOT NULL,
    staff_id blob NOT NULL CONSTRAINT person_change_staff_id_type CHECK (length(staff_id) = 16),
    office_id blob NOT NULL CONSTRAINT person_change_office_id_type CHECK (length(office_id) = 16),
    changes blob NOT NULL,
    CONSTRAINT person_change_key PRIMARY KEY (subject_id, version)
) STRICT, WITHOUT ROWID;
