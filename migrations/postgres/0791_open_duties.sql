-- Most duties were settled long ago. What is open stands in indexes of its own, small enough to stay in memory; what is
-- settled is counted by office only, so that settling a duty writes two places less.
DROP INDEX duty_by_officer;
DROP INDEX duty_by_office;
CREATE INDEX open_duty_by_officer ON duty (officer_id, due_day, subject_id) WHERE state = 'open';
CREATE INDEX open_duty_by_office ON duty (office_code, officer_id, due_day, subject_id) WHERE state = 'open';
CREATE INDEX settled_duty_by_office ON duty (office_code, officer_id, state, due_day) WHERE state <> 'open';
