-- An expert who no longer sits in a panel stays among those who did: when that ended, and who named others.
ALTER TABLE panel_member ADD COLUMN ended_at integer;

ALTER TABLE panel_member ADD COLUMN ended_by blob CONSTRAINT panel_member_ended_by_type CHECK (length(ended_by) = 16) CONSTRAINT panel_member_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL));
