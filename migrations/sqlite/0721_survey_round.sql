-- Rounds of willingness surveys (BJ18-18): of which office and those below it, when, and whom they are to reach.
CREATE TABLE survey_round (
    round_id blob NOT NULL CONSTRAINT survey_round_round_id_type CHECK (length(round_id) = 16),
    office_code integer NOT NULL,
    name text NOT NULL CONSTRAINT survey_round_name_given CHECK (name <> ''),
    first_day text NOT NULL CONSTRAINT survey_round_first_day_type CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(first_day) IS first_day),
    last_day text NOT NULL CONSTRAINT survey_round_last_day_type CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_day) IS last_day),
    unemployed_in_hardship integer NOT NULL CONSTRAINT survey_round_unemployed_in_hardship_type CHECK (unemployed_in_hardship IN (0, 1)),
    others_in_hardship integer NOT NULL CONSTRAINT survey_round_others_in_hardship_type CHECK (others_in_hardship IN (0, 1)),
    other_unemployed integer NOT NULL CONSTRAINT survey_round_other_unemployed_type CHECK (other_unemployed IN (0, 1)),
    opened_at integer NOT NULL,
    opened_by blob NOT NULL CONSTRAINT survey_round_opened_by_type CHECK (length(opened_by) = 16),
    closed_at integer,
    closed_by blob CONSTRAINT survey_round_closed_by_type CHECK (length(closed_by) = 16),
    CONSTRAINT survey_round_key PRIMARY KEY (round_id),
    CONSTRAINT survey_round_days_in_order CHECK (first_day <= last_day),
    CONSTRAINT survey_round_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_round_by_office ON survey_round (office_code, first_day);
