-- What a person decided about a record that waited: one decision for each, with who, when and why.
CREATE TABLE visit_settlement (
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    decision text NOT NULL CONSTRAINT visit_settlement_decision_known CHECK (decision IN ('also', 'aside', 'corrects')),
    settled_by uuid NOT NULL
        CONSTRAINT visit_settlement_of_staff REFERENCES staff (staff_id),
    settled_at bigint NOT NULL,
    words bytea NOT NULL,
    entry_id uuid,
    CONSTRAINT visit_settlement_key PRIMARY KEY (subject_id, record_id),
    CONSTRAINT visit_settlement_of_record FOREIGN KEY (subject_id, record_id) REFERENCES visit_record (subject_id, record_id),
    CONSTRAINT visit_settlement_aside_is_no_entry CHECK (decision <> 'aside' OR entry_id IS NULL)
);

CREATE TRIGGER visit_settlement_never_update BEFORE UPDATE ON visit_settlement
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER visit_settlement_never_delete BEFORE DELETE ON visit_settlement
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER visit_settlement_never_truncate BEFORE TRUNCATE ON visit_settlement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
