-- Households by the keyed digest of the number they share, and whether one was recognised as a household in
-- which nobody works (BJ18-18). Whether that still holds is told by where its members stand.
CREATE TABLE household (
    household_id uuid NOT NULL,
    lookup bytea NOT NULL CONSTRAINT household_lookup_whole CHECK (length(lookup) = 16),
    street_code bigint NOT NULL CONSTRAINT household_street_code_twelve_digits CHECK (street_code BETWEEN 100000000000 AND 999999999999),
    recognised_on date,
    recognised_by uuid,
    CONSTRAINT household_key PRIMARY KEY (household_id),
    CONSTRAINT household_once UNIQUE (lookup),
    CONSTRAINT household_recognised_by_somebody CHECK ((recognised_on IS NULL) = (recognised_by IS NULL))
);

CREATE INDEX household_by_street ON household (street_code, household_id);

CREATE TABLE household_member (
    subject_id uuid NOT NULL
        CONSTRAINT household_member_of_person REFERENCES person (subject_id),
    household_id uuid NOT NULL
        CONSTRAINT household_member_of_household REFERENCES household (household_id),
    CONSTRAINT household_member_key PRIMARY KEY (subject_id)
);

CREATE INDEX household_member_by_household ON household_member (household_id, subject_id);
