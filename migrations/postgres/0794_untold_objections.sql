-- Objections about which something is still to be done are few; they are found without asking of everybody in a city
-- whether there is one.
CREATE INDEX objection_untold ON objection (told_on, received_on, objection_id);
