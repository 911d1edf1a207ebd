-- Why the head of an office removed a scan after the day of its upload, under seal. Its uploader removes it on that day
-- without a reason.
ALTER TABLE agreement_scan ADD COLUMN removed_because blob CONSTRAINT agreement_scan_because_of_removed CHECK (removed_because IS NULL OR removed_at IS NOT NULL);
