-- Who works around the officer of a person, in which part, from when to when. The officer stands in the table of
-- responsibilities.
CREATE TABLE team_member (
    subject_id uuid NOT NULL
        CONSTRAINT team_member_of_subject REFERENCES subject (subject_id),
    member_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    part text NOT NULL CONSTRAINT team_member_part_known CHECK (part IN ('guidance', 'information', 'employment', 'startup', 'psychology', 'community')),
    since date NOT NULL,
    added_by uuid NOT NULL,
    until date,
    ended_by uuid,
    CONSTRAINT team_member_ended_whole CHECK ((until IS NULL) = (ended_by IS NULL)),
    CONSTRAINT team_member_key PRIMARY KEY (subject_id, member_id)
);
