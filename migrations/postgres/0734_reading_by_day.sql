-- Who has read what is looked up by days, whoever it was: page by page from the latest day back.
CREATE INDEX reading_by_day ON reading (on_day, subject_id, staff_id, purpose);
