-- A sign-in may also wait for a second factor to be set up.
ALTER TABLE session DROP CONSTRAINT session_stage_known;

ALTER TABLE session ADD CONSTRAINT session_stage_known CHECK (stage IN ('code', 'new_password', 'second_factor', 'open'));
