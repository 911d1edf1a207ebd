-- Who sits in a panel: counsellors of both offices (BJ18-28(1)).
CREATE TABLE panel_member (
    subject_id blob NOT NULL CONSTRAINT panel_member_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT panel_member_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT panel_member_entry_id_type CHECK (length(entry_id) = 16),
    staff_id blob NOT NULL CONSTRAINT panel_member_staff_id_type CHECK (length(staff_id) = 16),
    office_code integer NOT NULL,
    named_by blob NOT NULL CONSTRAINT panel_member_named_by_type CHECK (length(named_by) = 16),
    named_at integer NOT NULL,
    CONSTRAINT panel_member_key PRIMARY KEY (subject_id, entry_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX panel_member_by_staff ON panel_member (staff_id, named_at);
