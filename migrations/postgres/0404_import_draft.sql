-- What an import would do, waiting to be confirmed; its rows lie sealed under a key of their own that is
-- destroyed when it is done or given up.
CREATE TABLE import_draft (
    draft_id uuid NOT NULL
        CONSTRAINT import_draft_with_key REFERENCES subject_key (subject_id),
    staff_id uuid NOT NULL,
    made_at bigint NOT NULL,
    drafted bytea NOT NULL,
    CONSTRAINT import_draft_key PRIMARY KEY (draft_id)
);

CREATE INDEX import_draft_by_age ON import_draft (made_at);
