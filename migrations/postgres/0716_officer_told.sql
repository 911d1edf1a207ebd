-- When somebody under an agreement was told of a change of their officer, by the change that they were told of.
CREATE TABLE officer_told (
    subject_id uuid NOT NULL,
    handed_at bigint NOT NULL,
    officer_id uuid NOT NULL,
    told_on date NOT NULL,
    means text NOT NULL CONSTRAINT officer_told_means_known CHECK (means IN ('phone', 'counter', 'visit', 'paper')),
    noted_at bigint NOT NULL,
    by_staff_id uuid NOT NULL,
    CONSTRAINT officer_told_key PRIMARY KEY (subject_id, handed_at),
    CONSTRAINT officer_told_of_handover FOREIGN KEY (subject_id, handed_at) REFERENCES handover (subject_id, handed_at)
);
