-- What the two sides signed on the screen: the strokes, under seal.
CREATE TABLE agreement_signature (
    subject_id blob NOT NULL CONSTRAINT agreement_signature_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT agreement_signature_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT agreement_signature_entry_id_type CHECK (length(entry_id) = 16),
    side text NOT NULL CONSTRAINT agreement_signature_side_known CHECK (side IN ('person', 'office')),
    signed_at integer NOT NULL,
    staff_id blob NOT NULL CONSTRAINT agreement_signature_staff_id_type CHECK (length(staff_id) = 16),
    strokes blob NOT NULL,
    CONSTRAINT agreement_signature_key PRIMARY KEY (subject_id, entry_id, side)
) STRICT, WITHOUT ROWID;

-- The signed paper as it was scanned or photographed, under seal. One that was uploaded in error keeps its row and
-- loses its content.
CREATE TABLE agreement_scan (
    subject_id blob NOT NULL CONSTRAINT agreement_scan_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT agreement_scan_of_subject REFERENCES subject (subject_id),
    scan_id blob NOT NULL CONSTRAINT agreement_scan_scan_id_type CHECK (length(scan_id) = 16),
    entry_id blob NOT NULL CONSTRAINT agreement_scan_entry_id_type CHECK (length(entry_id) = 16),
    media text NOT NULL CONSTRAINT agreement_scan_media_known CHECK (media IN ('png', 'jpeg', 'pdf')),
    length integer NOT NULL CONSTRAINT agreement_scan_length_counts CHECK (length > 0),
    uploaded_at integer NOT NULL,
    uploaded_by blob NOT NULL CONSTRAINT agreement_scan_uploaded_by_type CHECK (length(uploaded_by) = 16),
    content blob,
    removed_at integer,
    removed_by blob CONSTRAINT agreement_scan_removed_by_type CHECK (length(removed_by) = 16),
    CONSTRAINT agreement_scan_removed_whole CHECK ((content IS NULL) = (removed_at IS NOT NULL)
        AND (removed_at IS NULL) = (removed_by IS NULL)),
    CONSTRAINT agreement_scan_key PRIMARY KEY (subject_id, scan_id)
) STRICT;
