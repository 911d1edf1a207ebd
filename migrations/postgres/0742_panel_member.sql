-- Who sits in a panel: counsellors of both offices (BJ18-28(1)).
CREATE TABLE panel_member (
    subject_id uuid NOT NULL
        CONSTRAINT panel_member_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    office_code bigint NOT NULL,
    named_by uuid NOT NULL,
    named_at bigint NOT NULL,
    CONSTRAINT panel_member_key PRIMARY KEY (subject_id, entry_id, staff_id)
);

CREATE INDEX panel_member_by_staff ON panel_member (staff_id, named_at);
