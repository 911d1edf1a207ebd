-- What a list calls a subject (a person's name, an employer's), sealed; and what it is.
ALTER TABLE subject ADD COLUMN label blob;
ALTER TABLE subject ADD COLUMN kind text NOT NULL DEFAULT 'imported' CONSTRAINT subject_kind_known CHECK (kind IN ('person', 'employer', 'office', 'imported'));
