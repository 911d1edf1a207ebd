-- An expert who no longer sits in a panel stays among those who did: when that ended, and who named others.
ALTER TABLE panel_member ADD COLUMN ended_at bigint;

ALTER TABLE panel_member ADD COLUMN ended_by uuid CONSTRAINT panel_member_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL));
