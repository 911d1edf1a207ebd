-- What is open in an office and below it is found without what was settled in all the years before, and counted by
-- officer and due date from the index alone.
DROP INDEX duty_by_office;
CREATE INDEX duty_by_office ON duty (state, office_code, officer_id, due_day, subject_id);
