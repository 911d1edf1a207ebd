-- What the two sides signed on the screen: the strokes, under seal.
CREATE TABLE agreement_signature (
    subject_id uuid NOT NULL
        CONSTRAINT agreement_signature_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    side text NOT NULL CONSTRAINT agreement_signature_side_known CHECK (side IN ('person', 'office')),
    signed_at bigint NOT NULL,
    staff_id uuid NOT NULL,
    strokes bytea NOT NULL,
    CONSTRAINT agreement_signature_key PRIMARY KEY (subject_id, entry_id, side)
);

-- The signed paper as it was scanned or photographed, under seal. One that was uploaded in error keeps its row and
-- loses its content.
CREATE TABLE agreement_scan (
    subject_id uuid NOT NULL
        CONSTRAINT agreement_scan_of_subject REFERENCES subject (subject_id),
    scan_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    media text NOT NULL CONSTRAINT agreement_scan_media_known CHECK (media IN ('png', 'jpeg', 'pdf')),
    length bigint NOT NULL CONSTRAINT agreement_scan_length_counts CHECK (length > 0),
    uploaded_at bigint NOT NULL,
    uploaded_by uuid NOT NULL,
    content bytea,
    removed_at bigint,
    removed_by uuid,
    CONSTRAINT agreement_scan_removed_whole CHECK ((content IS NULL) = (removed_at IS NOT NULL)
        AND (removed_at IS NULL) = (removed_by IS NULL)),
    CONSTRAINT agreement_scan_key PRIMARY KEY (subject_id, scan_id)
);
