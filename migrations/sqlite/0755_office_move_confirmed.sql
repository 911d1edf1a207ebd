-- Whoever orders that a whole office goes over does not carry it out alone: another head confirms the order, or it is
-- taken back; nobody goes over before. Whatever was ordered before this and has not come to its end waits for it, too.
ALTER TABLE office_move ADD COLUMN confirmed_by blob CONSTRAINT office_move_confirmed_by_type CHECK (length(confirmed_by) = 16);
ALTER TABLE office_move ADD COLUMN confirmed_at integer CONSTRAINT office_move_confirmed_by_another CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL) AND confirmed_by IS DISTINCT FROM begun_by);
ALTER TABLE office_move ADD COLUMN withdrawn_by blob CONSTRAINT office_move_withdrawn_by_type CHECK (length(withdrawn_by) = 16);
ALTER TABLE office_move ADD COLUMN withdrawn_at integer CONSTRAINT office_move_withdrawn_or_confirmed CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL OR confirmed_at IS NULL));
ALTER TABLE office_move ADD COLUMN withdrawn_because text;
