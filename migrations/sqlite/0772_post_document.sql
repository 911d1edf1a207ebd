-- What belongs to a recommendation to a public-welfare post or a placement in one, named by its entry in the
-- ledger: the post, the planned last day of a placement; hours, pay and reasons are sealed. Whether it is in force
-- stands in the ledger.
CREATE TABLE post_document (
    subject_id blob NOT NULL CONSTRAINT post_document_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT post_document_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT post_document_entry_id_type CHECK (length(entry_id) = 16),
    purpose text NOT NULL CONSTRAINT post_document_purpose_known CHECK (purpose IN ('recommended', 'placed')),
    post_id blob NOT NULL CONSTRAINT post_document_post_id_type CHECK (length(post_id) = 16)
        CONSTRAINT post_document_of_post REFERENCES public_post (post_id),
    last_day text CONSTRAINT post_document_last_day_type CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_day) IS last_day),
    content blob NOT NULL,
    CONSTRAINT post_document_key PRIMARY KEY (subject_id, entry_id),
    CONSTRAINT post_document_last_day_of_placement CHECK ((purpose = 'placed') = (last_day IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX post_document_by_post ON post_document (post_id, purpose);
CREATE INDEX post_document_by_last_day ON post_document (last_day);
