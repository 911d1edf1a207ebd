-- When somebody under an agreement was told of a change of their officer, by the change that they were told of.
CREATE TABLE officer_told (
    subject_id blob NOT NULL CONSTRAINT officer_told_subject_id_type CHECK (length(subject_id) = 16),
    handed_at integer NOT NULL,
    officer_id blob NOT NULL CONSTRAINT officer_told_officer_id_type CHECK (length(officer_id) = 16),
    told_on text NOT NULL CONSTRAINT officer_told_told_on_type CHECK (told_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(told_on) IS told_on),
    means text NOT NULL CONSTRAINT officer_told_means_known CHECK (means IN ('phone', 'counter', 'visit', 'paper')),
    noted_at integer NOT NULL,
    by_staff_id blob NOT NULL CONSTRAINT officer_told_by_staff_id_type CHECK (length(by_staff_id) = 16),
    CONSTRAINT officer_told_key PRIMARY KEY (subject_id, handed_at),
    CONSTRAINT officer_told_of_handover FOREIGN KEY (subject_id, handed_at) REFERENCES handover (subject_id, handed_at)
) STRICT, WITHOUT ROWID;
