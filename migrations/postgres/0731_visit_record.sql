-- What was recorded on a device without a network, as it was received: whose file, who made it, what it says. Never
-- changed. It waits for a person's decision where it names why; what was decided stands beside it.
CREATE TABLE visit_record (
    subject_id uuid NOT NULL
        CONSTRAINT visit_record_of_subject REFERENCES subject (subject_id),
    record_id uuid NOT NULL,
    made_by uuid NOT NULL
        CONSTRAINT visit_record_of_staff REFERENCES staff (staff_id),
    office_id uuid NOT NULL,
    received_at bigint NOT NULL,
    content bytea NOT NULL,
    waits_for text CONSTRAINT visit_record_waits_for_known CHECK (waits_for IN ('survey', 'right')),
    entry_id uuid,
    CONSTRAINT visit_record_key PRIMARY KEY (subject_id, record_id),
    CONSTRAINT visit_record_waits_or_counts CHECK (waits_for IS NULL OR entry_id IS NULL)
);

CREATE INDEX visit_record_by_maker ON visit_record (made_by, waits_for);
CREATE INDEX visit_record_waiting ON visit_record (waits_for, subject_id);

CREATE TRIGGER visit_record_never_update BEFORE UPDATE ON visit_record
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER visit_record_never_delete BEFORE DELETE ON visit_record
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER visit_record_never_truncate BEFORE TRUNCATE ON visit_record
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
