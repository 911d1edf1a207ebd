-- Who works around the officer of a person, in which part, from when to when. The officer stands in the table of
-- responsibilities.
CREATE TABLE team_member (
    subject_id blob NOT NULL CONSTRAINT team_member_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT team_member_of_subject REFERENCES subject (subject_id),
    member_id blob NOT NULL CONSTRAINT team_member_member_id_type CHECK (length(member_id) = 16),
    staff_id blob NOT NULL CONSTRAINT team_member_staff_id_type CHECK (length(staff_id) = 16),
    part text NOT NULL CONSTRAINT team_member_part_known CHECK (part IN ('guidance', 'information', 'employment', 'startup', 'psychology', 'community')),
    since text NOT NULL CONSTRAINT team_member_since_type CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(since) IS since),
    added_by blob NOT NULL CONSTRAINT team_member_added_by_type CHECK (length(added_by) = 16),
    until text CONSTRAINT team_member_until_type CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(until) IS until),
    ended_by blob CONSTRAINT team_member_ended_by_type CHECK (length(ended_by) = 16),
    CONSTRAINT team_member_ended_whole CHECK ((until IS NULL) = (ended_by IS NULL)),
    CONSTRAINT team_member_key PRIMARY KEY (subject_id, member_id)
) STRICT, WITHOUT ROWID;
