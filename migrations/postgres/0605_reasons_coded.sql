-- Why a counsellor is on leave and why a session was called off are chosen from a short list: nothing that
-- somebody wrote about a person lies in the clear. What was done in a session stands in the ledgers of those who
-- came, under seal.
ALTER TABLE leave ADD COLUMN cause text NOT NULL DEFAULT 'other' CONSTRAINT leave_cause_known CHECK (cause IN ('annual', 'training', 'duty', 'other'));

UPDATE leave SET cause = CASE reason WHEN '年假' THEN 'annual' WHEN '培训' THEN 'training' ELSE 'other' END;

ALTER TABLE leave DROP COLUMN reason;

ALTER TABLE group_session ADD COLUMN called_off text CONSTRAINT group_session_called_off_known CHECK (called_off IN ('too_few', 'leader_away', 'no_room', 'joined', 'other'));

UPDATE group_session SET called_off = 'other' WHERE state = 'cancelled';

ALTER TABLE group_session DROP COLUMN outcome;
