-- Each change of a person's particulars: who, when, which fields from what to what; sealed.
CREATE TABLE person_change (
    subject_id uuid NOT NULL
        CONSTRAINT person_change_of_person REFERENCES person (subject_id),
    version bigint NOT NULL,
    changed_at bigint NOT NULL,
    staff_id uuid NOT NULL,
    office_id uuid NOT NULL,
    changes bytea NOT NULL,
    CONSTRAINT person_change_key PRIMARY KEY (subject_id, version)
);
