-- How many recognised households of a street still have nobody at work stands on the page that every day begins
-- with: they are found among all households of the street.
CREATE INDEX household_by_recognition ON household (street_code, recognised_on);
