-- Households by the keyed digest of the number they share, and whether one was recognised as a household in
-- which nobody works (BJ18-18). Whether that still holds is told by where its members stand.
CREATE TABLE household (
    household_id blob NOT NULL CONSTRAINT household_household_id_type CHECK (length(household_id) = 16),
    lookup blob NOT NULL CONSTRAINT household_lookup_whole CHECK (length(lookup) = 16),
    street_code integer NOT NULL CONSTRAINT household_street_code_twelve_digits CHECK (street_code BETWEEN 100000000000 AND 999999999999),
    recognised_on text CONSTRAINT household_recognised_on_type CHECK (recognised_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(recognised_on) IS recognised_on),
    recognised_by blob CONSTRAINT household_recognised_by_type CHECK (length(recognised_by) = 16),
    CONSTRAINT household_key PRIMARY KEY (household_id),
    CONSTRAINT household_once UNIQUE (lookup),
    CONSTRAINT household_recognised_by_somebody CHECK ((recognised_on IS NULL) = (recognised_by IS NULL))
) STRICT;

CREATE INDEX household_by_street ON household (street_code, household_id);

CREATE TABLE household_member (
    subject_id blob NOT NULL CONSTRAINT household_member_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT household_member_of_person REFERENCES person (subject_id),
    household_id blob NOT NULL CONSTRAINT household_member_household_id_type CHECK (length(household_id) = 16)
        CONSTRAINT household_member_of_household REFERENCES household (household_id),
    CONSTRAINT household_member_key PRIMARY KEY (subject_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX household_member_by_household ON household_member (household_id, subject_id);
