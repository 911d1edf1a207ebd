-- The people of an office who have no officer are found without going through the others of the office.
CREATE INDEX responsibility_unassigned ON responsibility (office_code, officer_id, subject_id);
