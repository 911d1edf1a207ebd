-- What an import would do, waiting to be confirmed; its rows lie sealed under a key of their own that is
-- destroyed when it is done or given up.
CREATE TABLE import_draft (
    draft_id blob NOT NULL CONSTRAINT import_draft_draft_id_type CHECK (length(draft_id) = 16)
        CONSTRAINT import_draft_with_key REFERENCES subject_key (subject_id),
    staff_id blob NOT NULL CONSTRAINT import_draft_staff_id_type CHECK (length(staff_id) = 16),
    made_at integer NOT NULL,
    drafted blob NOT NULL,
    CONSTRAINT import_draft_key PRIMARY KEY (draft_id)
) STRICT;

CREATE INDEX import_draft_by_age ON import_draft (made_at);
