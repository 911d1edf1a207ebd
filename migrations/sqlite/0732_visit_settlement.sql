-- What a person decided about a record that waited: one decision for each, with who, when and why.
CREATE TABLE visit_settlement (
    subject_id blob NOT NULL CONSTRAINT visit_settlement_subject_id_type CHECK (length(subject_id) = 16),
    record_id blob NOT NULL CONSTRAINT visit_settlement_record_id_type CHECK (length(record_id) = 16),
    decision text NOT NULL CONSTRAINT visit_settlement_decision_known CHECK (decision IN ('also', 'aside', 'corrects')),
    settled_by blob NOT NULL CONSTRAINT visit_settlement_settled_by_type CHECK (length(settled_by) = 16)
        CONSTRAINT visit_settlement_of_staff REFERENCES staff (staff_id),
    settled_at integer NOT NULL,
    words blob NOT NULL,
    entry_id blob CONSTRAINT visit_settlement_entry_id_type CHECK (length(entry_id) = 16),
    CONSTRAINT visit_settlement_key PRIMARY KEY (subject_id, record_id),
    CONSTRAINT visit_settlement_of_record FOREIGN KEY (subject_id, record_id) REFERENCES visit_record (subject_id, record_id),
    CONSTRAINT visit_settlement_aside_is_no_entry CHECK (decision <> 'aside' OR entry_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER visit_settlement_never_update BEFORE UPDATE ON visit_settlement
BEGIN
    SELECT RAISE(ABORT, 'visit_settlement is append-only');
END;

CREATE TRIGGER visit_settlement_never_delete BEFORE DELETE ON visit_settlement
BEGIN
    SELECT RAISE(ABORT, 'visit_settlement is append-only');
END;
