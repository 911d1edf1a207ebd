-- Whose particulars were taken along on a device, by whom, when: what a lost device held, and who had a right then.
CREATE TABLE visit_taken (
    subject_id uuid NOT NULL
        CONSTRAINT visit_taken_of_subject REFERENCES subject (subject_id),
    staff_id uuid NOT NULL
        CONSTRAINT visit_taken_of_staff REFERENCES staff (staff_id),
    taken_at bigint NOT NULL,
    CONSTRAINT visit_taken_key PRIMARY KEY (subject_id, staff_id, taken_at)
);

CREATE INDEX visit_taken_by_staff ON visit_taken (staff_id, taken_at);
