-- What was recorded on a device without a network, as it was received: whose file, who made it, what it says. Never
-- changed. It waits for a person's decision where it names why; what was decided stands beside it.
CREATE TABLE visit_record (
    subject_id blob NOT NULL CONSTRAINT visit_record_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT visit_record_of_subject REFERENCES subject (subject_id),
    record_id blob NOT NULL CONSTRAINT visit_record_record_id_type CHECK (length(record_id) = 16),
    made_by blob NOT NULL CONSTRAINT visit_record_made_by_type CHECK (length(made_by) = 16)
        CONSTRAINT visit_record_of_staff REFERENCES staff (staff_id),
    office_id blob NOT NULL CONSTRAINT visit_record_office_id_type CHECK (length(office_id) = 16),
    received_at integer NOT NULL,
    content blob NOT NULL,
    waits_for text CONSTRAINT visit_record_waits_for_known CHECK (waits_for IN ('survey', 'right')),
    entry_id blob CONSTRAINT visit_record_entry_id_type CHECK (length(entry_id) = 16),
    CONSTRAINT visit_record_key PRIMARY KEY (subject_id, record_id),
    CONSTRAINT visit_record_waits_or_counts CHECK (waits_for IS NULL OR entry_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_record_by_maker ON visit_record (made_by, waits_for);
CREATE INDEX visit_record_waiting ON visit_record (waits_for, subject_id);

CREATE TRIGGER visit_record_never_update BEFORE UPDATE ON visit_record
BEGIN
    SELECT RAISE(ABORT, 'visit_record is append-only');
END;

CREATE TRIGGER visit_record_never_delete BEFORE DELETE ON visit_record
BEGIN
    SELECT RAISE(ABORT, 'visit_record is append-only');
END;
